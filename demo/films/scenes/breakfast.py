"""Breakfast: morning sun through a window on a mug of coffee and its teapot. A slow dolly from one to the other."""
import numpy as np

from kit import geo, mat, sound, studio
from kit.film import Film
import products

SECONDS = 8.0
EVERY = 4
SAMPLES = 8
RENDER = dict(exposure=0.15, bounces=(5, 2, 2, 3))
TEXT = {
    "en": "Morning sun falls through a window onto a speckled oat mug of coffee. The camera glides to a cobalt blue teapot with a bamboo handle beside it, and back.",
    "de": "Morgensonne fällt durch ein Fenster auf einen gesprenkelten, haferfarbenen Becher Kaffee. Die Kamera gleitet zu einer kobaltblauen Teekanne mit Bambushenkel daneben und wieder zurück.",
}
CAPTIONS = {
    "en": [(0.3, 2.6, "Mara: Nobody needs me before nine."), (2.9, 4.4, "[a bird, somewhere in the yard]"), (4.6, 7.6, "Mara: Tea first. Then the window. Then the rest.")],
    "de": [(0.3, 2.6, "Mara: Vor neun braucht mich niemand."), (2.9, 4.4, "[ein Vogel, irgendwo im Hof]"), (4.6, 7.6, "Mara: Erst Tee. Dann das Fenster. Dann der Rest.")],
}


def lemon(loc, turn, size=0.3):
    """A lemon on its side."""
    a = np.linspace(-np.pi / 2, np.pi / 2, 40)
    r = np.cos(a)**0.9 * size
    z = np.sin(a) * size * 1.18 + np.sign(a) * np.clip(np.abs(a) - 1.22, 0, 1) * size * 0.9
    g = mat.Graph("peel")
    n = g.node("TexVoronoi", Vector=g.coord(), Scale=24.0).outputs[0]
    m = g.done(g.principled(Base_Color=g.mix(g.math("MULTIPLY", n, 0.5), "#f2bd00", "#c98f00"), Roughness=0.38, Normal=g.bump(n, 0.7, 0.02)))
    ob = geo.lathe("lemon", np.column_stack([np.maximum(r, 0), z]), m, steps=64, angle=180)
    return geo.place(ob, (loc[0], loc[1], loc[2] + size * 0.98), (90, 0, turn))


def build():
    geo.box("table", (30, 12, 0.4), mat.wood("#b98a5c", "#7d5230", 0.55, "X", 0.5, 0.1), bevel=0.05, loc=(0, -2.0, -0.4))
    wall = geo.box("wall", (30, 0.4, 20), mat.plaster("#e6cfae", "#d9bc95", 0.35, 1.1), bevel=0, loc=(0, 3.4, -2))
    mug = products.build("mug", "oat", filled=True)
    geo.place(mug, (-0.72, -0.55, 0), (0, 0, 26))
    pot = products.build("teapot", "cobalt")
    geo.place(pot, (0.62, 0.85, 0), (0, 0, -38))
    rim = geo.rounded([(0, 0.0), (0.45, 0), (0.50, 0.03), (0.74, 0.085), (0.735, 0.105), (0.50, 0.055), (0, 0.045)], 0.03, 5)
    plate = geo.lathe("plate", rim, mat.stoneware("#e9e0cf", foot=0.02), steps=96)
    plate.location = (1.0, -0.62, 0)
    lemon((0.92, -0.60, 0.05), 35, 0.24)
    lemon((1.34, -0.52, 0.05), -70, 0.22)
    studio.world("#cfe0ff", 0.24)
    sun = studio.sun((-5.2, -3.0, 4.3), 6.6, "#ffd8a0", 0.9)
    away = np.array((-5.2, -3.0, 4.3)) * 2.2
    black = mat.plain("#20160f", 0.9)
    for kind, off in (("v", -1.9), ("v", -0.05), ("v", 1.8), ("h", -1.6), ("h", 0.5), ("h", 2.6)):
        bar = geo.box("mullion", (0.26, 0.2, 14) if kind == "v" else (14, 0.2, 0.26), black, bevel=0)
        side = np.array((3.0, -5.2, 0)) / 6.0
        bar.location = tuple(away + side * (off if kind == "v" else 0) + np.array((0, 0, (off if kind == "h" else -7) + 1.0)))
        bar.rotation_euler.z = np.arctan2(side[1], side[0])
        bar.visible_camera = False
    studio.softbox((5, -4, 4), (0, 0, 0.6), (4, 5), 70, "#ffe9d2")
    cam = studio.camera((0, -6, 1), (0, 0, 0.5), 62)
    a = (np.array((-0.64, -0.55, 0.34)), 5.5, -7.0, 20.0)
    b = (np.array((0.66, 0.55, 0.64)), 7.7, 4.0, 14.0)

    def pose(p):
        mix = lambda i: a[i] * (1 - p) + b[i] * p
        target = mix(0)
        focus = np.array(mug.location) * (1 - p) + np.array(pot.location) * p + np.array((0, -0.4, 0.5))
        studio.move(cam, studio.polar(target, mix(1), mix(2), mix(3)), target, 0.30 + 0.05 * p, focus)

    s = SECONDS
    return Film(pose, s, moments=[("mug", 0, 2.1, mug, None), ("teapot", 2.1, 5.9, pot, (0.48, -0.61, 0.55)), ("mug", 5.9, s, mug, None)],
                steam=[((-0.72, -0.55, 0.93), 2.0)])


def sound_bed(n, rate):
    """Warm felt chords, a far bird or two, room."""
    return sound.mix(n, rate, [
        sound.pad(n, rate, [(0.0, [220.0, 277.2, 329.6]), (4.0, [196.0, 246.9, 293.7, 369.9])], 4.0, soft=0.7),
        sound.plucks(n, rate, [(0.1, 659.3), (0.9, 554.4), (1.7, 880.0), (2.9, 739.99), (4.1, 587.3), (4.9, 739.99), (5.7, 493.9), (6.9, 554.4)], 1.6, 0.5),
        sound.noise(n, rate, 300, 2200, 0.03, seed=4),
        sound.chirps(n, rate, [(1.25, 3100), (1.45, 3400), (5.2, 2900), (5.42, 3300), (5.6, 3150)], 0.05),
    ])
