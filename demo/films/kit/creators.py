"""Creator avatars: one still life on a coloured set each, no people."""
import math

import numpy as np
from PIL import Image

from . import cache, geo, mat, studio
from .film import MEDIA


def mara():
    """Two lemons, one halved by a leaf."""
    from scenes.breakfast import lemon
    lemon((-0.32, 0.25, 0), 30, 0.5)
    lemon((0.45, -0.15, 0), -50, 0.46)
    leaf = np.array([[(0.28 * math.sin(math.pi * u)**0.8 * v, -u * 0.95, 0.10 * u + 0.10 * v * v * math.sin(math.pi * u)) for v in np.linspace(-1, 1, 11)] for u in np.linspace(0, 1, 24)])
    ob = geo.grid("leaf", leaf, mat.plain("#3f6b3a", 0.45, grain=0.2, scale=20))
    geo.solidify(ob, 0.015, 0)
    geo.place(ob, (-0.25, 0.05, 0.98), (28, 0, -28))
    return "#3f6f8f"


def jonas():
    """Three balanced stones."""
    z = 0.0
    for k, (r, h, c) in enumerate(((0.78, 0.52, "#77716a"), (0.56, 0.42, "#a39a8c"), (0.36, 0.34, "#4f5357"))):
        a = np.linspace(-math.pi / 2, math.pi / 2, 33)
        th = np.linspace(0, 2 * math.pi, 64, endpoint=False)
        p = np.stack([r * np.cos(a)[:, None]**0.8 * np.cos(th), r * 0.85 * np.cos(a)[:, None]**0.8 * np.sin(th), np.broadcast_to(h / 2 * np.sin(a)[:, None], (33, 64))], -1)
        p += 0.03 * geo.noise3(p * 3, k)[..., None]
        ob = geo.grid("stone", p, mat.plain(c, 0.8, grain=0.4, scale=30), close_v=True, angle=180)
        ob.location = (0.05 * (-1)**k, 0, z + h / 2)
        z += h * 0.95
    return "#c9a06a"


def aiko():
    """A folded paper crane, flat facets."""
    import bpy
    v = [(0, 0, 0.55), (0, -0.1, 0.25), (-1.25, 0.1, 1.25), (1.25, 0.1, 1.25), (0, -1.15, 1.15), (0, 1.15, 1.20), (0, -0.42, 0.42), (0, 0.42, 0.42),
         (0, -1.38, 0.95), (0.20, 0, 0.02), (-0.20, 0, 0.02)]
    f = [(0, 2, 6), (0, 7, 2), (0, 6, 3), (0, 3, 7), (2, 10, 6), (2, 7, 10), (3, 6, 9), (3, 9, 7), (6, 4, 9), (6, 10, 4), (4, 8, 9), (4, 10, 8), (7, 9, 5), (7, 5, 10), (9, 10, 6), (9, 7, 10)]
    me = bpy.data.meshes.new("crane")
    me.from_pydata(v, [], f)
    ob = geo.link("crane", me, mat.plain("#f4ece0", 0.8, grain=0.15, scale=50))
    geo.solidify(ob, 0.012, 0)
    geo.place(ob, (0, 0, 0.0), (0, 0, 52))
    return "#c4533a"


def tess():
    """A spiral shell."""
    n, m = 420, 48
    t = np.linspace(0, 1, n)
    ang = 2 * math.pi * 4.2 * t
    grow = np.exp(3.0 * t) / math.exp(3.0)
    c = np.stack([0.55 * grow * np.cos(ang), 0.55 * grow * np.sin(ang), 1.75 * (1 - grow)], -1)
    th = np.linspace(0, 2 * math.pi, m, endpoint=False)
    rad = (0.50 * grow * (1 + 0.05 * np.cos(26 * ang / 2)))[:, None]
    out = np.stack([np.cos(ang), np.sin(ang), np.zeros(n)], -1)
    p = c[:, None] + rad[..., None] * (np.cos(th)[None, :, None] * out[:, None] + np.sin(th)[None, :, None] * np.array((0, 0, 1.15)))
    ob = geo.grid("shell", p, mat.plain("#ecc9ae", 0.35, coat=0.4, grain=0.15, scale=14), close_v=True, angle=180)
    geo.place(ob, (0.1, 0, 0.62), (-62, 0, 35))
    low = geo.bounds(ob)[:, 2].min()
    ob.location.z -= low
    return "#6f9a94"


def luca():
    """A cube, a ball and a half disc."""
    geo.place(geo.box("cube", (0.9, 0.9, 0.9), mat.plain("#e9dcc2", 0.7, grain=0.2), bevel=0.03), (-0.25, 0.2, 0), (0, 0, 24))
    geo.sphere("ball", 0.42, mat.plain("#d0482c", 0.35, coat=0.3), loc=(0.52, -0.42, 0.42))
    geo.sphere("small", 0.26, mat.plain("#e8b23a", 0.4, coat=0.3), loc=(-0.25, 0.2, 1.16))
    return "#39456f"


SUBJECTS = {"mara": mara, "jonas": jonas, "aiko": aiko, "tess": tess, "luca": luca}


def render(names=()):
    """Render the avatars."""
    out = MEDIA / "creators"
    out.mkdir(parents=True, exist_ok=True)
    for name in names or SUBJECTS:
        studio.reset(288, 288, 48)
        tone = SUBJECTS[name]()
        studio.sweep_set(mat.backdrop(tone), depth=6, radius=4)
        studio.world("#ffffff", 0.3)
        studio.softbox((-4, -3, 5), (0, 0, 0.5), (2.5, 3), 620, "#fff0dc")
        studio.softbox((4.5, -2, 2.5), (0, 0, 0.5), (3, 3), 90, "#e6eeff")
        studio.softbox((1.5, 4, 5), (0, 3, 1), (4, 2), 320)
        import bpy
        obs = [o for o in bpy.data.objects if o.type == "MESH" and o.name != "sweep"]
        pts = np.vstack([geo.bounds(o) for o in obs])
        c = (pts.min(0) + pts.max(0)) / 2
        cam = studio.camera((0, -9, 2), c, 80)
        d = 9.0
        for _ in range(5):
            studio.move(cam, studio.polar(c, d, 0, 16), c)
            p = studio.project(pts)
            d *= max(np.ptp(p[:, 0]), np.ptp(p[:, 1])) / 0.66
        studio.move(cam, studio.polar(c, d, 0, 16), c)
        path = cache.ROOT / "creators" / f"{name}-{cache.digest()}.png"
        if not path.exists():
            cache.render(path)
        Image.open(path).convert("RGB").resize((192, 192), Image.LANCZOS).save(out / f"{name}.jpg", quality=86, optimize=True)
        print(f"creator {name}", flush=True)
