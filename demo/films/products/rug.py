"""A flat-woven wool rug, one end rolled up, with a knotted fringe. Life size in 10 cm units."""
import math

import numpy as np

from kit import geo, mat

COLOURS = {"clay": ("#b4563a", "#e6d5b6", "#2e2a28", "#d9a05a"), "lake": ("#2c5a6e", "#e3dac6", "#1c2a33", "#c9774f")}
VIEW = dict(yaw=-30, elev=30, fill=0.88, tone="#eee7d8")
W, L = 14.0, 17.0


def pattern(colours):
    """Bands, arcs and a dotted border in the weave's own coordinates (uv)."""
    g = mat.Graph("rug")
    a, b, c, d = colours
    uv = g.node("SeparateXYZ", Vector=g.node("TexCoord").outputs["UV"])
    y, x = uv.outputs[0], uv.outputs[1]
    X = g.math("MULTIPLY", g.math("SUBTRACT", x, 0.5), W)
    Y = g.math("MULTIPLY", y, L)
    wob = g.math("MULTIPLY", g.math("SUBTRACT", g.noise(9.0, 2.0, g.node("TexCoord").outputs["UV"]), 0.5), 0.10)
    X, Y = g.math("ADD", X, wob), g.math("ADD", Y, wob)
    tile = 4.0
    fx = g.math("SUBTRACT", g.math("FRACT", g.math("ADD", g.math("DIVIDE", X, tile), 0.5)), 0.5)
    fy = g.math("FRACT", g.math("DIVIDE", Y, tile))
    r = g.math("MULTIPLY", g.math("SQRT", g.math("ADD", g.math("MULTIPLY", fx, fx), g.math("MULTIPLY", fy, fy))), 9.0)
    band = g.math("FRACT", r)
    ring = g.math("MULTIPLY", g.math("GREATER_THAN", band, 0.5), g.math("LESS_THAN", r, 4.5))
    row = g.math("FRACT", g.math("MULTIPLY", g.math("FLOOR", g.math("DIVIDE", Y, tile)), 0.5))
    ink = g.mix(g.math("GREATER_THAN", row, 0.25), a, d)
    col = g.mix(ring, b, ink)
    centre = g.math("LESS_THAN", r, 0.55)
    col = g.mix(centre, col, c)
    edge = g.math("GREATER_THAN", g.math("ABSOLUTE", X), W / 2 - 0.75)
    ends = g.math("MAXIMUM", g.math("LESS_THAN", Y, 0.8), g.math("GREATER_THAN", Y, L - 0.8))
    col = g.mix(g.math("MAXIMUM", edge, ends), col, a)
    line = g.math("GREATER_THAN", g.math("ABSOLUTE", X), W / 2 - 0.22)
    col = g.mix(line, col, c)
    n = g.noise(150.0, 2.0, g.node("TexCoord").outputs["UV"])
    weft = g.node("TexWave", {"bands_direction": "X"}, Vector=g.node("TexCoord").outputs["UV"], Scale=26.0, Distortion=1.0, Detail=2.0, Detail_Scale=6.0).outputs[1]
    col = g.mix(g.math("MULTIPLY", n, 0.30), col, g.mix(0.5, col, "#000000"))
    return g.done(g.principled(Base_Color=col, Roughness=0.95, Sheen_Weight=0.3, Specular_IOR_Level=0.15, Normal=g.bump(g.math("ADD", weft, n), 0.5, 0.05)))


def build(colour, rolled=True, turn=0):
    g = geo.group("rug")
    n = 420
    s = np.linspace(0, L, n)
    flat = L - 5.2 if rolled else L
    y, z = [], []
    if rolled:
        r0, pitch = 0.95, 0.125
        th, r = 0.0, r0
        for q in s:
            if q <= flat:
                y.append(q)
                z.append(0.06)
            else:
                th += (L / n) / r
                r = r0 - pitch * th / (2 * math.pi)
                y.append(flat + r * math.sin(th))
                z.append(0.06 + r0 - r * math.cos(th))
    else:
        y, z = s, np.full(n, 0.06)
    y, z = np.array(y), np.array(z)
    v = np.linspace(-W / 2, W / 2, 70)
    ripple = 0.05 * np.clip(geo.noise3(np.stack(np.meshgrid(s, v, [0.0], indexing="ij"), -1)[:, :, 0] * 0.33, 5), -1, 1)
    pts = np.stack([np.broadcast_to(v, (n, 70)), np.broadcast_to((y - L / 2)[:, None], (n, 70)), z[:, None] + ripple * (s[:, None] < flat - 1)], -1)
    pts[..., 0] *= 1 + 0.004 * np.sin(s * 1.3)[:, None]
    ob = geo.grid("rug", pts, pattern(COLOURS[colour]), g, angle=180)
    geo.solidify(ob, 0.10, 0)
    rng = np.random.default_rng(2)
    yarn = mat.plain(COLOURS[colour][1], 0.95)
    import bpy
    verts, faces = [], []
    for e, (y0, direction) in enumerate(((y[0] - L / 2, -1.0),) if rolled else ((-L / 2, -1.0), (L / 2, 1.0))):
        for x in np.linspace(-W / 2 + 0.1, W / 2 - 0.1, 74):
            ln, sw = rng.uniform(0.5, 0.68), rng.normal() * 0.10
            path = np.array([(x, y0, 0.07), (x + sw * 0.3, y0 + direction * ln * 0.5, 0.05), (x + sw, y0 + direction * ln, 0.035)])
            for j in range(2):
                p, q = path[j], path[j + 1]
                for k in range(4):
                    o0, o1 = np.array((math.cos(k * 1.57), 0, math.sin(k * 1.57))) * 0.05, np.array((math.cos((k + 1) * 1.57), 0, math.sin((k + 1) * 1.57))) * 0.05
                    i = len(verts)
                    verts += [tuple(p + o0), tuple(p + o1), tuple(q + o1), tuple(q + o0)]
                    faces.append((i, i + 1, i + 2, i + 3))
    me = bpy.data.meshes.new("fringe")
    me.from_pydata(verts, [], faces)
    geo.link("fringe", me, yarn, g)
    geo.place(g, rot=(0, 0, turn))
    g["hot"] = (1.0, -L / 2 + 3.0, 0.15)
    return g
