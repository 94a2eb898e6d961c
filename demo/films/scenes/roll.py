"""Roll: a wide frame. A skateboard rolls up a painted quarter pipe in hard afternoon light, and back down."""
import math

import numpy as np

from kit import geo, mat, sound, studio
from kit.film import WIDE, Film
import products

SIZE = WIDE
SECONDS = 7.0
EVERY = 4
SAMPLES = 4
RENDER = dict(exposure=0.1, bounces=(3, 1, 1, 2))
TEXT = {
    "en": "A wide picture. A skateboard with a black deck and amber wheels rolls across a coral floor, a little way up a pale blue ramp, stops, and rolls back. Shadows of big leaves lie across the wall.",
    "de": "Ein breites Bild. Ein Skateboard mit schwarzem Deck und bernsteinfarbenen Rollen fährt über einen korallenroten Boden ein Stück eine hellblaue Rampe hinauf, bleibt stehen und rollt zurück. Auf der Wand liegen die Schatten großer Blätter.",
}
CAPTIONS = {"en": [(0.2, 2.4, "[wheels on smooth concrete]"), (2.5, 4.4, "Tess: Up is easy."), (4.5, 6.8, "Tess: It's the coming back that I like.")]}
FOOT, R = 1.6, 7.5


def profile(s):
    """A point of the ground at arc length s (x, z)."""
    if s <= FOOT:
        return np.array((s, 0.0))
    a = (s - FOOT) / R
    return np.array((FOOT + R * math.sin(a), R - R * math.cos(a)))


def frond(parent, m, rng):
    """A palm leaf, for its shadow alone."""
    for k in range(26):
        t = k / 25
        for side in (-1, 1):
            w = 1.5 * math.sin(math.pi * (0.12 + 0.85 * t))
            pts = np.array([[(0, 0.05, t * 4.2), (0, -0.05, t * 4.2 - 0.03)], [(side * w * 0.5, 0.03, t * 4.2 + 0.28), (side * w * 0.5, 0, t * 4.2 + 0.12)],
                            [(side * w, 0, t * 4.2 + 0.25 + 0.1 * rng.normal()), (side * w, 0, t * 4.2 + 0.24)]])
            geo.grid("blade", pts, m, parent).visible_camera = False


def build():
    floor = mat.plain("#d4573f", 0.62, grain=0.10, scale=30)
    geo.box("floor", (60, 40, 1), floor, bevel=0, loc=(0, 0, -1))
    geo.box("wall", (60, 1, 24), mat.plaster("#e9c4a0", "#e0b48c", 0.22, 0.5), bevel=0, loc=(0, 4.2, 0))
    s = np.linspace(FOOT, FOOT + R * 0.95, 60)
    p = np.array([profile(v) for v in s])
    back = np.vstack([p, [(p[-1, 0] + 1.2, p[-1, 1]), (p[-1, 0] + 1.2, 0.001), (FOOT, 0.001)]])
    rows = np.array([np.column_stack([back[:, 0], np.full(len(back), y), back[:, 1]]) for y in (-2.6, -2.58, 2.58, 2.6)])
    ramp = geo.grid("ramp", rows, mat.plain("#8fb6c9", 0.5, grain=0.08, scale=30), close_v=True, cap=True, angle=30)
    geo.fix_normals(ramp)
    geo.sweep("coping", np.array([(p[-1, 0], -2.62, p[-1, 1]), (p[-1, 0], 2.62, p[-1, 1])]), 0.16, mat=mat.brushed("#c9ccd0", 0.25))
    board = products.build("skateboard", "ocean")
    wheels = [o for o in board.children_recursive if o.name.startswith("wheel")]
    dot = mat.plain("#7c3f1d", 0.5)
    for w in wheels:
        w.rotation_mode = "ZYX"
        for k in range(3):
            a = 2.094 * k
            for z in (-0.163, 0.163):
                b = geo.cylinder("dot", 0.032, 0.012, dot, w, bevel=0.003, steps=16)
                b.location = (0.19 * math.cos(a), 0.19 * math.sin(a), z - 0.006)
    studio.world("#cfe0ff", 0.5)
    studio.sun((-5.0, -6.5, 5.2), 5.2, "#ffdcae", 0.7)
    rng = np.random.default_rng(3)
    dark = mat.plain("#111111", 0.9)
    for x, z, tilt, k in ((-3.2, 2.2, 35, 1.25), (-3.0, 2.0, -20, 1.1), (-3.4, 1.8, 85, 1.1), (3.6, 5.4, -120, 1.3), (3.9, 5.6, -70, 1.2)):
        f = geo.group("frond")
        frond(f, dark, rng)
        geo.place(f, (x - 8.0, 3.7 - 10.4, z + 8.3), (12, tilt, 30), k)
    cam = studio.camera((0, -20, 3), (0, 0, 1), 80)

    def pose(u):
        c = -1.7 + 3.5 * u
        a, b = profile(c - 2.05), profile(c + 2.05)
        mid, d = (a + b) / 2, b - a
        board.location = (mid[0], 0.1, mid[1])
        board.rotation_euler = (0, -math.atan2(d[1], d[0]), -math.pi / 2)
        board.rotation_mode = "ZYX"
        for w in wheels:
            w.rotation_euler = (0, math.pi / 2, -c / 0.27)
        target = np.array((0.35 + 0.9 * u, 0, 1.05 + 0.25 * u))
        studio.move(cam, studio.polar(target, 15.0 - 1.2 * u, -11 + 7 * u, 7.5), target, 0.16, (mid[0], -0.8, 1))

    return Film(pose, SECONDS, moments=[("skateboard", 0, SECONDS, board, (0.0, 1.2, 0.68))])


def sound_bed(n, rate):
    """Wheels rolling, slower at the top, over two warm chords."""
    t = np.arange(n) / rate
    speed = np.abs(np.sin(2 * np.pi * t / SECONDS))[:, None]
    roll = sound.noise(n, rate, 180, 1400, 0.5, 6) * speed**1.3 + sound.noise(n, rate, 60, 240, 0.5, 7) * speed
    tick = sound.clicks(n, rate, [(0.5, 0.3), (1.0, 0.4), (5.6, 0.4), (6.2, 0.3)], 0.10)
    return sound.mix(n, rate, [
        roll * 0.35, tick,
        sound.pad(n, rate, [(0.0, [146.8, 185.0, 220.0, 277.2]), (3.5, [130.8, 164.8, 196.0, 246.9])], 3.5, soft=0.7),
        sound.bass(n, rate, [(0.0, 73.4), (1.5, 73.4), (3.5, 65.4), (5.0, 65.4)], 0.9, 0.35),
    ])
