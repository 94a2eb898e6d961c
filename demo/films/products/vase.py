"""Bud vase with soft twisted flutes, and dry poppy stems."""
import math

import numpy as np

from kit import geo, mat

COLOURS = {"chalk": "#e6dfd3", "moss": "#5d6b47"}
VIEW = dict(yaw=0, elev=9, fill=0.82, tone="#eee7d8")


def seedhead(path, mat_pod, mat_stem, parent, size=1.0):
    """A poppy pod on a stem that follows `path`."""
    p = geo.spline(path, 50)
    geo.sweep("stem", p, np.linspace(0.018, 0.012, 50), mat=mat_stem, parent=parent, steps=10)
    prof = np.array([(0, 0), (0.03, 0.0), (0.05, 0.03), (0.12, 0.10), (0.15, 0.19), (0.12, 0.28), (0.07, 0.31), (0.075, 0.325),
                     (0.135, 0.345), (0.13, 0.36), (0, 0.375)]) * size
    pr = geo.spline(prof, 50)
    th = np.linspace(0, 2 * math.pi, 64, endpoint=False)
    z = pr[:, 1:2] / size
    rib = 1 + np.where(z > 0.32, 0.10, 0.035) * np.cos(10 * th)
    r = np.maximum(pr[:, 0:1], 0) * rib
    pts = np.stack([r * np.cos(th), r * np.sin(th), np.broadcast_to(pr[:, 1:2], r.shape)], -1)
    ob = geo.grid("pod", pts, mat_pod, parent, close_v=True)
    geo.weld(ob)
    geo.smooth(ob.data, 50)
    d = p[-1] - p[-3]
    ob.location = p[-1]
    from mathutils import Vector
    ob.rotation_euler = Vector(d).to_track_quat("Z", "Y").to_euler()


def grass(path, mat_, mat_stem, parent, seed):
    """A bunny-tail: a stem and an egg of fine bristles."""
    p = geo.spline(path, 40)
    geo.sweep("stem", p, 0.009, mat=mat_stem, parent=parent, steps=8)
    rng = np.random.default_rng(seed)
    d = p[-1] - p[-4]
    d /= np.linalg.norm(d)
    verts, faces = [], []
    for _ in range(1500):
        h = rng.uniform(0, 1)
        rad = 0.085 * math.sin(math.pi * (0.12 + 0.85 * h))**0.8
        v = rng.normal(size=3)
        v -= d * v.dot(d)
        v /= np.linalg.norm(v)
        base = p[-1] + d * h * 0.34
        tip = base + v * rad + d * 0.12 * rng.uniform(0.7, 1.2)
        side = np.cross(v, d) * 0.0035
        k = len(verts)
        verts += [tuple(base - side), tuple(base + side), tuple(tip)]
        faces.append((k, k + 1, k + 2))
    import bpy
    me = bpy.data.meshes.new("bristle")
    me.from_pydata(verts, [], faces)
    geo.link("bristle", me, mat_, parent)


def build(colour, stems=True, turn=0):
    g = geo.group("vase")
    base = COLOURS[colour]
    gr = mat.Graph("bisque")
    n = gr.noise(30.0, 4.0)
    col = gr.mix(gr.math("MULTIPLY", gr.ramp(gr.noise(2.2, 3.0), 0.3, 0.7), 0.35), base, gr.mix(0.25, base, "#3a2d20"))
    col = gr.mix(gr.math("MULTIPLY", gr.ramp(gr.noise(34.0, 1.0), 0.68, 0.72), 0.35), col, "#4d4032")
    m = gr.done(gr.principled(Base_Color=col, Roughness=0.78, Normal=gr.bump(n, 0.25, 0.015)))
    pr = geo.spline([(0.40, 0.0), (0.62, 0.20), (0.74, 0.55), (0.66, 0.95), (0.42, 1.25), (0.235, 1.47), (0.19, 1.66), (0.225, 1.86), (0.26, 1.93)], 130)
    th = np.linspace(0, 2 * math.pi, 240, endpoint=False)
    z, r = pr[:, 1:2], pr[:, 0:1]
    depth = 0.085 * np.clip(z / 0.25, 0, 1) * np.clip((1.80 - z) / 0.5, 0, 1)
    wave = np.abs(np.sin(4.5 * (th + 0.75 * z)))
    rr = r * (1 - depth + depth * 1.6 * wave**0.7)
    outer = np.stack([rr * np.cos(th), rr * np.sin(th), np.broadcast_to(z, rr.shape)], -1)
    rim = [np.stack([q * np.cos(th), q * np.sin(th), np.full_like(th, h)], -1) for q, h in
           ((0.258, 1.95), (0.240, 1.958), (0.225, 1.945), (0.205, 1.88), (0.165, 1.66), (0.20, 1.4))]
    foot = [np.stack([q * np.cos(th), q * np.sin(th), np.full_like(th, h)], -1) for q, h in ((0.001, 0.02), (0.36, 0.02), (0.38, 0.0))]
    ob = geo.grid("vase", np.concatenate([np.array(foot), outer, np.array(rim)]), m, g, close_v=True, angle=70)
    geo.fix_normals(ob)
    geo.smooth(ob.data, 70)
    if stems:
        pod, straw = mat.plain("#a98a5f", 0.8, grain=0.3, scale=25), mat.plain("#8f7a4f", 0.8)
        seedhead([(0.05, 0, 1.0), (0.08, 0.02, 1.9), (0.16, 0.0, 2.6), (0.42, -0.05, 3.30)], pod, straw, g, 0.95)
        seedhead([(-0.05, 0, 1.0), (-0.06, 0, 1.9), (-0.10, 0.05, 2.5), (-0.13, 0.05, 2.92)], mat.plain("#8d7350", 0.8, grain=0.3, scale=25), straw, g, 0.8)
        fluff = mat.plain("#d9c39a", 0.9, sheen=0.4)
        grass([(-0.02, -0.05, 1.2), (-0.1, -0.04, 1.95), (-0.30, -0.05, 2.5), (-0.60, -0.1, 2.86)], fluff, straw, g, 3)
    geo.place(g, rot=(0, 0, turn))
    g["hot"] = (0.0, -0.68, 0.75)
    return g
