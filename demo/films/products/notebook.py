"""Cloth-bound notebook: rounded corners, page block, elastic and ribbon. Lies on its back, spine to the left (-x)."""
import math

import numpy as np

from kit import geo, mat

COLOURS = {"ink": ("#1b2a5a", "#c9a25b", "#b9492f"), "clay": ("#b0603f", "#3c2a22", "#e7d7b8"), "sage": ("#8b9a7b", "#3d4637", "#c46a45")}
VIEW = dict(yaw=16, elev=44, fill=0.86, tone="#f0eade", turn=-10)
W, L, T = 1.42, 2.10, 0.20


def outline(w, l, r, spine=False, n=10):
    """Rounded rectangle in plan; the spine side stays square-ish."""
    out = []
    for sx, sy, a0 in ((1, 1, 0), (-1, 1, 90), (-1, -1, 180), (1, -1, 270)):
        rr = 0.025 if sx < 0 and spine else r
        cx, cy = sx * (w / 2 - rr), sy * (l / 2 - rr)
        out += [(cx + rr * math.cos(a), cy + rr * math.sin(a)) for a in np.radians(np.linspace(a0, a0 + 90, n))]
    return np.array(out)


def slab(name, w, l, z0, z1, r, m, parent, edge=0.012, dx=0.0):
    """A flat slab with rounded plan corners and softened edges."""
    rows = []
    for inset, z in ((edge, z0), (edge * 0.3, z0 + edge * 0.3), (0, z0 + edge), (0, z1 - edge), (edge * 0.3, z1 - edge * 0.3), (edge, z1)):
        o = outline(w - 2 * inset, l - 2 * inset, max(r - inset, 0.01), True)
        rows.append(np.column_stack([o[:, 0] + dx, o[:, 1], np.full(len(o), z)]))
    ob = geo.grid(name, np.array(rows), m, parent, close_v=True, cap=True, angle=50)
    geo.fix_normals(ob)
    return ob


def pages():
    """The page block: fine horizontal lines of paper."""
    g = mat.Graph("pages")
    line = g.node("TexWave", {"bands_direction": "Z"}, Vector=g.coord(), Scale=34.0, Distortion=2.2, Detail=2.0, Detail_Scale=0.7).outputs[1]
    fine = g.noise(60.0, 2.0, g.coord("Object", (0.05, 0.05, 2.5)))
    col = g.mix(g.math("MULTIPLY", line, 0.35), "#f2e9d6", "#bba98a")
    col = g.mix(g.math("MULTIPLY", g.ramp(fine, 0.4, 0.7), 0.3), col, "#a8977a")
    return g.done(g.principled(Base_Color=col, Roughness=0.9, Normal=g.bump(line, 0.35, 0.01)))


def build(colour, turn=0):
    g = geo.group("notebook")
    cloth_c, elastic_c, ribbon_c = COLOURS[colour]
    cloth = mat.weave(cloth_c, 34, 0.55, "#120c08", axes="XY", sheen=0.2)
    board = 0.028
    slab("back", W, L, 0, board, 0.09, cloth, g)
    slab("front", W, L, T - board, T, 0.09, cloth, g)
    slab("block", W - 0.06, L - 0.07, board, T - board, 0.07, pages(), g, 0.003, dx=-0.015)
    th = np.linspace(math.pi / 2, 3 * math.pi / 2, 24)
    prof = np.column_stack([-W / 2 + 0.015 + 0.055 * np.cos(th), T / 2 + (T / 2 - 0.004) * np.sin(th)])
    ys = np.linspace(-L / 2 + 0.004, L / 2 - 0.004, 2)
    sp = geo.grid("spine", np.stack([np.column_stack([prof[:, 0], np.full(24, y), prof[:, 1]]) for y in ys]), cloth, g)
    geo.solidify(sp, 0.02, 0)
    groove = geo.box("groove", (0.016, L - 0.02, 0.004), mat.plain("#0d0b0b", 0.9), g, bevel=0, loc=(-W / 2 + 0.10, 0, T - 0.0028))
    ex = W / 2 - 0.22
    path = geo.rounded([(0, -0.006), (L / 2 + 0.006, -0.006), (L / 2 + 0.006, T + 0.008), (-L / 2 - 0.006, T + 0.008), (-L / 2 - 0.006, -0.006), (-0.01, -0.006)], 0.02, 5)
    dense = np.vstack([np.linspace(path[i], path[i + 1], 4, endpoint=False) for i in range(len(path) - 1)])
    geo.sweep("elastic", np.column_stack([np.full(len(dense), ex), dense[:, 0], dense[:, 1] + 0.004]), 0.009, 0.042, mat.weave(elastic_c, 60, 0.6, axes="YX"), g, steps=12, up=(1, 0, 0), power=4)
    rb = geo.spline([(-0.32, -L / 2 + 0.2, T * 0.55), (-0.32, -L / 2 - 0.02, T * 0.53), (-0.30, -L / 2 - 0.13, T * 0.30), (-0.26, -L / 2 - 0.25, 0.02), (-0.20, -L / 2 - 0.42, 0.012), (-0.16, -L / 2 - 0.58, 0.03)], 60)
    geo.sweep("ribbon", rb, 0.045, 0.005, mat.weave(ribbon_c, 70, 0.3, axes="XY", sheen=0.5, rough=0.5), g, steps=12, power=4)
    geo.place(g, rot=(0, 0, turn))
    g["hot"] = (0.1, -0.1, T)
    return g
