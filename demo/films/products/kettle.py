"""Pour-over kettle: enamelled steel, goose-neck spout, beech grip and knob."""
import math

import numpy as np

from kit import geo, mat

COLOURS = {"brick": "#b0412a", "cream": "#ece2cc", "black": "#1b1b1d"}
VIEW = dict(yaw=-12, elev=12, fill=0.78, tone="#efe8d9")


def build(colour, turn=0):
    g = geo.group("kettle")
    m = mat.plain(COLOURS[colour], 0.22, coat=0.5, grain=0.03, scale=18)
    steel = mat.brushed("#cfccc6", 0.2)
    beech = mat.wood("#c99b6a", "#93663b", 1.3, "Z", 0.42, 0.12)
    prof = geo.rounded([(0, 0.02), (0.72, 0.0), (0.80, 0.05), (0.74, 0.55), (0.50, 1.22), (0.465, 1.26)], [0, 0.04, 0.10, 0.5, 0.12, 0], 10)
    geo.lathe("body", prof, m, g, steps=128)
    geo.lathe("rim", geo.rounded([(0.45, 1.235), (0.49, 1.235), (0.495, 1.27), (0.47, 1.28), (0.44, 1.27)], 0.012, 4), steel, g, steps=96)
    lid = geo.rounded([(0.455, 1.26), (0.44, 1.30), (0.25, 1.36), (0.06, 1.375), (0, 1.375)], [0, 0.03, 0.1, 0.03, 0], 8)
    geo.lathe("lid", lid, m, g, steps=96)
    geo.lathe("neck", np.array([(0.035, 1.36), (0.035, 1.44)]), steel, g, steps=32)
    knob = geo.spline([(0.0, 1.43), (0.08, 1.435), (0.13, 1.49), (0.125, 1.56), (0.07, 1.60), (0.0, 1.605)], 30)
    geo.lathe("knob", knob, beech, g, steps=48)
    n = 110
    p = geo.spline([(0.60, 0, 0.30), (0.88, 0, 0.27), (1.10, 0, 0.40), (1.13, 0, 0.66), (1.04, 0, 0.92), (1.06, 0, 1.16), (1.24, 0, 1.28), (1.42, 0, 1.23)], n)
    r = np.interp(np.linspace(0, 1, n), [0, 0.2, 0.6, 0.95, 1.0], [0.135, 0.098, 0.07, 0.058, 0.062])
    tube = geo.sweep("spout", p, r, r, m, g, steps=32, up=(0, 1, 0), cap=False)
    geo.solidify(tube, 0.014, -1)
    geo.lathe("collar", np.array([(0, 0.0)]) if False else geo.rounded([(0.12, -0.03), (0.165, -0.03), (0.165, 0.03), (0.12, 0.03)], 0.015, 4), steel, g, steps=48)
    col = [o for o in g.children if o.name.startswith("collar")][-1]
    geo.place(col, (0.76, 0, 0.285), (0, 90, 0))
    h = geo.spline([(-0.46, 0, 1.14), (-0.72, 0, 1.23), (-0.98, 0, 1.20), (-1.08, 0, 1.02)], 40)
    geo.sweep("bracket", h, 0.030, 0.075, steel, g, steps=16, up=(0, 1, 0), power=3)
    grip = geo.spline([(-1.065, 0, 1.10), (-1.10, 0, 0.92), (-1.105, 0, 0.62), (-1.07, 0, 0.34), (-1.05, 0, 0.26)], 60)
    u = np.linspace(0, 1, 60)
    geo.sweep("grip", grip, np.interp(u, [0, 0.06, 0.4, 0.9, 1], [0.06, 0.085, 0.10, 0.085, 0.06]), np.interp(u, [0, 0.06, 0.4, 0.9, 1], [0.08, 0.105, 0.12, 0.105, 0.08]), beech, g, steps=24, up=(0, 1, 0), power=2.4)
    geo.place(g, rot=(0, 0, turn))
    g["hot"] = (0.0, -0.72, 0.70)
    return g
