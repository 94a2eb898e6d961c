"""In-scene stills: each product where it is used, by the light of a window, a low sun or a lamp, never the cut-out's
light or camera. Published beside the cut-outs as {product}-{colour}-scene."""
import math

import bpy
import numpy as np
from PIL import ImageFilter

from . import geo, mat, picture, still, studio
import products

FOLDER, SUFFIX, PLAIN = "scenes", "-scene", False

OAK, WALNUT, PINE = ("#b98a58", "#7c5530"), ("#6f4a2e", "#3c2416"), ("#dcc09a", "#b8946a")

# room, wall colours, top (wood or one colour), size of the room in units, turn of the product, camera, companions
# (product, colour, place, turn, scale). A companion never has the product's own colour twice.
SETS = {
    "mug": dict(room="sill", wall=("#b9c2ae", "#a9b39d"), top=OAK, k=1.0, turn=-28, view=(12, 15, 0.42), opts=dict(filled=True),
                near=[("notebook", "ink", (-1.25, 0.75, 0), 24, 0.8)]),
    "teapot": dict(room="sill", wall=("#d9a98c", "#cc9878"), top=PINE, k=1.25, turn=-30, view=(10, 13, 0.56),
                   near=[("mug", "terracotta", (-1.75, 0.35, 0), 30, 0.95)]),
    "kettle": dict(room="sill", wall=("#8fa9a6", "#829d9a"), top=PINE, k=1.3, turn=-22, view=(9, 12, 0.58), near=[("mug", "oat", (1.75, -0.45, 0), -30, 0.95)]),
    "vase": dict(room="niche", wall=("#a8623f", "#9a5636"), top=PINE, k=1.4, turn=20, view=(8, 7, 0.68), near=[("mug", "oat", (-1.55, 0.1, 0), 40, 0.95)]),
    "plant": dict(room="floor", wall=("#d8cdb8", "#ccbfa8"), top=OAK, k=1.7, turn=-15, view=(12, 10, 0.70), near=[("kettle", "cream", (-2.1, -0.3, 0), 25, 0.8)]),
    "rug": dict(room="floor", wall=("#9fae9a", "#93a28d"), top=OAK, k=6.2, turn=14, view=(10, 31, 0.98), lean=-1.4, opts=dict(rolled=False),
                near=[("chair", "ochre", (2.9, 4.6, 0.12), -30, 1.0), ("plant", "chalk", (-6.0, 7.0, 0), 60, 2.2)]),
    "lamp": dict(room="dusk", exposure=0.45, wall=("#4d5f58", "#43544e"), top=WALNUT, k=1.6, turn=0, view=(10, 9, 0.62), near=[("notebook", "sage", (-1.75, -0.5, 0), 24, 1.0), ("mug", "oat", (1.7, -0.7, 0), -40, 0.95)]),
    "speaker": dict(room="niche", wall=("#55685a", "#4b5d50"), top=OAK, k=1.4, turn=20, view=(10, 8, 0.60), near=[("vase", "chalk", (-1.9, 0.35, 0), 10, 0.72)]),
    "headphones": dict(room="sill", wall=("#c9b9a2", "#bba98f"), top=WALNUT, k=1.3, turn=28, view=(10, 15, 0.56), near=[("notebook", "clay", (-2.35, 0.95, 0), 30, 1.0)]),
    "watch": dict(room="sill", wall=("#a3a99a", "#949b8b"), top=WALNUT, k=1.9, turn=4, view=(14, 9, 0.58), near=[]),
    "chair": dict(room="floor", wall=("#c9cbbd", "#bcbeae"), top=OAK, k=4.0, turn=24, view=(12, 11, 0.66), near=[("plant", "chalk", (-5.4, 2.6, 0), 60, 2.0)]),
    "perfume": dict(room="sill", wall=("#cda38e", "#c0947d"), top="#e6ddcf", k=1.1, turn=-20, view=(6, 11, 0.56), near=[("candle", "yuzu", (-1.45, 0.9, 0), 20, 1.0)]),
    "candle": dict(room="dusk", exposure=0.85, wall=("#a88a70", "#9a7c63"), top=OAK, k=0.95, turn=14, view=(8, 12, 0.44), opts=dict(power=3.0), halo=((0, -0.1, 1.45), 34),
                   near=[("notebook", "ink", (-1.2, 0.75, 0), 24, 0.8), ("notebook", "clay", (-1.15, 0.8, 0.165), 8, 0.7), ("vase", "moss", (0.92, 1.0, 0), 30, 0.62)]),
    "notebook": dict(room="sill", wall=("#c7b9a0", "#b9aa90"), top=PINE, k=1.2, turn=24, view=(-8, 33, 0.62), near=[("mug", "cobalt", (-1.45, 0.95, 0), 50, 0.95)]),
    "backpack": dict(room="floor", wall=("#c58a63", "#b87d57"), top="#a9a196", k=1.9, turn=24, view=(12, 8, 0.66), near=[("shoes", "ecru", (2.45, -0.9, 0), -30, 1.0)]),
    "cap": dict(room="bench", wall=("#efe3cf", "#e2d3bb"), top="#35618a", k=1.2, turn=-14, view=(-9, 11, 0.52), near=[("sunglasses", "honey", (1.20, -1.15, 0), -24, 0.5), ("plant", "terracotta", (-1.75, 1.15, 0), 60, 0.8)]),
    "skateboard": dict(room="floor", wall=("#7f9a8c", "#738e80"), top="#a9a196", k=3.3, turn=12, view=(12, 5, 0.74), opts=dict(stand=True, lean=10.0), lean=1.45, near=[("shoes", "ecru", (2.5, 1.9, 0), -34, 1.15)]),
    "sunglasses": dict(room="sill", wall=("#9db4bd", "#8fa7b1"), top="#e9dfcf", k=1.4, turn=26, view=(8, 18, 0.66), near=[("notebook", "sage", (-2.9, 2.5, 0), 30, 1.6)]),
    "shoes": dict(room="floor", wall=("#bcae9a", "#ae9f8a"), top=OAK, k=1.6, turn=-34, view=(8, 20, 0.62), near=[("backpack", "black", (-2.5, 1.5, 0), 24, 0.9)]),
}
# A colour that needs another room than the product's other colours: a black shade can't be seen before a dark wall.
SETS["lamp-black"] = SETS["lamp"] | dict(exposure=0.5, wall=("#b58a5c", "#a67c50"), halo=((0.3, 1.6, 2.3), 60))


def slab(spec, scale, axis="X"):
    """A table top or a floor: wood, or painted or cast in one colour."""
    return mat.wood(*spec, scale, axis, 0.5, 0.08) if isinstance(spec, tuple) else mat.plaster(spec, spec, 0.12, 1.5)


def window(k, d, bars=(-4.2, -0.4, 1.5, 5.2), rails=(-0.9, 1.4, 3.6)):
    """A low sun through a window that isn't in the picture."""
    d = np.array(d)
    studio.sun(tuple(d * k), 4.8, "#ffdfb6", 1.0)
    black = mat.plain("#20160f", 0.9)
    side = np.array((-d[1], d[0], 0)) / np.hypot(d[0], d[1])
    turn = float(np.arctan2(side[1], side[0]))
    away = d * 1.8 * k
    for off in bars:
        b = geo.box("bar", ((4.4 if abs(off) > 3 else 0.22) * k, 0.2, 16 * k), black, bevel=0)
        b.location = tuple(away + side * off * k + np.array((0, 0, -7 * k)))
        b.rotation_euler.z = turn
        b.visible_camera = False
    for z in rails:
        b = geo.box("bar", (10 * k, 0.2, 0.22 * k), black, bevel=0)
        b.location = tuple(away + np.array((0, 0, z * k)))
        b.rotation_euler.z = turn
        b.visible_camera = False


def sill(c, k):
    """A table by a window."""
    geo.box("table", (24 * k, 8 * k, 0.4 * k), slab(c["top"], 0.6 / k), bevel=0.04, loc=(0, -1.4 * k, -0.4 * k))
    geo.box("wall", (40 * k, 0.4, 24 * k), mat.plaster(*c["wall"], 0.25, 1.0 / k), bevel=0, loc=(0, 2.6 * k, -6 * k))
    studio.world("#d5e0ff", 0.42)
    window(k, (4.8, -4.4, 4.2))
    studio.softbox((-5 * k, -4 * k, 4 * k), (0, 0, k), (3 * k, 4 * k), 60 * k * k, "#dfe8ff")


def niche(c, k):
    """A board of a shelf."""
    wood, upright = slab(c["top"], 0.5 / k), slab(c["top"], 0.5 / k, "Z")
    geo.box("board", (9 * k, 3.0 * k, 0.16 * k), wood, bevel=0.02, loc=(-0.8 * k, 0.1 * k, -0.16 * k))
    geo.box("below", (9 * k, 3.0 * k, 0.16 * k), wood, bevel=0.02, loc=(-0.8 * k, 0.1 * k, -3.4 * k))
    geo.box("above", (9 * k, 3.0 * k, 0.16 * k), wood, bevel=0.02, loc=(-0.8 * k, 0.1 * k, 3.3 * k))
    geo.box("side", (0.16 * k, 3.0 * k, 14 * k), upright, bevel=0.02, loc=(2.1 * k, 0.1 * k, -7 * k))
    geo.box("back", (40 * k, 0.2, 24 * k), mat.plaster(*c["wall"], 0.12, 1.0 / k), bevel=0, loc=(0, 1.5 * k, -12 * k))
    studio.world("#fff2e2", 0.38)
    studio.softbox((4.4 * k, -6.0 * k, 5.0 * k), (0, 0, k), (1.3 * k, 2.2 * k), 900 * k * k, "#ffe4c2")
    studio.softbox((-6 * k, -4 * k, 1.5 * k), (0, 0, k), (3 * k, 4 * k), 130 * k * k, "#dfe9ff")


def floor(c, k):
    """A corner of a room, or of a yard."""
    geo.box("floor", (60 * k, 30 * k, 1), slab(c["top"], 0.4 / k), bevel=0, loc=(0, 0, -1))
    if isinstance(c["top"], tuple):
        gap = mat.plain("#2a1c12", 0.8)
        for y in np.arange(-9, 2.0, 0.75):
            geo.box("gap", (60 * k, 0.012 * k, 0.003 * k), gap, bevel=0, loc=(0, y * k, 0))
        geo.box("skirting", (60 * k, 0.08 * k, 0.42 * k), mat.plain("#efe8da", 0.5), bevel=0.02 * k, loc=(0, 1.55 * k, 0))
    geo.box("wall", (60 * k, 0.4, 30 * k), mat.plaster(*c["wall"], 0.22, 0.7 / k), bevel=0, loc=(0, 1.62 * k + 0.2, -1))
    studio.world("#d5e0ff", 0.45)
    window(k, (4.6, -5.0, 4.4), bars=(-4.6, -0.3, 5.4), rails=(0.9,))
    studio.softbox((-6 * k, -4 * k, 4 * k), (0, 0, k), (3 * k, 5 * k), 70 * k * k, "#dfe8ff")


def dusk(c, k):
    """A table in the evening; what stands on it gives the light."""
    geo.box("table", (24 * k, 8 * k, 0.4 * k), slab(c["top"], 0.7 / k), bevel=0.04, loc=(0, -1.4 * k, -0.4 * k))
    geo.box("wall", (40 * k, 0.4, 24 * k), mat.plaster(*c["wall"], 0.25, 1.0 / k), bevel=0, loc=(0, 2.0 * k, -6 * k))
    studio.world("#5f78a8", 0.30)
    studio.softbox((5 * k, -4 * k, 4 * k), (0, 0, k), (2.5 * k, 4 * k), 170 * k * k, "#a9bdea")
    studio.softbox((-4 * k, -3 * k, 3 * k), (0, 0, k), (2 * k, 3 * k), 40 * k * k, "#ffd9a8")


def canopy(d, m, rng, clusters):
    """Twigs of a tree that isn't in the picture, across the light from `d`. A cluster is its middle, its count of leaves
    and its spread, seen from the sun."""
    d = np.array(d) / np.linalg.norm(d)
    e1 = np.cross((0, 0, 1), d)
    e1 /= np.linalg.norm(e1)
    e2 = np.cross(d, e1)
    twig = geo.group("twigs")
    u = np.linspace(0, 1, 7)
    w = np.sin(math.pi * u**0.85)[:, None] * np.array((-1.0, 1.0))
    for cx, cy, count, sx, sy in clusters:
        for _ in range(count):
            o = np.array((cx, cy)) + rng.normal(size=2) * (sx, sy)
            a, size = rng.uniform(0, 6.28), rng.uniform(0.7, 1.15)
            q = np.stack([np.broadcast_to((u - 0.5)[:, None], (7, 2)), 0.20 * w], -1) * size
            x, y = o[0] + q[..., 0] * math.cos(a) - q[..., 1] * math.sin(a), o[1] + q[..., 0] * math.sin(a) + q[..., 1] * math.cos(a)
            geo.grid("shade", x[..., None] * e1 + y[..., None] * e2 + d * rng.uniform(9, 15), m, twig, angle=180).visible_camera = False
    return twig


def bench(c, k):
    """A painted bench before a whitewashed wall, under a tree."""
    paint = mat.plain(c["top"], 0.42, coat=0.15, grain=0.15, scale=14)
    for n in range(5):
        geo.box("slat", (24 * k, 0.72 * k, 0.2 * k), paint, bevel=0.035 * k, seg=4, loc=(0, (-1.55 + 0.82 * n) * k, -0.2 * k))
    geo.box("rail", (24 * k, 0.24 * k, 0.7 * k), paint, bevel=0.03 * k, loc=(0, -1.6 * k, -1.0 * k))
    geo.box("ground", (60 * k, 30 * k, 0.2), mat.plain("#b9a98e", 0.9), bevel=0, loc=(0, 0, -4.4 * k))
    geo.box("wall", (60 * k, 0.4, 30 * k), mat.plaster(*c["wall"], 0.7, 0.9 / k), bevel=0, loc=(0, 2.45 * k, -8 * k))
    studio.world("#cfe0ff", 0.42)
    d = np.array((4.9, -5.2, 4.4))
    studio.sun(tuple(d), 5.6, "#ffdcaa", 0.6)
    canopy(d, mat.plain("#111111", 0.9), np.random.default_rng(5), ((-2.9, 2.2, 60, 1.1, 0.8), (-0.6, 3.6, 46, 1.4, 0.7), (2.9, 2.7, 40, 1.0, 0.9), (-3.2, -0.6, 34, 0.9, 0.8), (2.7, -0.9, 24, 0.8, 0.6), (0.4, 1.4, 7, 0.8, 0.6)))
    studio.softbox((-5 * k, -4 * k, 3 * k), (0, 0, k), (3 * k, 4 * k), 70 * k * k, "#dfe8ff")


def halo(c):
    """What a small flame or a shaded bulb gives to what stands around it, without the glass or the shade in between."""
    at, power = c["halo"]
    lamp = studio.point(at, power, "#ffb468", 0.25)
    lamp.visible_camera = lamp.visible_glossy = False


def scene(name, colour, width, height, samples):
    """Build the room around one product and place the camera."""
    c = SETS.get(f"{name}-{colour}", SETS[name])
    k = c["k"]
    studio.reset(width, height, samples, exposure=c.get("exposure", 0.1), bounces=(6, 2, 2, 6), thrift=True)
    ob = products.build(name, colour, **c.get("opts", {}))
    geo.place(ob, (0, c.get("lean", 0.0), 0), (0, 0, c["turn"]))
    {"sill": sill, "niche": niche, "floor": floor, "dusk": dusk, "bench": bench}[c["room"]](c, k)
    if "halo" in c:
        halo(c)
    for other, tone, loc, turn, scale in c["near"]:
        tones = list(products.module(other).COLOURS)
        more = dict(filled=True) if other == "mug" else dict(stems=False) if other == "vase" else {}
        geo.place(products.build(other, tone if tone != colour else next(t for t in tones if t != colour), **more), loc, (0, 0, turn), scale)
    yaw, elev, fill = c["view"]
    cam, pts, dist = still.frame(ob, dict(yaw=yaw, elev=elev, fill=fill), width / height, lens=70, shift=c.get("shift", 0.07))
    bpy.context.scene.camera.data.dof.aperture_fstop *= 0.6
    return ob, pts


def publish(stem, path, box):
    """Write an in-scene still's files, a little sharper than they are rendered."""
    picture.publish(stem, path, box, PLAIN, ImageFilter.UnsharpMask(1.2, 40, 2))
