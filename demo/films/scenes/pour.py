"""Pour: a brick-red kettle fills a cobalt mug before teal tiles, from above at first."""
import numpy as np

from kit import geo, mat, sound, studio
from kit.film import Film
import products

SECONDS = 7.0
EVERY = 4
SAMPLES = 4
RENDER = dict(exposure=0.1, bounces=(5, 2, 2, 4))
TEXT = {
    "en": "A brick-red enamel kettle tips forward and pours a thin thread of water into a cobalt blue mug on a terrazzo counter before teal tiles; steam rises from the mug. Then it rights itself.",
    "de": "Ein ziegelroter Emaillekessel neigt sich und gießt einen dünnen Faden Wasser in einen kobaltblauen Becher auf einer Terrazzoplatte vor petrolfarbenen Fliesen; aus dem Becher steigt Dampf. Dann richtet er sich wieder auf.",
}


def terrazzo():
    """Chips in pale cement."""
    g = mat.Graph("terrazzo")
    v = g.node("TexVoronoi", {"feature": "F1"}, Vector=g.coord(), Scale=5.0)
    e = g.node("TexVoronoi", {"feature": "DISTANCE_TO_EDGE"}, Vector=g.coord(), Scale=5.0)
    pick = g.node("SeparateColor", Color=v.outputs["Color"])
    chip = g.math("MULTIPLY", g.ramp(e.outputs[0], 0.05, 0.06), g.math("GREATER_THAN", pick.outputs[0], 0.52))
    col = g.mix(g.math("GREATER_THAN", pick.outputs[1], 0.5), "#c77f5f", g.mix(g.math("GREATER_THAN", pick.outputs[2], 0.5), "#4f6a66", "#8b7a68"))
    return g.done(g.principled(Base_Color=g.mix(chip, "#e9e1d3", col), Roughness=0.22, Coat_Weight=0.2))


def tiles():
    """Glazed tiles, each a little different."""
    g = mat.Graph("tiles")
    b = g.node("TexBrick", {"offset": 0.0, "squash": 1.0}, Vector=g.node("Mapping", Vector=g.coord(), Rotation=(np.pi / 2, 0, 0)).outputs[0], Scale=1.0, Mortar_Size=0.018, Brick_Width=0.92, Row_Height=0.92)
    b.inputs[1].default_value, b.inputs[2].default_value, b.inputs[3].default_value = mat.srgb("#1f6f70"), mat.srgb("#2f8a86"), mat.srgb("#cfd8cf")
    fac = b.outputs[1]
    return g.done(g.principled(Base_Color=b.outputs[0], Roughness=g.math("ADD", 0.12, g.math("MULTIPLY", fac, 0.6)), Coat_Weight=0.3,
                               Normal=g.bump(g.math("ADD", g.math("MULTIPLY", fac, -1.0), g.math("MULTIPLY", g.noise(1.3, 1.0), 0.5)), 0.5, 0.05)))


def build():
    geo.box("counter", (30, 6, 0.5), terrazzo(), bevel=0.04, loc=(0, -1.2, -0.5))
    geo.box("wall", (30, 0.3, 16), tiles(), bevel=0, loc=(0.1, 1.9, -3))
    kettle = products.build("kettle", "brick")
    pivot = geo.group("pivot")
    kettle.parent = pivot
    kettle.location = (-0.9, 0, -0.75)
    mug = products.build("mug", "cobalt", filled=True)
    geo.place(mug, (0.66, 0.0, 0), (0, 0, 38), 0.98)
    water = mat.Graph("water")
    wm = water.done(water.node("MixShader", i0=water.math("ADD", 0.25, water.math("MULTIPLY", water.node("Fresnel", IOR=1.33).outputs[0], 0.75)),
                               i1=water.node("BsdfTransparent", Color="#dfeef0").outputs[0], i2=water.node("BsdfGlossy", Roughness=0.06).outputs[0]))
    stream = geo.cylinder("stream", 0.030, 1.0, wm, bevel=0, steps=24, r2=0.042)
    studio.world("#e8f0ff", 0.35)
    studio.softbox((-4.0, -3.6, 5.2), (0, 0, 1.0), (2.2, 3.4), 620, "#ffe9cf")
    studio.softbox((4.8, -1.5, 3.0), (0, 0, 1.0), (1.4, 4.2), 190, "#d5e6ff")
    studio.softbox((0, 1.0, 6.0), (0, 1.8, 1.5), (6, 1.2), 160, "#fff0dc")
    cam = studio.camera((0, -9, 2), (0, 0, 1.2), 64)

    def pose(p):
        q = np.clip((p - 0.04) / 0.66, 0, 1)
        q = q * q * (3 - 2 * q)
        pivot.location = (-0.22 + 0.06 * q, 0.0, 0.75 + 1.34 * q)
        pivot.rotation_euler = (0, np.radians(35 * q), 0)
        a = np.radians(35 * q)
        lx, lz = 1.42 - 0.9, 1.20 - 0.75
        tip = np.array((pivot.location[0] + lx * np.cos(a) + lz * np.sin(a) + 0.035, 0.0, pivot.location[2] - lx * np.sin(a) + lz * np.cos(a)))
        flow = np.clip((p - 0.70) / 0.06, 0, 1)
        end = 0.80
        length = max((tip[2] - end) * flow, 0.001)
        stream.location = (tip[0] + 0.02, 0, tip[2] - length)
        stream.scale = (max(flow, 0.001), max(flow, 0.001), length)
        target = np.array((-0.24, 0, 1.34))
        studio.move(cam, studio.polar(target, 11.4 - 0.8 * p, -7 + 6 * p, 18 - 5 * p), target, 0.30, (0.3, -0.3, 1.0))

    s = SECONDS
    return Film(pose, s, must=(66, 70, 74), moments=[("kettle", 0, 3.9, kettle, None), ("mug", 3.9, s, mug, None)], steam=[((0.66, 0.0, 0.92), 1.6)])


def sound_bed(n, rate):
    """Water into a mug, rising in pitch, over a bright morning."""
    t = np.arange(n) / rate
    on = (np.clip((t - 2.45) / 0.15, 0, 1) * np.clip((4.6 - t) / 0.2, 0, 1))[:, None]
    water = sound.noise(n, rate, 700, 4200, 0.5, 21) * (0.7 + 0.3 * np.sin(2 * np.pi * 9 * t + 3 * np.sin(2 * np.pi * 1.7 * t)))[:, None] + sound.noise(n, rate, 250, 800, 0.5, 22) * 0.6
    return sound.mix(n, rate, [
        water * on * 0.30,
        sound.pad(n, rate, [(0.0, [196.0, 246.9, 293.7]), (3.5, [174.6, 220.0, 261.6, 329.6])], 3.5, soft=0.65),
        sound.plucks(n, rate, [(0.3, 784.0), (1.0, 587.3), (1.8, 659.3), (5.2, 698.5), (5.9, 523.3)], 1.4, 0.4),
    ])
