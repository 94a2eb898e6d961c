"""Pages: a painter's notebook on an oak desk by a window; a leaf curls over by itself and turns back."""
import math

import numpy as np

from kit import geo, mat, rooms, sound, studio
from kit.film import Film
from kit.ink import Page, ellipse, paper
import products
from products import notebook
from scenes.dusk_desk import pencil

SECONDS = 7.0
EVERY = 4
SAMPLES = 4
SCALE = 1.0
RENDER = dict(exposure=0.1, bounces=(3, 2, 1, 2))
TEXT = {
    "en": "An open notebook bound in ink-blue cloth lies on a sage desk mat by a window. Its pages are painted: a lamp, a cup and a teapot in watercolour and pencil. A page lifts at its corner, glows in the low sun, curls over and falls open on the other side; then it turns back.",
    "de": "Ein aufgeschlagenes Notizbuch in tintenblauem Leinen liegt auf einer salbeigrünen Unterlage am Fenster. Seine Seiten sind bemalt: eine Lampe, eine Tasse und eine Teekanne in Aquarell und Bleistift. Eine Seite hebt sich an der Ecke, leuchtet in der tiefen Sonne, rollt herüber und fällt auf; dann blättert sie zurück.",
}
W, L = 1.40, 2.04
RIGHT, LEFT = 0.115, 0.085


def lamp_page():
    """A lamp in terracotta, a cup in cobalt."""
    p = Page(1)
    shade = [(0.40, 0.20), (0.60, 0.20), (0.76, 0.46), (0.24, 0.46)]
    p.wash(shade, "#c9623c", 0.95)
    p.wash([(0.25, 0.465), (0.75, 0.465), (0.92, 0.70), (0.08, 0.70)], "#e8b45a", 0.30)
    p.hatch([(0.60, 0.20), (0.76, 0.46), (0.62, 0.46), (0.54, 0.20)], 62, 0.016, 0.34)
    p.pencil(shade, closed=True)
    p.pencil([(0.495, 0.465), (0.492, 0.70)], 3)
    p.pencil([(0.508, 0.465), (0.506, 0.70)], 2)
    p.pencil(ellipse(0.5, 0.715, 0.13, 0.026))
    p.pencil(ellipse(0.5, 0.725, 0.13, 0.026, 0, 180))
    cup = np.vstack([[(0.20, 0.93)], [(0.215, 1.13)], ellipse(0.33, 1.13, 0.115, 0.045, 180, 0, 16), [(0.46, 0.93)]])
    p.wash(cup, "#3d57b8", 0.95)
    p.wash(ellipse(0.33, 0.93, 0.125, 0.026), "#5d3a22", 0.8)
    p.pencil(ellipse(0.33, 0.93, 0.13, 0.032))
    p.pencil([(0.20, 0.93), (0.205, 1.05), (0.225, 1.15), (0.28, 1.178), (0.38, 1.178), (0.435, 1.15), (0.455, 1.05), (0.46, 0.93)])
    p.pencil(ellipse(0.475, 1.03, 0.075, 0.07, -80, 100))
    p.pencil(ellipse(0.472, 1.03, 0.05, 0.047, -75, 95))
    for k, w in enumerate((0.33, 0.27, 0.30, 0.16)):
        p.write(0.58, 0.95 + 0.052 * k, w)
    p.write(0.10, 0.12, 0.34, 0.022)
    p.pencil([(0.10, 0.14), (0.40, 0.143)], 1.6, 0.5)
    return p.image("lamp page")


def colour_page():
    """Trials of colour, and a sprig."""
    p = Page(2)
    for k, c in enumerate(("#c9623c", "#e0a03e", "#3d57b8", "#5f8a63", "#b9655f", "#2d7f86")):
        x, y = 0.14 + 0.27 * (k % 3), 0.20 + 0.24 * (k // 3)
        p.wash([(x, y), (x + 0.20, y - 0.004), (x + 0.198, y + 0.15), (x + 0.004, y + 0.152)], c)
        p.write(x + 0.02, y + 0.19, 0.15, 0.014)
    stem = np.array([(0.46, 1.34), (0.47, 1.18), (0.50, 1.02), (0.56, 0.88), (0.60, 0.78)])
    p.pencil(stem, 3, 0.6, 2, colour=(0.25, 0.33, 0.22))
    for k, (x, y) in enumerate([(0.465, 1.24), (0.48, 1.14), (0.50, 1.04), (0.53, 0.95), (0.565, 0.87), (0.60, 0.79)]):
        for side in (-1, 1):
            a = -1.15 + side * 0.95
            d, n = np.array((math.cos(a), math.sin(a))), np.array((-math.sin(a), math.cos(a)))
            ln = 0.19 - 0.018 * k
            t = np.linspace(0, 1, 14)
            b = 0.19 * np.sin(np.pi * t**0.85) * ln * 1.4
            rim = np.array((x, y)) + np.vstack([d * (t * ln)[:, None] + n * b[:, None], d * (t * ln)[::-1, None] - n * b[::-1, None]])
            p.wash(rim, ("#6f9a5c", "#4f7f5e", "#8aa85a")[(2 * k + side) % 3], 0.9)
            p.pencil([(x, y), np.array((x, y)) + d * ln * 0.9], 1.6, 0.4, 1)
    for k, w in enumerate((0.24, 0.2, 0.22)):
        p.write(0.66, 1.10 + 0.05 * k, w)
    return p.image("colour page")


def notes_page():
    """Writing, and a small plant in its pot."""
    p = Page(3)
    p.write(0.12, 0.14, 0.4, 0.024)
    for k in range(9):
        p.write(0.12, 0.24 + 0.056 * k, (0.74, 0.70, 0.76, 0.72, 0.42, 0.75, 0.68, 0.74, 0.5)[k])
    pot = [(0.36, 1.05), (0.64, 1.05), (0.60, 1.28), (0.40, 1.28)]
    p.wash(pot, "#c9623c", 0.9)
    p.hatch([(0.55, 1.05), (0.64, 1.05), (0.60, 1.28), (0.53, 1.28)], 70, 0.016, 0.34)
    p.pencil(pot, closed=True)
    for a, ln in ((-150, 0.20), (-122, 0.27), (-94, 0.30), (-66, 0.27), (-36, 0.21)):
        d = np.array((math.cos(math.radians(a)), math.sin(math.radians(a))))
        n = np.array((-d[1], d[0]))
        t = np.linspace(0, 1, 12)
        b = 0.045 * np.sin(np.pi * t**1.4)
        o = np.array((0.5, 1.05))
        p.wash(o + np.vstack([d * (t * ln)[:, None] + n * b[:, None], d * (t * ln)[::-1, None] - n * b[::-1, None]]), "#5f8a5a", 0.9)
        p.pencil([o, o + d * ln * 0.95], 1.6, 0.4, 1)
    return p.image("notes page")


def teapot_page():
    """A teapot, measured."""
    p = Page(4)
    body = ellipse(0.47, 0.66, 0.28, 0.20)
    p.wash(body, "#3d57b8", 0.95)
    p.hatch(ellipse(0.47, 0.66, 0.28, 0.20, 20, 160), 40, 0.018, 0.3)
    p.pencil(body)
    p.wash([(0.68, 0.62), (0.79, 0.53), (0.88, 0.475), (0.905, 0.51), (0.85, 0.61), (0.75, 0.73), (0.66, 0.76)], "#3d57b8", 0.9)
    p.pencil([(0.71, 0.64), (0.79, 0.53), (0.88, 0.48)])
    p.pencil([(0.90, 0.51), (0.84, 0.61), (0.73, 0.75)])
    arc = ellipse(0.47, 0.50, 0.215, 0.27, 180, 360)
    p.wash(np.vstack([arc, ellipse(0.47, 0.50, 0.185, 0.24, 360, 180)]), "#c68f45", 0.95)
    p.pencil(arc)
    p.pencil(ellipse(0.47, 0.50, 0.185, 0.24, 180, 360), 1.8)
    p.wash(ellipse(0.47, 0.44, 0.035, 0.03), "#3d57b8", 0.9)
    p.pencil(ellipse(0.47, 0.44, 0.035, 0.03))
    p.pencil(ellipse(0.47, 0.478, 0.13, 0.02), 1.8)
    p.pencil([(0.19, 0.95), (0.75, 0.95)], 1.6, 0.5, 1)
    for x in (0.19, 0.75):
        p.pencil([(x, 0.93), (x, 0.97)], 1.6, 0.5, 1)
    p.write(0.40, 0.99, 0.14, 0.016)
    for k in range(5):
        p.write(0.14, 1.10 + 0.054 * k, (0.70, 0.66, 0.72, 0.6, 0.3)[k])
    return p.image("teapot page")


def rest(u, h):
    """Height of the pages at a distance from the spine."""
    return h * (1 - np.exp(-u / 0.10)) * (1 - 0.16 * (u / W)**2) + 0.022


def curve(u, t):
    """A leaf's cross-section at turn t (0 right, 1 left): the free edge is ahead, the bend runs to the spine and the
    edge falls past it. Points at arc length u from the spine, (x, z)."""
    k = 0.62
    v = np.clip(t * (1 + k) - k * (1 - u / W), 0, 1)
    a = math.pi * v * v * (3 - 2 * v)
    a = a + 0.55 * np.sin(math.pi * np.clip((t - 0.42) / 0.58, 0, 1)) * (u / W)**1.5 - 0.30 * math.sin(math.pi * min(t / 0.4, 1)) * (u / W)**3
    du = np.diff(u, prepend=0)
    s = t * t * (3 - 2 * t)
    return np.cumsum(np.cos(a) * du), np.maximum(np.cumsum(np.sin(a) * du), 0) + (1 - s) * rest(u, RIGHT) + s * rest(u, LEFT)


def block(side, h, m, parent):
    """Half of the pages: a cushioned top that dips into the spine."""
    x = np.linspace(0, W, 40)
    z = rest(x, h) - 0.006
    ys = np.linspace(-L / 2, L / 2, 12)
    geo.grid("page", np.stack([np.column_stack([side * x, np.full(40, y), z]) for y in ys]), m, parent, angle=180, flip=side > 0)
    edge = notebook.pages()
    for y in (-L / 2, L / 2):
        geo.grid("edge", np.stack([np.column_stack([side * x, np.full(40, y), z]), np.column_stack([side * x, np.full(40, y), np.full(40, 0.0)])]), edge, parent)
    geo.grid("edge", np.array([[(side * W, -L / 2, z[-1]), (side * W, L / 2, z[-1])], [(side * W, -L / 2, 0), (side * W, L / 2, 0)]]), edge, parent)


def paints(loc, turn):
    """A tin of watercolours, and its brush."""
    g = geo.group("paints")
    white = mat.plain("#efe9dc", 0.3, coat=0.4)
    geo.box("tin", (1.30, 0.62, 0.10), white, g, bevel=0.03, vertical=0.06)
    geo.box("bed", (1.20, 0.52, 0.012), mat.plain("#d8d2c4", 0.4), g, bevel=0.004, loc=(0, 0, 0.096))
    for k, c in enumerate(("#b4482a", "#d98f2b", "#e6c34a", "#4d7d4c", "#1f6f78", "#2b46a8", "#6b3a5e", "#4a2f22")):
        geo.box("pan", (0.25, 0.20, 0.03), mat.plain(c, 0.35, grain=0.5, scale=9, coat=0.5), g, bevel=0.02, loc=(-0.42 + 0.28 * (k % 4), 0.12 - 0.24 * (k // 4), 0.10))
    return geo.place(g, loc, (0, 0, turn))


def brush(loc, turn, tip="#2b46a8"):
    """A round brush."""
    g = geo.group("brush")
    geo.lathe("handle", geo.spline([(0.012, 0.0), (0.030, 0.30), (0.052, 1.00), (0.040, 1.42)], 40), mat.plain("#8f2f22", 0.25, coat=0.6), g, steps=24)
    geo.lathe("ferrule", np.array([(0.042, 1.42), (0.048, 1.60), (0.050, 1.74)]), mat.brushed("#c9a76a", 0.22), g, steps=24)
    geo.lathe("hair", geo.spline([(0.050, 1.74), (0.066, 1.86), (0.036, 2.02), (0.0, 2.12)], 30), mat.plain(tip, 0.6, grain=0.6, scale=40), g, steps=24)
    return geo.place(g, loc, (0, 90, turn))


def build():
    geo.box("desk", (30, 20, 0.4), mat.wood("#b98c5e", "#936638", 0.42, "X", 0.5, 0.08), bevel=0, loc=(0, 0, -0.43))
    pad = notebook.slab("pad", 4.3, 3.0, -0.03, 0.0, 0.16, mat.weave("#74886f", 26, 0.5, "#2c3a2a", axes="XY", sheen=0.3), None)
    pad.rotation_euler.z = math.radians(-4)
    pad.location = (0.1, 0.1, 0)
    g = geo.group("book")
    cloth = mat.weave("#1b2a5a", 34, 0.55, "#120c08", axes="XY", sheen=0.2)
    for s in (-1, 1):
        notebook.slab("cover", 1.48, 2.14, 0, 0.03, 0.07, cloth, g).location.x = s * 0.745
    geo.box("spine", (0.22, 2.14, 0.03), cloth, g, bevel=0.01)
    block(-1, LEFT, paper((notes_page(), True), through=0.0), g)
    block(1, RIGHT, paper((teapot_page(), False), through=0.0), g)
    n, rows = 56, 24
    u = np.linspace(0, W - 0.015, n)
    ys = np.linspace(-L / 2 + 0.005, L / 2 - 0.005, rows)
    leaf = geo.grid("leaf", np.stack([np.column_stack([u, np.full(n, y), rest(u, RIGHT)]) for y in ys]), paper((lamp_page(), False), (colour_page(), True), 0.34), g, angle=180)
    ribbon = geo.spline([(0.02, 1.00, 0.10), (0.03, 0.2, 0.055), (0.03, -0.7, 0.05), (0.04, -1.02, 0.05), (0.06, -1.16, -0.0), (0.12, -1.34, 0.012), (0.10, -1.52, 0.012)], 60)
    geo.sweep("ribbon", ribbon, 0.035, 0.004, mat.weave("#b9492f", 70, 0.3, axes="XY", sheen=0.5, rough=0.5), g, steps=12, power=4)
    geo.place(g, (0, 0, 0), (0, 0, -9))
    geo.place(products.build("mug", "oat", filled=True), (-1.25, 2.25, -0.03), (0, 0, 215), 1.0)
    geo.place(products.build("notebook", "clay"), (1.30, 3.35, -0.03), (0, 0, -66))
    paints((0.98, 1.80, -0.03), -16)
    brush((-1.3, -1.92, 0.03), 16)
    pencil((0.55, -1.72, 0.015), -14)
    studio.world("#d9e4ff", 0.42)
    rooms.window(1.0, (-3.6, 4.4, 3.7), bars=(-4.4, -1.5, 0.1, 1.7, 4.6), rails=(-1.2, 1.0, 3.2))
    studio.softbox((4.5, -4.0, 4.0), (0, 0, 0), (3, 4), 90, "#dfe8ff")
    cam = studio.camera((0, -6, 8), (0, 0, 0), 62)
    phase = np.linspace(-1, 1, rows)

    def pose(p):
        t = float(np.clip(0.004 + 0.992 * p, 0, 1))
        pts = []
        for y, f in zip(ys, phase):
            ty = float(np.clip(t - 0.11 * f * math.sin(math.pi * t)**1.3, 0, 1))  # the near corner is ahead
            xs, zs = curve(u, ty)
            pts.append(np.column_stack([xs, np.full(n, y), zs + 0.004]))
        leaf.data.vertices.foreach_set("co", np.array(pts).astype(np.float32).ravel())
        leaf.data.update()
        target = np.array((0.10 - 0.16 * p, 0.26 - 0.08 * p, 0.12 + 0.1 * math.sin(math.pi * p)))
        studio.move(cam, studio.polar(target, 10.0 - 1.3 * p, 9 - 15 * p, 60 - 13 * p), target, 0.32, (0, -0.1, 0.3))

    s = SECONDS
    return Film(pose, s, must=(*range(30, 78, 2), *range(39, 66, 2)), moments=[("notebook", 0, s, g, (0.9, -0.75, 0.12))], steam=[((-1.25, 2.25, 0.9), 0.7)])


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
