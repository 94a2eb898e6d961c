"""Listen: a small revolving stage. Headphones before a green arch; the stage turns; a speaker before a rose one."""
import math

import numpy as np

from kit import geo, mat, sound, studio
from kit.film import Film
import products

SECONDS = 8.0
EVERY = 8
SAMPLES = 8
RENDER = dict(exposure=0.1, bounces=(4, 2, 2, 1))
TEXT = {
    "en": "A small round stage turns slowly. Sand-coloured over-ear headphones stand before a green arch; the stage revolves and shows a walnut speaker with a cloth front before a rose arch. The shadow of a branch lies on both.",
    "de": "Eine kleine runde Bühne dreht sich langsam. Sandfarbene Kopfhörer stehen vor einem grünen Bogen; die Bühne wendet sich und zeigt einen Nussbaum-Lautsprecher mit Stofffront vor einem rosafarbenen Bogen. Auf beiden liegt der Schatten eines Zweigs.",
}


def arch(y, colour, parent, width=3.15, height=4.15, thick=0.10):
    """An arched panel."""
    r = width / 2
    a = np.linspace(0, math.pi, 60)
    o = np.vstack([[(r, 0)], np.column_stack([r * np.cos(a), height - r + r * np.sin(a)]), [(-r, 0)]])
    rows = []
    for inset, yy in ((0.02, y - thick / 2), (0, y - thick / 2 + 0.02), (0, y + thick / 2)):
        k = (r - inset) / r
        rows.append(np.column_stack([o[:, 0] * k, np.full(len(o), yy), np.where(o[:, 1] > 0, o[:, 1] - inset, 0)]))
    ob = geo.grid("arch", np.array(rows), mat.plaster(*colour, 0.12, 1.5), parent, close_v=True, cap=True, angle=40)
    geo.fix_normals(ob)
    return ob


def terrazzo():
    """Polished stone chips in pale cement."""
    g = mat.Graph("terrazzo")
    v = g.node("TexVoronoi", {"feature": "F1"}, Vector=g.coord(), Scale=6.5, Randomness=1.0)
    chip = g.math("SUBTRACT", 1.0, g.ramp(v.outputs[0], 0.30, 0.34))
    pick = g.node("SeparateXYZ", Vector=v.outputs[1]).outputs[0]
    some = g.ramp(g.node("SeparateXYZ", Vector=v.outputs[1]).outputs[1], 0.45, 0.46)
    stone = g.mix(g.ramp(pick, 0.3, 0.31), g.mix(g.ramp(pick, 0.6, 0.61), "#b9694a", "#5b6a55"), "#8f6b4c")
    c = g.mix(g.math("MULTIPLY", chip, g.math("MULTIPLY", some, 0.85)), "#e6d6bd", stone)
    return g.done(g.principled(Base_Color=c, Roughness=0.38, Coat_Weight=0.15, Coat_Roughness=0.2))


def leaves():
    """A branch outside the picture whose leaves draw a shadow on the wall."""
    rng = np.random.default_rng(5)
    dark = mat.plain("#101010", 0.9)
    away = np.array((-6.0, -6.5, 5.2)) * 1.25
    side = np.array((6.5, -6.0, 0)) / np.hypot(6.5, 6.0)
    t = np.linspace(0, 1, 24)
    for k in range(3):
        stem = np.array([away + side * (-4.2 + 4.6 * u) + np.array((0, 0, 1.9 + 0.9 * k + (0.9 - 0.5 * k) * u + 0.3 * math.sin(3 * u + k))) for u in t])
        ob = geo.sweep("stem", stem, 0.03, mat=dark, steps=8)
        ob.visible_camera = False
        for j in range(3, 24, 3):
            n = 0.75 + 0.35 * rng.random()
            a = rng.uniform(-0.5, 0.5) + (0.7 if j % 2 else -0.8)
            q = np.linspace(0, 1, 14)
            w = 0.21 * n * np.sin(np.pi * q**0.8)
            d = math.cos(a) * side + np.array((0, 0, math.sin(a)))
            e = -math.sin(a) * side + np.array((0, 0, math.cos(a)))
            mid = stem[j] + q[:, None] * n * d
            leaf = geo.grid("leaf", np.stack([mid - w[:, None] * e, mid + w[:, None] * e], 1), dark)
            leaf.visible_camera = False


def build():
    studio.sweep_set(mat.backdrop("#cdb79b", "#bca488"), depth=9, radius=5, width=70)
    stage = geo.group("stage")
    geo.cylinder("disc", 2.15, 0.30, terrazzo(), stage, bevel=0.03, steps=160)
    geo.cylinder("foot", 1.7, 0.10, mat.plain("#3a2a20", 0.6), loc=(0, 0, -0.001), bevel=0.02, steps=96)
    arch(-0.051, ("#557a62", "#4a6e57"), stage).location.z = 0.36
    arch(0.051, ("#c98274", "#bd7466"), stage).location.z = 0.36
    stage.location.z = 0.06
    for ob in stage.children:
        if ob.name.startswith("arch"):
            ob.location.z = 0.28
    phones = products.build("headphones", "sand")
    geo.place(phones, (0, -0.95, 0.30), (0, 0, 10))
    speaker = products.build("speaker", "walnut")
    geo.place(speaker, (0, 0.98, 0.30), (0, 0, 180 + 14))
    phones.parent = speaker.parent = stage
    studio.world("#ffeedd", 0.20)
    leaves()
    studio.sun((-6.0, -6.5, 5.2), 3.8, "#ffdcae", 0.5)
    studio.softbox((-5.5, -5.0, 6.5), (0, 0, 1.6), (2.6, 3.6), 260, "#ffe9cf")
    studio.softbox((6.0, -3.5, 3.5), (0, 0, 1.6), (3, 5), 130, "#dfe8ff")
    studio.softbox((3.0, 4.5, 6.0), (0, 0, 1.6), (3, 1.6), 260, "#fff0dc")
    studio.softbox((0, 5.5, 9.0), (0, 9, 2), (8, 3), 420, "#ffe6c6")
    cam = studio.camera((0, -16, 3), (0, 0, 1.6), 75)

    def angle(u):
        """Drift, turn, drift."""
        t = np.clip((u - 0.40) / 0.26, 0, 1)
        turn = t**3 * (t * (6 * t - 15) + 10)
        return -18 + 26 * u + 172 * turn - 8 * turn

    def pose(u):
        stage.rotation_euler.z = math.radians(angle(u))
        target = np.array((0.0, 0.0, 1.52 + 0.04 * u))
        studio.move(cam, studio.polar(target, 14.0 - 0.5 * math.sin(math.pi * u), 0, 9.0), target, 0.36, (0, -1.1, 1.4))

    s = SECONDS
    return Film(pose, s, ease=False, must=tuple(range(49, 80)), moments=[("headphones", 0, 2.0, phones, (0, -0.1, 2.2)), ("speaker", 2.2, 5.8, speaker, None), ("headphones", 6.0, s, phones, (0, -0.1, 2.2))])


def sound_bed(n, rate):
    """A quiet, rounded groove."""
    beat = 0.5
    return sound.mix(n, rate, [
        sound.pad(n, rate, [(0.0, [146.8, 220.0, 277.2, 329.6]), (4.0, [123.5, 185.0, 220.0, 293.7])], 4.0, soft=0.6),
        sound.kicks(n, rate, [k * beat * 2 for k in range(8)], 0.5),
        sound.shaker(n, rate, [beat / 2 + k * beat for k in range(16)], 0.06),
        sound.plucks(n, rate, [(0.0, 440.0), (0.75, 554.4), (1.5, 659.3), (2.25, 554.4), (3.0, 493.9), (4.0, 369.99), (4.75, 440.0), (5.5, 587.3), (6.25, 440.0), (7.0, 493.9)], 0.9, 0.4),
    ])
