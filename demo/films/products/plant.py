"""A rubber fig in a stoneware planter with a saucer: glossy leaves on a forked stem, red sheaths at the tips.

`leaves` on the group names the leaf objects with their rest angles, so a scene can let them sway."""
import math

import numpy as np
from mathutils import Vector

from kit import geo, mat

COLOURS = {"terracotta": ("#a9563a", "#5e2c1a"), "chalk": ("#e4dccd", "#6b5b49"), "cobalt": ("#27459c", "#10193c")}
VIEW = dict(yaw=-10, elev=9, fill=0.84, tone="#efe8d9")


def leaf_material(young=False):
    """Waxy top, pale midrib, paler veins."""
    g = mat.Graph("leaf")
    uv = g.node("SeparateXYZ", Vector=g.node("TexCoord").outputs["UV"])
    u, v = uv.outputs[0], uv.outputs[1]
    side = g.math("ABSOLUTE", g.math("SUBTRACT", v, 0.5))
    rib = g.ramp(side, 0.035, 0.012)
    vein = g.math("SINE", g.math("MULTIPLY", g.math("SUBTRACT", u, g.math("MULTIPLY", side, 0.35)), 92.0))
    veins = g.ramp(vein, 0.72, 1.0)
    dark, light = ("#3f5c25", "#8fae55") if young else ("#16301c", "#2f5a31")
    col = g.mix(g.ramp(g.noise(2.0, 2.0), 0.3, 0.7), dark, light)
    col = g.mix(g.math("MULTIPLY", veins, 0.22), col, "#8fb070")
    col = g.mix(g.math("MULTIPLY", rib, 0.8), col, "#b9c98b")
    p = g.principled(Base_Color=col, Roughness=0.30, Coat_Weight=0.45, Coat_Roughness=0.14, Normal=g.bump(g.math("SUBTRACT", g.math("MULTIPLY", veins, 0.3), rib), 0.25, 0.02))
    t = g.node("BsdfTranslucent", Color="#7fae3a")
    return g.done(g.node("MixShader", i0=0.22, i1=p.outputs[0], i2=t.outputs[0]))


def leaf(length, width, m, parent, curl=0.5, fold=0.25):
    """One leaf along +x from its base, arched down, folded along its rib."""
    u = np.linspace(0, 1, 26)
    v = np.linspace(-1, 1, 11)
    w = width * np.sin(math.pi * np.clip(u, 0, 1)**0.88)**0.72 * (1 - 0.15 * u) + 0.004
    tip = np.clip((u - 0.93) / 0.07, 0, 1)
    w = w * (1 - tip) + 0.012 * tip * (1 - tip) * 4 + 0.002
    a = curl * u**1.5
    x = np.cumsum(np.r_[0, np.cos((a[1:] + a[:-1]) / 2)]) / 25 * length
    z = -np.cumsum(np.r_[0, np.sin((a[1:] + a[:-1]) / 2)]) / 25 * length
    side = w[:, None] * v
    pts = np.stack([np.broadcast_to(x[:, None], side.shape), side, z[:, None] + fold * np.abs(side) + 0.03 * np.sin(u * 17)[:, None] * np.abs(v)**2 * width], -1)
    ob = geo.grid("leaf", pts, m, parent, angle=180)
    return ob


def build(colour, turn=0, seed=4):
    g = geo.group("plant")
    glaze, speck = COLOURS[colour]
    pot_m = mat.stoneware(glaze, speck=speck, foot=0.10, rim_z=1.42)
    prof = geo.rounded([(0, 0.05), (0.50, 0.05), (0.52, 0.0), (0.60, 0.0), (0.66, 0.08), (0.88, 1.40), (0.90, 1.46), (0.83, 1.46), (0.80, 1.30), (0, 1.28)],
                       [0, 0.02, 0.02, 0.02, 0.04, 0.05, 0.03, 0.03, 0.04, 0], 8)
    geo.lathe("pot", prof, pot_m, g, steps=128)
    sauc = geo.rounded([(0, 0.0), (0.80, 0.0), (0.90, 0.14), (0.85, 0.14), (0.78, 0.05), (0, 0.05)], [0, 0.05, 0.02, 0.02, 0.03, 0], 6)
    s = geo.lathe("saucer", sauc, pot_m, g, steps=96)
    s.location.z = -0.0
    th = np.linspace(0, 2 * math.pi, 64, endpoint=False)
    r = np.linspace(0.001, 0.80, 22)
    soil = np.stack([r[:, None] * np.cos(th), r[:, None] * np.sin(th), np.full((22, 64), 1.30)], -1)
    soil[..., 2] += 0.05 * geo.noise3(soil * 7, 2, 4) * (r[:, None] < 0.78)
    geo.grid("soil", soil, mat.plain("#2a1d14", 0.95, grain=0.9, scale=26), g, close_v=True, angle=180)
    bark, green = mat.plain("#6d5238", 0.8, grain=0.5, scale=26), mat.plain("#6f7f3e", 0.6)
    old, young = leaf_material(), leaf_material(True)
    rng = np.random.default_rng(seed)
    names = []
    for path, count, lo in ([(0, 0, 1.2), (0.08, 0.0, 2.0), (-0.06, 0.05, 2.9), (0.06, 0.0, 4.1)], 11, 0.28), ([(0.04, 0.0, 1.25), (-0.12, -0.10, 1.9), (-0.42, -0.22, 2.6), (-0.50, -0.28, 3.15)], 7, 0.42):
        p = geo.spline(path, 80)
        geo.sweep("stem", p, np.linspace(0.075, 0.032, 80), mat=bark, parent=g, steps=16, up=(1, 0, 0))
        for k in range(count):
            f = k / (count - 1)
            at = p[int((lo + (0.985 - lo) * f) * 79)]
            yaw = 137.5 * k + (20 if count == 7 else 0) + rng.uniform(-12, 12)
            pitch = np.interp(f, [0, 0.6, 1], [30, 42, 68]) + rng.uniform(-9, 9)
            size = np.interp(f, [0, 0.25, 0.7, 1], [0.86, 1.16, 1.0, 0.62]) * rng.uniform(0.92, 1.06)
            stalk = geo.group("stalk")
            stalk.parent = g
            stalk.location = at
            stalk.rotation_mode = "ZYX"
            stalk.rotation_mode = "XYZ"
            stalk.rotation_euler = (math.radians(rng.uniform(-34, 34)), -math.radians(pitch), math.radians(yaw))
            geo.sweep("petiole", geo.spline([(0, 0, 0), (0.14, 0, 0.01), (0.27, 0, 0.0)], 10), 0.022, mat=green, parent=stalk, steps=10)
            lf = leaf(1.36 * size, 0.44 * size, young if f > 0.9 else old, stalk, curl=rng.uniform(0.7, 1.3), fold=rng.uniform(0.1, 0.3))
            lf.location = (0.26, 0, 0)
            names.append(stalk.name)
        tip = geo.lathe("sheath", np.array([(0, -0.05), (0.034, 0), (0.028, 0.16), (0.0, 0.42)]), mat.plain("#b5523f", 0.4, coat=0.3), g, n=20, steps=20)
        d = p[-1] - p[-5]
        tip.location = p[-1]
        tip.rotation_euler = Vector(d).to_track_quat("Z", "Y").to_euler()
    geo.place(g, rot=(0, 0, turn))
    g["leaves"] = names
    g["hot"] = (0.0, -0.80, 0.85)
    return g
