"""Street: late sun on a painted wall; a skateboard leans, a pack and a knit cap wait on concrete."""
import numpy as np

from kit import geo, mat, sound, studio
from kit.film import Film
import products

SECONDS = 8.0
EVERY = 4
SAMPLES = 8
RENDER = dict(exposure=0.25, bounces=(4, 2, 1, 1))
TEXT = {
    "en": "Late sun on a teal painted wall. A skateboard with a sunset graphic leans against it; the camera moves along to an olive roll-top backpack and a rust-red knit cap on a concrete block.",
    "de": "Späte Sonne auf einer petrolfarbenen Wand. Ein Skateboard mit Sonnenuntergang-Grafik lehnt daran; die Kamera wandert weiter zu einem olivgrünen Rollrucksack und einer rostroten Strickmütze auf einem Betonblock.",
}


def concrete(a="#b9b2a6", b="#9c958a"):
    """Cast concrete with pores."""
    g = mat.Graph("concrete")
    n = g.noise(0.9, 6.0, rough=0.65)
    pore = g.ramp(g.noise(9.0, 1.0), 0.70, 0.76)
    c = g.mix(g.ramp(n, 0.3, 0.7), a, b)
    c = g.mix(g.math("MULTIPLY", pore, 0.6), c, "#5d574f")
    return g.done(g.principled(Base_Color=c, Roughness=0.9, Specular_IOR_Level=0.2, Normal=g.bump(g.math("SUBTRACT", n, pore), 0.25, 0.04)))


def build():
    geo.box("ground", (80, 40, 1), concrete("#a9a196", "#8f887d"), bevel=0, loc=(0, 0, -1))
    geo.box("wall", (80, 1, 30), mat.plaster("#3f8a88", "#357c7d", 0.3, 0.6), bevel=0, loc=(0, 3.5, 0))
    geo.box("plinth line", (80, 0.16, 0.9), concrete(), bevel=0.03, loc=(0, 2.95, 0))
    joint = mat.plain("#5f584f", 0.95)
    for y in (-2.2, -7.6):
        geo.box("joint", (80, 0.05, 0.004), joint, bevel=0, loc=(0, y, 0))
    for x in (-5.6, -0.1, 5.4):
        geo.box("joint", (0.05, 20, 0.004), joint, bevel=0, loc=(x, -7.0, 0))
    board = products.build("skateboard", "sunset", stand=True, lean=11.0)
    geo.place(board, (-1.55, 1.2, 0), (0, 0, -7))
    block = geo.box("block", (3.0, 2.2, 1.9), concrete(), bevel=0.05, loc=(2.75, 1.4, 0))
    block.rotation_euler.z = -0.12
    pack = products.build("backpack", "olive")
    geo.place(pack, (0.55, 0.15, 0), (0, 0, 10), 0.80)
    cap = products.build("cap", "rust")
    geo.place(cap, (2.45, 1.05, 1.9), (0, 0, 20), 1.0)
    studio.world("#c9dcff", 0.40)
    studio.sun((-5.0, -5.2, 4.6), 5.0, "#ffd09a", 0.8)
    black = mat.plain("#111111", 0.9)
    away = np.array((-5.0, -5.2, 4.6)) * 4
    for off, w, tilt in ((-13.4, 5.0, 0.35), (11.5, 3.2, -0.25)):
        side = np.array((5.2, -5.0, 0)) / 7.2
        leaf = geo.box("shade", (w, 0.2, 30), black, bevel=0)
        leaf.location = tuple(away + side * off + np.array((0, 0, -15)))
        leaf.rotation_euler = (0, tilt, float(np.arctan2(side[1], side[0])))
        leaf.visible_camera = False
    cam = studio.camera((0, -20, 3), (0, 0, 3), 58)
    a = (np.array((-0.85, 1.0, 3.2)), 19.5, -10.0, 3.0)
    b = (np.array((1.72, 0.7, 1.45)), 15.0, 6.0, 8.0)

    def pose(p):
        mix = lambda i: a[i] * (1 - p) + b[i] * p
        focus = np.array((-1.7, 1.0, 3)) * (1 - p) + np.array((1.3, -0.2, 2)) * p
        studio.move(cam, studio.polar(mix(0), mix(1), mix(2), mix(3)), mix(0), 0.10, focus)

    s = SECONDS
    return Film(pose, s, moments=[("skateboard", 0, 2.0, board, None), ("backpack", 2.0, 3.9, pack, None), ("cap", 3.9, 5.8, cap, None), ("skateboard", 5.8, s, board, None)])


def sound_bed(n, rate):
    """A lazy beat with a round bass and distant street air."""
    return sound.mix(n, rate, [
        sound.pad(n, rate, [(0.0, [130.8, 196.0, 246.9, 329.6]), (4.0, [110.0, 164.8, 196.0, 261.6])], 4.0, soft=0.7),
        sound.kicks(n, rate, [0.0, 1.25, 2.0, 3.25, 4.0, 5.25, 6.0, 7.25], 0.55),
        sound.shaker(n, rate, [0.25 * k + (0.03 if k % 2 else 0) for k in range(32)], 0.05),
        sound.snaps(n, rate, [1.0, 3.0, 5.0, 7.0], 0.14),
        sound.bass(n, rate, [(0.0, 65.4), (1.25, 65.4), (2.0, 98.0), (4.0, 55.0), (5.25, 55.0), (6.0, 82.4)], 0.9, 0.5),
        sound.noise(n, rate, 150, 900, 0.04, seed=2),
    ])
