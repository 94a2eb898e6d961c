"""A film: frames from a scene module, cached by digest, mirrored in time where the scene allows it."""
import math
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

import bpy
import numpy as np
from PIL import Image

from . import cache, studio

MEDIA = Path(__file__).resolve().parents[2] / "media"
NAMES = ["breakfast", "dusk-desk", "amber", "listen", "street", "courtyard", "shades", "tick", "evening", "sway", "roll", "flame", "pour", "pages", "caps", "shelf", "cone", "dawn", "doorstep"]
TALL, WIDE, SQUARE = (720, 1280), (1280, 720), (720, 720)


@dataclass
class Film:
    """What a scene module's build() returns. `pose(p)` sets the camera and animation for phase p in 0..1."""
    pose: object
    seconds: float = 7.0
    fps: int = 30
    mirror: bool = True  # phase runs 0..1..0, so the clip loops and half of the frames are reused
    ease: bool = True  # cosine easing of the mirrored phase
    moments: list = field(default_factory=list)  # (product, start_s, end_s, group, local hotspot or None)
    steam: list = field(default_factory=list)  # [(world point, strength)]

    period: int = 0  # a film that repeats itself after so many output frames (the camera stands still)
    loop: bool = True  # a film that isn't mirrored runs from its last frame into its first
    grain: float = 0.8  # film grain, in levels
    push: tuple = ()  # (scale, (x, y)): a slow push in and out on a still camera, towards a point of the picture off its middle

    fast: bool = False  # a fast move of the camera: frames are filled in by flow.Edges
    must: tuple = ()  # key frames that are always rendered, never interpolated (fast motion)

    @property
    def count(self):
        return int(round(self.seconds * self.fps))

    def key(self, i):
        """The rendered frame that stands for output frame i."""
        n = self.period or self.count
        i %= n
        return min(i, n - i) if self.mirror else i

    def phase(self, i):
        """Phase of a rendered frame."""
        if not self.mirror:
            return i / (self.period or self.count)
        u = i / ((self.period or self.count) / 2)
        return (1 - math.cos(math.pi * u)) / 2 if self.ease else u

    def pushed(self, i):
        """Scale and fixed point of the push at an output frame."""
        if not self.push:
            return 1.0, (0.5, 0.5)
        far, (x, y) = self.push
        return 1 + (far - 1) * (1 - math.cos(2 * math.pi * i / self.count)) / 2, (0.5 + x, 0.5 + y)

    @property
    def keys(self):
        return sorted({self.key(i) for i in range(self.count)})


def scene(name):
    """The film's module."""
    return import_module("scenes." + name.replace("-", "_"))


def size(name):
    """Width and height of the rendered frames."""
    return getattr(scene(name), "SIZE", TALL)


def load(name, scale=None, samples=None):
    """Build a film's scene. `SCALE` renders it smaller than its largest rendition."""
    m = scene(name)
    w, h = size(name)
    scale = scale or getattr(m, "SCALE", 0.75)
    studio.reset(int(w * scale), int(h * scale), samples or getattr(m, "SAMPLES", 5), thrift=True, **getattr(m, "RENDER", {}))
    film = m.build()
    return m, film


def frame(name, film, k):
    """Render one key frame unless it is cached; returns (path, was_rendered)."""
    film.pose(film.phase(k))
    bpy.context.scene.cycles.seed = k * 7919 + 11
    path = cache.ROOT / name / f"{k:04d}-{cache.digest()}.png"
    if path.exists():
        return path, False
    cache.render(path)
    return path, True


def order(keys, finest=1, must=()):
    """Coarse to fine, so an interrupted film is already usable: every 8th frame, then 4th, ..."""
    out, seen = [], set()
    for step in [s for s in (16, 8, 4, 2, 1) if s >= finest]:
        for k in keys[::step]:
            if k not in seen:
                seen.add(k)
                out.append(k)
    return out + [k for k in must if k not in seen]


def anchors(film):
    """Hotspots: the product's point projected through the camera at the middle of its moment, and its track."""
    out = []
    for product, a, b, ob, local in film.moments:
        def at(t):
            film.pose(film.phase(film.key(min(int(round(t * film.fps)), film.count - 1))))
            bpy.context.view_layer.update()
            p = np.array(ob.matrix_world) @ np.array([*(local or ob["hot"]), 1.0])
            k, (x0, y0) = film.pushed(int(round(t * film.fps)))
            x, y = studio.project(p[:3])[0]
            return [min(max(round(float(v), 4), 0.0), 1.0) for v in (k * x + (1 - k) * x0, k * y + (1 - k) * y0)]

        x, y = at((a + b) / 2)
        times = np.linspace(a, b, max(2, round((b - a) / 0.5) + 1))
        out.append({"product": product, "start_ms": round(a * 1000), "end_ms": round(b * 1000), "x": x, "y": y,
                    "track": [[round(float(t) * 1000), *at(t)] for t in times]})
    return out
