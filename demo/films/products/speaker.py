"""Compact loudspeaker: a rounded cabinet around a cloth or perforated front, brass dial, leather loop."""
import math

import numpy as np

from kit import geo, mat

COLOURS = {"walnut": "#6b4325", "graphite": "#2a2b2e"}
VIEW = dict(yaw=-24, elev=13, fill=0.74, tone="#efe7d8")
W, D, H, R = 1.55, 1.05, 2.15, 0.30


def ring(inset, y, n=14):
    """A rounded rectangle in the xz plane, inset from the cabinet's outline."""
    w, h, r = W / 2 - inset, H / 2 - inset, max(R - inset, 0.02)
    out = []
    for cx, cz, a0 in ((w - r, h - r, 0), (-(w - r), h - r, 90), (-(w - r), -(h - r), 180), (w - r, -(h - r), 270)):
        for a in np.linspace(math.radians(a0), math.radians(a0 + 90), n):
            out.append((cx + r * math.cos(a), y, cz + r * math.sin(a) + H / 2 + 0.06))
    return out


def perforated(colour):
    """Fine holes in a hexagonal raster, in object space (xz)."""
    g = mat.Graph("perforated")
    v = g.node("TexVoronoi", {"feature": "F1", "voronoi_dimensions": "2D"}, Vector=g.node("Mapping", Vector=g.coord(), Rotation=(math.pi / 2, 0, 0)).outputs[0],
               Scale=21.0, Randomness=0.0)
    hole = g.ramp(v.outputs[0], 0.36, 0.30)
    col = g.mix(hole, colour, "#050505")
    return g.done(g.principled(Base_Color=col, Metallic=0.6, Roughness=0.42, Normal=g.bump(g.math("SUBTRACT", 1.0, hole), 0.7, 0.02)))


def build(colour, turn=0):
    g = geo.group("speaker")
    walnut = colour == "walnut"
    shell = mat.wood("#a06c3f", "#5a3419", 1.1, "Z", 0.4, 0.2) if walnut else mat.plain("#232427", 0.42, coat=0.2, grain=0.08, scale=70)
    f, b = -D / 2, D / 2
    sections = [(0.30, b), (0.05, b), (0.012, b - 0.012), (0, b - 0.05), (0, f + 0.04), (0.010, f + 0.010), (0.035, f), (0.085, f),
                (0.105, f + 0.010), (0.112, f + 0.03), (0.112, f + 0.12)]
    cab = geo.grid("cabinet", np.array([ring(i, y) for i, y in sections]), shell, g, close_v=True, cap=True, angle=50)
    geo.fix_normals(cab)
    cloth = mat.weave("#cbbb9f", 34.0, 0.55, "#6f5d43") if walnut else perforated("#3a3b3f")
    steps = [(0.112, 0.075), (0.118, 0.055), (0.15, 0.036), (0.24, 0.022), (0.40, 0.014), (0.60, 0.012)]
    if not walnut:
        steps = [(0.112, 0.06), (0.118, 0.035), (0.14, 0.028), (0.6, 0.028)]
    front = geo.grid("grille", np.array([ring(i, f + y) for i, y in steps]), cloth, g, close_v=True, cap=True, angle=60)
    geo.fix_normals(front)
    brass = mat.brushed("#b98d4c" if walnut else "#8f9095", 0.26)
    dial = geo.cylinder("dial", 0.125, 0.075, brass, g, bevel=0.022)
    geo.place(dial, (W / 2 - 0.36, f + 0.03, 0.42), (90, 0, 0))
    mark = geo.box("mark", (0.014, 0.055, 0.01), mat.plain("#1a120b", 0.6), g, bevel=0.002)
    geo.place(mark, (W / 2 - 0.36, f - 0.043, 0.475), (90, 0, 0))
    led = geo.sphere("led", 0.016, mat.glow("#ffd29a", 5.0), g, loc=(W / 2 - 0.62, f + 0.012, 0.42))
    led.scale = (1, 0.4, 1)
    top = H + 0.06
    strap = geo.spline([(-0.46, top - 0.02), (-0.455, top + 0.10), (-0.30, top + 0.25), (0, top + 0.30), (0.30, top + 0.25), (0.455, top + 0.10), (0.46, top - 0.02)], 60)
    hide = mat.leather("#9a5b30" if walnut else "#1c1c1e", 0.55)
    geo.sweep("strap", np.column_stack([strap[:, 0], np.zeros(60), strap[:, 1]]), 0.022, 0.115, hide, g, steps=24, up=(0, 1, 0), power=5)
    for s in (-1, 1):
        st = geo.cylinder("stud", 0.05, 0.03, brass, g, bevel=0.012)
        geo.place(st, (s * 0.478, 0, top + 0.085), (0, s * 82, 0))
        for y in (-0.33, 0.33):
            geo.cylinder("foot", 0.085, 0.07, mat.plain("#1b1a19", 0.7), g, loc=(s * 0.5, y, 0), bevel=0.015)
    geo.place(g, rot=(0, 0, turn))
    g["hot"] = (0.0, f, 1.30)
    return g
