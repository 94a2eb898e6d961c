"""Flame: two candles before a warm wall at nightfall, very close; one breath moves both flames."""
import bpy
import numpy as np

from kit import geo, mat, sound, studio
from kit.film import Film
import products

SECONDS = 7.0
EVERY = 4
SAMPLES = 4
RATES = (760, 1320)  # a still camera and a short cycle need less
RENDER = dict(exposure=0.75, bounces=(6, 2, 2, 6))
TEXT = {
    "en": "Nightfall, very close: a scented candle in green glass burns on a walnut table, a box of matches and a burnt match beside it. Behind, out of focus, a second one in clear glass burns on two notebooks, next to a pale vase, before a terracotta wall. The flames lean in a draught and right themselves; their light moves on the wall.",
    "de": "Einbruch der Nacht, sehr nah: Eine Duftkerze in grünem Glas brennt auf einem Nussbaumtisch, daneben eine Streichholzschachtel und ein abgebranntes Streichholz. Dahinter, unscharf, brennt eine zweite in klarem Glas auf zwei Notizbüchern, neben einer hellen Vase, vor einer terrakottafarbenen Wand. Die Flammen neigen sich im Luftzug und richten sich auf; ihr Licht wandert auf der Wand.",
}
CAPTIONS = {
    "en": [(0.3, 2.6, "[a wick crackles]"), (2.7, 4.6, "Aiko: Cedar first, when the room is cold."), (4.7, 6.8, "Aiko: Yuzu for when someone comes.")],
    "de": [(0.3, 2.6, "[ein Docht knistert]"), (2.7, 4.6, "Aiko: Erst Zeder, wenn das Zimmer kalt ist."), (4.7, 6.8, "Aiko: Yuzu, wenn jemand kommt.")],
}


def burning():
    """A flame: hollow and blue above the wick, pale yellow in its body, orange where it is thin."""
    g = mat.Graph("burning")
    z = g.node("SeparateXYZ", Vector=g.coord("Generated")).outputs[2]
    rim = g.node("LayerWeight", Blend=0.5).outputs["Facing"]
    body = g.mix(g.ramp(z, 0.55, 1.0), g.mix(g.ramp(z, 0.02, 0.30), "#5a6cff", "#ffcf7d"), "#ff9a3c")
    power = g.math("MULTIPLY", g.math("ADD", 0.10, g.ramp(z, 0.06, 0.42)), g.math("SUBTRACT", 1.0, g.math("MULTIPLY", g.ramp(z, 0.7, 1.0), 0.45)))
    e = g.node("Emission", Color=g.mix(g.ramp(rim, 0.30, 0.85), body, "#ff8a30"), Strength=g.math("MULTIPLY", power, 3.6))
    thin = g.math("MAXIMUM", g.ramp(rim, 0.42, 0.98), g.math("MULTIPLY", g.math("SUBTRACT", 1.0, g.ramp(z, 0.0, 0.34)), 0.72))
    clear = g.math("MAXIMUM", thin, g.node("LightPath").outputs["Is Shadow Ray"])
    return g.done(g.node("MixShader", i0=clear, i1=e.outputs[0], i2=g.node("BsdfTransparent").outputs[0]))


def shine():
    """The glow around a flame in a camera's lens: light that is added, most of it near the middle of a card."""
    g = mat.Graph("shine")
    far = g.math("DIVIDE", g.node("VectorMath", {"operation": "LENGTH"}, i0=g.coord()).outputs["Value"], 0.95)
    near = g.math("POWER", g.math("SUBTRACT", 1.0, far, clamp=True), 2.6)
    e = g.node("Emission", Color="#ff9444", Strength=g.math("MULTIPLY", near, 0.24))
    return g.done(g.node("AddShader", i0=e.outputs[0], i1=g.node("BsdfTransparent").outputs[0]))


def matches(loc, turn):
    """A box of matches with a drawer, and a burnt match."""
    g = geo.group("matches")
    geo.box("sleeve", (0.50, 0.34, 0.14), mat.plain("#c9772b", 0.75, grain=0.3, scale=30), g, bevel=0.008)
    geo.box("drawer", (0.50, 0.31, 0.11), mat.plain("#e9dfc9", 0.85), g, bevel=0.006, loc=(0.14, 0, 0.012))
    geo.box("strip", (0.46, 0.006, 0.09), mat.plain("#3a2622", 0.95, grain=0.6, scale=80), g, bevel=0, loc=(0, -0.172, 0.025))
    geo.sweep("match", np.array([(-0.34, -0.36, 0.02), (0.12, -0.30, 0.02)]), 0.016, mat=mat.plain("#d8b887", 0.8), parent=g, steps=8)
    geo.sweep("burnt", np.array([(0.11, -0.301, 0.02), (0.19, -0.288, 0.028), (0.22, -0.27, 0.04)]), 0.018, mat=mat.plain("#16110e", 0.95), parent=g, steps=8)
    geo.place(g, loc, (0, 0, turn))


def build():
    geo.box("table", (30, 9, 0.4), mat.wood("#8a5a36", "#4a2c18", 0.7, "X", 0.34, 0.25), bevel=0.03, loc=(0, -1.6, -0.4))
    geo.box("wall", (60, 0.4, 24), mat.plaster("#c0866a", "#b2765a", 0.5, 1.1), bevel=0, loc=(0, 3.1, -6))
    a = products.build("candle", "cedar", power=3.0)
    geo.place(a, (-0.36, 0.0, 0), (0, 0, 14))
    geo.place(products.build("notebook", "ink"), (0.86, 1.15, 0), (0, 0, 68), 0.9)
    geo.place(products.build("notebook", "sage"), (0.82, 1.18, 0.185), (0, 0, 84), 0.8)
    b = products.build("candle", "yuzu", power=3.0)
    geo.place(b, (0.60, 1.15, 0.35), (0, 0, -16))
    geo.place(products.build("vase", "chalk"), (-0.98, 1.75, 0), (0, 0, 20), 0.72)
    matches((0.41, -0.48, 0), 28)
    studio.world("#56679a", 0.30)
    studio.softbox((5.0, -4.0, 4.0), (0, 0.4, 0.8), (2.5, 4.0), 190, "#9db2ea")
    studio.softbox((-4.0, -4.2, 2.6), (-0.2, 0.2, 0.7), (1.6, 2.6), 85, "#ffd3a0")
    fire, halo, flames = burning(), shine(), []
    for k, c in enumerate((a, b)):
        f, light = bpy.data.objects[c["flame"]], bpy.data.objects[c["light"]]
        f.data.materials[0] = fire
        co = np.empty(len(f.data.vertices) * 3, np.float32)
        f.data.vertices.foreach_get("co", co)
        co = co.reshape(-1, 3)
        foot = np.array(c.location) + (0.0, -0.1, 1.5)
        room = studio.point(tuple(foot), 22, "#ffac5c", 0.22)  # what the flame gives the room, without the glass in between
        room.visible_camera = room.visible_glossy = False
        disc = geo.grid("shine", np.stack([*np.meshgrid((-0.95, 0.95), (-0.95, 0.95), indexing="ij"), np.zeros((2, 2))], -1), halo, angle=180)
        geo.place(disc, np.array(c.location) + (0.06, -0.62, 1.16), (81, 0, -6))
        disc.visible_glossy = disc.visible_diffuse = disc.visible_transmission = disc.visible_shadow = False
        flames.append((f, co, light, light.location.copy(), light.data.energy, room, foot))
    cam = studio.camera((0, -6, 1), (0, 0, 0.6), 72)

    def pose(p):
        w = 2 * np.pi * p
        for k, (f, co, light, home, power, room, foot) in enumerate(flames):
            lean = 0.17 * np.exp(-((p - 0.42 - 0.05 * k) / 0.13)**2) + 0.025 * np.sin(2 * w + 2 * k) + 0.02 * np.sin(4 * w + k)
            rise = 1.36 - 0.24 * np.exp(-((p - 0.44 - 0.05 * k) / 0.12)**2) + 0.06 * np.sin(3 * w + 4 * k) + 0.17 * np.exp(-((p - 0.68 - 0.04 * k) / 0.10)**2)
            h = co[:, 2] / 0.40
            out = co.copy()
            waist = (1.0 - 0.10 * (rise - 1.36) + 0.06 * np.sin(4 * w - 5 * h + k))[:, None]
            out[:, :2] *= waist * (1.12 - 0.22 * h[:, None])
            out[:, 0] += lean * h**1.7 + 0.014 * h * np.sin(3 * w - 4 * h + 2 * k)
            out[:, 1] += 0.03 * h**2 * np.sin(2 * w + k)
            out[:, 2] *= rise
            f.data.vertices.foreach_set("co", out.astype(np.float32).ravel())
            f.data.update()
            light.location = (home[0] + 0.5 * lean, home[1], home[2] + 0.08 * (rise - 1.36))
            light.data.energy = power * (0.55 + 0.36 * rise)
            room.location = (foot[0] + 0.6 * lean, foot[1], foot[2] + 0.2 * (rise - 1.36))
            room.data.energy = 22 * (0.30 + 0.55 * rise)
        target = np.array((-0.02, 0.2, 0.86))
        studio.move(cam, studio.polar(target, 6.6, -6, 9), target, 0.16, (-0.36, -0.40, 0.8))

    s = SECONDS
    return Film(pose, s, ease=False, period=105, grain=1.1, push=(1.10, (-0.12, -0.05)), moments=[("candle", 0, s, a, None)])


def sound_bed(n, rate):
    """Crackle, the breaths that the flames lean in, a low fifth."""
    t = np.arange(n) / rate
    breath = sound.noise(n, rate, 250, 1600, 0.5, 9) * sum(np.exp(-((t - at) / 0.4)**2) for at in (0.73, 2.77, 4.23, 6.27))[:, None]
    return sound.mix(n, rate, [
        sound.crackle(n, rate, 60, 0.16, seed=11), breath * 0.11,
        sound.pad(n, rate, [(0.0, [65.4, 98.0, 196.0]), (3.5, [73.4, 110.0, 174.6])], 3.5, soft=0.4),
        sound.glass(n, rate, [(0.6, 784.0), (2.4, 1046.5), (4.1, 698.5), (5.6, 880.0)], 2.6, 0.3),
    ])
