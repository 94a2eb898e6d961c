"""Teapot that matches the mug, with an overhead handle of bent bamboo."""
import math

import numpy as np

from kit import geo, mat

from . import mug

COLOURS = {"oat": mug.COLOURS["oat"], "cobalt": mug.COLOURS["cobalt"]}
VIEW = dict(yaw=-12, elev=15, fill=0.74, tone="#f0e8d8")


def arc(pts, n):
    """A smooth path in the xz plane."""
    p = geo.spline(pts, n)
    return np.column_stack([p[:, 0], np.zeros(n), p[:, 1]])


def build(colour, turn=0):
    g = geo.group("teapot")
    m = mug.material(colour)
    prof = geo.spline([(0.40, 0.04), (0.66, 0.20), (0.80, 0.46), (0.77, 0.74), (0.60, 0.95), (0.40, 1.03)], 60)
    prof = np.vstack([[(0, 0.03), (0.36, 0.03), (0.37, 0.0), (0.41, 0.0)], prof, [(0.385, 1.045), (0.355, 1.03), (0.35, 0.98)]])
    geo.lathe("pot", prof, m, g, steps=128)
    lid = geo.spline([(0.375, 1.035), (0.372, 1.06), (0.30, 1.105), (0.16, 1.145), (0.075, 1.165), (0.062, 1.20), (0.105, 1.25),
                      (0.112, 1.295), (0.07, 1.335), (0.0, 1.345)], 70)
    geo.lathe("lid", np.vstack([[(0, 1.02), (0.35, 1.02)], lid]), mug.material(colour), g, steps=96)
    n = 44
    path = arc([(0.58, 0.40), (0.84, 0.50), (1.00, 0.72), (1.10, 0.93), (1.20, 1.02)], n)
    r = np.interp(np.linspace(0, 1, n), [0, 0.25, 0.6, 0.9, 1], [0.235, 0.175, 0.115, 0.088, 0.096])
    tube = geo.sweep("spout", path, r, r * 1.0, m, g, steps=40, up=(0, 1, 0), cap=False)
    geo.solidify(tube, 0.028, -1)
    cane = mat.wood("#c99a55", "#8d5f2c", 1.4, "X", 0.38, 0.25)
    n = 120
    path = arc([(-0.585, 1.00), (-0.64, 1.22), (-0.50, 1.62), (-0.22, 1.82), (0, 1.865), (0.22, 1.82), (0.50, 1.62), (0.64, 1.22), (0.585, 1.00)], n)
    u = np.linspace(0, 1, n)
    knots = sum(np.exp(-((u - k) / 0.0075)**2) for k in (0.14, 0.32, 0.5, 0.68, 0.86))
    taper = np.clip(np.minimum(u, 1 - u) / 0.03, 0.75, 1)
    geo.sweep("bamboo", path, (0.052 + 0.014 * knots) * taper, (0.058 + 0.014 * knots) * taper, cane, g, steps=24, up=(0, 1, 0))
    brass = mat.brushed("#a9803f", 0.3)
    for s in (-1, 1):
        th = np.linspace(0, 2 * math.pi, 40, endpoint=False)
        ring = np.column_stack([s * 0.60 + 0.02 * np.cos(th), 0.085 * np.cos(th), 1.015 + 0.085 * np.sin(th)])
        geo.sweep("ring", ring, 0.016, mat=brass, parent=g, steps=12, closed=True, up=(1, 0, 0))
        lug = np.array([(s * 0.60, y, 0.945 + 0.09 * math.cos(y / 0.11 * 1.4)) for y in np.linspace(-0.11, 0.11, 20)])
        geo.sweep("lug", lug, 0.034, mat=m, parent=g, steps=16, up=(1, 0, 0))
    geo.place(g, rot=(0, 0, turn))
    g["hot"] = (0.0, -0.78, 0.55)
    return g
