"""Candle in a glass with a paper label, wick and flame."""
import math

import numpy as np

from kit import geo, mat, studio

COLOURS = {"yuzu": ("#fdf7e0", "#f3e09a"), "cedar": ("#b2d0bb", "#e9dfc6")}
VIEW = dict(yaw=0, elev=13, fill=0.62, tone="#f0e7d4")


def flame_material(strength):
    """Blue-ish at the base, white-yellow in the body, orange at the tip."""
    g = mat.Graph("flame")
    z = g.node("SeparateXYZ", Vector=g.coord("Generated")).outputs[2]
    col = g.mix(g.ramp(z, 0.45, 1.0), g.mix(g.ramp(z, 0.0, 0.22), "#7a6cff", "#ffd27a"), "#ff8a2a")
    e = g.node("Emission", Color=col, Strength=g.math("MULTIPLY", g.math("ADD", g.ramp(z, 0.0, 0.35), 0.12), strength))
    lp = g.node("LightPath")
    return g.done(g.node("MixShader", i0=lp.outputs["Is Shadow Ray"], i1=e.outputs[0], i2=g.node("BsdfTransparent").outputs[0]))


def build(colour, power=2.2, turn=0):
    g = geo.group("candle")
    tint, wax_c = COLOURS[colour]
    outer = geo.rounded([(0, 0), (0.43, 0), (0.45, 1.10), (0.418, 1.10), (0.402, 0.10), (0, 0.09)], [0, 0.05, 0.016, 0.016, 0.05, 0], 6)
    geo.lathe("tumbler", outer, mat.glass(tint, 1.46, 0.0 if colour == "cedar" else 0.05, 0.75), g, steps=128)
    wax = geo.rounded([(0, 0.105), (0.396, 0.105), (0.408, 0.83), (0.36, 0.795), (0.12, 0.765), (0, 0.765)], [0, 0.04, 0.012, 0.04, 0.05, 0], 8)
    gr = mat.Graph("wax")
    z = gr.node("SeparateXYZ", Vector=gr.coord()).outputs[2]
    hot = gr.ramp(z, 0.35, 0.82)
    m = gr.done(gr.principled(Base_Color=wax_c, Roughness=0.42, Subsurface_Weight=0.5, Subsurface_Radius=(0.15, 0.10, 0.05), Subsurface_Scale=1.0,
                              Emission_Color="#ffb45a", Emission_Strength=gr.math("MULTIPLY", hot, 0.03 * power)))
    geo.lathe("wax", wax, m, g, steps=96)
    geo.lathe("pool", np.array([(0, 0.772), (0.27, 0.772), (0.285, 0.768)]), mat.plain(wax_c, 0.04, coat=0.6), g, steps=64)
    geo.sweep("wick", geo.spline([(0, 0, 0.74), (0.004, 0, 0.86), (0.03, 0, 0.93)], 12), 0.013, mat=mat.plain("#1a1512", 0.9), parent=g, steps=10, up=(1, 0, 0))
    fl = geo.spline([(0.0, 0.0), (0.042, 0.05), (0.062, 0.13), (0.045, 0.24), (0.018, 0.35), (0.0, 0.40)], 40)
    flame = geo.lathe("flame", fl, flame_material(9.0), g, steps=32)
    flame.location = (0.012, 0, 0.87)
    light = studio.point((0.012, 0, 1.05), power, "#ffb060", 0.06)
    light.parent = g
    light.visible_camera = False
    a = np.linspace(math.radians(-52), math.radians(52), 48)
    zz = np.array([0.34, 0.345, 0.735, 0.74])
    rr = 0.43 + 0.02 * (zz / 1.10) + 0.004
    pts = np.stack([rr[:, None] * np.sin(a), -rr[:, None] * np.cos(a), np.broadcast_to(zz[:, None], (4, 48))], -1)
    lab = geo.grid("label", pts, mat.plain("#f5eddc", 0.8, grain=0.25, scale=55), g)
    ink = mat.plain("#2a2b26", 0.7)
    for z0, z1, w in ((0.60, 0.645, 3.2), (0.52, 0.532, 19), (0.485, 0.494, 13)):
        b = np.linspace(math.radians(-w), math.radians(w), 24)
        z2 = np.array([z0, z1])
        r2 = 0.43 + 0.02 * (z2 / 1.10) + 0.007
        geo.grid("line", np.stack([r2[:, None] * np.sin(b), -r2[:, None] * np.cos(b), np.broadcast_to(z2[:, None], (2, 24))], -1), ink, g)
    geo.place(g, rot=(0, 0, turn))
    g["light"], g["flame"] = light.name, flame.name
    g["hot"] = (0.0, -0.45, 0.55)
    return g
