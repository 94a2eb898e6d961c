"""Tick: so close to a watch that its seconds are slow. Dark steel, one strip of light crossing the crystal."""
import bpy
import numpy as np

from kit import geo, mat, sound, studio
from kit.film import Film
import products

VP9 = True
SECONDS = 6.0
EVERY = 8
SAMPLES = 4
RENDER = dict(exposure=0.55, bounces=(4, 1, 3, 2))
TEXT = {
    "en": "Extreme close-up of a wrist watch in the dark: night-blue sunburst dial, steel hands, a thin orange second hand that moves steadily. A strip of light crosses the dial and wakes the steel edge.",
    "de": "Extreme Nahaufnahme einer Armbanduhr im Dunkeln: nachtblaues Zifferblatt mit Sonnenschliff, Stahlzeiger und ein schmaler orangefarbener Sekundenzeiger, der gleichmäßig läuft. Ein Lichtstreifen zieht über das Zifferblatt und weckt die Stahlkante.",
}
CAPTIONS = {"en": [(0.2, 1.8, "[ticking]"), (1.9, 3.6, "Jonas: Nobody needs a watch."), (3.7, 5.9, "Jonas: I need six seconds of one, twice a day.")]}


def build():
    geo.box("plate", (40, 40, 0.4), mat.plain("#15171b", 0.42, metal=0.6, grain=0.15, scale=5), bevel=0, loc=(0, 0, -0.4))
    w = products.build("watch", "night", lying=True)
    w.location = (0, 0, 0.35)
    next(o for o in w.children_recursive if o.name.startswith("crystal")).hide_render = True  # its mirror image would cover the dial
    s, m, h = (bpy.data.objects[w[k]] for k in ("second", "minute", "hour"))
    studio.world("#2f4266", 0.45)
    key = studio.softbox((-5, 1, 4), (0, 0, 0.4), (0.5, 7.0), 80, "#ffe6c8")
    studio.softbox((3.8, 3.4, 2.2), (0, 0, 0.3), (3.0, 1.0), 170, "#7fa2ff")
    studio.softbox((0.5, -5.5, 4.5), (0, 0, 0.3), (5, 1.6), 130, "#ffd9b0")
    cam = studio.camera((0, -4, 3), (0, 0, 0.5), 90)

    def pose(p):
        sec = 33 + SECONDS * p
        s.rotation_euler.z = -np.radians(6 * sec)
        m.rotation_euler.z = -np.radians(6 * (9 + sec / 60))
        h.rotation_euler.z = -np.radians(30 * 10 + 6 * 9 / 12)
        x = -4.2 + 8.8 * (p * p * (3 - 2 * p))
        key.location = (x, 1.2, 4.2)
        studio.aim(key, (0.25 * x * 0.3, 0, 0.4))
        target = np.array((-0.10 + 0.24 * p, -0.12 + 0.10 * p, 0.72))
        studio.move(cam, studio.polar(target, 5.3 - 0.5 * p, -16 + 22 * p, 50 + 5 * p), target, 0.62, (0.0 + 0.1 * p, -0.22, 0.76))

    t = SECONDS
    return Film(pose, t, mirror=False, loop=False, grain=1.3, must=(78, 82, 84, 86, 90, 92, 94, 98, 100, 102, 106), moments=[("watch", 0, t, w, (0.30, -0.35, 0.45))])


def sound_bed(n, rate):
    """Four small beats a second and a dark chord."""
    at = [(k * 0.25, 0.35 if k % 2 else 0.5) for k in range(int(SECONDS * 4))]
    return sound.mix(n, rate, [
        sound.clicks(n, rate, at, 0.05),
        sound.pad(n, rate, [(0.0, [82.4, 123.5, 164.8]), (3.0, [73.4, 110.0, 174.6])], 3.0, soft=0.45),
        sound.glass(n, rate, [(0.4, 987.8), (2.2, 1318.5), (4.3, 880.0), (5.2, 1174.7)], 2.8, 0.28),
        sound.bass(n, rate, [(0.0, 41.2), (3.0, 36.7)], 1.6, 0.35),
    ])
