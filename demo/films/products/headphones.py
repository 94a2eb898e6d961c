"""Over-ear headphones standing on their cups: soft pads, steel yokes, padded band."""
import math

import numpy as np

from kit import geo, mat

COLOURS = {"sand": ("#d3c0a2", "#8a6f52", "#c7a878"), "graphite": ("#2d2e32", "#161618", "#85868b"), "forest": ("#2f4a3a", "#6b4a30", "#b89a62")}
VIEW = dict(yaw=-30, elev=11, fill=0.76, tone="#eee8db")


def build(colour, turn=0):
    g = geo.group("headphones")
    shell_c, hide_c, metal_c = COLOURS[colour]
    shell = mat.plain(shell_c, 0.42, coat=0.2, grain=0.10, scale=80)
    hide = mat.leather(hide_c, 0.5, 44, 0.2)
    metal = mat.brushed(metal_c, 0.25)
    dark = mat.weave("#1d1b1a", 40, 0.5)
    cz, cx = 0.56, 0.80
    for s in (-1, 1):
        cup = geo.group("cup")
        cup.parent = g
        prof = geo.rounded([(0, 0.30), (0.20, 0.30), (0.36, 0.27), (0.455, 0.16), (0.455, 0.02), (0.40, -0.02), (0, -0.02)], [0, 0.08, 0.15, 0.12, 0.03, 0.02, 0], 8)
        geo.lathe("shell", prof, shell, cup, steps=96)
        disc = geo.rounded([(0, 0.318), (0.205, 0.318), (0.222, 0.302), (0.222, 0.27)], [0, 0.012, 0.01, 0], 5)
        geo.lathe("disc", disc, metal, cup, steps=96)
        inlay = geo.rounded([(0, 0.324), (0.168, 0.324), (0.172, 0.316)], [0, 0.004, 0], 4)
        geo.lathe("inlay", inlay, shell, cup, steps=96)
        a = np.linspace(0, 2 * math.pi, 36, endpoint=False)
        pad = np.column_stack([0.335 + 0.125 * np.sign(np.cos(a)) * np.abs(np.cos(a))**0.8, -0.115 + 0.115 * np.sin(a)])
        pad = np.vstack([pad, pad[:1]])
        geo.lathe("pad", pad, hide, cup, steps=96, angle=180)
        geo.lathe("seam", np.array([(0.445, -0.012), (0.462, -0.006), (0.462, 0.006), (0.445, 0.012)]), mat.plain("#171514", 0.6), cup, steps=96)
        geo.lathe("driver", np.array([(0, -0.10), (0.25, -0.10)]), dark, cup, steps=48)
        cup.scale = (1.12, 0.92, 1)
        geo.place(cup, (s * cx, 0, cz), (0, 0, 0), (1, 1, 1))
        cup.rotation_euler = (0, s * math.radians(90 - 5), 0)
        cup.scale = (1.14, 0.96, 1.0)
        t = np.linspace(-1.18, 1.18, 48)
        yoke = np.column_stack([np.full(48, s * (cx + 0.135)) - s * 0.045 * np.cos(t), 0.475 * np.sin(t) / math.sin(1.18) * 0.985, cz - 0.02 + 0.60 * np.cos(t) - 0.03])
        geo.sweep("yoke", yoke, 0.030, 0.052, metal, g, steps=20, up=(1, 0, 0), power=4)
        for y in (-1, 1):
            piv = geo.cylinder("pivot", 0.048, 0.05, metal, g, bevel=0.012, steps=32)
            geo.place(piv, (s * (cx + 0.118), y * 0.43, cz + 0.18), (y * -90, 0, 0))
        geo.sweep("rod", np.array([(s * (cx + 0.09), 0, cz + 0.52), (s * (cx + 0.095), 0, cz + 0.80), (s * (cx + 0.075), 0, cz + 1.02)]), 0.022, 0.05, metal, g, steps=20, up=(0, 1, 0), power=4)
        geo.place(geo.box("slider", (0.085, 0.17, 0.26), shell, g, bevel=0.03), (s * (cx + 0.085), 0, cz + 0.82), (0, -s * 8, 0))
    th = np.linspace(math.radians(-7), math.radians(187), 120)
    band = np.column_stack([0.885 * np.cos(th), np.zeros(120), 1.44 + 0.80 * np.sin(th)])
    u = np.abs(np.linspace(-1, 1, 120))
    geo.sweep("band", band, 0.034, np.interp(u, [0, 0.75, 1], [0.17, 0.12, 0.075]), hide, g, steps=32, up=(0, 1, 0), power=3.5)
    th = np.linspace(math.radians(28), math.radians(152), 100)
    u = np.abs(np.linspace(-1, 1, 100))
    soft = np.clip((1 - u) / 0.10, 0, 1)**0.5
    puff = 1 + 0.05 * np.cos(np.linspace(-1, 1, 100) * math.pi * 7)
    cush = np.column_stack([0.835 * np.cos(th), np.zeros(100), 1.43 + 0.745 * np.sin(th)])
    geo.sweep("cushion", cush, 0.02 + 0.045 * soft * puff, 0.03 + 0.125 * soft, mat.weave(shell_c, 38, 0.4) if colour != "graphite" else mat.weave("#3b3c40", 38, 0.4), g, steps=32, up=(0, 1, 0), power=2.6)
    geo.place(g, rot=(0, 0, turn))
    g["hot"] = (-0.98, -0.15, 0.62)
    return g
