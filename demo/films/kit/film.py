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
NAMES = ["breakfast", "dusk-desk", "amber", "listen", "street"]


@dataclass
class Film:
    """What a scene module's build() returns. `pose(p)` sets the camera and animation for phase p in 0..1."""
    pose: object
    seconds: float = 7.0
    fps: int = 24
    mirror: bool = True  # phase runs 0..1..0, so the clip loops and half of the frames are reused
    ease: bool = True  # cosine easing of the mirrored phase
    moments: list = field(default_factory=list)  # (product, start_s, end_s, group, local hotspot or None)
    steam: list = field(default_factory=list)  # [(world point, strength)]

    must: tuple = ()  # key frames that are always rendered, never interpolated (fast motion)

    @property
    def count(self):
        return int(round(self.seconds * self.fps))

    def key(self, i):
        """The rendered frame that stands for output frame i."""
        i %= self.count
        return min(i, self.count - i) if self.mirror else i

    def phase(self, i):
        """Phase of a rendered frame."""
        if not self.mirror:
            return i / self.count
        u = i / (self.count / 2)
        return (1 - math.cos(math.pi * u)) / 2 if self.ease else u

    @property
    def keys(self):
        return sorted({self.key(i) for i in range(self.count)})


def load(name, scale=1.0, samples=None):
    """Build a film's scene."""
    m = import_module("scenes." + name.replace("-", "_"))
    studio.reset(int(540 * scale), int(960 * scale), samples or getattr(m, "SAMPLES", 16), **getattr(m, "RENDER", {}))
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
    """Hotspots: the product's point projected through the camera at the middle of its moment."""
    out = []
    for product, a, b, ob, local in film.moments:
        i = int(round((a + b) / 2 * film.fps))
        film.pose(film.phase(film.key(i)))
        bpy.context.view_layer.update()
        p = np.array(ob.matrix_world) @ np.array([*(local or ob["hot"]), 1.0])
        x, y = studio.project(p[:3])[0]
        out.append({"product": product, "start_ms": round(a * 1000), "end_ms": round(b * 1000), "x": round(float(x), 4), "y": round(float(y), 4)})
    return out
