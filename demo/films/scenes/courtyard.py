"""Courtyard: worn white steps to an arched door in a blue wall, in late sun; the camera draws back from a vase until all is in view."""
import math

import bpy
import numpy as np

from kit import geo, mat, rooms, sound, studio
from kit.film import Film
import products
from scenes.doorstep import step

SECONDS = 8.0
EVERY = 4
SAMPLES = 5
RENDER = dict(exposure=0.18, bounces=(4, 2, 2, 2))
TEXT = {
    "en": "Late sun in a courtyard with a blue lime-washed wall: on worn, rounded white steps stands a moss-green fluted vase with dry poppies, a chalk-white one lower down. The camera draws back until an arched wooden door comes into view, terracotta pots with agaves beside it and bougainvillea that tumbles over the arch; fallen petals lie on the steps, and shadows of leaves move over everything.",
    "de": "Späte Sonne in einem Hof mit blau gekalkter Wand: Auf ausgetretenen, runden weißen Stufen steht eine moosgrüne geriffelte Vase mit trockenem Mohn, weiter unten eine kreideweiße. Die Kamera weicht zurück, bis eine Bogentür aus Holz ins Bild kommt, daneben Terrakottatöpfe mit Agaven und eine Bougainvillea, die über den Bogen fällt; auf den Stufen liegen Blütenblätter, und über alles wandern Blätterschatten.",
}

WALL, SILL = 8.0, 3.0  # where the wall stands, and how high the door's sill is
DOOR, HALF, SPRING = 1.75, 2.3, 8.4  # the arch: its middle, half of its width, and where it begins to bend
GOLDEN = math.radians(137.5)


def limewash():
    """Blue lime, brushed on in many thin coats, paler where it is worn."""
    g = mat.Graph("limewash")
    cloud, brush = g.noise(0.32, 5.0, rough=0.6), g.noise(1.0, 4.0, g.coord("Object", (2.6, 1.0, 0.9)), 0.7)
    fine = g.noise(9.0, 5.0, rough=0.7)
    c = g.mix(g.ramp(cloud, 0.32, 0.70), "#1d4fb0", "#3f7fd8")
    c = g.mix(g.math("MULTIPLY", g.ramp(brush, 0.45, 0.75), 0.55), c, "#6ba0e2")
    z = g.node("SeparateXYZ", Vector=g.coord()).outputs[2]
    low = g.ramp(g.math("ADD", z, g.math("MULTIPLY", g.math("SUBTRACT", brush, 0.5), 3.2)), 5.0, 3.2)
    worn = g.math("MAXIMUM", g.math("MULTIPLY", low, 0.75), g.math("MULTIPLY", g.ramp(g.noise(0.9, 6.0, rough=0.7), 0.66, 0.72), 0.55))
    c = g.mix(g.math("MULTIPLY", worn, g.ramp(fine, 0.30, 0.60)), c, "#dfe2e0")
    h = g.math("ADD", g.math("ADD", cloud, g.math("MULTIPLY", brush, 0.5)), g.math("MULTIPLY", fine, 0.25))
    return g.done(g.principled(Base_Color=c, Roughness=0.95, Specular_IOR_Level=0.15, Normal=g.bump(h, 0.75, 0.14)))


def whitewash():
    """Lime on stone: thick in the corners, rubbed off where feet go."""
    g = mat.Graph("whitewash")
    n, fine = g.noise(0.8, 6.0, rough=0.65), g.noise(12.0, 4.0, rough=0.7)
    rub = g.math("MULTIPLY", g.ramp(g.noise(1.3, 5.0, rough=0.7), 0.52, 0.66), g.ramp(fine, 0.25, 0.55))
    c = g.mix(g.ramp(n, 0.3, 0.7), "#f1e9da", "#e2d6c2")
    c = g.mix(g.math("MULTIPLY", rub, 0.7), c, "#b7a283")
    return g.done(g.principled(Base_Color=c, Roughness=0.9, Specular_IOR_Level=0.2, Normal=g.bump(g.math("ADD", n, g.math("MULTIPLY", fine, 0.25)), 0.5, 0.08)))


def clay():
    """An old flower pot: fired earth with a bloom of lime."""
    g = mat.Graph("clay")
    n, fine = g.noise(1.6, 5.0, rough=0.65), g.noise(22.0, 4.0, rough=0.7)
    c = g.mix(g.ramp(n, 0.3, 0.7), "#b4562f", "#96421f")
    c = g.mix(g.math("MULTIPLY", g.ramp(g.noise(2.3, 6.0, rough=0.7), 0.52, 0.66), g.math("MULTIPLY", fine, 0.9)), c, "#e2cdb2")
    return g.done(g.principled(Base_Color=c, Roughness=0.88, Normal=g.bump(fine, 0.35, 0.03)))


def wall(paint, white):
    """The wall with an arched opening, its band of white plaster and the door set back in it."""
    t = np.linspace(math.pi, 0, 49)
    arch = np.column_stack([DOOR + HALF * np.cos(t), SPRING + HALF * np.sin(t)])
    jamb = np.vstack([[(DOOR - HALF, 0)], arch, [(DOOR + HALF, 0)]])
    at = lambda xz, y: np.column_stack([xz[:, 0], np.full(len(xz), y), xz[:, 1]])
    up = arch.copy()
    up[:, 1] = 34
    geo.grid("wall", np.stack([at(arch, WALL), at(up, WALL)]), paint, angle=20)
    for a, b in ((-40, DOOR - HALF), (DOOR + HALF, 40)):
        geo.grid("wall", np.array([[(x, WALL, z) for z in (0, SPRING, 34)] for x in (a, b)], float), paint, angle=20)
    geo.grid("reveal", np.stack([at(jamb, WALL), at(jamb, WALL + 1.1)]), white, angle=40)
    band = np.vstack([np.column_stack([np.full(14, DOOR - HALF - 0.20), np.linspace(SILL - 0.3, SPRING, 14)[:14]]),
                      np.column_stack([DOOR + (HALF + 0.20) * np.cos(t), SPRING + (HALF + 0.20) * np.sin(t)])[1:-1],
                      np.column_stack([np.full(14, DOOR + HALF + 0.20), np.linspace(SPRING, SILL - 0.3, 14)])])
    p = at(band, WALL)
    p += 0.05 * geo.noise3(p * 0.9, 3, 2)[:, None] * np.array((1, 0, 1))
    geo.sweep("band", p, 0.40, 0.16, white, steps=28, up=(0, 1, 0), power=4)


def door():
    """Bleached planks, two straps with nails, and a ring."""
    wood, iron = mat.wood("#9a7048", "#5c3b20", 0.35, "Z", 0.75, 0.0), mat.plain("#2a2624", 0.55, metal=0.6, grain=0.4, scale=20)
    geo.box("dark", (6, 0.1, 9), mat.plain("#140d08", 0.9), bevel=0, loc=(DOOR, WALL + 1.15, SILL))
    for k in range(6):
        geo.box("plank", (0.745, 0.22, 8.6), wood, bevel=0.05, loc=(DOOR - 1.92 + 0.768 * k, WALL + 0.95 + 0.02 * (k % 2), SILL + 0.06))
    for z in (4.3, 8.0):
        geo.box("strap", (4.4, 0.06, 0.34), iron, bevel=0.02, loc=(DOOR, WALL + 0.81, z))
        for k in range(6):
            geo.sphere("nail", 0.10, iron, loc=(DOOR - 1.92 + 0.768 * k, WALL + 0.78, z + 0.17), scale=(1, 0.6, 1), steps=20)
    a = np.linspace(0, 2 * math.pi, 40, endpoint=False)
    geo.sweep("ring", np.column_stack([DOOR - 1.35 + 0.28 * np.cos(a), np.full(40, WALL + 0.70), 6.2 + 0.28 * np.sin(a)]), 0.045, mat=iron, steps=10, closed=True)
    geo.sphere("boss", 0.13, iron, loc=(DOOR - 1.35, WALL + 0.76, 6.50), steps=24)


def agave(size, rng, m):
    """A rosette of stiff, channelled leaves with pale edges."""
    g = geo.group("agave")
    u, v = np.linspace(0, 1, 20), np.linspace(-1, 1, 9)
    for k in range(26):
        f = k / 25  # 0: an old leaf outside, 1: the heart
        long, wide = size * (1.0 - 0.35 * f) * rng.uniform(0.94, 1.05), size * 0.15 * (1 - 0.45 * f)
        w = wide * np.interp(u, [0, 0.12, 0.45, 0.8, 1], [0.72, 0.66, 1.0, 0.55, 0.02])
        lift = np.radians(np.interp(f, [0, 1], [14, 84]) + rng.uniform(-5, 5)) - 0.42 * (1 - f) * (u - 0.35) ** 2 * 2
        r, z = np.r_[0, np.cumsum(np.cos(lift[1:]))] / 19 * long + 0.10 * size * (1 - f), np.r_[0, np.cumsum(np.sin(lift[1:]))] / 19 * long
        side = w[:, None] * v
        cup = 0.55 * np.abs(side) * np.abs(v) * (0.5 + 0.5 * f)
        p = np.stack([r[:, None] - cup * np.sin(lift)[:, None], side, z[:, None] + cup * np.cos(lift)[:, None]], -1)
        leaf = geo.grid("blade", p, m, g, angle=180)
        geo.solidify(leaf, 0.05 * size, 0)
        leaf.rotation_euler.z = GOLDEN * k
    return g


def agave_skin():
    """Glaucous green with a cream margin and a dark tip."""
    g = mat.Graph("agave")
    uv = g.node("SeparateXYZ", Vector=g.node("TexCoord").outputs["UV"])
    side = g.math("ABSOLUTE", g.math("SUBTRACT", uv.outputs[1], 0.5))
    n = g.noise(2.2, 3.0)
    c = g.mix(g.ramp(n, 0.3, 0.7), "#4f7a6c", "#7fa393")
    c = g.mix(g.ramp(side, 0.36, 0.40), c, "#e3dca0")
    c = g.mix(g.ramp(uv.outputs[0], 0.94, 0.98), c, "#3a241a")
    return g.done(g.principled(Base_Color=c, Roughness=0.5, Coat_Weight=0.15, Normal=g.bump(g.noise(9.0, 2.0), 0.12, 0.02)))


def pot(loc, r, h, m, plant):
    """A flower pot with a rolled rim, its earth and a plant in it."""
    g = geo.group("pot")
    prof = [(0, 0), (0.68 * r, 0), (0.90 * r, 0.80 * h), (1.04 * r, 0.80 * h), (1.08 * r, h), (0.93 * r, h), (0.88 * r, 0.86 * h), (0, 0.86 * h)]
    geo.lathe("pot", geo.rounded(prof, [0, 0.06 * r, 0.03, 0.05, 0.08 * r, 0.06 * r, 0.03, 0], 6), m, g, steps=96)
    geo.lathe("earth", np.array([(0, 0.90 * h), (0.91 * r, 0.885 * h)]), mat.plain("#3a2a1e", 0.95, grain=0.9, scale=20), g, steps=48)
    plant.parent = g
    plant.location = (0, 0, 0.88 * h)
    return geo.place(g, loc, (0, 0, 40 * r))


def flock(name, unit, places, m, parent=None):
    """One mesh of many copies: `unit` is a list of small grids, a place is (rotation, size, where)."""
    verts, faces, n = [], [], 0
    for rot, size, where in places:
        for part in unit:
            nu, nv = part.shape[:2]
            verts.append(part.reshape(-1, 3) @ rot.T * size + where)
            i = n + np.arange(nu - 1)[:, None] * nv + np.arange(nv - 1)
            faces.append(np.stack([i, i + 1, i + nv + 1, i + nv], -1).reshape(-1, 4))
            n += nu * nv
    mesh = bpy.data.meshes.new(name)
    mesh.from_pydata(np.vstack(verts).tolist(), [], np.vstack(faces).tolist())
    geo.smooth(mesh, 180)
    return geo.link(name, mesh, m, parent)


def petal(tilt, turn, long=0.33, wide=0.145):
    """One papery bract, leaning out from a flower's middle."""
    u, v = np.linspace(0, 1, 7)[:, None], np.linspace(-1, 1, 5)
    w = wide * np.sin(math.pi * np.clip(u, 0.02, 0.98) ** 0.72)
    x, y, z = np.broadcast_to(long * u, (7, 5)), w * v, 0.35 * w * np.abs(v) + 0.10 * u * u * long
    c, s = math.cos(tilt), math.sin(tilt)
    x, z = c * x - s * z, s * x + c * z
    c, s = math.cos(turn), math.sin(turn)
    return np.stack([c * x - s * y, s * x + c * y, z], -1)


def turned(rng, toward):
    """A random rotation whose z axis leans towards a direction."""
    z = np.array(toward) + rng.normal(size=3) * 0.55
    z /= np.linalg.norm(z)
    x = np.cross(rng.normal(size=3), z)
    x /= np.linalg.norm(x)
    return np.column_stack([x, np.cross(z, x), z])


def sheer(name, tones, through):
    """Thin leaves and bracts: some of the light comes through."""
    g = mat.Graph(name)
    c = g.mix(g.ramp(g.noise(1.1, 4.0), 0.38, 0.62), *tones)
    p = g.principled(Base_Color=c, Roughness=0.6, Specular_IOR_Level=0.25)
    return g.done(g.node("MixShader", i0=through, i1=p.outputs[0], i2=g.node("BsdfTranslucent", Color=c).outputs[0]))


def bougainvillea(rng):
    """Boughs that come over the wall and hang down beside the door."""
    g = geo.group("bougainvillea")
    bark = mat.plain("#5d4634", 0.85, grain=0.6, scale=14)
    boughs = (
        ([(-8, 7.9, 15.5), (-5.2, 7.5, 13.6), (-2.6, 7.3, 12.5), (0.2, 7.2, 12.2), (2.3, 7.1, 11.7), (3.6, 7.0, 10.9)], 150, 0.72),
        ([(-5.0, 7.6, 13.6), (-3.6, 7.2, 12.0), (-2.9, 7.0, 10.2), (-2.75, 6.9, 8.6), (-2.55, 6.8, 7.2)], 120, 0.52),
        ([(-6.5, 7.6, 14.6), (-5.0, 7.2, 12.0), (-4.4, 7.0, 9.8), (-4.2, 6.9, 8.2)], 110, 0.62),
        ([(-2.6, 7.3, 12.5), (-1.5, 7.1, 11.3), (-1.0, 7.0, 10.1), (-0.85, 6.9, 9.2)], 60, 0.40),
        ([(-9, 7.7, 17.5), (-4, 7.5, 15.8), (0, 7.5, 15.0), (4, 7.5, 14.6)], 130, 0.9),
    )
    blooms, leaves = [], []
    for path, count, spread in boughs:
        p = geo.spline(path, 60)
        geo.sweep("bough", p, np.linspace(0.11, 0.03, 60), mat=bark, parent=g, steps=10, up=(0, 1, 0))
        for _ in range(count // 3):  # flowers come in tufts
            s = rng.uniform(0.12, 1.0) ** 0.8
            tuft = p[int(s * 59)] + rng.normal(size=3) * np.array((1, 0.45, 0.8)) * spread * (1.15 - 0.55 * s)
            for _ in range(8):
                where = tuft + rng.normal(size=3) * 0.22
                where[1] = min(where[1], WALL - 0.25)
                blooms.append((turned(rng, (0.25, -1.0, 0.15)), rng.uniform(0.75, 1.15), where))
        for _ in range(int(count * 2.2)):
            s = rng.uniform(0.0, 1.0)
            where = p[int(s * 59)] + rng.normal(size=3) * np.array((1, 0.4, 0.9)) * spread * (1.05 - 0.5 * s)
            where[1] = min(where[1] + 0.12, WALL - 0.12)
            leaves.append((turned(rng, (0.2, -0.8, 0.7)), rng.uniform(0.8, 1.3), where))
    trio = [petal(math.radians(38), k * 2 * math.pi / 3) for k in range(3)]
    flock("blooms", trio, blooms, sheer("bract", ("#c4136a", "#ee4a97"), 0.35), g)
    flock("stars", [petal(0.5, k * 2 * math.pi / 5, 0.075, 0.03) + (0, 0, 0.13) for k in range(5)], blooms[::2], mat.plain("#f3ecc8", 0.7), g)
    flock("leaves", [petal(0.1, 0.0, 0.46, 0.15)], leaves, sheer("leaf", ("#2e5a25", "#5d8a35"), 0.25), g)
    return g


def fallen(rng, m):
    """Bracts on the steps."""
    flat = [petal(0.05, 0.4, 0.34, 0.15)]
    places = []
    for x, y, z in ((-2.1, 1.2, 1.0), (-1.6, 0.7, 1.0), (0.25, 0.9, 1.0), (-1.9, 3.3, 2.0), (0.7, 3.0, 2.0), (1.0, 4.2, 2.0), (-2.6, 5.6, 3.0), (-1.4, 5.4, 3.0), (-0.6, 5.9, 3.0), (0.9, 5.6, 3.0), (-2.7, 4.1, 2.0), (2.4, 1.5, 1.0), (-0.6, -0.9, 0.0), (-2.2, -1.6, 0.0), (1.6, -1.2, 0.0), (-1.1, 4.3, 2.0), (-3.0, 1.7, 1.0)):
        a = rng.uniform(0, 6.28)
        places.append((np.array(((math.cos(a), -math.sin(a), 0), (math.sin(a), math.cos(a), 0), (0, 0, 1.0))), rng.uniform(0.8, 1.2), np.array((x, y, z + 0.012))))
    flock("fallen", flat, places, m)


def build():
    rng = np.random.default_rng(17)
    white, earth = whitewash(), clay()
    geo.box("ground", (80, 40, 1), white, bevel=0, loc=(0, -14, -1))
    for k in range(3):
        step("step", (44, 2.4 if k < 2 else 4.6, 1.0), (0, 2.4 * k, 1.0 * (k + 1)), white, 11 + k)
    wall(limewash(), white)
    door()
    skin = agave_skin()
    pot((3.0, 6.3, SILL), 0.95, 1.55, earth, agave(1.75, rng, skin))
    pot((-1.55, 6.75, SILL), 0.66, 1.05, earth, agave(1.05, rng, skin))
    pot((1.95, 3.85, 2.0), 0.52, 0.80, earth, agave(0.80, rng, skin))
    bough = bougainvillea(rng)
    fallen(rng, sheer("bract", ("#c81a70", "#e2468f"), 0.2))
    tall = products.build("vase", "moss")
    geo.place(tall, (-0.75, 3.45, 2.0), (0, 0, 30), 1.15)
    low = products.build("vase", "chalk", stems=False)
    geo.place(low, (0.95, 1.15, 1.0), (0, 0, 0), 0.92)
    studio.world("#9fc2ff", 0.50)
    d = np.array((5.2, -3.2, 3.2))
    studio.sun(tuple(d), 6.2, "#ffc98c", 0.6)
    twigs = rooms.canopy(d, mat.plain("#111111", 0.9), rng, ((7.4, 8.4, 40, 0.8, 0.7), (5.2, 9.6, 16, 0.8, 0.7), (4.9, 6.7, 14, 0.6, 0.5), (8.3, 5.2, 26, 0.6, 0.6), (3.15, 4.75, 13, 0.55, 0.5), (0.3, 3.6, 30, 0.8, 0.6), (3.5, 0.1, 40, 1.1, 0.5), (0.9, -0.8, 26, 1.0, 0.4), (5.6, 3.7, 16, 0.7, 0.3), (1.9, 2.6, 6, 0.5, 0.4)))
    studio.softbox((-6.0, -5.0, 5.0), (0, 3, 3), (5, 5), 220, "#d6e4ff")
    cam = studio.camera((0, -14, 3), (0, 0, 2), 62)

    def pose(p):
        twigs.location = (0.0, 0.22 * math.sin(2 * math.pi * p), 0.26 * p)
        bough.rotation_euler = (0.003 * math.sin(4 * math.pi * p), 0.002 * math.sin(2 * math.pi * p), 0)
        target = np.array((-0.42 + 0.74 * p, 3.2, 3.35 + 2.0 * p))
        cam.data.shift_y = -0.10 - 0.07 * p  # the vases stand above the words, and the door stays upright
        studio.move(cam, studio.polar(target, 12.8 + 11.4 * p, 12 - 16 * p, 9 - 4 * p), target, 0.26, (-0.75, 2.9, 3.2))

    s = SECONDS
    return Film(pose, s, fast=True, moments=[("vase", 0, s, tall, None)])


def sound_bed(n, rate):
    """Cicadas far off, a slow plucked line."""
    t = np.arange(n) / rate
    cicada = sound.noise(n, rate, 3800, 6800, 0.5, 5) * (0.55 + 0.45 * np.sin(2 * np.pi * 14 * t))[:, None] * (0.6 + 0.4 * np.sin(2 * np.pi * t / SECONDS))[:, None]
    return sound.mix(n, rate, [
        cicada * 0.05,
        sound.pad(n, rate, [(0.0, [164.8, 246.9, 329.6]), (4.0, [146.8, 220.0, 293.7, 370.0])], 4.0, soft=0.5),
        sound.plucks(n, rate, [(0.2, 493.9), (0.7, 659.3), (1.2, 739.99), (2.4, 659.3), (4.2, 440.0), (4.7, 587.3), (5.2, 739.99), (6.5, 659.3), (7.2, 587.3)], 1.3, 0.6),
    ])
