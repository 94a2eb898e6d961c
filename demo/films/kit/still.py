"""Product stills: a paper-toned sweep, three softboxes, automatic framing."""
import math

import numpy as np

from . import cache, geo, mat, picture, studio
import products

FOLDER, SUFFIX, PLAIN = "stills", "", True


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


def prepare(kind, name, colour, samples, scale=1.0):
    """Build the set of a still (`kind` is this module or rooms); returns the path of its render, which may not be there
    yet, and the product's box in its pixels."""
    w, h = (int(v * scale) for v in picture.SIZE)
    _, pts = kind.scene(name, colour, w, h, samples)
    p = studio.project(pts)
    return cache.ROOT / kind.FOLDER / f"{name}-{colour}-{cache.digest()}.png", (*(p.min(0) * (w, h)), *(p.max(0) * (w, h)))


def take(kind, name, colour, samples, scale=1.0):
    """Render one still unless it is cached; returns what `prepare` returns."""
    path, box = prepare(kind, name, colour, samples, scale)
    if not path.exists():
        cache.render(path)
    return path, box


def publish(stem, path, box):
    """Write a still's files."""
    picture.publish(stem, path, box, PLAIN)
