"""Shades: a square, silent picture. Sunglasses on the wet stone of a pool; the sun goes round behind them and draws through the lenses."""
import math

import numpy as np

from kit import geo, mat, studio
from kit.film import SQUARE, Film
import products

SIZE = SQUARE
SILENT = True
SECONDS = 6.0
EVERY = 4
SCALE = 1.0
SAMPLES = 5
VP9 = True
RENDER = dict(exposure=0.1, bounces=(4, 2, 3, 3))
TEXT = {
    "en": "A square picture without sound. Tortoiseshell sunglasses lie open on pale stone at the edge of a turquoise pool, a striped towel behind them, drops of water around. The sun moves behind them: the shadows of rims and lenses swing across the stone like the hand of a sundial while the water glitters.",
    "de": "Ein quadratisches Bild ohne Ton. Eine Sonnenbrille aus Schildpatt-Acetat liegt aufgeklappt auf hellem Stein am Rand eines türkisfarbenen Beckens, hinter ihr ein gestreiftes Handtuch, ringsum Wassertropfen. Die Sonne wandert hinter ihr vorbei: Die Schatten von Rahmen und Gläsern schwenken wie der Zeiger einer Sonnenuhr über den Stein, während das Wasser glitzert.",
}
EDGE = 2.35


def travertine():
    """Pale stone with pores in layers, wet near the water."""
    g = mat.Graph("travertine")
    pos = g.coord()
    n = g.noise(0.55, 5.0, rough=0.6)
    layer = g.node("TexNoise", Vector=g.coord("Object", (0.35, 2.6, 1.0)), Scale=1.6, Detail=5.0, Roughness=0.65).outputs[0]
    pore = g.math("MULTIPLY", g.ramp(g.node("TexNoise", Vector=g.coord("Object", (1.6, 4.5, 3.0)), Scale=3.2, Detail=3.0, Roughness=0.6).outputs[0], 0.63, 0.68), g.ramp(layer, 0.42, 0.6))
    y = g.node("SeparateXYZ", Vector=pos).outputs[1]
    wet = g.ramp(g.math("ADD", g.math("MULTIPLY", g.math("SUBTRACT", g.noise(0.9, 4.0), 0.5), 4.2), y), 8.6, 8.85)
    c = g.mix(g.ramp(n, 0.3, 0.7), "#dfcfb3", "#c8b18b")
    c = g.mix(g.math("MULTIPLY", g.ramp(layer, 0.45, 0.75), 0.6), c, "#ab8f69")
    c = g.mix(g.math("MULTIPLY", pore, 0.85), c, "#6f5a41")
    c = g.mix(g.math("MULTIPLY", wet, 0.42), c, "#8f7758")
    rough = g.math("SUBTRACT", 0.62, g.math("MULTIPLY", wet, 0.54))
    h = g.math("MULTIPLY", g.math("SUBTRACT", g.math("MULTIPLY", layer, 0.4), pore), g.math("SUBTRACT", 1.0, g.math("MULTIPLY", wet, 0.85)))
    return g.done(g.principled(Base_Color=c, Roughness=rough, Coat_Weight=g.math("MULTIPLY", wet, 0.6), Coat_Roughness=0.03, Normal=g.bump(h, 0.45, 0.04)))


def water():
    """The pool: tiles and bright nets of light seen through ripples. Returns the material and the nodes that move it."""
    g = mat.Graph("water")
    pos = g.coord("Object", (1.0, 0.55, 1.0))
    sway = g.node("TexNoise", {"noise_dimensions": "4D"}, Vector=pos, Scale=0.42, Detail=2.0)
    off = g.node("VectorMath", {"operation": "SCALE"}, i0=sway.outputs[1], Scale=2.4).outputs[0]
    bent = g.node("VectorMath", {"operation": "ADD"}, i0=pos, i1=off).outputs[0]
    net = g.node("TexVoronoi", {"voronoi_dimensions": "4D", "feature": "F1"}, Vector=bent, Scale=0.62)
    net2 = g.node("TexVoronoi", {"voronoi_dimensions": "4D", "feature": "F1"}, Vector=bent, Scale=1.15)
    light = g.math("ADD", g.math("POWER", net.outputs[0], 4.0), g.math("MULTIPLY", g.math("POWER", net2.outputs[0], 4.0), 0.5))
    b = g.node("TexBrick", {"offset": 0.0, "squash": 1.0}, Vector=bent, Scale=1.0, Mortar_Size=0.035, Brick_Width=0.9, Row_Height=0.9)
    b.inputs[1].default_value, b.inputs[2].default_value, b.inputs[3].default_value = mat.srgb("#0c8d9b"), mat.srgb("#17a3a6"), mat.srgb("#8fd9d2")
    c = g.mix(g.math("MULTIPLY", light, 0.55, clamp=True), b.outputs[0], "#e2fff6")
    rip = g.node("TexNoise", {"noise_dimensions": "4D"}, Vector=pos, Scale=0.9, Detail=3.0)
    m = g.done(g.principled(Base_Color=c, Roughness=0.05, IOR=1.33, Emission_Color=c, Emission_Strength=0.10, Normal=g.bump(rip.outputs[0], 0.5, 0.35)))
    return m, [n.inputs["W"] for n in (sway, net, net2, rip)]


def towel(loc, turn):
    """A striped towel, rolled."""
    g = mat.Graph("towel")
    y = g.node("SeparateXYZ", Vector=g.coord()).outputs[0]
    w = g.math("FRACT", g.math("MULTIPLY", y, 0.9))
    band = g.math("MULTIPLY", g.math("GREATER_THAN", w, 0.45), g.math("LESS_THAN", w, 0.93))
    n = g.noise(30.0, 3.0, rough=0.8)
    c = g.mix(band, g.mix(n, "#e8e2d6", "#fbf7ee"), g.mix(n, "#c9543a", "#e57a58"))
    m = g.done(g.principled(Base_Color=c, Roughness=1.0, Sheen_Weight=0.4, Normal=g.bump(n, 0.9, 0.05)))
    t = np.linspace(0, 1, 220)
    a, r = t * 2 * math.pi * 3.6, 0.14 + 0.60 * t
    prof = np.column_stack([r * np.cos(a), r * np.sin(a) * 0.90])
    x = np.linspace(-2.6, 2.6, 60)
    p = np.stack([np.stack([np.full(220, v), prof[:, 0], prof[:, 1]], -1) for v in x])
    p += (0.018 * geo.noise3(p * 2.6, 5, 3))[..., None]
    p[..., 0] += 0.05 * np.sin(9 * t)[None] * np.sign(x)[:, None] * (np.abs(x) > 2.4)[:, None]
    p[..., 2] -= p[..., 2].min()
    ob = geo.grid("towel", p, m, angle=180)
    geo.solidify(ob, 0.08, 0)
    return geo.place(ob, loc, (0, 0, turn))


def drops(rng):
    """Water that somebody shook off."""
    g = mat.Graph("drop")
    m = g.done(g.node("MixShader", i0=g.math("ADD", 0.04, g.math("MULTIPLY", g.node("Fresnel", IOR=1.33).outputs[0], 0.45)),
                      i1=g.node("BsdfTransparent", Color="#faf6ee").outputs[0], i2=g.node("BsdfGlossy", Roughness=0.10).outputs[0]))
    there = np.empty((0, 3))
    for _ in range(130):
        x, y, r = rng.uniform(-4, 4), rng.uniform(-2.6, 1.9), rng.gamma(2.0, 0.022) + 0.012
        if (np.hypot(there[:, 0] - x, there[:, 1] - y) < 1.3 * (there[:, 2] + r)).any():  # two in one would be black
            continue
        there = np.vstack([there, (x, y, r)])
        geo.sphere("drop", r, m, loc=(x, y, 0.0), scale=(1, rng.uniform(0.8, 1.25), 0.42), steps=20)


def build():
    rng = np.random.default_rng(14)
    geo.box("coping", (40, 20, 0.9), travertine(), bevel=0.16, seg=6, loc=(0, EDGE - 10, -0.9))
    joint = mat.plain("#a8957a", 0.9)
    for x in (-3.1, 3.4):
        geo.box("joint", (0.05, 19.6, 0.004), joint, bevel=0, loc=(x, EDGE - 10, 0))
    m, moving = water()
    geo.grid("pool", np.array([[(x, y, -0.55) for x in (-60, 60)] for y in (EDGE - 0.5, 140)], float), m, flip=True)
    g = products.build("sunglasses", "tortoise")
    geo.place(g, (-0.05, -0.55, 0), (0, 0, 20))
    towel((4.05, 1.45, 0), -12)
    drops(rng)
    studio.world("#bfe0ff", 0.27)
    sun = studio.sun((-3, 5, 4.6), 8.0, "#ffe2b4", 0.6)
    studio.softbox((-3.5, -5.0, 4.5), (0, 0, 0.6), (3.4, 2.4), 150, "#fff3e2")
    studio.softbox((5.0, -2.5, 3.0), (0, 0, 0.6), (1.4, 3.6), 90, "#ffd9c0")
    cam = studio.camera((0, -9, 3), (0, 0, 0.7), 80)

    def pose(p):
        a = math.radians(-38 + 66 * p)
        sun.location = (6 * math.sin(a), 6 * math.cos(a), 4.2 + 0.5 * math.sin(math.pi * p))
        studio.aim(sun, (0, 0, 0))
        for w in moving:
            w.default_value = 3.0 + 1.1 * p
        target = np.array((0.06, -0.40, 0.52))
        studio.move(cam, studio.polar(target, 9.7 - 0.4 * p, 3 - 5 * p, 18 + 2 * p), target, 0.30, (0, -0.75, 0.6))

    return Film(pose, SECONDS, moments=[("sunglasses", 0, SECONDS, g, (0.0, 0.05, 0.95))])
