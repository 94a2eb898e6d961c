"""Pour: a brick-red kettle comes in from the left, tilts and fills a cobalt mug, in side light before teal tiles."""
import math

import numpy as np

from kit import geo, mat, rooms, sound, studio
from kit.film import Film
import products
from scenes.breakfast import lemon

SECONDS = 7.0
EVERY = 4
SAMPLES = 3
SCALE = 1.0
RENDER = dict(exposure=0.1, bounces=(4, 2, 2, 3))
TEXT = {
    "en": "Low sun in a kitchen, very close: the spout of a brick-red enamel kettle comes in from the left, tilts and pours a thin twisting thread of water into a cobalt blue mug on a linen cloth. Steam rises before glazed teal tiles; lemons lie behind. Then the kettle rights itself.",
    "de": "Tiefe Sonne in einer Küche, sehr nah: Die Tülle eines ziegelroten Emaillekessels kommt von links ins Bild, neigt sich und gießt einen dünnen gedrehten Faden Wasser in einen kobaltblauen Becher auf einem Leinentuch. Dampf steigt vor glasierten petrolfarbenen Fliesen auf, dahinter liegen Zitronen. Dann richtet sich der Kessel wieder auf.",
}


def terrazzo():
    """Chips in pale cement."""
    g = mat.Graph("terrazzo")
    v = g.node("TexVoronoi", {"feature": "F1"}, Vector=g.coord(), Scale=9.0)
    e = g.node("TexVoronoi", {"feature": "DISTANCE_TO_EDGE"}, Vector=g.coord(), Scale=9.0)
    pick = g.node("SeparateColor", Color=v.outputs["Color"])
    chip = g.math("MULTIPLY", g.ramp(e.outputs[0], 0.05, 0.06), g.math("GREATER_THAN", pick.outputs[0], 0.52))
    col = g.mix(g.math("GREATER_THAN", pick.outputs[1], 0.5), "#c77f5f", g.mix(g.math("GREATER_THAN", pick.outputs[2], 0.5), "#4f6a66", "#8b7a68"))
    return g.done(g.principled(Base_Color=g.mix(chip, "#e9e1d3", col), Roughness=0.22, Coat_Weight=0.2))


def tiles():
    """Glazed tiles, each a little different."""
    g = mat.Graph("tiles")
    b = g.node("TexBrick", {"offset": 0.0, "squash": 1.0}, Vector=g.node("Mapping", Vector=g.coord(), Rotation=(np.pi / 2, 0, 0)).outputs[0], Scale=1.0, Mortar_Size=0.018, Brick_Width=0.78, Row_Height=0.78)
    b.inputs[1].default_value, b.inputs[2].default_value, b.inputs[3].default_value = mat.srgb("#1f6f70"), mat.srgb("#2f8a86"), mat.srgb("#cfd8cf")
    fac = b.outputs[1]
    return g.done(g.principled(Base_Color=b.outputs[0], Roughness=g.math("ADD", 0.12, g.math("MULTIPLY", fac, 0.6)), Coat_Weight=0.3,
                               Normal=g.bump(g.math("ADD", g.math("MULTIPLY", fac, -1.0), g.math("MULTIPLY", g.noise(1.3, 1.0), 0.5)), 0.5, 0.05)))


def cloth(loc, turn):
    """A folded linen cloth with a fringe of creases."""
    rng = np.random.default_rng(5)
    x, y = np.meshgrid(np.linspace(-1.25, 1.25, 70), np.linspace(-0.85, 0.85, 50), indexing="ij")
    p = np.stack([x, y, np.zeros_like(x)], -1)
    edge = np.clip(np.maximum(np.abs(x) / 1.25, np.abs(y) / 0.85), 0, 1)
    z = 0.045 + 0.012 * geo.noise3(p * 2.1, 3, 3) * edge**2 + 0.022 * np.clip(geo.noise3(p * np.array((0.7, 2.6, 1)), 8, 2), 0, 1) * edge**3
    p[..., 2] = np.where(edge > 0.985, 0.004, z)
    p[..., 0] += 0.02 * geo.noise3(p * 3, 4, 2)
    ob = geo.grid("cloth", p, mat.weave("#e6d9c0", 52, 0.5, "#b7a27e", axes="XY", sheen=0.3), angle=180)
    hem = geo.grid("stripe", np.stack([p[:, 4] + (0, 0, 0.004), p[:, 6] + (0, 0, 0.004)]), mat.weave("#b0412a", 52, 0.4, axes="XY"), ob, angle=180)
    hem.location = (0, 0, 0)
    return geo.place(ob, loc, (0, 0, turn))


TIP = np.array((1.435, 1.20))  # the end of the spout in the kettle, x and z
LEVEL = 0.70


def build():
    geo.box("counter", (30, 6, 0.5), terrazzo(), bevel=0.04, loc=(0, -1.0, -0.5))
    geo.box("wall", (30, 0.3, 16), tiles(), bevel=0, loc=(0.1, 2.5, -3))
    kettle = products.build("kettle", "brick")
    mug = products.build("mug", "cobalt")
    geo.place(mug, (0.36, 0.0, 0.045), (0, 0, -32), 1.0)
    cloth((0.30, -0.12, 0), 12)
    board = geo.box("board", (1.7, 1.0, 0.10), mat.wood("#a9743f", "#6b4022", 0.9, "X", 0.5, 0.1), bevel=0.03, vertical=0.16)
    geo.place(board, (1.35, 1.35, 0), (0, 0, -14))
    lemon((1.05, 1.25, 0.09), 30)
    lemon((1.62, 1.50, 0.09), -50)
    geo.place(products.build("plant", "chalk"), (-1.50, 1.72, 0), (0, 0, 70), 0.74)
    water = mat.Graph("water")
    wm = water.done(water.node("MixShader", i0=water.math("ADD", 0.22, water.math("MULTIPLY", water.node("Fresnel", IOR=1.33).outputs[0], 0.78)),
                               i1=water.node("BsdfTransparent", Color="#e3f0f0").outputs[0], i2=water.node("BsdfGlossy", Roughness=0.04).outputs[0]))
    nz, nr = 48, 20
    stream = geo.grid("stream", np.zeros((nz, nr, 3)) + np.linspace(0, 1, nz)[:, None, None], wm, close_v=True, angle=180)
    th = np.linspace(0, 2 * math.pi, nr, endpoint=False)
    rr, tt = np.linspace(0.001, 0.392, 40), np.linspace(0, 2 * math.pi, 64, endpoint=False)
    tea = geo.grid("tea", np.stack([rr[:, None] * np.cos(tt), rr[:, None] * np.sin(tt), np.zeros((40, 64))], -1), mat.plain("#5a2c10", 0.05, coat=0.5), close_v=True, angle=180, flip=True)
    tea.location = (0.36, 0.0, 0.045 + LEVEL)
    studio.world("#dbe6ff", 0.42)
    rooms.window(1.0, (4.6, -1.5, 2.9), bars=(-4.6, -0.9, 0.8, 4.4), rails=(-1.3, 0.5, 2.3))
    studio.softbox((-4.0, -3.6, 4.2), (0, 0, 1.0), (2.2, 3.4), 190, "#e6eeff")
    studio.softbox((2.4, 1.9, 3.4), (0.2, 0, 1.2), (0.8, 1.8), 120, "#ffe2b8")
    cam = studio.camera((0, -9, 2), (0, 0, 1.2), 64)

    def pose(p):
        q = np.clip(p / 0.40, 0, 1)
        q = float(q * q * (3 - 2 * q))
        a = math.radians(6 + 31 * q)
        tip = np.array((-0.52 + 0.68 * q, 0.0, 2.34 - 0.56 * q))
        kettle.rotation_euler = (0, a, 0)
        kettle.location = (tip[0] - TIP[0] * math.cos(a) - TIP[1] * math.sin(a), 0, tip[2] + TIP[0] * math.sin(a) - TIP[1] * math.cos(a))
        flow = float(np.clip((p - 0.37) / 0.05, 0, 1))
        s = np.linspace(0, 1, nz)
        drop = tip[2] - (0.045 + LEVEL)
        h = s * max(drop * flow, 0.001)
        x = tip[0] - 0.03 + 0.205 * np.sqrt(h / drop + 0.02) + 0.006 * np.sin(9 * h + 30 * p)
        r = (0.052 - 0.020 * np.sqrt(h / drop)) * (1 + 0.10 * np.sin(16 * h + 46 * p)) * min(1.0, flow * 3) * (np.sqrt(np.clip((1 - s) / 0.05, 0, 1)) if flow < 1 else 1)
        squash = 1 + 0.28 * np.sin(8 * h + 20 * p)
        co = np.stack([x[:, None] + (r * squash)[:, None] * np.cos(th), (r / squash)[:, None] * np.sin(th), np.broadcast_to((tip[2] + 0.012 - h)[:, None], (nz, nr))], -1)
        stream.data.vertices.foreach_set("co", co.astype(np.float32).ravel())
        stream.data.update()
        stream.hide_render = flow <= 0
        wave = np.clip((p - 0.42) / 0.05, 0, 1) * 0.010
        px, py = rr[:, None] * np.cos(tt), rr[:, None] * np.sin(tt)
        off = np.hypot(px - (x[-1] - 0.36), py)
        rip = wave * np.sin(44 * off - 150 * p) * np.exp(-off * 4.2)
        tea.data.vertices.foreach_set("co", np.stack([px, py, rip], -1).astype(np.float32).ravel())
        tea.data.update()
        target = np.array((0.06 + 0.04 * p, 0, 1.20 - 0.04 * p))
        studio.move(cam, studio.polar(target, 7.9 - 1.0 * p, 12 - 17 * p, 20 - 7 * p), target, 0.20, (0.36, -0.35, 0.95))

    s = SECONDS
    return Film(pose, s, must=(*range(14, 43, 4), 43, 45, 46, 47), moments=[("mug", 0, 1.6, mug, None), ("kettle", 1.6, 5.4, kettle, (1.12, -0.08, 0.62)), ("mug", 5.4, s, mug, None)], steam=[((0.36, 0.0, 0.95), 0.9)])


def sound_bed(n, rate):
    """Water into a mug, rising in pitch, over a bright morning."""
    t = np.arange(n) / rate
    on = (np.clip((t - 1.48) / 0.15, 0, 1) * np.clip((5.52 - t) / 0.2, 0, 1))[:, None]
    water = sound.noise(n, rate, 700, 4200, 0.5, 21) * (0.7 + 0.3 * np.sin(2 * np.pi * 9 * t + 3 * np.sin(2 * np.pi * 1.7 * t)))[:, None] + sound.noise(n, rate, 250, 800, 0.5, 22) * 0.6
    return sound.mix(n, rate, [
        water * on * 0.30,
        sound.pad(n, rate, [(0.0, [196.0, 246.9, 293.7]), (3.5, [174.6, 220.0, 261.6, 329.6])], 3.5, soft=0.65),
        sound.plucks(n, rate, [(0.3, 784.0), (1.0, 587.3), (1.8, 659.3), (5.2, 698.5), (5.9, 523.3)], 1.4, 0.4),
    ])
