"""Cone: a loudspeaker without its cloth, very close. The cone breathes with the bass, in orange rim light."""
import math

import bpy
import numpy as np

from kit import geo, mat, sound, studio
from kit.film import Film
import products

SECONDS = 6.4
EVERY = 2
SAMPLES = 5
RENDER = dict(exposure=0.2, bounces=(4, 1, 3, 2))
BEAT = 0.8
TEXT = {
    "en": "A graphite loudspeaker with its front taken off, very close, in the dark. Orange light runs along the rim of the woofer; the paper cone moves in and out with each slow bass note.",
    "de": "Ein graphitfarbener Lautsprecher ohne Frontgitter, sehr nah, im Dunkeln. Oranges Licht läuft am Rand des Tieftöners entlang; die Papiermembran bewegt sich mit jedem langsamen Basston.",
}


def driver(parent, r, y, z, tweeter=False):
    """A cone in its basket, axis towards -y. Returns the moving part."""
    base = geo.group("driver")
    base.parent = parent
    geo.place(base, (0, y, z), (90, 0, 0))
    steel = mat.brushed("#3c3d40", 0.3)
    ring = geo.rounded([(r * 1.02, 0.0), (r * 1.22, 0.0), (r * 1.22, 0.045), (r * 1.16, 0.07), (r * 1.05, 0.06), (r * 1.0, 0.02)], 0.015, 5)
    geo.lathe("ring", ring, steel, base, steps=160)
    for k in range(6):
        a = math.radians(60 * k + 30)
        geo.cylinder("bolt", 0.028, 0.03, mat.brushed("#8d8f93", 0.25), base, loc=(r * 1.12 * math.cos(a), r * 1.12 * math.sin(a), 0.05), bevel=0.008, steps=6)
    move = geo.group("cone")
    move.parent = base
    rub = mat.plain("#141416", 0.5, grain=0.05)
    t = np.linspace(0, math.pi, 24)
    geo.lathe("surround", np.column_stack([r * 0.93 + r * 0.085 * np.cos(t), 0.02 + r * 0.085 * np.sin(t)]), rub, move, steps=128, angle=180)
    g = mat.Graph("paper")
    s = g.node("SeparateXYZ", Vector=g.coord())
    rad = g.math("SQRT", g.math("ADD", g.math("MULTIPLY", s.outputs[0], s.outputs[0]), g.math("MULTIPLY", s.outputs[1], s.outputs[1])))
    ribs = g.math("SINE", g.math("MULTIPLY", rad, 90.0))
    fibre = g.noise(34.0, 4.0)
    paper = g.done(g.principled(Base_Color=g.mix(fibre, "#38383d", "#55555c"), Roughness=0.62, Normal=g.bump(g.math("ADD", g.math("MULTIPLY", ribs, 0.35), fibre), 0.4, 0.015)))
    u = np.linspace(0, 1, 40)
    cone = np.column_stack([r * (0.86 - 0.56 * u), 0.015 - r * 0.40 * u**1.35])
    geo.lathe("paper", cone, paper, move, steps=128, angle=180)
    a = np.linspace(0, math.pi / 2, 24)
    geo.lathe("dome", np.column_stack([r * 0.32 * np.cos(a), -r * 0.40 + r * 0.20 * np.sin(a)]), mat.plain("#b5632e" if not tweeter else "#c9a05a", 0.28, metal=0.9), move, steps=96, angle=180)
    return move


def build():
    studio.sweep_set(mat.backdrop("#241f22"), depth=6, radius=3, width=60)
    sp = products.build("speaker", "graphite")
    for o in list(sp.children):
        if o.name.startswith("grille"):
            o.hide_render = True
    baffle = geo.box("baffle", (1.36, 0.06, 1.96), mat.plain("#1c1c1f", 0.55, grain=0.2, scale=30), sp, bevel=0.01)
    baffle.location = (0, -0.44, 0.155)
    cut = geo.cylinder("cut", 0.455, 0.6, None, sp, bevel=0.001, steps=96)
    geo.place(cut, (0, -0.25, 0.98), (90, 0, 0))
    cut2 = geo.cylinder("cut", 0.18, 0.6, None, sp, bevel=0.001, steps=64)
    geo.place(cut2, (0, -0.30, 1.84), (90, 0, 0))
    for body in [baffle, *(o for o in sp.children if o.name.startswith("cabinet"))]:
        for c in (cut, cut2):
            m = body.modifiers.new("hole", "BOOLEAN")
            m.object, m.operation, m.solver = c, "DIFFERENCE", "EXACT"
            c.hide_render = True
    woofer = driver(sp, 0.50, -0.47, 0.98)
    driver(sp, 0.20, -0.47, 1.84, True)
    sp.rotation_euler.z = math.radians(16)
    studio.world("#3a3d52", 0.35)
    studio.softbox((3.6, 0.4, 2.6), (0, -0.4, 1.1), (0.7, 3.0), 720, "#ff8a3c")
    studio.softbox((-3.4, -1.6, 1.8), (0, -0.4, 1.1), (0.6, 3.2), 260, "#8aa8ff")
    studio.softbox((-0.8, -3.5, 5.0), (0, -0.4, 1.1), (2.4, 1.6), 330, "#ffe6cf")
    cam = studio.camera((0, -6, 1), (0, 0, 1), 85)

    target = np.array((0.0, -0.4, 1.16))
    studio.move(cam, studio.polar(target, 6.0, -16, 7), target, 0.30, (0.05, -0.75, 1.05))

    def pose(p):
        kick = np.exp(-p * 3.2) * np.sin(2 * np.pi * p * 2.0)
        woofer.location.z = 0.085 * kick

    return Film(pose, SECONDS, mirror=False, period=24, grain=1.2, push=(1.16, (0.06, 0.06)), moments=[("speaker", 0, SECONDS, sp, (-0.15, -0.60, 1.0))])


def sound_bed(n, rate):
    """The bass the cone follows."""
    hits = [k * BEAT for k in range(8)]
    return sound.mix(n, rate, [
        sound.kicks(n, rate, hits, 0.8),
        sound.bass(n, rate, [(h, f) for h, f in zip(hits, (55.0, 55.0, 65.4, 55.0, 49.0, 49.0, 73.4, 65.4))], 0.7, 0.6),
        sound.shaker(n, rate, [0.4 + k * BEAT for k in range(8)], 0.05),
        sound.pad(n, rate, [(0.0, [110.0, 164.8, 196.0, 261.6]), (3.2, [98.0, 146.8, 196.0, 246.9])], 3.2, soft=0.6),
    ])
