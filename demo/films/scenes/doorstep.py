"""Doorstep: canvas shoes on a striped mat before a blue door, seen from above; a second pair a step lower, seen from the ground."""
import math

import numpy as np

from kit import geo, mat, rooms, sound, studio
from kit.film import Film
import products

SECONDS = 7.0
EVERY = 8
SAMPLES = 4
SCALE = 1.0
RENDER = dict(exposure=0.1, bounces=(4, 2, 2, 2))
TEXT = {
    "en": "Morning on a doorstep, in light that falls through leaves. From above: ecru canvas shoes with copper laces on a striped coir mat before a cornflower-blue door with a brass kick plate, two bottles of milk and a potted fig beside them. The camera sinks to the worn stone and ends before the toes of a brick red pair a step lower.",
    "de": "Morgen vor einer Haustür, in Licht, das durch Blätter fällt. Von oben: ecrufarbene Leinenschuhe mit kupferfarbenen Senkeln auf einer gestreiften Kokosmatte vor einer kornblumenblauen Tür mit Trittblech aus Messing, daneben zwei Flaschen Milch und ein Gummibaum im Topf. Die Kamera sinkt bis auf den ausgetretenen Stein und endet vor den Spitzen eines ziegelroten Paars eine Stufe tiefer.",
}


def stone():
    """Limestone that many have walked on."""
    g = mat.Graph("stone")
    n, fine = g.noise(0.7, 6.0, rough=0.65), g.noise(16.0, 4.0, rough=0.7)
    pore = g.ramp(g.noise(7.0, 2.0), 0.66, 0.74)
    c = g.mix(g.ramp(n, 0.3, 0.7), "#d6c8b0", "#b5a58b")
    c = g.mix(g.math("MULTIPLY", g.ramp(fine, 0.5, 0.7), 0.35), c, "#8f7f68")
    c = g.mix(g.math("MULTIPLY", pore, 0.55), c, "#7b6d59")
    return g.done(g.principled(Base_Color=c, Roughness=g.math("ADD", 0.5, g.math("MULTIPLY", n, 0.4)), Specular_IOR_Level=0.35, Normal=g.bump(g.math("SUBTRACT", g.math("ADD", n, g.math("MULTIPLY", fine, 0.3)), g.math("MULTIPLY", pore, 0.5)), 0.35, 0.05)))


def coir():
    """Brushed coconut with woven stripes across."""
    g = mat.Graph("coir")
    pos = g.coord()
    n = g.noise(30.0, 3.0, rough=0.75)
    x = g.math("ABSOLUTE", g.math("ADD", g.node("SeparateXYZ", Vector=pos).outputs[0], g.math("MULTIPLY", g.math("SUBTRACT", n, 0.5), 0.10)))
    band = lambda a, b: g.math("MULTIPLY", g.math("GREATER_THAN", x, a), g.math("LESS_THAN", x, b))
    c = g.mix(n, "#6f4c2a", "#c69a5c")
    c = g.mix(band(1.62, 1.94), c, g.mix(n, "#23304f", "#4a5a86"))
    c = g.mix(band(2.08, 2.22), c, g.mix(n, "#7d2c1c", "#b5503a"))
    return g.done(g.principled(Base_Color=c, Roughness=1.0, Specular_IOR_Level=0.1, Normal=g.bump(n, 1.0, 0.09)))


def step(name, size, loc, m, seed):
    """A stone step with a rounded nose, hollowed a little where people tread."""
    w, d, h = size
    r = 0.22
    prof = np.vstack([[(0, -h)], np.column_stack([r - r * np.cos(np.linspace(0, math.pi / 2, 10)), -r + r * np.sin(np.linspace(0, math.pi / 2, 10))]), np.column_stack([np.linspace(r, d, 40)[1:], np.zeros(39)])])
    x = np.linspace(-w / 2, w / 2, 160)
    p = np.stack([np.stack([np.full(len(prof), v), prof[:, 0], prof[:, 1]], -1) for v in x])
    wear = 0.05 * np.exp(-(p[..., 0] / 2.6)**2) * np.exp(-((p[..., 1] - 0.2) / 0.8)**2)
    p[..., 1] += 0.05 * geo.noise3(p * np.array((0.9, 0.3, 1.4)), seed, 3) * (p[..., 1] < 0.4)
    p[..., 2] -= wear * (p[..., 2] > -r)
    ob = geo.grid(name, p, m, angle=50)
    geo.fix_normals(ob)
    ob.location = loc
    return ob


def bottle(loc, turn):
    """Milk, with a cap of foil."""
    milk, foil = mat.plain("#f4efe2", 0.12, coat=0.9), mat.brushed("#d9b45a", 0.26)
    g = geo.group("bottle")
    geo.lathe("milk", geo.rounded([(0, 0.02), (0.36, 0.02), (0.40, 0.08), (0.40, 1.15), (0.36, 1.38), (0.20, 1.78), (0.185, 1.98), (0.235, 2.02), (0.235, 2.12), (0, 2.12)], [0, 0.03, 0.05, 0.15, 0.15, 0.1, 0.03, 0.02, 0.02, 0], 7), milk, g)
    geo.lathe("foil", geo.rounded([(0.25, 2.00), (0.262, 2.13), (0.20, 2.16), (0, 2.15)], 0.02, 4), foil, g, steps=48)
    return geo.place(g, loc, (0, 0, turn))


def leaf(loc, turn, m, size=1.0, curl=0.5):
    """A fallen leaf, folded along its rib, that lies on its edges."""
    u = np.linspace(0, 1, 18)
    w = 0.24 * np.sin(math.pi * u**0.8)**0.8 + 0.004
    v = np.linspace(-1, 1, 9)
    z = 0.012 + 0.16 * curl * (v[None] * w[:, None] / 0.24)**2 + 0.10 * curl * (u[:, None] - 0.45)**2 * 2
    p = np.stack([np.broadcast_to((u - 0.5)[:, None], (18, 9)), w[:, None] * v, z], -1) * size
    ob = geo.grid("leaf", p, m, angle=180)
    geo.sweep("stalk", np.array([(-0.5, 0, 0.05 + 0.05 * curl), (-0.66, 0.02, 0.015), (-0.74, 0.04, 0.012)]) * size, 0.012 * size, mat=m, parent=ob, steps=6)
    return geo.place(ob, loc, (0, 0, turn))


def build():
    t = stone()
    step("upper", (40, 7.0, 1.5), (0, -0.55, 0), t, 4)
    step("lower", (40, 7.4, 1.5), (0, -6.4, -1.5), t, 8)
    geo.box("street", (80, 30, 1), t, bevel=0, loc=(0, -20, -4.0))
    geo.box("wall", (60, 1, 30), mat.plaster("#eadfcb", "#dccdb4", 0.3, 0.6), bevel=0, loc=(0, 6.0, -2))
    blue = mat.plain("#3f66ad", 0.36, coat=0.3, grain=0.10, scale=9)
    geo.box("door", (8.4, 0.4, 21), blue, bevel=0.03, loc=(0.7, 5.5, 0.12))
    for x in (-1.35, 2.75):
        geo.box("mould", (3.3, 0.16, 8.2), blue, bevel=0.10, seg=4, loc=(x, 5.28, 1.95))
        geo.box("panel", (2.7, 0.22, 7.6), blue, bevel=0.16, seg=5, loc=(x, 5.24, 2.25))
    brass = mat.brushed("#c9a152", 0.30)
    geo.box("kick plate", (7.9, 0.05, 1.05), brass, bevel=0.02, loc=(0.7, 5.28, 0.32))
    screw = mat.brushed("#8f7136", 0.3)
    for x in np.linspace(-3.0, 4.4, 7):
        for z in (0.45, 1.24):
            geo.place(geo.cylinder("screw", 0.06, 0.02, screw, bevel=0.008, steps=16), (x, 5.26, z), (90, 0, 0))
    geo.box("sill", (8.8, 0.9, 0.14), mat.wood("#a9825a", "#6d4a2e", 0.8, "X", 0.6), bevel=0.03, loc=(0.7, 5.2, 0))
    for x in (-4.0, 5.4):
        geo.box("jamb", (1.0, 0.9, 22), mat.plain("#f1ead9", 0.5, grain=0.08, scale=10), bevel=0.06, loc=(x, 5.4, 0))
    geo.box("mat", (7.2, 4.2, 0.20), coir(), bevel=0.05, loc=(0.5, 2.55, 0))
    a = products.build("shoes", "ecru")
    geo.place(a, (0.0, 2.2, 0.195), (0, 0, 15), 1.0)
    b = products.build("shoes", "brick")
    geo.place(b, (0.95, -3.15, -1.5), (0, 0, -24), 1.0)
    bottle((1.55, 4.15, 0.195), 20)
    bottle((2.22, 4.00, 0.195), 80)
    geo.place(products.build("plant", "cobalt"), (-3.55, 3.6, 0), (0, 0, 200), 1.05)
    rng = np.random.default_rng(21)
    tones = [mat.plain(c, 0.6) for c in ("#d0872a", "#b5562a", "#c9a23a")]
    for k, (x, y, z, r, s, c) in enumerate(((-1.75, 0.55, 0.2, 30, 0.8, 0.7), (2.2, 0.1, 0.0, 110, 0.9, 0.4), (-1.2, -2.3, -1.5, 200, 0.9, 0.6), (2.9, -3.0, -1.5, 70, 0.8, 0.9), (-0.4, -0.1, 0.0, 320, 0.7, 0.5), (1.9, 1.3, 0.2, 15, 0.75, 0.6), (-2.3, -3.9, -1.5, 140, 1.0, 0.5))):
        leaf((x, y, z), r, tones[k % 3], s, c)
    studio.world("#cfe0ff", 0.38)
    d = np.array((-5.6, -4.6, 5.0))
    studio.sun(tuple(d), 6.2, "#ffd9a6", 0.7)
    twig = rooms.canopy(d, mat.plain("#111111", 0.9), rng, ((-2.6, 2.3, 46, 1.2, 0.8), (0.6, 3.3, 40, 1.5, 0.8), (3.2, 1.7, 34, 1.1, 0.7), (-3.4, -0.3, 34, 1.0, 0.7), (3.0, -1.2, 30, 0.9, 0.6), (0.5, 0.5, 9, 1.0, 0.8), (-0.8, -1.9, 26, 1.1, 0.6)))
    studio.softbox((6, -6, 5), (0, 0, 0.5), (4, 5), 160, "#dbe6ff")
    cam = studio.camera((0, -14, 2), (0, 0, 1), 64)

    def pose(p):
        twig.location = (0.16 * math.sin(2 * math.pi * p), 0.0, 0.22 * p)
        target = np.array((0.22 + 0.36 * p, 1.75 - 4.35 * p, 0.15 - 0.72 * p))
        focus = np.array((0.0, 1.6, 0.7)) * (1 - p) + np.array((0.9, -3.9, -1.0)) * p
        studio.move(cam, studio.polar(target, 11.4, -13 + 31 * p, 41 - 32 * p), target, 0.24, focus)

    s = SECONDS
    return Film(pose, s, fast=True, moments=[("shoes", 0, 2.2, a, (-0.56, -0.75, 0.55)), ("shoes", 2.2, 4.8, b, (-0.56, -0.75, 0.55)), ("shoes", 4.8, s, a, (-0.56, -0.75, 0.55))])


def sound_bed(n, rate):
    """Leaves, a bicycle bell far away, an easy guitar-like line."""
    t = np.arange(n) / rate
    air = sound.noise(n, rate, 700, 5200, 0.5, 61) * (0.5 + 0.5 * np.sin(np.pi * t / SECONDS)**2)[:, None]
    return sound.mix(n, rate, [
        air * 0.09,
        sound.pad(n, rate, [(0.0, [146.8, 185.0, 220.0]), (3.5, [164.8, 207.7, 246.9, 293.7])], 3.5, soft=0.7),
        sound.plucks(n, rate, [(0.0, 370.0), (0.44, 440.0), (0.88, 587.3), (1.75, 554.4), (2.2, 440.0), (3.5, 329.6), (3.94, 415.3), (4.4, 493.9), (5.25, 587.3), (6.1, 493.9)], 1.1, 0.6),
        sound.glass(n, rate, [(2.8, 2093.0), (3.0, 2093.0)], 0.7, 0.2),
        sound.bass(n, rate, [(0.0, 73.4), (1.75, 73.4), (3.5, 82.4), (5.25, 82.4)], 0.9, 0.3),
    ])
