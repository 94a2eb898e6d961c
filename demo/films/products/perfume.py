"""Perfume: a thick glass block with amber liquid, metal collar and a turned wooden cap."""
import numpy as np

from kit import geo, mat

COLOURS = {"amber": "#f7bd5c"}
VIEW = dict(yaw=-20, elev=10, fill=0.74, tone="#f3e9d5")


def cavity(name, size, z, m, parent, bevel, vertical):
    """A box inside the block (its material carries the relative index of refraction)."""
    return geo.box(name, size, m, parent, bevel=bevel, seg=5, loc=(0, 0, z), vertical=vertical)


def build(colour="amber", turn=0):
    g = geo.group("perfume")
    geo.box("glass", (1.12, 0.62, 1.30), mat.glass("#f8fbf8", 1.46, 0.0, 0.9), g, bevel=0.05, seg=5, vertical=0.10)
    cavity("liquid", (0.92, 0.42, 0.84), 0.17, mat.glass(COLOURS[colour], 0.93, 0.0, 0.8), g, 0.05, 0.10)
    cavity("air", (0.92, 0.42, 0.13), 1.012, mat.glass("#ffffff", 0.685, 0.0, 1.0), g, 0.05, 0.10)
    steel = mat.brushed("#c9a35e", 0.2)
    geo.lathe("collar", geo.rounded([(0, 1.30), (0.25, 1.30), (0.25, 1.345), (0.19, 1.36), (0.19, 1.44), (0, 1.44)], 0.012, 4), steel, g)
    tube = np.array([(0, 0, 1.30), (0, 0, 0.7), (0.10, 0, 0.24)])
    geo.sweep("dip", geo.spline(tube, 20), 0.022, mat=mat.plain("#e8d7b4", 0.25), parent=g, steps=12, up=(1, 0, 0))
    cap = geo.rounded([(0, 1.40), (0.27, 1.40), (0.29, 1.43), (0.275, 1.90), (0, 1.915)], [0, 0.02, 0.02, 0.06, 0], 8)
    geo.lathe("cap", cap, mat.wood("#8a5a34", "#4a2a15", 1.5, "Z", 0.38, 0.3), g, steps=96)
    paper = geo.box("label", (0.44, 0.006, 0.30), mat.plain("#f3ead8", 0.8, grain=0.2, scale=60), g, bevel=0.001, seg=1, loc=(0, -0.314, 0.40))
    ink = mat.plain("#3a2a1c", 0.7)
    for z, w in ((0.60, 0.10), (0.535, 0.28), (0.50, 0.22)):
        geo.box("line", (w, 0.002, 0.010 if w > 0.15 else 0.05), ink, g, bevel=0, loc=(0, -0.3185, z - (0 if w > 0.15 else 0.005)))
    geo.place(g, rot=(0, 0, turn))
    g["hot"] = (0.0, -0.31, 0.85)
    return g
