"""Listen: a low sun on a sideboard. Over a record player the camera trucks from headphones on their stand to a speaker."""
import math

import numpy as np

from kit import geo, mat, rooms, sound, studio
from kit.film import Film
import products

SECONDS = 8.0
EVERY = 8
SAMPLES = 5
RENDER = dict(exposure=0.30, bounces=(4, 2, 2, 2))
TEXT = {
    "en": "Late sun on a walnut sideboard, seen across a cream record player with a black disc: sand-coloured over-ear headphones hang on an oak stand before record sleeves that lean on a dark green wall. The camera glides to the right until the tone arm comes in, and the focus moves on to a walnut speaker with a cloth front beside them. Shadows of leaves lie on the wall.",
    "de": "Späte Sonne auf einer Nussbaum-Anrichte, über einen cremefarbenen Plattenspieler mit schwarzer Scheibe hinweg gesehen: Sandfarbene Kopfhörer hängen auf einem Eichenständer vor Plattenhüllen, die an einer dunkelgrünen Wand lehnen. Die Kamera gleitet nach rechts, bis der Tonarm ins Bild kommt, und die Schärfe wandert weiter zu einem Nussbaum-Lautsprecher mit Stofffront daneben. Auf der Wand liegen Blätterschatten.",
}


def vinyl():
    """Grooves, whose shine is a fan of light; wider ones between the pieces."""
    g = mat.Graph("vinyl")
    pos = g.node("SeparateXYZ", Vector=g.coord())
    r = g.math("SQRT", g.math("ADD", g.math("MULTIPLY", pos.outputs[0], pos.outputs[0]), g.math("MULTIPLY", pos.outputs[1], pos.outputs[1])))
    gap = g.ramp(g.math("ABSOLUTE", g.math("SUBTRACT", g.math("FRACT", g.math("MULTIPLY", r, 4.1)), 0.5)), 0.055, 0.035)
    tangent = g.node("Tangent", {"direction_type": "RADIAL", "axis": "Z"}).outputs[0]
    return g.done(g.principled(Base_Color="#0b0b0c", Roughness=g.math("SUBTRACT", 0.36, g.math("MULTIPLY", gap, 0.20)), Anisotropic=0.92, Tangent=tangent, Specular_IOR_Level=0.75))


def turntable(loc):
    """A player with a record on it, its arm in the first third of the side."""
    g = geo.group("player")
    alu, black = mat.brushed("#c9c5bc", 0.25), mat.plain("#151516", 0.4)
    geo.box("plinth", (4.3, 3.5, 0.42), mat.plain("#d8c9ae", 0.38, coat=0.25, grain=0.05, scale=30), g, bevel=0.05, vertical=0.12, loc=(0.28, 0, 0.10))
    for x in (-1.5, 2.0):
        for y in (-1.3, 1.3):
            geo.cylinder("foot", 0.2, 0.11, black, g, loc=(x, y, 0), bevel=0.03, steps=32)
    geo.cylinder("platter", 1.54, 0.15, alu, g, loc=(0, 0, 0.54), bevel=0.03, steps=160)
    geo.lathe("record", geo.rounded([(0, 0.69), (1.50, 0.69), (1.512, 0.70), (1.50, 0.715), (1.44, 0.708), (0.52, 0.708)], [0, 0.005, 0.006, 0.005, 0.01, 0], 4), vinyl(), g, steps=192)
    geo.lathe("label", np.array([(0.52, 0.709), (0.0, 0.709)]), mat.plain("#c9694a", 0.75), g, steps=96)
    for r in (0.46, 0.23):
        geo.lathe("ring", np.array([(r, 0.7105), (r - 0.025, 0.7105)]), mat.plain("#efe0c4", 0.75), g, steps=96)
    geo.cylinder("pin", 0.03, 0.1, alu, g, loc=(0, 0, 0.70), bevel=0.012, steps=24)
    post = np.array((1.92, 0.95))
    geo.cylinder("rest", 0.32, 0.07, black, g, loc=(*post, 0.51), bevel=0.02, steps=64)
    geo.cylinder("post", 0.13, 0.42, alu, g, loc=(*post, 0.57), bevel=0.03, steps=48)
    arm = geo.group("arm")
    arm.parent = g
    head = np.array((0.98, -0.72))
    d = (head - post) / np.linalg.norm(head - post)
    n = np.array((-d[1], d[0]))
    at = lambda s, k, z: np.array((*(d * s + n * k), z))
    long = float(np.linalg.norm(head - post))
    geo.sweep("tube", geo.spline([at(-0.42, 0, 0.03), at(0.2, 0, 0.03), at(long * 0.62, 0.05, 0.0), at(long - 0.2, 0.0, -0.06)], 40), 0.035, mat=alu, parent=arm, steps=16)
    w = geo.cylinder("weight", 0.13, 0.26, alu, arm, bevel=0.03, steps=48)
    geo.place(w, at(-0.30, 0, 0.03), (0, -90, math.degrees(math.atan2(d[1], d[0]))))
    shell = geo.box("shell", (0.34, 0.15, 0.05), black, arm, bevel=0.015)
    geo.place(shell, at(long - 0.06, 0, -0.09), (0, 3, math.degrees(math.atan2(d[1], d[0]))))
    cart = geo.box("cartridge", (0.18, 0.11, 0.10), mat.plain("#b5432e", 0.4), arm, bevel=0.012)
    geo.place(cart, at(long - 0.03, 0, -0.175), (0, 0, math.degrees(math.atan2(d[1], d[0]))))
    arm.location = (*post, 0.91)
    for k, r in enumerate((0.13, 0.085)):
        geo.cylinder("knob", r, 0.08, alu, g, loc=(1.72 + 0.34 * k, -1.36, 0.52), bevel=0.02, steps=48)
    geo.place(g, loc)
    return g, arm


def sleeve(loc, turn, lean, colours, kind, tilt=0.0):
    """A record's sleeve that leans on the wall, with a print of simple shapes."""
    ground, a, b = colours
    g = geo.group("sleeve")
    geo.box("card", (3.12, 0.05, 3.12), mat.plain(ground, 0.55, coat=0.15, grain=0.10, scale=8), g, bevel=0.008)

    def disc(x, z, r, c, y=-0.027, half=False):
        t = np.linspace(0, math.pi * (1 if half else 2), 72)
        p = np.column_stack([x + r * np.cos(t), np.full(72, y), z + r * np.sin(t)])
        geo.grid("print", np.stack([np.broadcast_to((x, y, z), p.shape), p]), mat.plain(c, 0.55, coat=0.15), g, angle=180)

    if kind == "arches":
        for r, c, y in ((1.18, a, -0.027), (0.86, ground, -0.029), (0.58, b, -0.031), (0.28, ground, -0.033)):
            disc(0, 1.15, r, c, y, True)
            geo.box("print", (2 * r, 0.002, 0.75), mat.plain(c, 0.55, coat=0.15), g, bevel=0, loc=(0, y, 0.4))
    else:
        disc(-0.25, 1.85, 0.82, a)
        for k in range(5):
            geo.box("print", (2.5, 0.002, 0.05 + 0.035 * k), mat.plain(b, 0.55), g, bevel=0, loc=(0, -0.029 - 0.001 * k, 1.22 - 0.24 * k))
    return geo.place(g, loc, (-lean, tilt, turn))


def stand(loc, turn):
    """An oak stand: a foot, a post and a round bar for the headband."""
    oak = mat.wood("#c59a66", "#8d6238", 1.2, "Z", 0.42, 0.12)
    g = geo.group("stand")
    geo.box("foot", (1.15, 0.95, 0.12), mat.wood("#c59a66", "#8d6238", 1.2, "X", 0.42, 0.12), g, bevel=0.03, vertical=0.2)
    geo.sweep("post", np.array([(0, 0.16, 0.08), (0, 0.16, 1.3), (0, 0.16, 2.50)]), 0.10, 0.07, oak, g, steps=24, up=(0, 1, 0), power=3)
    bar = geo.cylinder("bar", 0.17, 0.62, oak, g, bevel=0.03, steps=48)
    geo.place(bar, (0, 0.31, 2.43), (90, 0, 0))
    return geo.place(g, loc, (0, 0, turn))


def build():
    walnut = mat.wood("#94653f", "#6a4328", 0.5, "X", 0.32, 0.25)
    geo.box("sideboard", (30, 8.4, 0.34), walnut, bevel=0.05, loc=(0, -0.9, -0.34))
    geo.box("front", (30, 0.2, 8), walnut, bevel=0, loc=(0, -4.7, -8.4))
    geo.box("wall", (40, 0.4, 24), mat.plaster("#4d6353", "#445949", 0.3, 0.9), bevel=0, loc=(0, 3.5, -6))
    player, arm = turntable((0.0, -2.05, 0))
    stand((-0.78, 0.72, 0), 14)
    phones = products.build("headphones", "sand")
    geo.place(phones, (-0.78, 0.72, 0.42), (0, 0, 14))
    speaker = products.build("speaker", "walnut")
    geo.place(speaker, (1.20, 1.55, 0), (0, 0, -12), 1.12)
    sleeve((-0.55, 2.72, 0), 0, 10, ("#e8d8ba", "#557a62", "#c98274"), "arches", 0)
    sleeve((0.62, 3.02, 0), 0, 5, ("#b4553a", "#efdcb4", "#2f3c40"), "sun", 0)
    sleeve((-2.2, 2.95, 0), 0, 7, ("#2f4a63", "#d9a24a", "#e8d8ba"), "sun", 0)
    studio.world("#cddcff", 0.30)
    d = np.array((-5.4, -3.4, 3.6))
    studio.sun(tuple(d), 6.0, "#ffcf92", 0.6)
    twigs = rooms.canopy(d, mat.plain("#111111", 0.9), np.random.default_rng(12), ((-3.6, 3.3, 50, 1.1, 0.8), (-0.4, 4.6, 50, 1.8, 0.6), (3.1, 3.4, 38, 1.0, 0.8), (-3.8, 0.2, 30, 0.8, 0.9), (3.8, 0.6, 30, 0.8, 0.9), (0.9, -2.3, 22, 1.4, 0.4)))
    studio.softbox((5.0, -4.2, 4.6), (0, 0, 1.2), (3, 4), 130, "#dbe6ff")
    studio.softbox((0.6, 3.0, 7.0), (0, -2.0, 0.6), (3.0, 1.2), 250, "#ffe3bd")
    cam = studio.camera((0, -14, 4), (0, 0, 1.3), 70)

    def pose(p):
        twigs.location = (0.20 * math.sin(2 * math.pi * p), 0.0, 0.24 * p)
        arm.rotation_euler = (0.004 * math.sin(6 * math.pi * p), 0.006 * math.sin(8 * math.pi * p), 0.02 * p)
        rack = float(np.clip((p - 0.30) / 0.42, 0, 1))
        rack = rack * rack * (3 - 2 * rack)
        focus = np.array((-0.8, 0.1, 1.6)) * (1 - rack) + np.array((1.15, 0.9, 1.4)) * rack
        target = np.array((-0.34 + 0.80 * p, 0.0, 1.42 - 0.02 * p))
        studio.move(cam, target + np.array(studio.polar((0, 0, 0), 13.3 - 1.2 * p, -11 + 15 * p, 17 - 4 * p)), target, 0.26, focus)

    s = SECONDS
    return Film(pose, s, moments=[("headphones", 0, 2.0, phones, (0.55, -0.4, 0.62)), ("speaker", 2.2, 5.8, speaker, None), ("headphones", 6.0, s, phones, (0.55, -0.4, 0.62))])


def sound_bed(n, rate):
    """A quiet, rounded groove."""
    beat = 0.5
    return sound.mix(n, rate, [
        sound.pad(n, rate, [(0.0, [146.8, 220.0, 277.2, 329.6]), (4.0, [123.5, 185.0, 220.0, 293.7])], 4.0, soft=0.6),
        sound.kicks(n, rate, [k * beat * 2 for k in range(8)], 0.5),
        sound.shaker(n, rate, [beat / 2 + k * beat for k in range(16)], 0.06),
        sound.plucks(n, rate, [(0.0, 440.0), (0.75, 554.4), (1.5, 659.3), (2.25, 554.4), (3.0, 493.9), (4.0, 369.99), (4.75, 440.0), (5.5, 587.3), (6.25, 440.0), (7.0, 493.9)], 0.9, 0.4),
    ])
