"""Drawings made by code: paper, pencil, handwriting and watercolour on a page, as textures."""
import bpy
import cv2
import numpy as np

from . import mat


def field(h, w, size, seed):
    """Smooth noise of about unit deviation, in blots of `size` pixels."""
    small = np.random.default_rng(seed).normal(size=(max(3, round(h / size)) + 2, max(3, round(w / size)) + 2)).astype(np.float32)
    return cv2.resize(small, (w, h), interpolation=cv2.INTER_CUBIC)


class Page:
    """A page to draw on; x is 0..1 from its left, y runs down in the same unit."""

    def __init__(self, seed, w=900, aspect=1.457, dots=30):
        self.w, self.h, self.seed = w, round(w * aspect), seed * 100
        h = self.h
        tone = 0.5 + 0.10 * field(h, w, 260, self.next()) + 0.03 * np.random.default_rng(self.next()).normal(size=(h, w)).astype(np.float32)
        a, b = np.array((246, 238, 220), np.float32) / 255, np.array((236, 224, 200), np.float32) / 255
        self.px = a + (b - a) * np.clip(tone, 0, 1)[..., None]
        self.tooth = np.clip(0.75 + 0.35 * field(h, w, 2.2, self.next()), 0.15, 1)
        if dots:
            mask, step = np.zeros((h, w), np.uint8), w / dots
            for y in np.arange(step, h, step):
                for x in np.arange(step, w, step):
                    cv2.circle(mask, (round(x * 16), round(y * 16)), 20, 255, -1, cv2.LINE_AA, 4)
            self.lay(mask / 255.0 * 0.42, (0.55, 0.53, 0.50))

    def next(self):
        self.seed += 1
        return self.seed

    def lay(self, alpha, colour):
        """Glaze a colour over the page."""
        self.px *= 1 - alpha[..., None] * (1 - np.array(colour, np.float32))

    def pencil(self, pts, width=2.4, dark=0.62, passes=2, closed=False, colour=(0.20, 0.21, 0.25)):
        """A line drawn twice by a hand that isn't a ruler."""
        p = np.array(pts, float)
        if closed:
            p = np.vstack([p, p[:1]])
        rng = np.random.default_rng(self.next())
        mask = np.zeros((self.h, self.w), np.float32)
        for _ in range(passes):
            d = np.linalg.norm(np.diff(p, axis=0), axis=1)
            n = max(12, int(d.sum() * 160))
            s = np.concatenate([[0], np.cumsum(d)])
            at = np.linspace(-0.006, s[-1] + 0.008, n)
            q = np.stack([np.interp(at, s, p[:, k]) for k in (0, 1)], 1)
            wob = np.cumsum(rng.normal(size=(n, 2)), 0) * 0.0005
            q += wob - np.linspace(0, 1, n)[:, None] * wob[-1] + rng.normal(size=2) * 0.0016
            m = np.zeros((self.h, self.w), np.uint8)
            cv2.polylines(m, [np.round(q * self.w * 16).astype(np.int32)], False, 255, max(1, round(width + rng.normal() * 0.3)), cv2.LINE_AA, 4)
            mask = 1 - (1 - mask) * (1 - m / 255.0 * dark * 0.75)
        self.lay(mask * self.tooth, colour)

    def hatch(self, poly, angle=50, step=0.018, dark=0.3):
        """Pencil shading inside of a polygon."""
        p = np.array(poly, float)
        c, s = np.cos(np.radians(angle)), np.sin(np.radians(angle))
        inside = np.zeros((self.h, self.w), np.uint8)
        cv2.fillPoly(inside, [np.round(p * self.w * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
        keep, self.px = self.px, self.px.copy()
        off = p @ np.array((-s, c))
        along = p @ np.array((c, s))
        for o in np.arange(off.min(), off.max(), step):
            a, b = np.array((-s, c)) * o + np.array((c, s)) * along.min(), np.array((-s, c)) * o + np.array((c, s)) * along.max()
            self.pencil([a, b], 1.6, dark, 1)
        m = cv2.GaussianBlur(inside, (0, 0), 1.5)[..., None] / 255.0
        self.px = keep * (1 - m) + self.px * m

    def wash(self, poly, colour, strength=0.8):
        """Watercolour: it pools at its edges and clouds inside."""
        m = np.zeros((self.h, self.w), np.uint8)
        cv2.fillPoly(m, [np.round(np.array(poly, float) * self.w * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
        y, x = np.mgrid[0:self.h, 0:self.w].astype(np.float32)
        warp = [field(self.h, self.w, 22, self.next()) * 2.6 + field(self.h, self.w, 7, self.next()) * 0.9 for _ in (0, 1)]
        m = cv2.remap(m, x + warp[0], y + warp[1], cv2.INTER_LINEAR).astype(np.float32) / 255
        m = cv2.GaussianBlur(m, (0, 0), 1.0)
        rim = np.clip(m - cv2.GaussianBlur(m, (0, 0), 5.0), 0, 1) * m
        cloud = 0.11 * field(self.h, self.w, 70, self.next()) + 0.07 * field(self.h, self.w, 18, self.next())
        fade = 0.12 * (y / self.h - 0.5)
        self.lay(np.clip(m * (0.66 + cloud + fade) + rim * 0.75, 0, 1) * strength * (0.9 + 0.1 * self.tooth), mat.srgb(colour)[:3] if isinstance(colour, str) else colour)

    def write(self, x, y, width, size=0.018, dark=0.8):
        """A line of handwriting that nobody can read."""
        rng = np.random.default_rng(self.next())
        at = x
        while at < x + width - 2 * size:
            long = min(rng.uniform(2.5, 7.5) * size, x + width - at)
            n = int(long / size * 9)
            t = np.linspace(0, 1, n)
            ph = np.cumsum(rng.uniform(0.35, 0.95, n))
            tall = np.where(np.repeat(rng.random(n // 9 + 1) < 0.22, 9)[:n], 1.9, 0.8)
            yy = y - size * 0.45 * np.maximum(np.sin(ph), -0.5) * tall + 0.0012 * np.sin(at * 9)
            xx = at + t * long + size * 0.24 * np.cos(ph)
            self.pencil(np.column_stack([xx, yy]), 1.7, dark, 1)
            at += long + size * rng.uniform(0.9, 1.5)

    def image(self, name):
        """As a texture."""
        im = bpy.data.images.new(name, self.w, self.h)
        rgba = np.ones((self.h, self.w, 4), np.float32)
        rgba[..., :3] = np.clip(self.px, 0, 1)[::-1]
        im.pixels.foreach_set(rgba.ravel())
        im.update()
        return im


def ellipse(x, y, rx, ry, a=0, b=360, n=48):
    """Points of an ellipse; degrees run clockwise on the page."""
    t = np.radians(np.linspace(a, b, n))
    return np.column_stack([x + rx * np.cos(t), y + ry * np.sin(t)])


def paper(front, back=None, through=0.25):
    """Paper with a drawing; a leaf has one on its back. uv: u runs up the page, v away from the spine."""
    g = mat.Graph("drawn")
    uv = g.node("SeparateXYZ", Vector=g.node("TexCoord").outputs["UV"])

    def side(im, left):
        x = g.math("SUBTRACT", 1.0, uv.outputs[1]) if left else uv.outputs[1]
        t = g.node("TexImage", {"image": im, "extension": "EXTEND"}, Vector=g.node("CombineXYZ", X=x, Y=uv.outputs[0]).outputs[0])
        return t.outputs[0]

    col = side(*front)
    if back:
        col = g.mix(g.node("NewGeometry").outputs["Backfacing"], col, side(*back))
    fibre = g.noise(55.0, 3.0)
    p = g.principled(Base_Color=col, Roughness=0.85, Specular_IOR_Level=0.2, Normal=g.bump(fibre, 0.10, 0.006))
    t = g.node("BsdfTranslucent", Color=g.mix(0.35, col, "#ffe2ad"))
    return g.done(g.node("MixShader", i0=through, i1=p.outputs[0], i2=t.outputs[0]))
