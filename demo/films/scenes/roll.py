"""Roll: a wide frame. A skateboard rolls up a quarter pipe of plywood in low sun, and back down."""
import math

import numpy as np

from kit import geo, mat, sound, studio
from kit.film import WIDE, Film
import products
from scenes.street import concrete

SIZE = WIDE
SECONDS = 7.0
EVERY = 4
SAMPLES = 3
SCALE = 1.0
RENDER = dict(exposure=0.05, bounces=(3, 2, 2, 2))
TEXT = {
    "en": "A wide picture from the height of the wheels. A skateboard with a black deck and amber wheels rolls over concrete with worn painted stripes, up a plywood quarter pipe in low sun, stops, and rolls back. Behind it, shadows of palm leaves lie on a cream and terracotta wall.",
    "de": "Ein breites Bild von der Höhe der Rollen aus. Ein Skateboard mit schwarzem Deck und bernsteinfarbenen Rollen fährt über Beton mit abgefahrenen Farbstreifen eine Rampe aus Sperrholz in tiefer Sonne hinauf, bleibt stehen und rollt zurück. Dahinter liegen Schatten von Palmblättern auf einer Wand in Creme und Terrakotta.",
}
CAPTIONS = {"en": [(0.2, 2.4, "[wheels on smooth concrete]"), (2.5, 4.4, "Tess: Up is easy."), (4.5, 6.8, "Tess: It's the coming back that I like.")]}
FOOT, R = 1.2, 6.2


def profile(s):
    """A point of the ground at arc length s (x, z)."""
    if s <= FOOT:
        return np.array((s, 0.0))
    a = (s - FOOT) / R
    return np.array((FOOT + R * math.sin(a), R - R * math.cos(a)))


def ribbon(y0, y1, m, until=0.93, start=-30.0, lift=0.006):
    """A painted stripe that runs over the floor and on up the ramp."""
    at = np.concatenate([[start], np.linspace(-4, FOOT, 8), np.linspace(FOOT, FOOT + R * until, 50)[1:]])
    p = np.array([profile(v) for v in at])
    a = np.clip((at - FOOT) / R, 0, None)
    x, z = p[:, 0] - lift * np.sin(a), p[:, 1] + lift * np.cos(a)
    geo.grid("stripe", np.stack([np.column_stack([x, np.full(len(x), y), z]) for y in (y0, y1)]), m, angle=60)


def palm(at, sun, size, turn, m, rng):
    """A palm leaf of which only the shadow is seen, spread across the light."""
    d = np.array(sun) / np.linalg.norm(sun)
    e1 = np.cross((0, 0, 1), d)
    e1 /= np.linalg.norm(e1)
    e2 = np.cross(d, e1)
    c, s = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    o = np.array(at) + d * 9

    def put(q):
        q = np.atleast_2d(q) * size
        x, y = q[:, 0] * c - q[:, 1] * s, q[:, 0] * s + q[:, 1] * c
        return o + x[:, None] * e1 + y[:, None] * e2

    t = np.linspace(0, 1, 30)
    spine = np.column_stack([t * 5.0, 0.9 * np.sin(t * 1.5) - 1.1 * t**2])
    geo.grid("palm", np.stack([put(spine + (0, 0.045)), put(spine - (0, 0.045))]), m, angle=180).visible_camera = False
    for k in range(3, 30):
        for side in (-1, 1):
            ln = 1.75 * math.sin(math.pi * (0.10 + 0.84 * t[k]))**0.8 * rng.uniform(0.9, 1.08)
            a = side * (1.15 - 0.45 * t[k]) + rng.normal() * 0.05 - 0.25 * t[k]
            v = np.linspace(0, 1, 8)
            mid = spine[k] + np.column_stack([np.cos(a) * v, np.sin(a) * v - 0.16 * v**2]) * ln
            w = (0.078 * np.sin(math.pi * (0.15 + 0.83 * v)))[:, None] * np.array((-math.sin(a), math.cos(a)))
            geo.grid("palm", np.stack([put(mid + w), put(mid - w)]), m, angle=180).visible_camera = False


def plywood():
    """Birch boards, worn."""
    g = mat.Graph("plywood")
    pos = g.coord("Object", (0.5, 5.0, 0.5))
    n, fibre = g.noise(1.2, 3.0, pos), g.noise(14.0, 4.0, pos, 0.65)
    scuff = g.ramp(g.noise(1.6, 5.0, g.coord("Object", (3.0, 0.5, 1.0)), 0.7), 0.56, 0.74)
    c = g.mix(g.ramp(n, 0.3, 0.7), "#d9b887", "#c39a65")
    c = g.mix(g.math("MULTIPLY", g.ramp(fibre, 0.4, 0.7), 0.35), c, "#8f683f")
    c = g.mix(g.math("MULTIPLY", scuff, 0.30), c, "#6b5b4c")
    return g.done(g.principled(Base_Color=c, Roughness=0.55, Coat_Weight=0.15, Coat_Roughness=0.3, Normal=g.bump(fibre, 0.12, 0.01)))


def paint(colour):
    """Floor paint that wheels have worn."""
    g = mat.Graph("worn")
    wear = g.ramp(g.noise(1.1, 6.0, g.coord("Object", (0.35, 2.2, 0.6)), 0.7), 0.56, 0.68)
    n = g.noise(26.0, 3.0)
    c = g.mix(g.math("MULTIPLY", wear, 0.45), colour, "#cbb491")
    return g.done(g.principled(Base_Color=c, Roughness=0.58, Normal=g.bump(n, 0.10, 0.01)))


def build():
    geo.box("floor", (80, 60, 1), concrete("#c9beb0", "#aea294"), bevel=0, loc=(0, 0, -1))
    joint = mat.plain("#6d655b", 0.95)
    for y in (-6.4, 3.9):
        geo.box("joint", (80, 0.06, 0.004), joint, bevel=0, loc=(0, y, 0))
    for x in (-11.2, -4.6):
        geo.box("joint", (0.06, 40, 0.004), joint, bevel=0, loc=(x, -6, 0))
    geo.box("wall", (80, 1, 24), mat.plaster("#f0d9b8", "#e6c9a2", 0.25, 0.45), bevel=0, loc=(0, 7.6, 0))
    geo.box("base", (80, 1, 2.5), mat.plaster("#c95a3c", "#b94e33", 0.25, 0.5), bevel=0.02, loc=(0, 7.56, 0))
    s = np.linspace(FOOT, FOOT + R * 1.12, 70)
    p = np.array([profile(v) for v in s])
    back = np.vstack([p, [(p[-1, 0] + 3.2, p[-1, 1]), (p[-1, 0] + 3.2, 0.001), (FOOT, 0.001)]])
    rows = np.array([np.column_stack([back[:, 0], np.full(len(back), y), back[:, 1]]) for y in (-3.4, -3.38, 3.38, 3.4)])
    ramp = geo.grid("ramp", rows, plywood(), close_v=True, cap=True, angle=30)
    geo.fix_normals(ramp)
    geo.sweep("coping", np.array([(p[-1, 0], -3.44, p[-1, 1]), (p[-1, 0], 3.44, p[-1, 1])]), 0.16, mat=mat.brushed("#c9ccd0", 0.25))
    lip = np.array([profile(v) for v in np.linspace(FOOT - 0.5, FOOT + 1.1, 16)])
    geo.grid("lip", np.stack([np.column_stack([lip[:, 0], np.full(16, y), lip[:, 1] + 0.012]) for y in (-3.4, 3.4)]), mat.brushed("#aeb2b6", 0.34), angle=60)
    for y0, y1, c in ((0.55, 1.35, "#d4573f"), (1.50, 2.05, "#e9a23f"), (2.20, 2.55, "#2f8688")):
        ribbon(y0, y1, paint(c))
    screw, seam = mat.brushed("#6f7276", 0.3), mat.plain("#4a3623", 0.9)
    for v in (2.6, 5.2):
        q, a = profile(FOOT + v), v / R
        o = geo.box("seam", (0.035, 6.8, 0.004), seam, bevel=0)
        geo.place(o, (q[0], 0, q[1]), (0, -math.degrees(a), 0))
        for y in np.linspace(-3.2, 3.2, 9):
            for dv in (-0.16, 0.16):
                q2, a2 = profile(FOOT + v + dv), (v + dv) / R
                geo.place(geo.cylinder("screw", 0.045, 0.008, screw, bevel=0.002, steps=12), (q2[0], y, q2[1]), (0, -math.degrees(a2), 0))
    board = products.build("skateboard", "ocean")
    wheels = [o for o in board.children_recursive if o.name.startswith("wheel")]
    for w in wheels:
        w.rotation_mode = "ZYX"
    geo.place(products.build("plant", "terracotta"), (-4.6, 6.0, 0), (0, 0, 40), 1.35)
    geo.place(products.build("backpack", "olive"), (-1.6, 6.1, 0), (0, 0, 18), 1.0)
    geo.place(products.build("shoes", "ecru"), (0.9, 5.7, 0), (0, 0, -30), 1.05)
    studio.world("#c4d8ff", 0.42)
    light = (-5.4, -6.2, 4.3)
    studio.sun(light, 5.6, "#ffcf96", 0.5)
    rng = np.random.default_rng(3)
    dark = mat.plain("#111111", 0.9)
    for x, z, k, turn in ((-9.5, 8.6, 1.25, -38), (-8.8, 9.0, 1.1, -74), (-9.4, 9.2, 1.2, -6), (-0.2, 9.3, 1.15, -150), (0.6, 9.2, 1.2, -112), (0.4, 9.0, 1.1, -68)):
        palm((x, 7.1, z), light, k, turn, dark, rng)
    cam = studio.camera((0, -20, 3), (0, 0, 1), 72)

    def pose(u):
        c = -3.3 + 6.0 * u
        a, b = profile(c - 2.05), profile(c + 2.05)
        mid, d = (a + b) / 2, b - a
        board.location = (mid[0], -0.55, mid[1])
        board.rotation_euler = (0, -math.atan2(d[1], d[0]), -math.pi / 2)
        board.rotation_mode = "ZYX"
        for w in wheels:
            w.rotation_euler = (0, math.pi / 2, -c / 0.27)
        target = np.array((-2.0 + 4.3 * u, 0.2, 1.05 + 0.75 * u))
        studio.move(cam, studio.polar(target, 13.6 - 0.6 * u, -34 + 14 * u, 3.4 + 3.2 * u), target, 0.24, (mid[0] - 0.6, -1.4, mid[1] + 0.3))

    return Film(pose, SECONDS, moments=[("skateboard", 0, SECONDS, board, (0.0, 1.2, 0.68))])


def sound_bed(n, rate):
    """Wheels rolling, slower at the top, over two warm chords."""
    t = np.arange(n) / rate
    speed = np.abs(np.sin(2 * np.pi * t / SECONDS))[:, None]
    roll = sound.noise(n, rate, 180, 1400, 0.5, 6) * speed**1.3 + sound.noise(n, rate, 60, 240, 0.5, 7) * speed
    tick = sound.clicks(n, rate, [(0.5, 0.3), (1.0, 0.4), (5.6, 0.4), (6.2, 0.3)], 0.10)
    return sound.mix(n, rate, [
        roll * 0.35, tick,
        sound.pad(n, rate, [(0.0, [146.8, 185.0, 220.0, 277.2]), (3.5, [130.8, 164.8, 196.0, 246.9])], 3.5, soft=0.7),
        sound.bass(n, rate, [(0.0, 73.4), (1.5, 73.4), (3.5, 65.4), (5.0, 65.4)], 0.9, 0.35),
    ])
