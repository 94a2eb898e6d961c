"""Pages: an open notebook on a green desk, seen from above; a leaf turns by itself and turns back."""
import math

import numpy as np

from kit import geo, mat, sound, studio
from kit.film import Film
from products import notebook

SECONDS = 7.0
EVERY = 2
SAMPLES = 4
RENDER = dict(exposure=0.05, bounces=(3, 2, 1, 2))
TEXT = {
    "en": "An open notebook bound in ink-blue cloth, seen from above on a sage green desk in striped window light. A page with pencil sketches of lamps and cups lifts, turns slowly and falls open on the other side; then it turns back.",
    "de": "Ein aufgeschlagenes Notizbuch in tintenblauem Leinen, von oben auf einem salbeigrünen Tisch in streifigem Fensterlicht. Eine Seite mit Bleistiftskizzen von Lampen und Tassen hebt sich, blättert langsam um und wieder zurück.",
}
W, L = 1.40, 2.04


def curve(u, t):
    """A leaf's cross-section at turn t (0 right, 1 left): points at arc length u (0..W) from the spine, (x, z)."""
    a0 = math.pi * t
    bend = 1.05 * math.sin(math.pi * t)
    lag = a0 - bend * (1 - u / W)**1.4 * (1 if t < 0.5 else 1) + bend * 0.25
    lag = np.where(u < 0.25, np.interp(u, [0, 0.25], [0.5 * (a0 + math.pi / 2 * 0.25 * math.cos(a0)), 0]) + lag * np.interp(u, [0, 0.25], [0.5, 1]), lag)
    lag = np.clip(lag, 0.0, math.pi)
    du = np.diff(u, prepend=0)
    return np.cumsum(np.cos(lag) * du), np.cumsum(np.sin(lag) * du)


def block(side, h, m, parent):
    """Half of the pages: a cushioned top that dips into the spine."""
    x = np.linspace(0, W, 40)
    z = h * (1 - np.exp(-x / 0.10)) * (1 - 0.16 * (x / W)**2) + 0.02
    ys = np.linspace(-L / 2, L / 2, 12)
    top = np.stack([np.column_stack([side * x, np.full(40, y), z]) for y in ys])
    geo.grid("page", top, m, parent, angle=180, flip=side > 0)
    for y in (-L / 2, L / 2):
        geo.grid("edge", np.stack([np.column_stack([side * x, np.full(40, y), z]), np.column_stack([side * x, np.full(40, y), np.full(40, 0.0)])]), notebook.pages(), parent)
    geo.grid("edge", np.array([[(side * W, -L / 2, z[-1]), (side * W, L / 2, z[-1])], [(side * W, -L / 2, 0), (side * W, L / 2, 0)]]), notebook.pages(), parent)


def paper(dots=True):
    """Cream paper with a dot grid (uv: u along the height, v across)."""
    g = mat.Graph("paper")
    uv = g.node("SeparateXYZ", Vector=g.node("TexCoord").outputs["UV"])
    a = g.math("SUBTRACT", g.math("FRACT", g.math("MULTIPLY", uv.outputs[0], 34.0)), 0.5)
    b = g.math("SUBTRACT", g.math("FRACT", g.math("MULTIPLY", uv.outputs[1], 23.0)), 0.5)
    d = g.math("ADD", g.math("MULTIPLY", a, a), g.math("MULTIPLY", b, b))
    dot = g.math("MULTIPLY", g.math("LESS_THAN", d, 0.012), 0.55 if dots else 0.0)
    col = g.mix(g.math("MULTIPLY", g.noise(2.0, 2.0), 0.12), "#f5ecd8", "#e6d6b8")
    p = g.principled(Base_Color=g.mix(dot, col, "#8f8a80"), Roughness=0.85, Specular_IOR_Level=0.2)
    t = g.node("BsdfTranslucent", Color="#f2dfb8")
    return g.done(g.node("MixShader", i0=0.18, i1=p.outputs[0], i2=t.outputs[0]))


SKETCH = [  # strokes in page coordinates: x from the spine 0..1, y from the foot 0..1
    [(0.30, 0.62), (0.42, 0.84), (0.56, 0.84), (0.70, 0.62), (0.30, 0.62)], [(0.495, 0.62), (0.49, 0.44)], [(0.36, 0.44), (0.49, 0.455), (0.63, 0.44), (0.36, 0.435)],
    [(0.30, 0.30), (0.32, 0.16), (0.40, 0.13), (0.50, 0.16), (0.52, 0.30), (0.41, 0.325), (0.30, 0.30)], [(0.52, 0.28), (0.60, 0.26), (0.58, 0.19), (0.51, 0.19)],
    [(0.66, 0.24), (0.88, 0.245)], [(0.66, 0.20), (0.84, 0.20)], [(0.66, 0.16), (0.80, 0.162)], [(0.20, 0.91), (0.46, 0.915)],
]


def build():
    geo.box("desk", (30, 20, 0.4), mat.plain("#7f9279", 0.62, grain=0.12, scale=24), bevel=0, loc=(0, 0, -0.4))
    g = geo.group("book")
    cloth = mat.weave("#1b2a5a", 34, 0.55, "#120c08", axes="XY", sheen=0.2)
    for s in (-1, 1):
        b = notebook.slab("cover", 1.48, 2.14, 0, 0.03, 0.07, cloth, g)
        b.location.x = s * 0.745
        if s > 0:
            b.rotation_euler.z = 0
    geo.box("spine", (0.22, 2.14, 0.03), cloth, g, bevel=0.01)
    page = paper()
    block(-1, 0.085, page, g)
    block(1, 0.105, page, g)
    leaf_m = paper()
    n = 48
    u = np.linspace(0, W - 0.015, n)
    ys = np.linspace(-L / 2 + 0.005, L / 2 - 0.005, 10)
    base = 0.125
    leaf = geo.grid("leaf", np.zeros((10, n, 3)) + np.stack([np.stack([u, np.full(n, y), np.zeros(n)], -1) for y in ys]), leaf_m, g, angle=180)
    ink = mat.plain("#2b3552", 0.7)
    lines = []
    for k, s in enumerate(SKETCH):
        pts = geo.spline(s, 10 * len(s)) if len(s) > 3 and k not in (0,) else np.vstack([np.linspace(s[i], s[i + 1], 16) for i in range(len(s) - 1)])
        ob = geo.grid("ink", np.zeros((2, len(pts), 3)) + np.stack([np.column_stack([pts[:, 0], pts[:, 1], np.zeros(len(pts))])] * 2), ink, g, angle=180)
        lines.append((ob, pts))
    from scenes.dusk_desk import pencil
    pencil((1.75, -0.95, 0.045), 104)
    cup = __import__("products").build("mug", "oat", filled=True)
    geo.place(cup, (-1.55, 1.95, 0), (0, 0, 200), 1.0)
    gl = geo.group("side")
    geo.place(g, (0, 0, 0), (0, 0, -12))
    del gl
    studio.world("#dfeaff", 0.40)
    d = np.array((-5.2, 2.2, 4.4))
    studio.sun(tuple(d), 4.4, "#ffe4bf", 0.8)
    black = mat.plain("#111111", 0.9)
    for k in range(9):
        b = geo.box("slat", (9, 0.2, 0.34), black, bevel=0)
        b.location = tuple(d * 1.5 + np.array((0, 0, -2.4 + 0.62 * k)))
        b.rotation_euler = (0.5, 0, math.atan2(5.2, 2.2))
        b.visible_camera = False
    cam = studio.camera((0, -6, 8), (0, 0, 0), 62)

    def strip(pts, t, side):
        """A pencil line lying on the turning leaf."""
        uu = pts[:, 0] * (W - 0.1) + 0.03
        xs, zs = curve(u, t)
        x, z = np.interp(uu, u, xs), np.interp(uu, u, zs)
        dx, dz = np.interp(uu + 0.01, u, xs) - x, np.interp(uu + 0.01, u, zs) - z
        nl = np.maximum(np.hypot(dx, dz), 1e-6)
        y = (pts[:, 1] - 0.5) * (L - 0.1)
        tang = np.gradient(np.column_stack([uu, y]), axis=0)
        tang /= np.maximum(np.linalg.norm(tang, axis=1, keepdims=True), 1e-6)
        w = 0.0065
        out = []
        for sgn in (-1, 1):
            du, dy = -tang[:, 1] * w * sgn, tang[:, 0] * w * sgn
            zz = (z + dz / nl * du) * (1 + 0.02 * np.sin(3 * (y + dy)))
            out.append(np.column_stack([x + dx / nl * du - dz / nl * 0.006 * side, y + dy, base + zz + dx / nl * 0.006 * side]))
        return np.array(out)

    def pose(p):
        t = 0.015 + 0.965 * p
        xs, zs = curve(u, t)
        co = np.stack([np.stack([xs, np.full(n, y), base + zs * (1 + 0.02 * math.sin(3 * y))], -1) for y in ys])
        leaf.data.vertices.foreach_set("co", co.astype(np.float32).ravel())
        leaf.data.update()
        for ob, pts in lines:
            ob.data.vertices.foreach_set("co", strip(pts, t, 1).astype(np.float32).ravel())
            ob.data.update()
        target = np.array((0.05 - 0.1 * p, 0.12, 0.1))
        studio.move(cam, studio.polar(target, 9.4 - 0.3 * p, 3 - 4 * p, 62), target, 0.40, (0, 0, 0.3))

    s = SECONDS
    return Film(pose, s, moments=[("notebook", 0, s, g, (0.9, -0.75, 0.12))])


def sound_bed(n, rate):
    """Paper, a clock in the next room, a piano."""
    t = np.arange(n) / rate
    turn = (np.exp(-((t - 1.75) / 0.55)**2) + np.exp(-((t - 5.25) / 0.55)**2))[:, None]
    return sound.mix(n, rate, [
        sound.noise(n, rate, 1400, 7000, 0.5, 41) * turn**2 * 0.16,
        sound.clicks(n, rate, [(k * 1.0 + 0.5, 0.3) for k in range(7)], 0.03),
        sound.pad(n, rate, [(0.0, [130.8, 196.0, 246.9]), (3.5, [146.8, 174.6, 220.0])], 3.5, soft=0.5),
        sound.plucks(n, rate, [(0.3, 523.3), (1.1, 493.9), (2.0, 392.0), (3.7, 440.0), (4.6, 523.3), (5.6, 349.2)], 2.0, 0.5),
    ])
