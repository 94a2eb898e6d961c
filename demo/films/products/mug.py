"""Stoneware mug: speckled glaze over an unglazed foot, strap handle."""
import numpy as np

from kit import geo, mat

COLOURS = {"oat": ("#d9c8a8", "#5a4330"), "cobalt": ("#27459c", "#10193c"), "terracotta": ("#a04528", "#4a2014")}
VIEW = dict(yaw=-14, elev=17, fill=0.60, tone="#f3ead9")


def material(colour, rim_z=None):
    glaze, speck = COLOURS[colour]
    return mat.stoneware(glaze, speck=speck, foot=0.13, rim_z=rim_z)


def build(colour, filled=False, turn=0):
    g = geo.group("mug")
    m = material(colour, 0.955)
    prof = geo.rounded([(0, 0.03), (0.27, 0.03), (0.285, 0.0), (0.325, 0.0), (0.345, 0.06), (0.425, 0.21), (0.44, 0.55),
                        (0.425, 0.955), (0.385, 0.955), (0.392, 0.5), (0.37, 0.17), (0.28, 0.085), (0, 0.08)],
                       [0, 0.02, 0.015, 0.015, 0.03, 0.14, 0.3, 0.02, 0.02, 0.3, 0.1, 0.1, 0], 8)
    geo.lathe("mug body", prof, m, g, steps=128)
    path = geo.spline([(0.40, 0.77), (0.53, 0.815), (0.665, 0.745), (0.715, 0.575), (0.665, 0.40), (0.54, 0.30), (0.39, 0.275)], 60)
    path = np.column_stack([path[:, 0], np.zeros(60), path[:, 1]])
    u = np.linspace(-1, 1, 60)
    geo.sweep("mug handle", path, 0.040 + 0.018 * u**6, 0.085 + 0.03 * u**4, m, g, steps=32, up=(0, 1, 0), power=2.6)
    if filled:
        geo.cylinder("coffee", 0.386, 0.02, mat.plain("#2a150b", 0.06), g, loc=(0, 0, 0.83), bevel=0.004)
    geo.place(g, rot=(0, 0, turn))
    g["hot"] = (0.0, -0.43, 0.55)
    return g
