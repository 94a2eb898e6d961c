"""Product stills: a paper-toned sweep, three softboxes, automatic framing, encoded in every size."""
import math
from pathlib import Path

import bpy
import numpy as np
from PIL import Image

from . import cache, geo, mat, studio
import products

MEDIA = Path(__file__).resolve().parents[2] / "media"


def frame(ob, view, aspect=0.8, lens=90, shift=0.02):
    """Place the camera so the product fills `fill` of the picture (the tighter of height and width)."""
    pts = geo.bounds(ob)
    centre = (pts.min(0) + pts.max(0)) / 2
    cam = studio.camera((0, -10, 1), centre, lens)
    dist = 12.0
    for _ in range(8):
        studio.move(cam, studio.polar(centre, dist, view["yaw"], view["elev"]), centre)
        p = studio.project(pts)
        lo, hi = p.min(0), p.max(0)
        size = max((hi[1] - lo[1]) / view["fill"], (hi[0] - lo[0]) / (view["fill"] + 0.04))
        dist *= size
        mid = (lo + hi) / 2 - np.array([0.5, 0.5 + shift])
        h = 36 / lens * dist
        m = np.array(cam.matrix_world)
        centre = centre + m[:3, 0] * mid[0] * h * aspect - m[:3, 1] * mid[1] * h
    studio.move(cam, studio.polar(centre, dist, view["yaw"], view["elev"]), centre)
    depth = pts @ np.array(cam.matrix_world)[:3, 2] * -1 + np.array(cam.location) @ np.array(cam.matrix_world)[:3, 2]
    aperture = 0.0022 * (36 / lens * dist) * dist / max(float(np.ptp(depth)) / 2, 0.2)
    at = np.array(cam.location) - np.array(cam.matrix_world)[:3, 2] * (depth.min() + 0.3 * np.ptp(depth))
    studio.move(cam, cam.location.copy(), centre, fstop=lens * 1e-3 / (2 * aperture), focus=at)
    return cam, pts, dist


def scene(name, colour, width, height, samples):
    """Build the set around one product."""
    m = products.module(name)
    view = m.VIEW
    studio.reset(width, height, samples, look="AgX - Medium High Contrast", exposure=0.0)
    opts = {k: view[k] for k in ("stand", "turn") if k in view}
    ob = m.build(colour, **opts)
    pts = geo.bounds(ob)
    s = float(max(pts.max(0)[2], (pts.max(0) - pts.min(0))[0])) / 2.0
    studio.world("#fff6ea", 0.30 * view.get("dim", 1.0))
    yaw = math.radians(view["yaw"])
    tone = view["tone"]
    paper = mat.backdrop(tone)
    sw = studio.sweep_set(paper, depth=6.5 * s, radius=4.5 * s, width=60 * s, front=30 * s, height=30 * s)
    sw.rotation_euler.z = yaw
    if view.get("stand"):
        block = geo.box("block", (3.4, 1.2, 4.6), mat.backdrop(tone), bevel=0.05, loc=(0, 0, 0))
        block.location = (0.55, 1.70, 0)
    cam, pts, dist = frame(ob, view, width / height)
    c = (pts.min(0) + pts.max(0)) / 2

    def around(x, y, z):
        """A position in camera-turned coordinates, scaled with the product."""
        return np.array([x * math.cos(yaw) - y * math.sin(yaw), x * math.sin(yaw) + y * math.cos(yaw), z]) * s + np.array([c[0], c[1], 0])

    k = s * s * view.get("dim", 1.0)
    studio.softbox(around(-4.2, -3.0, 5.0), c, (3.2 * s, 4.2 * s), 540 * k, "#fff1de")
    studio.softbox(around(5.0, -2.0, 3.0), c, (3.0 * s, 4.5 * s), 62 * k, "#eef2ff")
    studio.softbox(around(2.2, 4.0, 5.5), c, (3.5 * s, 1.6 * s), 190 * k, "#fff4e4")
    studio.softbox(around(0, 1.5, 9.0), around(0, 5, 1), (7 * s, 4 * s), 390 * k, "#fff6ea")
    return ob, pts


def take(name, colour, samples=64, scale=1.0):
    """Render (or reuse) one still; returns the PNG path and the product's box in pixels."""
    w, h = int(960 * scale), int(1200 * scale)
    ob, pts = scene(name, colour, w, h, samples)
    path = cache.ROOT / "stills" / f"{name}-{colour}-{cache.digest()}.png"
    p = studio.project(pts)
    if not path.exists():
        cache.render(path)
    lo, hi = p.min(0) * (w, h), p.max(0) * (w, h)
    return path, (*lo, *hi)


def publish(name, colour, path, boxpx):
    """Write the two sizes in two formats and the square thumbnail."""
    out = MEDIA / "products"
    out.mkdir(parents=True, exist_ok=True)
    im = Image.open(path).convert("RGB")
    if im.size != (960, 1200):
        im = im.resize((960, 1200), Image.LANCZOS)
        k = 960 / Image.open(path).size[0]
        boxpx = [v * k for v in boxpx]
    stem = f"{name}-{colour}"
    small = im.resize((480, 600), Image.LANCZOS)
    im.save(out / f"{stem}.960.jpg", quality=84, optimize=True, progressive=True)
    im.save(out / f"{stem}.960.avif", quality=62, speed=6)
    small.save(out / f"{stem}.480.jpg", quality=84, optimize=True, progressive=True)
    small.save(out / f"{stem}.480.avif", quality=62, speed=6)
    x0, y0, x1, y1 = boxpx
    side = int(max(x1 - x0, y1 - y0) * 1.08)
    left, top = int((x0 + x1 - side) / 2), int((y0 + y1 - side) / 2)
    px = np.pad(np.asarray(im), ((side, side), (side, side), (0, 0)), "edge")[top + side:top + 2 * side, left + side:left + 2 * side]
    Image.fromarray(px).resize((160, 160), Image.LANCZOS).save(out / f"{stem}.160.jpg", quality=86, optimize=True)
