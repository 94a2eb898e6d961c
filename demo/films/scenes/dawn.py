"""Dawn: a pack, a flask and a cup of coffee on split granite above ridges in mist; the sun comes over them."""
import math

import numpy as np

from kit import geo, mat, sound, studio
from kit.film import Film
import products

SECONDS = 8.0
EVERY = 8
SAMPLES = 5
SCALE = 1.0
RENDER = dict(exposure=0.45, bounces=(4, 2, 2, 2))
TEXT = {
    "en": "First light in the mountains. On split granite stand an olive roll-top backpack, a green flask and a steel cup of steaming coffee; a rust-red knit cap lies in front of them. Behind, wooded ridges fade into mist and the sun comes over them, draws a bright edge along canvas and wool and throws long shadows towards the camera, which rises and draws back.",
    "de": "Erstes Licht in den Bergen. Auf zerklüftetem Granit stehen ein olivgrüner Rollrucksack, eine grüne Thermosflasche und ein Stahlbecher mit dampfendem Kaffee, davor liegt eine rostrote Strickmütze. Dahinter verlieren sich bewaldete Bergrücken im Dunst; die Sonne kommt darüber, zieht eine helle Kante um Stoff und Wolle und wirft lange Schatten auf die Kamera zu, die steigt und zurückweicht.",
}
CAPTIONS = {"en": [(0.4, 2.4, "[wind, a zipper]"), (2.6, 5.0, "Tess: Forty minutes up for one thermos of coffee."), (5.2, 7.6, "Tess: I'd do it for the thermos alone.")]}
PACK, FLASK, CUP, CAP = (-0.85, 0.45), (0.98, 0.95), (-0.12, -1.28), (0.90, -0.90)


def sky():
    """A painted dawn, shining by itself."""
    g = mat.Graph("sky")
    z = g.node("SeparateXYZ", Vector=g.node("TexCoord").outputs["UV"]).outputs[1]
    r = g.node("ValToRGB", Fac=z)
    el = r.color_ramp.elements
    while len(el) < 5:
        el.new(0.5)
    for e, p, c in zip(el, (0.0, 0.22, 0.34, 0.52, 1.0), ("#ffbe78", "#ffab74", "#eba593", "#8d9fc8", "#3d5f9f")):
        e.position, e.color = p, mat.srgb(c)
    streak = g.node("TexNoise", Vector=g.coord("Object", (0.010, 1.0, 0.085)), Scale=1.0, Detail=4.0, Roughness=0.6).outputs[0]
    cloud = g.math("MULTIPLY", g.ramp(streak, 0.50, 0.72), g.math("MULTIPLY", g.ramp(z, 0.26, 0.36), g.ramp(z, 0.75, 0.45)))
    c = g.mix(g.math("MULTIPLY", cloud, 0.8), r.outputs[0], "#ffc29a")
    return g.done(g.node("Emission", Color=c, Strength=0.95))


def ridge(k, y, base, colour, mist, trees, rng):
    """A range of hills, denser in mist towards its foot; the near ones are wooded."""
    x = np.linspace(-70, 70, 2600)
    h = base + 3.4 * geo.noise3(np.column_stack([x * 0.085, np.full(len(x), k * 9.0), np.zeros(len(x))]), 11 + k, 4) * (1 - 0.14 * k)
    crown = np.zeros_like(x)
    for at in rng.uniform(-40, 40, trees):
        tall = rng.uniform(0.5, 1.25) * (1.15 if rng.random() > 0.8 else 0.8) * (y / 40)
        crown = np.maximum(crown, tall * (1 - np.abs(x - at) / (0.32 * tall)))
    h = h + np.maximum(crown, 0)
    g = mat.Graph("ridge")
    z = g.node("SeparateXYZ", Vector=g.coord()).outputs[2]
    drift = g.math("MULTIPLY", g.math("SUBTRACT", g.node("TexNoise", Vector=g.coord("Object", (0.06, 1.0, 0.22)), Scale=1.0, Detail=3.0).outputs[0], 0.5), 5.0)
    c = g.mix(g.ramp(g.math("ADD", z, drift), base - 5.0, base + 3.0), mist, colour)
    e = g.done(g.node("Emission", Color=c, Strength=0.85))
    geo.grid("ridge", np.stack([np.column_stack([x, np.full(len(x), float(y)), np.full(len(x), -40.0)]), np.column_stack([x, np.full(len(x), float(y)), h])]), e).visible_shadow = False


def halo():
    """The glow around the sun, added to what is behind it."""
    g = mat.Graph("halo")
    uv = g.node("SeparateXYZ", Vector=g.node("TexCoord").outputs["UV"])
    dx, dy = (g.math("SUBTRACT", uv.outputs[i], 0.5) for i in (0, 1))
    r = g.math("SQRT", g.math("ADD", g.math("MULTIPLY", dx, dx), g.math("MULTIPLY", dy, dy)))
    fall = g.math("POWER", g.math("SUBTRACT", 1.0, g.math("MULTIPLY", r, 2.0), clamp=True), 2.6)
    e = g.node("Emission", Color="#ffb066", Strength=g.math("MULTIPLY", fall, 0.85))
    return g.done(g.node("AddShader", i0=e.outputs[0], i1=g.node("BsdfTransparent").outputs[0]))


def granite():
    """Weathered granite: feldspar and mica, dark in the cracks, with a few rosettes of lichen."""
    g = mat.Graph("granite")
    n = g.noise(0.8, 5.0, rough=0.65)
    fleck = g.noise(21.0, 3.0, rough=0.7)
    ring = g.node("TexVoronoi", {"feature": "F1"}, Vector=g.coord(), Scale=1.9)
    some = g.math("GREATER_THAN", g.node("SeparateColor", Color=ring.outputs["Color"]).outputs[0], 0.66)
    edge = g.math("ADD", ring.outputs[0], g.math("MULTIPLY", g.noise(9.0, 3.0, rough=0.7), 0.35))
    lichen = g.math("MULTIPLY", g.ramp(edge, 0.50, 0.42), some)
    c = g.mix(g.ramp(n, 0.3, 0.7), "#8d8378", "#5a544d")
    c = g.mix(g.math("MULTIPLY", g.ramp(fleck, 0.52, 0.62), 0.6), c, "#b5aca0")
    c = g.mix(g.math("MULTIPLY", g.ramp(fleck, 0.44, 0.36), 0.7), c, "#2d2a28")
    c = g.mix(g.math("MULTIPLY", lichen, 0.6), c, g.mix(g.noise(14.0, 2.0), "#a79a58", "#8b9272"))
    bump = g.math("ADD", g.noise(5.0, 5.0, rough=0.7), g.math("MULTIPLY", fleck, 0.25))
    return g.done(g.principled(Base_Color=c, Roughness=0.86, Specular_IOR_Level=0.3, Normal=g.bump(bump, 0.55, 0.07)))


def outcrop(m):
    """Slabs that frost has split: flat where something stands, stepped towards the camera, and gone behind."""
    rng = np.random.default_rng(19)
    x, y = np.meshgrid(np.linspace(-8, 8, 420), np.linspace(-7.5, 4.2, 320), indexing="ij")
    sites = np.column_stack([rng.uniform(-9, 9, 75), rng.uniform(-8.5, 5, 75)])
    wx, wy = x + 0.16 * geo.noise3(np.stack([x, y, 0 * x], -1) * 1.7, 2, 3), y + 0.16 * geo.noise3(np.stack([x, y, 0 * x], -1) * 1.7, 5, 3)
    d = np.sqrt((wx[..., None] - sites[:, 0])**2 + 1.7 * (wy[..., None] - sites[:, 1])**2)
    order = np.argsort(d, axis=-1)[..., :2]
    near, second = (np.take_along_axis(d, order[..., k:k + 1], -1)[..., 0] for k in (0, 1))
    cell = order[..., 0]
    front = np.clip(-1.75 - sites[:, 1] + 0.4 * rng.normal(size=75), 0, None)
    level = -0.62 * np.ceil(front / 1.25) - rng.uniform(0, 0.14, 75)
    tilt = rng.normal(size=(75, 2)) * 0.035
    z = level[cell] + tilt[cell, 0] * (x - sites[cell, 0]) + tilt[cell, 1] * (y - sites[cell, 1])
    crack = np.exp(-((second - near) / 0.07)**2)
    stand = np.zeros_like(x)
    for (cx, cy), r in ((PACK, 1.75), (FLASK, 0.75), (CUP, 0.65), (CAP, 1.15)):
        stand = np.maximum(stand, np.clip((r + 0.45 - np.hypot(x - cx, y - cy)) / 0.45, 0, 1))
    stand = stand * stand * (3 - 2 * stand)
    z = z * (1 - stand) - 0.16 * crack * (1 - 0.92 * stand)
    z += (0.030 * geo.noise3(np.stack([x, y, z], -1) * 2.4, 7, 4)) * (1 - 0.97 * stand)
    z -= 1.9 * np.clip(y - 2.0 - 0.5 * geo.noise3(np.stack([x * 0.8, 0 * x, 0 * x], -1), 9, 2), 0, None)**1.4
    ob = geo.grid("outcrop", np.stack([x, y, z], -1), m, angle=40)
    geo.fix_normals(ob)
    return ob


def slouch(cap):
    """Nobody's head is in it: the crown sinks and falls to one side."""
    for ob in cap.children:
        co = np.empty(len(ob.data.vertices) * 3, np.float32)
        ob.data.vertices.foreach_get("co", co)
        p = co.reshape(-1, 3)
        t = np.clip((p[:, 2] - 0.55) / 1.3, 0, 1)
        p[:, 0] += 0.62 * t**1.4
        p[:, 1] += 0.10 * t
        p[:, 2] -= 0.50 * t**1.25 * (0.85 + 0.25 * p[:, 0])
        p[:, 2] += 0.05 * t * np.sin(4.2 * p[:, 0] + 2.0 * p[:, 1])
        ob.data.vertices.foreach_set("co", p.ravel())
        ob.data.update()


def flask(loc):
    """An enamelled flask without its cup, and the cup, full."""
    green, steel = mat.plain("#2f5a4c", 0.34, coat=0.35, grain=0.10, scale=34), mat.brushed("#cfc9be", 0.24)
    g = geo.group("flask")
    geo.lathe("body", geo.rounded([(0, 0.05), (0.40, 0.05), (0.42, 0.16), (0.42, 1.95), (0.33, 2.22), (0.31, 2.26)], [0, 0.03, 0.03, 0.12, 0.05, 0], 8), green, g)
    geo.lathe("foot", geo.rounded([(0, 0), (0.425, 0), (0.43, 0.15), (0.42, 0.16)], 0.02, 4), steel, g)
    geo.lathe("neck", geo.rounded([(0.335, 2.20), (0.335, 2.28), (0.29, 2.30), (0.29, 2.50), (0, 2.50)], 0.02, 4), steel, g)
    geo.lathe("stopper", geo.rounded([(0.24, 2.50), (0.24, 2.70), (0.20, 2.74), (0, 2.74)], 0.03, 4), mat.plain("#22231f", 0.5), g)
    geo.place(g, loc)
    c = geo.group("cup")
    geo.lathe("cup", geo.rounded([(0, 0.0), (0.27, 0.0), (0.335, 0.50), (0.315, 0.50), (0.255, 0.04), (0, 0.04)], [0, 0.05, 0.012, 0.012, 0.05, 0], 5), steel, c)
    geo.cylinder("coffee", 0.295, 0.02, mat.plain("#2a1408", 0.08, coat=0.6), c, loc=(0, 0, 0.38), bevel=0.004)
    return c


def grass(rng):
    """Dry tufts that grow from the cracks and catch the light."""
    m = mat.plain("#b9985a", 0.7)
    for cx, cy, count, tall in ((-2.75, 0.9, 34, 1.25), (2.45, 1.3, 30, 1.15), (0.3, 2.0, 22, 0.9), (3.1, -1.2, 18, 0.7), (-3.4, -0.4, 20, 1.0)):
        for _ in range(count):
            h, a = rng.uniform(0.45, 1.0) * tall, rng.uniform(0, 6.28)
            lean = rng.uniform(0.1, 0.5) * h
            end = np.array((math.cos(a) * lean + 0.22 * h, math.sin(a) * lean, h))
            blade = geo.sweep("grass", geo.spline([(0, 0, -0.3), end * (0.35, 0.35, 0.6), end * (1, 1, 0.95)], 8), np.linspace(0.013, 0.002, 8), mat=m, steps=5)
            blade.location = (cx + rng.normal() * 0.20, cy + rng.normal() * 0.14, -0.05)


def build():
    rng = np.random.default_rng(6)
    geo.grid("sky", np.array([[(x, 120, z) for z in (-20, 90)] for x in (-160, 160)], float), sky()).visible_shadow = False
    for k, (y, base, c, mist, trees) in enumerate(((95, 7.0, "#c08f9a", "#f3b08e", 0), (75, 4.0, "#8f7f9f", "#e8a890", 0), (56, 1.4, "#58648a", "#c99c9a", 120), (38, -1.6, "#2f4364", "#8f8ba6", 90))):
        ridge(k, y, base, c, mist, trees, rng)
    sun = geo.group("sunrise")
    geo.sphere("sun", 2.2, mat.glow("#ffe9c4", 14.0), sun).visible_shadow = False
    glow = geo.grid("halo", np.array([[(x, -1, z) for z in (-24, 24)] for x in (-24, 24)], float), halo(), sun)
    glow.visible_shadow = glow.visible_diffuse = glow.visible_glossy = False
    outcrop(granite())
    pack = products.build("backpack", "olive")
    geo.place(pack, (*PACK, 0), (0, 0, 17))
    cap = products.build("cap", "rust")
    slouch(cap)
    geo.place(cap, (*CAP, 0), (0, 0, -24), 0.74)
    cup = flask((*FLASK, 0))
    geo.place(cup, (*CUP, 0), (0, 0, 0))
    grass(rng)
    studio.world("#8fb0e6", 0.36)
    light = studio.sun((17, 8.0, 5.0), 9.0, "#ffb070", 1.0)
    studio.softbox((-7, -9, 5), (0, 0, 1.5), (5, 5), 680, "#b4caff")
    studio.softbox((6.5, -5.5, 1.6), (0, 0, 1.4), (3, 3), 150, "#ffc796")
    cam = studio.camera((0, -20, 3), (0, 0, 2), 60)

    def pose(p):
        sun.location = (11.4, 110, 8.4 + 5.8 * p)
        light.location = (17, 8.0, 4.4 + 2.6 * p)
        studio.aim(light, (0, 0, 0))
        light.data.energy = 9.0 + 5.0 * p
        target = np.array((-0.12, 0, 1.55 + 0.80 * p))
        focus = np.array(((*CUP, 0.4))) * (1 - p) + np.array((-0.4, -0.5, 2.2)) * p
        studio.move(cam, studio.polar(target, 13.0 + 3.6 * p, -3 + 3 * p, 7 - 2.5 * p), target, 0.44, focus)

    s = SECONDS
    return Film(pose, s, grain=1.0, moments=[("cap", 0, 2.0, cap, (0.1, -0.95, 0.4)), ("backpack", 2.0, 6.2, pack, None), ("cap", 6.2, s, cap, (0.1, -0.95, 0.4))], steam=[((*CUP, 0.42), 0.8)])


def sound_bed(n, rate):
    """Wind on a ridge, a horn-like fifth, one bird."""
    t = np.arange(n) / rate
    wind = sound.noise(n, rate, 120, 900, 0.5, 51) * (0.5 + 0.5 * np.sin(2 * np.pi * t / SECONDS + 1))[:, None]
    return sound.mix(n, rate, [
        wind * 0.22,
        sound.pad(n, rate, [(0.0, [98.0, 146.8, 196.0, 293.7]), (4.0, [110.0, 164.8, 220.0, 329.6])], 4.0, soft=0.75),
        sound.glass(n, rate, [(1.0, 587.3), (3.0, 880.0), (5.0, 659.3)], 2.6, 0.3),
        sound.chirps(n, rate, [(2.2, 3300), (2.4, 3700), (2.6, 3200), (6.4, 3500)], 0.05),
        sound.crackle(n, rate, 14, 0.03, seed=8),
    ])
