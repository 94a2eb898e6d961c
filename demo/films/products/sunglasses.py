"""Sunglasses: a rounded acetate front, tinted lenses, steel-cored temples. Modelled twice as large as life."""
import math

import numpy as np

from kit import geo, mat

COLOURS = {"tortoise": ("#5a2c12", "#4d3a22"), "honey": ("#d79a3f", "#7d4a1d"), "sage": ("#8fa58c", "#34473c")}
VIEW = dict(yaw=-28, elev=17, fill=0.86, tone="#f0e9da")


def acetate(colour, name):
    """Polished cellulose acetate; tortoise is flecked, honey and sage let light in."""
    g = mat.Graph("acetate")
    if name == "tortoise":
        n = g.noise(2.6, 3.0, rough=0.55)
        n2 = g.noise(6.0, 2.0)
        col = g.mix(g.ramp(n, 0.42, 0.56), "#1c0d07", "#8a4717")
        col = g.mix(g.math("MULTIPLY", g.ramp(n2, 0.55, 0.66), 0.7), col, "#c9822f")
    else:
        col = g.mix(g.math("MULTIPLY", g.noise(3.0, 2.0), 0.25), colour, g.mix(0.3, colour, "#ffffff"))
    sss = {"honey": 0.5, "sage": 0.35}.get(name, 0.0)
    return g.done(g.principled(Base_Color=col, Roughness=0.16, Coat_Weight=0.6, Coat_Roughness=0.04, Subsurface_Weight=sss, Subsurface_Radius=(0.2, 0.12, 0.06)))


def lens(tint):
    """A tinted sheet, denser at the top, that mirrors softly."""
    g = mat.Graph("lens")
    z = g.node("SeparateXYZ", Vector=g.coord()).outputs[2]
    col = g.mix(g.ramp(z, 0.0, 1.1), g.mix(0.15, tint, "#ffffff"), g.mix(0.35, tint, "#000000"))
    tr = g.node("BsdfTransparent", Color=col)
    gl = g.node("BsdfGlossy", Roughness=0.03)
    f = g.math("ADD", 0.04, g.math("MULTIPLY", g.node("Fresnel", IOR=1.6).outputs[0], 0.9))
    return g.done(g.node("MixShader", i0=f, i1=tr.outputs[0], i2=gl.outputs[0]))


def eye(s, n=96):
    """The outline of one eye: round below, flatter brow, drawn a little outward at the top."""
    a = np.linspace(0, 2 * math.pi, n, endpoint=False)
    x = 0.565 * np.cos(a)
    z = np.where(np.sin(a) > 0, 0.44, 0.545) * np.sign(np.sin(a)) * np.abs(np.sin(a))**0.86
    x = x * (1 + 0.10 * np.clip(z, 0, 1)) + 0.06 * np.clip(z, 0, 1)
    return a, np.column_stack([s * (0.735 + x), np.zeros(n), z])


def wrap(p):
    """Bend the front around the face."""
    p = np.array(p)
    p[..., 1] += 0.085 * p[..., 0]**2
    return p


def build(colour, turn=0, folded=False):
    g = geo.group("sunglasses")
    c, tint = COLOURS[colour]
    m = acetate(c, colour)
    z0 = 0.63
    steel = mat.brushed("#c9c6be", 0.22)
    for s in (-1, 1):
        a, o = eye(s)
        top = np.clip(np.sin(a), 0, 1)**0.7
        rim = wrap(o + np.array((0, 0, z0)))
        geo.sweep("rim", rim, 0.062 + 0.030 * top, 0.070, m, g, steps=24, closed=True, up=(0, 1, 0), power=3.0)
        rad = np.linspace(0.001, 1.0, 14)
        pts = np.array([[(s * 0.735 + (q[0] - s * 0.735) * r, 0, q[2] * r + z0) for q in o] for r in rad])
        pts = wrap(pts)
        pts[..., 1] -= 0.05 * (1 - rad[:, None]**2) - 0.02
        ob = geo.grid("lens", pts, lens(tint), g, close_v=True, angle=180)
        geo.weld(ob)
        ob.location = (0, 0, 0)
        end = wrap(np.array([(s * 1.24, 0, z0 + 0.28), (s * 1.36, 0, z0 + 0.30), (s * 1.46, 0.02, z0 + 0.295)]))
        geo.sweep("end", geo.spline(end, 12), 0.075, 0.12, m, g, steps=20, up=(0, 1, 0), power=3.2)
        hx, hy = s * 1.47, 0.24
        geo.place(geo.box("hinge", (0.06, 0.12, 0.14), steel, g, bevel=0.015), (s * 1.43, hy - 0.02, z0 + 0.225))
        for dz in (-0.03, 0.03):
            geo.place(geo.cylinder("pin", 0.022, 0.012, steel, g, bevel=0.004, steps=20), wrap(np.array([(s * (1.365 + dz), -0.073, z0 + 0.30)]))[0], (90, 0, 0))
        arm = geo.spline([(hx, hy - 0.03, z0 + 0.295), (hx - s * 0.01, 0.9, z0 + 0.29), (hx - s * 0.05, 1.75, z0 + 0.26), (hx - s * 0.10, 2.25, z0 + 0.10),
                          (hx - s * 0.16, 2.62, z0 - 0.24), (hx - s * 0.20, 2.80, z0 - 0.52)], 70)
        u = np.linspace(0, 1, 70)
        geo.sweep("arm", arm, np.interp(u, [0, 0.1, 0.6, 1], [0.055, 0.05, 0.042, 0.05]), np.interp(u, [0, 0.3, 0.65, 0.9, 1], [0.125, 0.095, 0.085, 0.10, 0.07]), m, g, steps=20, up=(0, 0, 1), power=3.0)
    br = wrap(geo.spline([(-0.25, 0, z0 + 0.17), (-0.12, 0, z0 + 0.255), (0, 0, z0 + 0.275), (0.12, 0, z0 + 0.255), (0.25, 0, z0 + 0.17)], 40))
    geo.sweep("bridge", br, 0.072, 0.072, m, g, steps=20, up=(0, 1, 0), power=2.6)
    for s in (-1, 1):
        pad = wrap(geo.spline([(s * 0.155, 0.07, z0 + 0.06), (s * 0.20, 0.15, z0 - 0.05), (s * 0.25, 0.13, z0 - 0.2)], 16))
        geo.sweep("pad", pad, 0.035 * np.sin(np.linspace(0.3, 2.84, 16)), 0.06 * np.sin(np.linspace(0.3, 2.84, 16)), m, g, steps=14)
    low = geo.bounds(g)[:, 2].min()
    for o in g.children:
        o.location.z -= low
    geo.place(g, rot=(0, 0, turn))
    g["hot"] = (-0.75, -0.02, 1.05 - low)
    return g
