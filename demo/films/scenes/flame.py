"""Flame: two candles in the dark, very close; one breath moves both flames."""
import bpy
import numpy as np

from kit import geo, mat, sound, studio
from kit.film import Film
import products

SECONDS = 7.0
EVERY = 4
SAMPLES = 5
RENDER = dict(exposure=0.35, bounces=(6, 1, 2, 6))
TEXT = {
    "en": "Darkness, and two scented candles in green and clear glass on black slate. Their flames lean in a draught, right themselves and flicker; the light moves on the wet-looking stone and in the glass.",
    "de": "Dunkelheit und zwei Duftkerzen in grünem und klarem Glas auf schwarzem Schiefer. Die Flammen neigen sich im Luftzug, richten sich auf und flackern; das Licht wandert auf dem Stein und im Glas.",
}
CAPTIONS = {
    "en": [(0.3, 2.6, "[a wick crackles]"), (2.7, 4.6, "Aiko: Cedar first, when the room is cold."), (4.7, 6.8, "Aiko: Yuzu for when someone comes.")],
    "de": [(0.3, 2.6, "[ein Docht knistert]"), (2.7, 4.6, "Aiko: Erst Zeder, wenn das Zimmer kalt ist."), (4.7, 6.8, "Aiko: Yuzu, wenn jemand kommt.")],
}


def slate():
    """Split black slate."""
    g = mat.Graph("slate")
    n = g.noise(1.6, 6.0, rough=0.6)
    return g.done(g.principled(Base_Color=g.mix(n, "#0c1412", "#1b2624"), Roughness=g.math("ADD", 0.12, g.math("MULTIPLY", g.noise(3.0, 4.0), 0.22)),
                               Normal=g.bump(n, 0.35, 0.05)))


def build():
    geo.box("slab", (30, 14, 0.4), slate(), bevel=0.03, loc=(0, 0, -0.4))
    studio.sweep_set(mat.backdrop("#0f2a24"), depth=8.0, radius=3, width=60).location.z = -0.6
    a = products.build("candle", "cedar", power=9.0)
    geo.place(a, (-0.42, 0.0, 0), (0, 0, 14))
    b = products.build("candle", "yuzu", power=9.0)
    geo.place(b, (0.62, 1.25, 0), (0, 0, -16))
    for x, y, r, s in ((-1.35, 0.9, 0.25, (1.2, 0.9, 0.5)), (-1.0, 1.5, 0.36, (1.0, 1.1, 0.55)), (0.62, -0.55, 0.16, (1.2, 0.9, 0.5))):
        geo.sphere("pebble", r, mat.plain("#20302b", 0.35, grain=0.2, scale=12), loc=(x, y, r * s[2] * 0.9), scale=s)
    studio.world("#2c5548", 0.42)
    studio.softbox((-3.8, 2.4, 2.6), (0, 0.4, 0.6), (1.0, 3.4), 190, "#9fd8c2")
    studio.softbox((-3.0, -5.0, 3.6), (0, 0.4, 0.5), (2.5, 2.5), 85, "#ffdcae")
    studio.softbox((2.6, 6.6, 2.4), (1.0, 8.0, 1.6), (3, 2), 190, "#ffb060")
    flames = []
    for c in (a, b):
        light = bpy.data.objects[c["light"]]
        flames.append((bpy.data.objects[c["flame"]], light, light.data.energy, light.location.copy()))
    cam = studio.camera((0, -6, 1), (0, 0, 0.6), 72)

    def pose(p):
        for k, (f, light, power, home) in enumerate(flames):
            w = 2 * np.pi * p
            lean = 0.34 * np.exp(-((p - 0.42 - 0.05 * k) / 0.11)**2) + 0.05 * np.sin(5 * w + 2 * k) + 0.03 * np.sin(9 * w + k)
            rise = 1.35 - 0.34 * np.exp(-((p - 0.44 - 0.05 * k) / 0.10)**2) + 0.07 * np.sin(7 * w + 4 * k) + 0.20 * np.exp(-((p - 0.66 - 0.04 * k) / 0.08)**2)
            f.rotation_euler = (0.1 * np.sin(4 * w + k), lean, 0)
            f.scale = (1.15 - 0.12 * (rise - 1.35), 1.15, rise)
            light.location = (home[0] + 0.28 * lean, home[1], home[2] + 0.08 * (rise - 1.3))
            light.data.energy = power * (0.70 + 0.28 * rise)
        target = np.array((-0.04, 0.2, 0.62))
        focus = np.array((-0.42, -0.35, 0.9))
        studio.move(cam, studio.polar(target, 6.5, -7, 9.5), target, 0.20, focus)

    s = SECONDS
    return Film(pose, s, ease=False, period=105, grain=1.4, push=(1.10, (-0.12, -0.05)), moments=[("candle", 0, s, a, None)])


def sound_bed(n, rate):
    """Crackle, a breath, a low fifth."""
    t = np.arange(n) / rate
    breath = sound.noise(n, rate, 250, 1600, 0.5, 9) * (np.exp(-((t - 1.9) / 0.5)**2) + np.exp(-((t - 5.1) / 0.5)**2))[:, None]
    return sound.mix(n, rate, [
        sound.crackle(n, rate, 60, 0.16, seed=11), breath * 0.16,
        sound.pad(n, rate, [(0.0, [65.4, 98.0, 196.0]), (3.5, [73.4, 110.0, 174.6])], 3.5, soft=0.4),
        sound.glass(n, rate, [(0.6, 784.0), (2.4, 1046.5), (4.1, 698.5), (5.6, 880.0)], 2.6, 0.3),
    ])
