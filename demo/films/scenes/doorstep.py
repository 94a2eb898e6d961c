"""Doorstep: canvas shoes on a mat before a blue door, a second pair a step lower."""
import math

import numpy as np

from kit import geo, mat, sound, studio
from kit.film import Film
import products

SECONDS = 7.0
EVERY = 8
SAMPLES = 4
RENDER = dict(exposure=0.1, bounces=(4, 2, 1, 2))
TEXT = {
    "en": "Morning on a doorstep: ecru canvas shoes with copper laces stand on a coir mat before a cornflower-blue panelled door, brick red shoes beside them a step lower. The camera glides low from one pair to the other while tree shadows move over the tiles.",
    "de": "Morgen vor einer Haustür: Ecrufarbene Leinenschuhe mit kupferfarbenen Senkeln stehen auf einer Kokosmatte vor einer kornblumenblauen Kassettentür, eine Stufe tiefer ziegelrote. Die Kamera gleitet tief von einem Paar zum anderen, Baumschatten wandern über die Fliesen.",
}


def tiles():
    """Terracotta squares."""
    g = mat.Graph("floor")
    b = g.node("TexBrick", {"offset": 0.0, "squash": 1.0}, Vector=g.coord(), Scale=1.0, Mortar_Size=0.03, Brick_Width=2.1, Row_Height=2.1)
    b.inputs[1].default_value, b.inputs[2].default_value, b.inputs[3].default_value = mat.srgb("#b96f4d"), mat.srgb("#c98260"), mat.srgb("#b9a893")
    c = g.mix(g.math("MULTIPLY", g.noise(2.0, 3.0), 0.4), b.outputs[0], "#8f5238")
    return g.done(g.principled(Base_Color=c, Roughness=0.72, Normal=g.bump(g.math("MULTIPLY", b.outputs[1], -1.0), 0.4, 0.04)))


def coir():
    """Brushed coconut."""
    g = mat.Graph("coir")
    n = g.noise(26.0, 3.0, rough=0.7)
    return g.done(g.principled(Base_Color=g.mix(n, "#6b4a2a", "#b58a52"), Roughness=1.0, Specular_IOR_Level=0.1, Normal=g.bump(n, 1.0, 0.06)))


def build():
    t = tiles()
    geo.box("step", (40, 9, 1.2), t, bevel=0.06, loc=(0, 3.4, -1.2))
    geo.box("ground", (60, 30, 1), t, bevel=0, loc=(0, -8, -2.4))
    geo.box("wall", (60, 1, 40), mat.plaster("#efe4d2", "#e4d6c0", 0.25, 0.5), bevel=0, loc=(0, 8.0, -2))
    blue = mat.plain("#4467a8", 0.42, coat=0.2, grain=0.06, scale=14)
    geo.box("door", (8.6, 0.5, 21), blue, bevel=0.04, loc=(0.6, 7.4, 0))
    for x in (-1.4, 2.6):
        for z, h in ((1.6, 5.4), (8.2, 8.0)):
            geo.box("panel", (3.0, 0.35, h), blue, bevel=0.14, seg=5, loc=(x, 7.1, z))
    for x in (-4.2, 5.4):
        geo.box("jamb", (0.9, 0.9, 22), mat.plain("#f1ead9", 0.5), bevel=0.05, loc=(x, 7.3, 0))
    geo.box("mat", (7.4, 4.4, 0.24), coir(), bevel=0.05, loc=(0.4, 3.2, 0))
    a = products.build("shoes", "ecru")
    geo.place(a, (0.0, 2.5, 0.23), (0, 0, 14), 1.0)
    b = products.build("shoes", "brick")
    geo.place(b, (1.6, -2.6, -1.4), (0, 0, -28), 0.98)
    pot = products.build("plant", "cobalt")
    geo.place(pot, (-3.4, 4.6, 0), (0, 0, 30), 1.35)
    leaf_m = mat.plain("#d08a2c", 0.6)
    for x, y, r in ((-1.7, -0.7, 30), (3.4, 0.6, 110), (-2.6, 0.9, 200)):
        o = geo.grid("leaf", np.array([[(q, w * v, 0.08 * v * v) for v in (-1, 0, 1)] for q, w in zip(np.linspace(0, 0.8, 10), 0.22 * np.sin(np.linspace(0.02, 3.1, 10)))]), leaf_m, angle=180)
        geo.place(o, (x, y, 0.02), (0, 0, r))
    studio.world("#cfe0ff", 0.45)
    d = np.array((-5.4, -5.0, 4.6))
    studio.sun(tuple(d), 4.6, "#ffdfb4", 0.9)
    dark = mat.plain("#111111", 0.9)
    rng = np.random.default_rng(21)
    twig = geo.group("branch")
    twig.location = d * 3.0 + np.array((-1.5, -1.0, 3.4))
    for _ in range(120):
        o = geo.grid("shade", np.array([[(0, 0, 0), (0, 0, 0.01)], [(0.24, 0.02, 0.42), (-0.24, 0.0, 0.42)], [(0.01, 0, 1.0), (0, 0, 1.0)]]), dark, twig)
        o.location = rng.normal(size=3) * np.array((3.4, 2.0, 2.4))
        o.rotation_euler = rng.uniform(0, 6.28, 3)
        o.visible_camera = False
    cam = studio.camera((0, -14, 2), (0, 0, 1), 64)

    def pose(p):
        twig.rotation_euler = (0.02 * math.sin(2 * math.pi * p), 0.03 * math.sin(math.pi * p), 0.05 * math.sin(math.pi * p))
        target = np.array((0.15 + 0.75 * p, 1.6 - 1.6 * p, 1.7 - 0.55 * p))
        studio.move(cam, studio.polar(target, 15.5, -12 + 11 * p, 14 - 1 * p), target, 0.16, np.array((0, 1.2, 0.6)) * (1 - p) + np.array((1.4, -3.0, -1)) * p)

    s = SECONDS
    return Film(pose, s, moments=[("shoes", 0, 2.2, a, (-0.56, -0.75, 0.55)), ("shoes", 2.2, 4.8, b, (-0.56, -0.75, 0.55)), ("shoes", 4.8, s, a, (-0.56, -0.75, 0.55))])


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
