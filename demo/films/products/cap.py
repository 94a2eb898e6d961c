"""Ribbed knit beanie with a deep fold; every stitch is real geometry."""
import math

import numpy as np

from kit import geo, mat

COLOURS = {"rust": "#9c3f22", "navy": "#27324f", "oat": "#d5c5a8"}
VIEW = dict(yaw=0, elev=10, fill=0.66, tone="#f0e9d9")
RIBS = 44


def stitches(u, v, rows):
    """Height of the knit at rib angle u (0..1 around) and row v: ribs with two braided columns of V stitches."""
    a = (u * RIBS) % 1.0
    rib = np.clip(np.sin(math.pi * np.clip((a - 0.08) / 0.84, 0, 1)), 0, 1)**0.55
    side = np.abs(a - 0.5) * 2
    row = v * rows + 0.9 * side
    bead = np.abs(np.sin(math.pi * row))**0.8
    split = 1 - 0.45 * np.exp(-((a - 0.5) / 0.07)**2)
    return rib * (0.55 + 0.45 * bead) * split


def wool(colour):
    """Soft yarn."""
    g = mat.Graph("wool")
    n = g.noise(55.0, 3.0)
    col = g.mix(g.math("MULTIPLY", n, 0.4), colour, g.mix(0.2, colour, "#ffffff"))
    col = g.mix(g.math("MULTIPLY", g.ramp(g.noise(3.0, 2.0), 0.3, 0.7), 0.25), col, g.mix(0.5, colour, "#000000"))
    return g.done(g.principled(Base_Color=col, Roughness=0.95, Sheen_Weight=0.12, Sheen_Roughness=0.5, Specular_IOR_Level=0.15, Normal=g.bump(n, 0.4, 0.012)))


def build(colour, turn=0):
    g = geo.group("cap")
    m = wool(COLOURS[colour])
    nt = RIBS * 20
    th = np.linspace(0, 2 * math.pi, nt, endpoint=False)
    u = th / (2 * math.pi)

    def skin(name, prof, rows, depth, n, gather=None):
        p = geo.spline(prof, n)
        seg = np.r_[0, np.cumsum(np.linalg.norm(np.diff(p, axis=0), axis=1))]
        v = seg / seg[-1]
        t = np.gradient(p, axis=0)
        t /= np.linalg.norm(t, axis=1, keepdims=True)
        nr, nz = t[:, 1], -t[:, 0]
        h = depth * stitches(u[None], v[:, None], rows)
        fade = np.clip(p[:, 0] / 0.35, 0.25, 1)[:, None]
        h = h * fade
        r = p[:, 0:1] + nr[:, None] * h
        z = p[:, 1:2] + nz[:, None] * h
        q = np.stack([r * np.cos(th), r * np.sin(th), z], -1)
        q[..., 0] *= 1.0
        q[..., 1] *= 0.92
        q += 0.022 * geo.noise3(q * 1.6, 4, 2)[..., None] * np.array([1, 1, 0.6])
        ob = geo.grid(name, q, m, g, close_v=True, angle=180)
        return ob

    skin("dome", [(0.86, 0.30), (0.93, 0.62), (0.94, 0.95), (0.86, 1.30), (0.68, 1.58), (0.42, 1.76), (0.18, 1.83), (0.015, 1.80)], 46, 0.045, 420)
    skin("fold", [(0.86, 0.28), (0.865, 0.10), (0.90, 0.02), (0.965, 0.015), (1.005, 0.09), (1.01, 0.30), (1.0, 0.52), (0.985, 0.64), (0.955, 0.685), (0.915, 0.67), (0.90, 0.60)], 30, 0.052, 300)
    geo.place(g, rot=(0, 0, turn))
    g["hot"] = (0.0, -0.95, 0.85)
    return g
