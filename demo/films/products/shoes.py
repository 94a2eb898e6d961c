"""A pair of canvas shoes: rubber foxing and toe cap, laced throat, cotton tongue. Toes towards the camera (-y)."""
import math

import numpy as np

from kit import geo, mat

COLOURS = {"ecru": ("#e8dfca", "#efe9da", "#b56a3a"), "pine": ("#2f4f41", "#efe9da", "#efe9da"), "brick": ("#a8452c", "#efe9da", "#efe9da")}
VIEW = dict(yaw=-38, elev=24, fill=0.82, tone="#efe8da")
L = 2.86


def plan(s, side):
    """Half outline in plan at s (0 heel, 1 toe): x of the medial (-1) or lateral (+1) edge; y runs from heel to toe."""
    w = np.interp(s, [0, 0.06, 0.18, 0.38, 0.62, 0.72, 0.86, 0.95, 1.0], [0.0, 0.24, 0.355, 0.335, 0.455, 0.475, 0.40, 0.25, 0.0])
    c = np.interp(s, [0, 0.4, 0.72, 1.0], [0.0, 0.02, -0.015, -0.10])
    return c + side * w


def outline(n=240):
    """The closed sole outline, smoothed: [(x, y)] from the heel along the lateral side to the toe and back."""
    s = np.r_[0, 0.02, 0.06, 0.12, 0.2, 0.3, 0.4, 0.5, 0.6, 0.68, 0.76, 0.84, 0.90, 0.95, 0.985, 1.0]
    w = np.array([0, .165, .27, .335, .36, .345, .335, .365, .43, .465, .465, .42, .345, .255, .14, 0])
    c = np.interp(s, [0, 0.4, 0.72, 1.0], [0.0, 0.02, -0.015, -0.10])
    right = np.column_stack([c + w, L * (0.5 - s)])
    left = np.column_stack([c - w, L * (0.5 - s)])[1:-1][::-1]
    return geo.spline(np.vstack([right, left]), n, closed=True)


def shoe(colour, side, parent):
    g = geo.group("shoe")
    g.parent = parent
    canvas_c, rubber_c, lace_c = COLOURS[colour]
    canvas = mat.weave(canvas_c, 22, 0.45, axes="YZ", sheen=0.2)
    rubber = mat.plain(rubber_c, 0.48, coat=0.1, grain=0.05, scale=30)
    o = outline()
    n = len(o)
    s = 0.5 - o[:, 1] / L
    spring = 0.10 * np.clip((s - 0.72) / 0.28, 0, 1)**2
    t = np.roll(o, -1, 0) - np.roll(o, 1, 0)
    t /= np.linalg.norm(t, axis=1, keepdims=True)
    out = np.column_stack([t[:, 1], -t[:, 0]])
    if np.mean(np.einsum("ij,ij->i", out, o)) < 0:
        out = -out
    rows = []
    prof = geo.rounded([(-0.30, 0.0), (0.03, 0.0), (0.045, 0.10), (0.03, 0.235), (-0.02, 0.24), (-0.06, 0.2)], [0, 0.03, 0.03, 0.02, 0.01, 0], 5)
    cen = np.array((0.0, 0.0))
    for d, z in prof:
        p = o + out * d if d > -0.2 else o * 0.6
        h = z + (0.05 * np.clip((s - 0.80) / 0.12, 0, 1) if z > 0.15 else 0)
        rows.append(np.column_stack([p, h + spring]))
    del cen
    geo.fix_normals(geo.grid("foxing", np.array(rows), rubber, g, close_v=True, cap=True, angle=50))
    stripe = np.column_stack([o + out * 0.046, 0.165 + spring])
    geo.sweep("stripe", stripe, 0.006, 0.012, mat.plain(lace_c if colour == "ecru" else canvas_c, 0.5), g, steps=8, closed=True)
    # height of the upper along its middle and the lean of its walls
    top = lambda q: np.interp(q, [0, 0.1, 0.25, 0.40, 0.47, 0.60, 0.72, 0.84, 0.94, 1.0], [0.98, 0.95, 0.84, 0.86, 0.93, 0.78, 0.60, 0.47, 0.36, 0.20])
    # vamp and toe: full arches
    q = np.linspace(0.40, 0.995, 60)
    a = np.linspace(0, math.pi, 41)
    xs_r = np.array([np.interp(v, s[: n // 2], o[: n // 2, 0]) for v in q])
    half = s[n // 2:][::-1], o[n // 2:, 0][::-1]
    xs_l = np.array([np.interp(v, half[0], half[1]) for v in q])
    mid, wid = (xs_r + xs_l) / 2, (xs_r - xs_l) / 2
    sp = 0.10 * np.clip((q - 0.72) / 0.28, 0, 1)**2
    ca, sa = np.cos(a), np.sin(a)
    ex = 0.80

    def arch(q_, mid_, wid_, sp_, grow=0.0, drop=0.0):
        h = (top(q_) - 0.2)[:, None] - drop
        X = mid_[:, None] + (wid_[:, None] - 0.015 + grow) * np.sign(ca) * np.abs(ca)**ex * (1 - 0.16 * sa * np.clip((0.7 - q_)[:, None] / 0.3, 0, 1))
        Z = 0.2 + sp_[:, None] + (h + grow) * sa**0.85
        return np.stack([X, np.broadcast_to((L * (0.5 - q_))[:, None], X.shape), Z], -1)

    full = arch(q, mid, wid, sp)
    full += 0.010 * geo.noise3(full * 4, 3 + int(side > 0))[..., None]
    throat = q < 0.655
    # the throat is open in the middle: two sides and a tongue below
    lo = full[throat]
    cut = [np.interp(v, [0.40, 0.62, 0.655], [10, 14, 20]).round().astype(int) for v in q[throat]]
    for sgn in (0, 1):
        rowsq = []
        for r, c in zip(lo, cut):
            seg = r[: c + 1] if sgn == 0 else r[::-1][: c + 1]
            u = np.linspace(0, len(seg) - 1, 16)
            rowsq.append(np.column_stack([np.interp(u, np.arange(len(seg)), seg[:, k]) for k in range(3)]))
        ob = geo.grid("quarter", np.array(rowsq), canvas, g, angle=180)
        geo.solidify(ob, 0.035, 0)
        edge = np.array([r[-1] for r in rowsq])
        geo.sweep("edge", edge, 0.018, mat=canvas, parent=g, steps=8)
    vamp = geo.grid("vamp", full[~throat | (q > 0.64)], canvas, g, angle=180)
    geo.solidify(vamp, 0.03, 0)
    tq = np.linspace(0.335, 0.70, 36)
    tm, tw = np.interp(tq, q, mid), np.interp(tq, [0.335, 0.42, 0.70], [0.20, 0.22, 0.20])
    v = np.linspace(-1, 1, 15)
    tz = top(tq) - 0.02 + np.interp(tq, [0.335, 0.40, 0.47], [0.20, 0.10, 0.0])
    tong = np.stack([tm[:, None] + tw[:, None] * v, np.broadcast_to((L * (0.5 - tq))[:, None], (36, 15)), tz[:, None] - 0.09 * v**2], -1)
    ob = geo.grid("tongue", tong, canvas, g, angle=180)
    geo.solidify(ob, 0.05, 0)
    # heel and collar: a wall around the back
    k = np.where(s < 0.43)[0]
    k = np.r_[k[k >= n // 2], k[k < n // 2]]
    base, ss, oo = o[k], s[k], out[k]
    rows = []
    for f in np.linspace(0, 1, 14):
        h = np.interp(ss, [0, 0.10, 0.24, 0.36, 0.43], [0.98, 0.94, 0.80, 0.78, 0.74])
        lean = -0.015 - 0.09 * f**1.6 * np.interp(ss, [0, 0.1, 0.3, 0.43], [0.35, 0.8, 1.15, 1.25]) + 0.03 * math.sin(math.pi * f)
        rows.append(np.column_stack([base + oo * lean[:, None], 0.2 + (h - 0.2) * f]))
    wall = geo.grid("heel", np.array(rows), canvas, g, angle=180)
    geo.solidify(wall, 0.05, 0)
    geo.sweep("collar", rows[-1], 0.038, mat=canvas, parent=g, steps=12)
    lining = geo.grid("lining", np.array([np.column_stack([(o * 0.86), np.full(n, 0.26)]), np.column_stack([o * 0.01, np.full(n, 0.25)])]), mat.weave("#d9cdb4", 24, 0.3), g, close_v=True)
    lining.location.z = 0
    tab = [r[len(k) // 2 - 6: len(k) // 2 + 7] + np.column_stack([oo[len(k) // 2 - 6: len(k) // 2 + 7] * 0.03, np.zeros(13)]) for r in rows[4:]]
    geo.solidify(geo.grid("tab", np.array(tab), mat.leather(lace_c if colour == "ecru" else "#b56a3a", 0.5, 30), g, angle=180), 0.02, 0)
    # toe cap
    cq = np.linspace(0.865, 0.998, 26)
    cm, cw = np.interp(cq, q, mid), np.interp(cq, q, wid)
    capp = arch(cq, cm, cw, 0.10 * np.clip((cq - 0.72) / 0.28, 0, 1)**2, grow=0.022)
    cap = geo.grid("toe cap", capp, rubber, g, angle=180)
    geo.solidify(cap, 0.03, 0)
    geo.sweep("cap edge", capp[0], 0.020, mat=rubber, parent=g, steps=10)
    # laces
    lace = mat.weave(lace_c if colour == "ecru" else "#efe9da", 60, 0.5, axes="XY")
    eye = mat.brushed("#b8a98a", 0.3)
    for j, v in enumerate(np.linspace(0.44, 0.625, 5)):
        i = int(np.argmin(np.abs(q - v)))
        c = int(np.interp(v, [0.40, 0.62, 0.655], [10, 14, 20])) - 3
        p0, p1 = full[i, c] + np.array((0, 0, 0.03)), full[i, 40 - c] + np.array((0, 0, 0.03))
        m = np.array(((p0[0] + p1[0]) / 2, p0[1], top(v) + 0.05))
        b0, b1 = (np.array((m[0] + (p[0] - m[0]) * 0.55, m[1], m[2] - (m[2] - p[2]) * 0.22)) for p in (p0, p1))
        path = geo.spline([p0 + np.array((0.05, 0, -0.05)), p0 + np.array((0, 0, 0.01)), b0, m, b1, p1 + np.array((0, 0, 0.01)), p1 + np.array((-0.05, 0, -0.05))], 40)
        geo.sweep("lace", path, 0.020, 0.045, lace, g, steps=12, up=(0, 0, 1), power=3)
        for p in (p0, p1):
            geo.sphere("eyelet", 0.042, eye, g, loc=tuple(p - np.array((0, 0, 0.012))), scale=(1, 1, 0.5), steps=20)
    i = int(np.argmin(np.abs(q - 0.43)))
    knot = full[i, 20] * np.array((1, 1, 0)) + np.array((0, 0.0, top(0.43) + 0.09))
    geo.sphere("knot", 0.06, lace, g, loc=tuple(knot), scale=(1.3, 0.9, 0.8), steps=24)
    for sg in (-1, 1):
        loop = geo.spline([knot, knot + np.array((sg * 0.12, -0.06, 0.035)), knot + np.array((sg * 0.27, -0.17, -0.06)), knot + np.array((sg * 0.27, -0.08, -0.12)), knot + np.array((sg * 0.12, 0.01, -0.02)), knot], 50)
        geo.sweep("bow", loop, 0.016, 0.038, lace, g, steps=10, up=(0, 0, 1), power=3)
        end = geo.spline([knot, knot + np.array((sg * 0.06, -0.12, 0.0)), knot + np.array((sg * 0.13, -0.27, -0.05)), knot + np.array((sg * 0.24, -0.38, -0.20))], 30)
        geo.sweep("end", end, 0.016, 0.034, lace, g, steps=10, up=(0, 0, 1), power=3)
    return g


def build(colour, turn=0, apart=0.56):
    g = geo.group("shoes")
    a = shoe(colour, 1, g)
    a.location = (apart, 0.12, 0)
    b = shoe(colour, -1, g)
    b.location = (-apart, -0.10, 0)
    a.scale = (-1, 1, 1)
    a.rotation_euler.z, b.rotation_euler.z = math.radians(7), math.radians(-5)
    geo.place(g, rot=(0, 0, turn))
    g["hot"] = (-apart, -0.95, 0.45)
    return g
