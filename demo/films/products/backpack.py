"""Roll-top day pack: waxed canvas, leather base and tabs, webbing with metal hooks."""
import math

import numpy as np

from kit import geo, mat

COLOURS = {"olive": ("#5f6040", "#7a4a28", "#2c2a20"), "black": ("#202124", "#141414", "#0f0f10")}
VIEW = dict(yaw=-22, elev=9, fill=0.82, tone="#ede7d8")
H = 3.7


def section(z):
    """Half width, half depth and corner power of the bag at height z."""
    w = np.interp(z, [0, 0.10, 0.5, 1.6, 2.7, 3.2, 3.5, 3.7], [1.16, 1.28, 1.36, 1.38, 1.33, 1.31, 1.30, 1.30])
    d = np.interp(z, [0, 0.10, 0.5, 1.5, 2.5, 3.0, 3.4, 3.7], [0.58, 0.70, 0.80, 0.82, 0.70, 0.46, 0.16, 0.10])
    p = np.interp(z, [0, 1.5, 3.0, 3.7], [3.6, 3.2, 2.8, 2.4])
    return w, d, p


def front(z):
    """The y of the front face at height z (middle)."""
    return -section(z)[1]


def belt(name, zs, x, off, m, parent, half=0.085):
    """Webbing that runs down the front at x."""
    p = np.array([(x, front(z) * (1 - abs(x / 1.36)**3.2)**(1 / 3.2) - off, z) for z in zs])
    return geo.sweep(name, geo.spline(p, 60), 0.012, half, m, parent, steps=12, up=(1, 0, 0), power=5)


def build(colour, turn=0):
    g = geo.group("backpack")
    cloth_c, hide_c, web_c = COLOURS[colour]
    canvas = mat.weave(cloth_c, 22, 0.45, "#14140c", rough=0.72, sheen=0.15)
    hide = mat.leather(hide_c, 0.48, 20, 0.3)
    web = mat.weave(web_c, 30, 0.6, axes="XZ")
    metal = mat.brushed("#b08d55" if colour == "olive" else "#8b8c90", 0.3)
    nz, nt = 150, 220
    z = np.concatenate([np.linspace(0, 0.1, 12), np.linspace(0.1, H, nz - 11)[1:]])
    w, d, pw = section(z)
    k = 0.12
    ker = np.exp(-np.linspace(-2, 2, 17)**2)
    ker /= ker.sum()
    w, d = (np.convolve(np.pad(a, 8, "edge"), ker, "valid") for a in (w, d))
    th = np.linspace(0, 2 * math.pi, nt, endpoint=False)
    ex = (2 / pw)[:, None]
    x = w[:, None] * np.sign(np.cos(th)) * np.abs(np.cos(th))**ex
    y = d[:, None] * np.sign(np.sin(th)) * np.abs(np.sin(th))**ex
    pts = np.stack([x, y, np.broadcast_to(z[:, None], x.shape)], -1)
    soft = np.clip(z / 0.7, 0.08, 1)[:, None]
    fold = 0.030 * geo.noise3(pts * np.array([1.3, 1.3, 2.4]), 5, 3) + 0.012 * geo.noise3(pts * np.array([3.0, 3.0, 6.0]), 6, 2)
    drape = 0.03 * np.sin(z[:, None] * 9 + 1.5 * x) * np.clip((z[:, None] - 2.2) / 1.0, 0, 1)
    nrm = np.stack([np.cos(th), np.sin(th)], -1)
    pts[..., :2] += nrm * ((fold + drape) * soft)[..., None]
    ob = geo.grid("body", pts, None, g, close_v=True, cap=True, angle=80)
    geo.fix_normals(ob)
    ob.data.materials.append(canvas)
    zb = np.linspace(0.0, 0.62, 24)
    base = []
    for zz in zb:
        a, b, q = section(zz)
        i = max(0.0, 0.10 - zz)
        a, b = a + 0.035 - i * 0.3, b + 0.035 - i * 0.3
        base.append(np.stack([a * np.sign(np.cos(th)) * np.abs(np.cos(th))**(2 / q), b * np.sign(np.sin(th)) * np.abs(np.sin(th))**(2 / q), np.full(nt, zz)], -1))
    bs = geo.grid("base", np.array(base), hide, g, close_v=True, cap=True, angle=60)
    geo.fix_normals(bs)
    n = 260
    t = np.linspace(0, 1, n)
    ang = t * 2 * math.pi * 2.4 + math.pi
    rad = 0.27 - 0.15 * t
    spiral = np.column_stack([-0.02 + rad * np.cos(ang) * 1.05, H - 0.04 + rad * np.sin(ang)])
    xs = np.linspace(-1, 1, 40)
    roll = []
    for u in xs:
        sag = 0.055 * (u**2) - 0.03
        wob = 0.012 * np.sin(9 * u + 3 * t * 6)
        roll.append(np.column_stack([np.full(n, 1.33 * u) + 0.02 * t * np.sign(u), spiral[:, 0] + wob, spiral[:, 1] - sag + wob]))
    rl = geo.grid("roll", np.array(roll), canvas, g, angle=80)
    geo.solidify(rl, 0.03, 0)
    pk = []
    for s in np.linspace(0, 1, 18):
        inset = 0.10 * (s**3)
        a, hgt = 0.92 - inset, 1.36 - inset
        o = []
        for v in np.linspace(0, 2 * math.pi, 120, endpoint=False):
            px = a * np.sign(math.cos(v)) * abs(math.cos(v))**(2 / 5)
            pz = 1.42 + hgt / 2 * np.sign(math.sin(v)) * abs(math.sin(v))**(2 / 5)
            edge = front(pz) * (1 - abs(px / 1.36)**3.2)**(1 / 3.2)
            o.append((px, edge + 0.05 - 0.30 * math.sin(s * math.pi / 2) , pz))
        pk.append(o)
    c = np.array(pk[-1])
    for f in (0.8, 0.55, 0.3, 0.05):
        m = c.mean(0)
        ring = m + (c - m) * f
        ring[:, 1] = c[:, 1] * f + m[1] * (1 - f) - 0.05 * (1 - f)
        pk.append(ring)
    pk = np.array(pk)
    pk += (0.012 * geo.noise3(pk * 2.2, 9, 3))[..., None] * np.array([0, 1, 0])
    pocket = geo.grid("pocket", pk, canvas, g, close_v=True, cap=True, angle=80)
    geo.fix_normals(pocket)
    zip_p = [(x0, front(1.86) - 0.300 + 0.028 * (x0 / 0.7)**2, 1.86 + 0.0 * x0) for x0 in np.linspace(-0.66, 0.66, 40)]
    geo.sweep("zip tape", np.array(zip_p), 0.035, 0.012, web, g, steps=10, up=(0, 1, 0), power=4)
    geo.sweep("zip", np.array(zip_p) + np.array([0, -0.008, 0]), 0.012, 0.010, metal, g, steps=8, up=(0, 1, 0))
    pull = geo.box("pull", (0.07, 0.025, 0.26), hide, g, bevel=0.012)
    geo.place(pull, (0.60, front(1.7) - 0.315, 1.60), (4, 0, 3))
    for x0 in (-0.62, 0.62):
        p = [(x0, -0.30, H + 0.05), (x0, -0.36, H - 0.15), (x0, -0.47, 3.2), (x0, front(2.8) - 0.09, 2.85), (x0, front(2.5) - 0.06, 2.5), (x0, front(2.2) - 0.06, 2.22)]
        top = [(x0, 0.22, H - 0.28), (x0, 0.30, H + 0.02), (x0, 0.18, H + 0.24), (x0, -0.08, H + 0.275)]
        geo.sweep("strap", geo.spline(np.array(top + [(x0, -0.27, H + 0.15)] + p[1:]), 110), 0.014, 0.085, web, g, steps=12, up=(1, 0, 0), power=5)
        tab = geo.box("tab", (0.26, 0.045, 0.42), hide, g, bevel=0.02, seg=3)
        geo.place(tab, (x0, front(2.42) - 0.085, 2.22), (-3, 0, 0))
        a = np.linspace(0, 2 * math.pi, 48, endpoint=False)
        o = np.column_stack([x0 + 0.135 * np.sign(np.cos(a)) * np.abs(np.cos(a))**0.5, np.full(48, front(2.8) - 0.115), 2.80 + 0.10 * np.sign(np.sin(a)) * np.abs(np.sin(a))**0.5])
        geo.sweep("buckle", o, 0.022, mat=metal, parent=g, steps=12, closed=True, up=(0, 1, 0))
        geo.sweep("prong", np.array([(x0, front(2.8) - 0.12, 2.72), (x0, front(2.8) - 0.135, 2.80), (x0, front(2.8) - 0.12, 2.89)]), 0.014, mat=metal, parent=g, steps=10, up=(1, 0, 0))
        sh = geo.spline([(x0 * 0.85, 0.55, 3.25), (x0 * 1.15, 0.86, 3.15), (x0 * 1.65, 1.05, 2.5), (x0 * 1.95, 0.98, 1.6), (x0 * 1.95, 0.72, 0.7)], 70)
        geo.sweep("shoulder", sh, 0.15, 0.05, canvas, g, steps=20, up=(0, 1, 0), power=4)
    patch = geo.box("patch", (0.40, 0.03, 0.26), hide, g, bevel=0.012)
    geo.place(patch, (0, front(1.4) - 0.325, 1.18), (-2, 0, 0))
    hl = geo.spline([(-0.2, 0.40, H - 0.35), (-0.19, 0.50, H + 0.10), (0, 0.52, H + 0.40), (0.19, 0.50, H + 0.10), (0.2, 0.40, H - 0.35)], 50)
    geo.sweep("loop", hl, 0.018, 0.07, web, g, steps=12, up=(0, 1, 0), power=4)
    geo.place(g, rot=(0, 0, turn))
    g["hot"] = (0.0, -1.15, 1.5)
    return g
