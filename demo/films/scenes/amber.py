"""Amber: a macro glide along a perfume bottle; a strip of light sweeps through the glass; focus racks to a candle."""
import numpy as np

from kit import geo, mat, sound, studio
from kit.film import Film
import products

SECONDS = 8.0
EVERY = 4
SAMPLES = 10
RENDER = dict(exposure=0.15, bounces=(8, 1, 3, 8))
TEXT = {
    "en": "A square perfume bottle of amber liquid stands on dark stone while a strip of light sweeps through the glass. The focus drifts to a lit candle behind it and returns.",
    "de": "Ein eckiger Parfumflakon mit bernsteinfarbener Flüssigkeit steht auf dunklem Stein, ein Lichtstreifen wandert durch das Glas. Die Schärfe wandert zu einer brennenden Kerze dahinter und wieder zurück.",
}


def stone():
    """Dark honed stone with pale veins."""
    g = mat.Graph("stone")
    n = g.noise(1.1, 6.0, rough=0.65)
    vein = g.ramp(g.math("ABSOLUTE", g.math("SUBTRACT", n, 0.5)), 0.018, 0.0)
    c = g.mix(g.ramp(g.noise(3.0, 5.0), 0.3, 0.7), "#2b1d15", "#17100c")
    c = g.mix(g.math("MULTIPLY", vein, 0.35), c, "#a5805c")
    return g.done(g.principled(Base_Color=c, Roughness=g.math("ADD", 0.16, g.math("MULTIPLY", g.noise(5.0, 3.0), 0.16))))


def build():
    geo.box("slab", (30, 14, 0.4), stone(), bevel=0.03, loc=(0, 0, -0.4))
    studio.sweep_set(mat.backdrop("#8a6234"), depth=9.0, radius=3, width=60).location.z = -0.6
    bottle = products.build("perfume", "amber")
    geo.place(bottle, (-0.12, -0.4, 0), (0, 0, 12))
    candle = products.build("candle", "yuzu", power=9.0)
    geo.place(candle, (0.86, 1.55, 0), (0, 0, -8), 1.1)
    geo.box("book", (2.6, 1.9, 0.34), mat.plain("#3a1d10", 0.7, grain=0.2), bevel=0.02, loc=(-1.6, 3.0, 0)).rotation_euler.z = 0.3
    geo.sphere("stone ball", 0.42, mat.plain("#c9824a", 0.55, grain=0.3, scale=8), loc=(-1.25, 2.9, 0.76))
    studio.world("#4a2410", 0.25)
    studio.softbox((0.2, 7.4, 2.2), (0, 9.0, 2.0), (7, 3), 400, "#ffb868")
    back = studio.softbox((-0.4, 5.6, 2.6), (0, 0, 0.7), (2.2, 2.6), 110, "#ffd08c")
    studio.softbox((4.2, -3.2, 4.0), (0, 0, 0.8), (1.6, 3.4), 60, "#ffe2c0")
    strip = studio.softbox((-3, 0.5, 2.2), (0, -0.4, 0.8), (0.5, 3.6), 120, "#ffe8c8")
    cam = studio.camera((0, -6, 1), (0, 0, 0.5), 70)
    a = (np.array((-0.02, -0.4, 0.70)), 6.5, -11.0, 9.0)
    b = (np.array((0.34, 0.0, 0.62)), 7.9, 8.0, 11.0)

    def pose(p):
        mix = lambda i: a[i] * (1 - p) + b[i] * p
        q = p * p * (3 - 2 * p)
        ang = np.radians(-115 + 150 * p)
        strip.location = (3.4 * np.sin(ang), -0.4 - 3.4 * np.cos(ang), 2.3)
        studio.aim(strip, (-0.1, -0.4, 0.8))
        eye = studio.polar(mix(0), mix(1), mix(2), mix(3))
        rack = np.clip((q - 0.55) / 0.4, 0, 1)
        rack = rack * rack * (3 - 2 * rack)
        focus = np.array((-0.12, -0.7, 0.7)) * (1 - rack) + np.array((0.92, 1.3, 0.6)) * rack
        studio.move(cam, eye, mix(0), 0.26, focus)

    s = SECONDS
    return Film(pose, s, must=tuple(range(42, 80, 4)), moments=[("perfume", 0, 2.6, bottle, None), ("candle", 2.6, 5.4, candle, None), ("perfume", 5.4, s, bottle, None)])


def sound_bed(n, rate):
    """Slow glass harmonics over a low drone and the candle's crackle."""
    return sound.mix(n, rate, [
        sound.pad(n, rate, [(0.0, [73.4, 110.0, 220.0]), (4.0, [82.4, 123.5, 185.0])], 4.0, soft=0.4),
        sound.glass(n, rate, [(0.2, 1174.7), (1.6, 880.0), (2.6, 1318.5), (4.2, 987.8), (5.4, 1479.98), (6.6, 1108.7)], 3.0, 0.3),
        sound.crackle(n, rate, 26, 0.05, seed=5),
    ])
