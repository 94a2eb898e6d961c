"""Skateboard: seven-ply deck with kicks and concave, striped graphic underneath, trucks and wheels.

Built lying on its wheels along y; `stand` turns it upright with the graphic to the camera."""
import math

import numpy as np

from kit import geo, mat

COLOURS = {"sunset": ["#2b1a3d", "#8e2f4f", "#d9532f", "#f0953a", "#f7d08a"], "ocean": ["#0d2238", "#14506e", "#1f8a94", "#7cc4b4", "#f0e6c8"]}
VIEW = dict(yaw=-24, elev=5, fill=0.86, tone="#eee7d9", stand=True)
L, W, T = 8.0, 2.06, 0.12


def graphic(colours):
    """A printed gradient along the deck with a sun disc and thinning stripes."""
    g = mat.Graph("graphic")
    sep = g.node("SeparateXYZ", Vector=g.coord())
    x, y = sep.outputs[0], sep.outputs[1]
    f = g.node("MapRange", Value=y)
    f.inputs[1].default_value, f.inputs[2].default_value = -L / 2, L / 2
    ramp = g.node("ValToRGB", Fac=f.outputs[0])
    el = ramp.color_ramp.elements
    while len(el) < 5:
        el.new(0.5)
    for e, p, c in zip(el, (0.06, 0.30, 0.50, 0.70, 0.94), colours):
        e.position, e.color = p, mat.srgb(c)
    dx, dy = x, g.math("SUBTRACT", y, 0.55)
    d = g.math("SQRT", g.math("ADD", g.math("MULTIPLY", dx, dx), g.math("MULTIPLY", dy, dy)))
    disc = g.ramp(d, 0.705, 0.695)
    s = g.math("FRACT", g.math("MULTIPLY", dy, 4.6))
    gap = g.math("MULTIPLY_ADD", dy, 0.45)
    gap.node.inputs[2].default_value = 0.55
    cut = g.math("GREATER_THAN", s, gap)
    cut = g.math("MULTIPLY", cut, g.math("LESS_THAN", dy, 0.25))
    sun = g.math("MULTIPLY", disc, g.math("SUBTRACT", 1.0, cut))
    col = g.mix(sun, ramp.outputs[0], colours[4])
    low = g.math("LESS_THAN", y, -0.55)
    s2 = g.math("FRACT", g.math("MULTIPLY", y, 2.6))
    w2 = g.node("MapRange", Value=y)
    for k, v in ((1, -3.6), (2, -0.6), (3, 0.06), (4, 0.55)):
        w2.inputs[k].default_value = v
    stripe = g.math("MULTIPLY", g.math("LESS_THAN", s2, w2.outputs[0]), low)
    stripe = g.math("MULTIPLY", stripe, g.math("LESS_THAN", g.math("ABSOLUTE", x), 0.72))
    col = g.mix(stripe, col, colours[3])
    scuff = g.ramp(g.noise(7.0, 6.0, g.coord("Object", (1, 0.3, 1)), 0.7), 0.62, 0.68)
    col = g.mix(g.math("MULTIPLY", scuff, 0.10), col, "#e8d7bd")
    return g.done(g.principled(Base_Color=col, Roughness=0.34, Coat_Weight=0.5, Coat_Roughness=0.15, Normal=g.bump(g.noise(30.0, 3.0), 0.04, 0.01)))


def plies():
    """Seven thin layers of maple, one dyed."""
    g = mat.Graph("plies")
    uv = g.node("SeparateXYZ", Vector=g.node("TexCoord").outputs["UV"]).outputs[0]
    f = g.math("FRACT", g.math("MULTIPLY", uv, 3.5))
    col = g.mix(g.math("GREATER_THAN", f, 0.5), "#d8b483", "#a8713f")
    return g.done(g.principled(Base_Color=col, Roughness=0.5))


def height(x, y):
    """Deck surface: kicks at both ends, gentle concave across."""
    a = np.clip(np.abs(y) - 2.55, 0, None)
    kick = 0.36 * a - 0.14 * (1 - np.exp(-a * 2.5)) * 0.9
    return np.maximum(kick, 0) + 0.10 * np.abs(x)**2.2


def build(colour, stand=False, turn=0, lean=9.0):
    g = geo.group("skateboard")
    body = geo.group("board")
    body.parent = g
    nv = 160
    v = np.linspace(0, 2 * math.pi, nv, endpoint=False)
    s = L / 2 - W / 2
    ox = W / 2 * np.sign(np.cos(v)) * np.abs(np.cos(v))**0.78
    oy = np.where(np.sin(v) >= 0, s, -s) + W / 2 * np.sin(v) * 1.0
    oy = np.sign(np.sin(v)) * np.abs(oy)
    flat = np.abs(np.sin(v)) < 0.02
    oy = np.where(flat, np.sign(np.sin(v) + 1e-9) * s, oy)
    rings = np.linspace(0.0, 1.0, 40)

    def sheet(dz, k=1.0):
        out = []
        for r in rings:
            e = r * k
            px = ox * e
            py = np.sign(oy) * np.maximum(np.abs(oy) - W / 2 * (1 - e), 0)
            py = np.where(np.abs(oy) <= s + 1e-6, oy * np.minimum(1, e * 1.0 + (1 - e) * 1.0), py)
            py = np.sign(oy) * np.minimum(np.abs(oy), np.maximum(np.abs(py), 0))
            out.append(np.column_stack([px, py, height(px, py) + dz]))
        return np.array(out)

    ys = np.linspace(-L / 2, L / 2, 200)
    tip = np.clip((L / 2 - np.abs(ys)) / (W / 2 * 1.15), 0, 1)
    half = W / 2 * np.sqrt(np.clip(1 - (1 - tip)**2.3, 0, 1))
    us = np.linspace(-1, 1, 40)
    X = half[:, None] * us
    Y = np.broadcast_to(ys[:, None], X.shape)
    Z = height(X, Y)
    top = np.stack([X, Y, Z + T], -1)
    bot = np.stack([X, Y, Z], -1)
    z0 = 0.56
    gripmat = mat.plain("#17171a", 0.95, grain=0.9, scale=90)
    for name, p, m, fl in (("grip", top, gripmat, False), ("print", bot, graphic(COLOURS[colour]), True)):
        ob = geo.grid(name, p, m, body, angle=80, flip=fl)
        ob.location.z = z0
    edge_x = np.concatenate([half, -half[::-1]])
    edge_y = np.concatenate([ys, ys[::-1]])
    ez = height(edge_x, edge_y)
    rows = []
    for f, o in ((0, 0.0), (0.15, 0.012), (0.5, 0.02), (0.85, 0.012), (1, 0.0)):
        n = np.column_stack([np.gradient(edge_y), -np.gradient(edge_x)])
        n /= np.maximum(np.linalg.norm(n, axis=1, keepdims=True), 1e-9)
        rows.append(np.column_stack([edge_x + n[:, 0] * o, edge_y + n[:, 1] * o, ez + f * T]))
    rim = geo.grid("plies", np.array(rows), plies(), body, close_v=True, angle=80)
    rim.location.z = z0
    metal, dark = mat.brushed("#c3c5c8", 0.3), mat.plain("#2a2a2c", 0.5)
    wheel_m = mat.plain("#f3ead6" if colour == "sunset" else "#f0c46a", 0.38, coat=0.15, grain=0.05)
    bolt = mat.brushed("#8d8f93", 0.35)
    for sy in (-1, 1):
        y = sy * 2.05
        geo.box("plate", (0.52, 0.86, 0.06), metal, body, bevel=0.02, loc=(0, y, z0 - 0.06))
        for bx in (-0.17, 0.17):
            for by in (-0.33, 0.33):
                b = geo.cylinder("bolt", 0.05, 0.03, bolt, body, loc=(bx, y + by, z0 - 0.085), bevel=0.012, steps=20)
        geo.cylinder("bushing", 0.15, 0.20, mat.plain("#c8452d" if colour == "sunset" else "#1f8a94", 0.5), body, loc=(0, y - sy * 0.06, z0 - 0.25), bevel=0.04)
        hang = geo.spline([(-0.62, 0.27), (-0.3, 0.285), (0, 0.33), (0.3, 0.285), (0.62, 0.27)], 50)
        rad = np.interp(np.abs(np.linspace(-1, 1, 50)), [0, 0.35, 0.9, 1], [0.16, 0.115, 0.085, 0.08])
        geo.sweep("hanger", np.column_stack([hang[:, 0], np.full(50, y), hang[:, 1]]), rad, mat=metal, parent=body, steps=24, up=(0, 1, 0), power=2.6)
        geo.sweep("axle", np.array([(-1.03, y, 0.27), (1.03, y, 0.27)]), 0.035, mat=bolt, parent=body, steps=16, up=(0, 1, 0))
        for sx in (-1, 1):
            wp = geo.rounded([(0.10, -0.15), (0.20, -0.16), (0.27, -0.10), (0.27, 0.10), (0.20, 0.16), (0.10, 0.15)], [0, 0.05, 0.07, 0.07, 0.05, 0], 7)
            w = geo.lathe("wheel", wp, wheel_m, body, steps=64)
            geo.place(w, (sx * 0.82, y, 0.27), (0, 90, 0))
            br = geo.lathe("bearing", geo.rounded([(0.03, -0.12), (0.11, -0.12), (0.11, 0.12), (0.03, 0.12)], 0.01, 3), bolt, body, steps=32)
            geo.place(br, (sx * 0.82, y, 0.27), (0, 90, 0))
            nut = geo.cylinder("nut", 0.06, 0.06, bolt, body, bevel=0.01, steps=6)
            geo.place(nut, (sx * 0.94, y, 0.27), (0, sx * 90, 0))
    if stand:
        body.rotation_euler = (math.radians(90 + lean), 0, math.pi)
    geo.place(g, rot=(0, 0, turn))
    if stand:
        low = geo.bounds(body)[:, 2].min()
        body.location.z -= low
    g["hot"] = (0.3, 0.0, L / 2 - 0.3) if stand else (0.0, 0.0, z0 + T)
    return g
