"""Cone: a loudspeaker without its cloth, very close, before a wall of wooden slats. The woven cone breathes with the
bass, and the orange light with it."""
import math

import numpy as np

from kit import geo, mat, sound, studio
from kit.film import Film
import products

SECONDS = 6.4
EVERY = 2
SAMPLES = 4
SCALE = 1.0
RENDER = dict(exposure=0.25, bounces=(4, 1, 3, 2))
BEAT = 0.8
TEXT = {
    "en": "A graphite loudspeaker with its front taken off, very close, on a walnut board before a wall of wooden slats. Its cone is woven from golden fibre; orange light runs along its copper ring and swells with each slow bass note that moves the cone.",
    "de": "Ein graphitfarbener Lautsprecher ohne Frontgitter, sehr nah, auf einem Nussbaumbrett vor einer Wand aus Holzleisten. Die Membran ist aus goldenen Fasern gewebt; oranges Licht läuft an ihrem Kupferring entlang und schwillt mit jedem langsamen Basston an, der die Membran bewegt.",
}


def fibre():
    """Golden fibre, woven, under clear lacquer."""
    g = mat.Graph("fibre")
    pos = g.node("SeparateXYZ", Vector=g.coord())
    x, y = (g.math("MULTIPLY", pos.outputs[k], 100.0) for k in (0, 1))
    over = g.math("GREATER_THAN", g.math("MULTIPLY", g.math("SINE", x), g.math("SINE", y)), 0.0)
    across, along = (g.math("ABSOLUTE", g.math("SINE", v)) for v in (x, y))
    h = g.math("ADD", g.math("MULTIPLY", over, across), g.math("MULTIPLY", g.math("SUBTRACT", 1.0, over), along))
    strand = g.noise(70.0, 2.0)
    c = g.mix(over, "#c9952f", "#a06f1c")
    c = g.mix(g.math("MULTIPLY", g.ramp(h, 0.55, 0.0), 0.75), c, "#2a1a08")
    return g.done(g.principled(Base_Color=g.mix(g.math("MULTIPLY", strand, 0.3), c, "#e8c56a"), Roughness=0.42, Coat_Weight=0.35, Coat_Roughness=0.2, Normal=g.bump(h, 0.6, 0.02)))


def driver(parent, r, y, z, tweeter=False):
    """A cone in its basket, axis towards -y. Returns the moving part."""
    base = geo.group("driver")
    base.parent = parent
    geo.place(base, (0, y, z), (90, 0, 0))
    steel = mat.brushed("#3c3d40", 0.3)
    ring = geo.rounded([(r * 1.02, 0.0), (r * 1.22, 0.0), (r * 1.22, 0.045), (r * 1.16, 0.07), (r * 1.05, 0.06), (r * 1.0, 0.02)], 0.015, 5)
    geo.lathe("ring", ring, steel, base, steps=160)
    for k in range(6):
        a = math.radians(60 * k + 30)
        geo.cylinder("bolt", 0.028, 0.03, mat.brushed("#8d8f93", 0.25), base, loc=(r * 1.12 * math.cos(a), r * 1.12 * math.sin(a), 0.05), bevel=0.008, steps=6)
    move = geo.group("cone")
    move.parent = base
    rub = mat.plain("#141416", 0.5, grain=0.05)
    t = np.linspace(0, math.pi, 24)
    geo.lathe("surround", np.column_stack([r * 0.93 + r * 0.085 * np.cos(t), 0.02 + r * 0.085 * np.sin(t)]), rub, move, steps=128, angle=180)
    paper = fibre() if not tweeter else mat.plain("#2c2a2c", 0.5, grain=0.2, scale=50)
    copper = mat.plain("#c9713a", 0.22, metal=1.0)
    trim = geo.rounded([(r * 1.222, 0.0), (r * 1.255, 0.0), (r * 1.255, 0.055), (r * 1.222, 0.055)], 0.012, 4)
    geo.lathe("trim", trim, copper if not tweeter else steel, base, steps=160)
    u = np.linspace(0, 1, 40)
    cone = np.column_stack([r * (0.86 - 0.56 * u), 0.015 - r * 0.40 * u**1.35])
    geo.lathe("paper", cone, paper, move, steps=128, angle=180)
    a = np.linspace(0, math.pi / 2, 24)
    if tweeter:  # a silk dome
        geo.lathe("dome", np.column_stack([r * 0.62 * np.cos(a), -r * 0.16 + r * 0.34 * np.sin(a)]), mat.plain("#1b1a1c", 0.38, grain=0.25, scale=40, sheen=0.4), move, steps=96, angle=180)
    else:  # a turned plug that stands still
        plug = geo.spline([(r * 0.27, -r * 0.46), (r * 0.265, -r * 0.22), (r * 0.21, -r * 0.05), (r * 0.11, r * 0.10), (0.0, r * 0.17)], 40)
        geo.lathe("plug", plug, copper, base, steps=96, angle=180)
    return move


def build():
    geo.box("board", (14, 5, 0.3), mat.wood("#6f4a2e", "#33200f", 0.8, "X", 0.28, 0.3), bevel=0.03, loc=(0, 0.6, -0.3))
    geo.box("wall", (20, 0.3, 12), mat.plain("#15171c", 0.9), bevel=0, loc=(0, 3.3, -2))
    slat = mat.wood("#9a6a40", "#5a3a20", 1.0, "Z", 0.5, 0.1)
    for k in range(-14, 15):
        geo.box("slat", (0.17, 0.20, 9), slat, bevel=0.015, seg=2, loc=(0.31 * k, 3.0, -1.5))
    sp = products.build("speaker", "graphite")
    for o in list(sp.children):
        if o.name.startswith("grille"):
            o.hide_render = True
    baffle = geo.box("baffle", (1.36, 0.06, 1.96), mat.plain("#1c1c1f", 0.55, grain=0.2, scale=30), sp, bevel=0.01)
    baffle.location = (0, -0.44, 0.155)
    cut = geo.cylinder("cut", 0.455, 0.6, None, sp, bevel=0.001, steps=96)
    geo.place(cut, (0, -0.25, 0.98), (90, 0, 0))
    cut2 = geo.cylinder("cut", 0.18, 0.6, None, sp, bevel=0.001, steps=64)
    geo.place(cut2, (0, -0.30, 1.855), (90, 0, 0))
    for body in [baffle, *(o for o in sp.children if o.name.startswith("cabinet"))]:
        for c in (cut, cut2):
            m = body.modifiers.new("hole", "BOOLEAN")
            m.object, m.operation, m.solver = c, "DIFFERENCE", "EXACT"
            c.hide_render = True
    woofer = driver(sp, 0.50, -0.47, 0.98)
    driver(sp, 0.19, -0.47, 1.855, True)
    sp.rotation_euler.z = math.radians(8)
    studio.world("#3a4668", 0.40)
    rim = studio.softbox((3.4, -0.5, 2.4), (0, -0.4, 1.1), (0.7, 3.0), 520, "#ff7f2e").data
    studio.softbox((-3.2, -2.4, 2.2), (0, -0.4, 1.0), (1.0, 3.4), 210, "#9db8ff")
    studio.softbox((-0.6, -3.2, 4.6), (0, -0.4, 1.0), (2.6, 1.8), 330, "#ffe9d2")
    glow = studio.softbox((-1.2, 2.2, -0.1), (-1.2, 3.0, 2.2), (5.0, 0.3), 120, "#ff8a3a").data
    cam = studio.camera((0, -6, 1), (0, 0, 1), 85)
    target = np.array((-0.16, -0.4, 1.18))
    studio.move(cam, studio.polar(target, 6.6, -23, 8), target, 0.22, (0.1, -0.78, 1.0))

    def pose(p):
        kick = np.exp(-p * 3.2) * np.sin(2 * np.pi * p * 2.0)
        swell = (p / 0.08 if p < 0.08 else math.exp(-(p - 0.08) * 3.4)) - math.exp(-0.92 * 3.4) * p
        rim.energy, glow.energy = 420 + 420 * swell, 80 + 130 * swell
        woofer.location.z = 0.085 * kick

    return Film(pose, SECONDS, mirror=False, period=24, push=(1.18, (0.08, 0.02)), moments=[("speaker", 0, SECONDS, sp, (-0.15, -0.60, 1.0))])


def sound_bed(n, rate):
    """The bass the cone follows."""
    hits = [k * BEAT for k in range(8)]
    return sound.mix(n, rate, [
        sound.kicks(n, rate, hits, 0.8),
        sound.bass(n, rate, [(h, f) for h, f in zip(hits, (55.0, 55.0, 65.4, 55.0, 49.0, 49.0, 73.4, 65.4))], 0.7, 0.6),
        sound.shaker(n, rate, [0.4 + k * BEAT for k in range(8)], 0.05),
        sound.pad(n, rate, [(0.0, [110.0, 164.8, 196.0, 261.6]), (3.2, [98.0, 146.8, 196.0, 246.9])], 3.2, soft=0.6),
    ])
