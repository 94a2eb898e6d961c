"""Wrist watch: steel case, sunburst dial, dauphine hands, stitched strap. Modelled five times as large as life.

The face looks up (+z) inside its group and is turned to the camera; `hands` (h, m, s) sets the time."""
import math

import bpy
import numpy as np

from kit import geo, mat

COLOURS = {"night": ("#16233f", "#8a5730", "#e8e4da"), "ivory": ("#ece3cf", "#232120", "#3b3a3a"), "pine": ("#1d3b30", "#5b5a3c", "#e9dfc4")}
VIEW = dict(yaw=-24, elev=14, fill=0.72, tone="#efe8da")


def dial(colour):
    """Brushed from the centre outward."""
    g = mat.Graph("dial")
    s = g.node("SeparateXYZ", Vector=g.coord())
    ang = g.math("ARCTAN2", s.outputs[1], s.outputs[0])
    ray = g.node("TexNoise", {"noise_dimensions": "1D"}, W=ang, Scale=46.0, Detail=4.0).outputs[0]
    fan = g.math("ABSOLUTE", g.math("SINE", g.math("ADD", ang, 0.6)))
    col = g.mix(g.math("MULTIPLY", fan, 0.35), colour, g.mix(0.25, colour, "#ffffff"))
    return g.done(g.principled(Base_Color=col, Metallic=0.35, Roughness=g.math("ADD", 0.30, g.math("MULTIPLY", ray, 0.22)), Normal=g.bump(ray, 0.12, 0.01)))


def crystal():
    """Thin glass: mirror at grazing angles, nothing else."""
    g = mat.Graph("crystal")
    f = g.node("Fresnel", IOR=1.5).outputs[0]
    lp = g.node("LightPath").outputs["Is Shadow Ray"]
    mx = g.node("MixShader", i0=g.math("MULTIPLY", f, g.math("SUBTRACT", 1.0, lp)), i1=g.node("BsdfTransparent").outputs[0], i2=g.node("BsdfGlossy", Roughness=0.02).outputs[0])
    return g.done(mx)


def hand(name, length, width, tail, z, m, parent):
    """A folded, pointed hand."""
    e = geo.group(name)
    e.parent = parent
    v = [(0, -tail, 0), (-width, 0, 0), (0, length, 0), (width, 0, 0), (0, 0, width * 0.45), (0, length, 0.002), (0, -tail, 0.002)]
    f = [(0, 1, 4), (1, 2, 4), (2, 3, 4), (3, 0, 4)]
    me = bpy.data.meshes.new(name)
    me.from_pydata(v[:5], [], f)
    geo.link(name, me, m, e)
    e.location.z = z
    return e


def build(colour, hands=(10, 9, 36), lying=False, turn=0):
    g = geo.group("watch")
    body = geo.group("body")
    body.parent = g
    dial_c, strap_c, mark_c = COLOURS[colour]
    steel, polish = mat.brushed("#c4c3bf", 0.28), mat.brushed("#d9d8d4", 0.10)
    case = geo.rounded([(0, -0.30), (0.78, -0.30), (0.97, -0.20), (1.0, 0.02), (0.985, 0.10)], [0, 0.05, 0.1, 0.06, 0], 8)
    geo.lathe("case", case, steel, body, steps=160)
    bezel = geo.rounded([(1.0, 0.085), (1.005, 0.13), (0.93, 0.205), (0.885, 0.205), (0.875, 0.13)], [0, 0.02, 0.02, 0.015, 0], 8)
    geo.lathe("bezel", bezel, polish, body, steps=160)
    geo.lathe("rehaut", np.array([(0.88, 0.15), (0.845, 0.075)]), mat.plain(dial_c, 0.4), body, steps=128)
    geo.lathe("dial", np.array([(0, 0.075), (0.85, 0.075)]), dial(dial_c), body, steps=128)
    dome = np.array([(0.885 * math.sin(a), 0.195 + 0.06 * (math.cos(a) - math.cos(math.pi / 2))) for a in np.linspace(0, math.pi / 2, 24)])
    glass = geo.lathe("crystal", dome, crystal(), body, steps=96, angle=180)
    glass.visible_shadow = False
    mark = mat.plain(mark_c, 0.25, metal=0.9 if colour != "ivory" else 0.4)
    for k in range(12):
        a = math.radians(30 * k)
        for dx in (-0.035, 0.035) if k == 0 else (0,):
            w = 0.038 if k % 3 else 0.05
            b = geo.box("index", (w, 0.15 if k % 3 else 0.19, 0.028), mark, body, bevel=0.008, seg=2)
            r = 0.68
            geo.place(b, (r * math.sin(a) + dx, r * math.cos(a), 0.076), (0, 0, -30 * k))
    v, f = [], []
    for k in range(60):
        a = math.radians(6 * k)
        u, n = np.array((math.sin(a), math.cos(a))), np.array((math.cos(a), -math.sin(a)))
        w, r0 = (0.0075, 0.785) if k % 5 else (0.013, 0.78)
        q = [u * r0 - n * w, u * r0 + n * w, u * 0.83 + n * w, u * 0.83 - n * w]
        i = len(v)
        v += [(*p, 0.0775) for p in q]
        f.append((i, i + 3, i + 2, i + 1))
    me = bpy.data.meshes.new("minutes")
    me.from_pydata(v, [], f)
    geo.link("minutes", me, mat.plain(mark_c, 0.5), body)
    dot = geo.cylinder("emblem", 0.035, 0.012, mark, body, loc=(0, 0.40, 0.076), bevel=0.004, steps=3)
    dot.rotation_euler.z = math.radians(90)
    silver = mat.plain("#e7e3d8" if colour != "ivory" else "#2a2a2c", 0.2, metal=0.95 if colour != "ivory" else 0.4)
    hh = hand("hour", 0.44, 0.052, 0.11, 0.110, silver, body)
    mm = hand("minute", 0.70, 0.042, 0.13, 0.128, silver, body)
    ss = hand("second", 0.77, 0.010, 0.20, 0.150, mat.plain("#e0532f", 0.35), body)
    geo.cylinder("weight", 0.030, 0.01, mat.plain("#e0532f", 0.35), ss, loc=(0, -0.17, -0.004), bevel=0.003, steps=24)
    geo.cylinder("post", 0.042, 0.09, polish, body, loc=(0, 0, 0.085), bevel=0.012, steps=32)
    tell(g, hh, mm, ss, hands)
    crown = geo.rounded([(0, 0), (0.115, 0), (0.13, 0.03), (0.13, 0.13), (0.10, 0.16), (0, 0.165)], [0, 0.02, 0.02, 0.02, 0.03, 0], 5)
    c = geo.lathe("crown", crown, steel, body, steps=48)
    geo.place(c, (0.97, 0, -0.06), (0, 90, 0))
    for k in range(24):
        a = math.radians(15 * k)
        t = geo.box("tooth", (0.10, 0.012, 0.014), polish, c, bevel=0)
        geo.place(t, (0.131 * math.cos(a), 0.131 * math.sin(a), 0.075), (0, 90, 15 * k))
    lug = geo.spline([(0.72, 0.02), (1.0, 0.00), (1.16, -0.10), (1.24, -0.26)], 24)
    for sx in (-1, 1):
        for sy in (-1, 1):
            path = np.column_stack([np.full(24, sx * 0.53), sy * lug[:, 0], lug[:, 1]])
            geo.sweep("lug", path, np.linspace(0.085, 0.06, 24), np.linspace(0.10, 0.05, 24), steel, body, steps=20, up=(0, 0, 1), power=4)
    hide = mat.leather(strap_c, 0.55, 16, 0.3)
    p = geo.spline([(1.04, -0.10), (1.24, -0.22), (1.46, -0.70), (1.50, -1.30), (1.24, -2.02), (0.66, -2.46), (0.0, -2.58),
                    (-0.66, -2.46), (-1.24, -2.02), (-1.50, -1.30), (-1.46, -0.70), (-1.24, -0.22), (-1.04, -0.10)], 160)
    path = np.column_stack([np.zeros(160), p[:, 0], p[:, 1]])
    u = np.abs(np.linspace(-1, 1, 160))
    geo.sweep("strap", path, np.interp(u, [0, 0.8, 1], [0.36, 0.42, 0.435]), 0.055 + 0.028 * np.clip((u - 0.72) / 0.2, 0, 1), hide, body, steps=28, up=(0, 0, 1), power=5)
    t, n, b = geo.frames(path)
    out = np.cross(np.array((1.0, 0, 0)), t)
    thread = mat.plain("#e6d9bf", 0.8)
    for k in [*range(8, 40, 2), *range(120, 152, 2)]:
        for sx in (-1, 1):
            wide = np.interp(u[k], [0, 0.8, 1], [0.36, 0.42, 0.435]) - 0.06
            rise = 0.055 + 0.028 * np.clip((u[k] - 0.72) / 0.2, 0, 1)
            o = out[k] * (1 if (out[k] @ (path[k] - np.array((0, 0, -1.2)))) > 0 else -1)
            c0 = path[k] + o * (rise + 0.002) + np.array((sx * wide, 0, 0))
            q = np.array([c0 - t[k] * 0.032 - o * 0.012, c0 + o * 0.006, c0 + t[k] * 0.032 - o * 0.012])
            geo.sweep("stitch", geo.spline(q, 6), 0.0115, mat=thread, parent=body, steps=8)
    keeper = path[100:112]
    geo.sweep("keeper", keeper[[0, 6, 11]], 0.41, 0.10, hide, body, steps=24, up=(0, 0, 1), power=6)
    if lying:
        body.location.z = 0.32
    else:
        body.rotation_euler = (math.radians(90 - 17), 0, 0)
        low = geo.bounds(body)[:, 2].min()
        body.location.z = -low
    geo.place(g, rot=(0, 0, turn))
    g["body"] = body.name
    bpy.context.view_layer.update()
    hot = body.matrix_world @ __import__("mathutils").Vector((0.35, -0.25, 0.2))
    g["hot"] = tuple(hot)
    return g


def tell(g, hh, mm, ss, hands):
    """Set the hands and remember their names."""
    h, m, s = hands
    ss.rotation_euler.z = -math.radians(6 * s)
    mm.rotation_euler.z = -math.radians(6 * (m + s / 60))
    hh.rotation_euler.z = -math.radians(30 * (h + m / 60))
    g["second"], g["minute"], g["hour"] = ss.name, mm.name, hh.name
