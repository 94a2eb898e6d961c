"""Lounge chair: an oak frame of round-edged boards, slung with two thick cushions."""
import math

import numpy as np

from kit import geo, mat

COLOURS = {"ochre": "#c58b2f", "moss": "#59633f", "rose": "#b9776a"}
VIEW = dict(yaw=-32, elev=13, fill=0.80, tone="#eee6d7")


def cushion(name, w, d, h, m, parent, seed, crown=0.22):
    """A soft block: superellipse in every section, welted, with gentle wrinkles."""
    nu, nv = 64, 96
    a = np.linspace(-math.pi / 2, math.pi / 2, nu)
    b = np.linspace(0, 2 * math.pi, nv, endpoint=False)
    c = lambda t, e: np.sign(np.cos(t)) * np.abs(np.cos(t))**e
    s = lambda t, e: np.sign(np.sin(t)) * np.abs(np.sin(t))**e
    x = w / 2 * c(a, 0.28)[:, None] * c(b, 0.22)
    y = d / 2 * c(a, 0.28)[:, None] * s(b, 0.22)
    z = np.broadcast_to(h / 2 * s(a, 0.55)[:, None], x.shape).copy()
    z *= 1 + crown * (1 - np.clip((x / (w / 2))**2, 0, 1)) * (1 - np.clip((y / (d / 2))**2, 0, 1)) * 1.6
    p = np.stack([x, y, z], -1)
    p += 0.045 * geo.noise3(p * 0.9, seed, 3)[..., None] * np.array((0.4, 0.4, 1))
    ob = geo.grid(name, p, m, parent, close_v=True, angle=180)
    geo.weld(ob)
    geo.smooth(ob.data, 180)
    t = np.linspace(0, 2 * math.pi, 160, endpoint=False)
    for zz in (-0.30, 0.30):
        k = 0.985
        ring = np.column_stack([w / 2 * k * c(t, 0.22), d / 2 * k * s(t, 0.22), np.full(160, zz * h)])
        ring += 0.045 * geo.noise3(ring * 0.9, seed, 3)[..., None] * np.array((0.4, 0.4, 1))
        geo.sweep("welt", ring, 0.04, mat=m, parent=ob, steps=10, closed=True)
    return ob


def build(colour, turn=0):
    g = geo.group("chair")
    oak = mat.wood("#c59a66", "#8d6238", 0.55, "Z", 0.45, 0.1)
    oak_y = mat.wood("#c59a66", "#8d6238", 0.55, "Y", 0.45, 0.1)
    oak_x = mat.wood("#c59a66", "#8d6238", 0.55, "X", 0.45, 0.1)
    fab = mat.weave(COLOURS[colour], 9.0, 0.35, axes="XY", sheen=0.35, dist=0.03)
    for s in (-1, 1):
        x = s * 3.15
        front = geo.spline([(x, -3.1, 0.0), (x, -3.0, 2.0), (x, -2.85, 5.05)], 40)
        geo.sweep("leg", front, np.linspace(0.17, 0.22, 40), np.linspace(0.20, 0.30, 40), oak, g, steps=20, up=(1, 0, 0), power=3)
        back = geo.spline([(x, 3.3, 0.0), (x, 2.75, 2.1), (x, 2.5, 4.75)], 40)
        geo.sweep("leg", back, np.linspace(0.17, 0.22, 40), np.linspace(0.20, 0.30, 40), oak, g, steps=20, up=(1, 0, 0), power=3)
        arm = geo.spline([(x, -3.75, 5.02), (x, -3.2, 5.20), (x, -0.5, 5.10), (x, 2.0, 4.86), (x, 3.05, 4.70)], 60)
        u = np.linspace(0, 1, 60)
        geo.sweep("arm", arm, np.interp(u, [0, 0.06, 0.3, 0.8, 1], [0.26, 0.40, 0.42, 0.30, 0.22]), 0.115, oak_y, g, steps=24, up=(0, 0, 1), power=3)
        rail = np.array([(x * 0.985, -2.95, 2.55), (x * 0.985, 2.68, 1.95)])
        geo.sweep("rail", rail, 0.13, 0.28, oak_y, g, steps=20, up=(0, 0, 1), power=4)
    for y, z in ((-2.95, 2.55), (2.65, 2.0)):
        geo.sweep("bar", np.array([(-3.1, y, z), (3.1, y, z)]), 0.15, 0.24, oak_x, g, steps=20, up=(0, 1, 0), power=4)
    frame = geo.group("back")
    frame.parent = g
    for s in (-1, 1):
        geo.sweep("stile", np.array([(s * 2.35, 0, 0.0), (s * 2.35, 0.12, 3.0), (s * 2.25, -0.05, 5.6)]), 0.15, 0.2, oak, frame, steps=16, up=(1, 0, 0), power=3)
    for k in range(6):
        z = 0.9 + k * 0.9
        geo.sweep("slat", np.array([(-2.4, 0.10, z), (0, 0.2, z), (2.4, 0.10, z)]), 0.05, 0.15, oak_x, frame, steps=12, up=(0, 0, 1), power=3)
    geo.place(frame, (0, 2.15, 2.0), (-22, 0, 0))
    seat = cushion("seat", 5.75, 5.6, 1.15, fab, g, 3)
    geo.place(seat, (0, -0.35, 2.95), (-6, 0, 0))
    rest = cushion("rest", 5.5, 5.0, 1.05, fab, g, 8)
    geo.place(rest, (0, 2.10, 5.45), (68, 0, 0))
    roll = geo.place(geo.group("roll"), (0, 2.10, 7.3))
    roll.parent = g
    geo.place(g, rot=(0, 0, turn))
    g["hot"] = (0.6, -2.4, 3.3)
    return g
