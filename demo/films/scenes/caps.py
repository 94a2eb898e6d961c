"""Caps: three knit caps on turned wooden stands in hard light. A cap looks the same after one rib, so one rib's turn is rendered."""
import math

import numpy as np

from kit import geo, mat, sound, studio
from kit.film import Film
from products import cap

SECONDS = 7.2
EVERY = 2
SAMPLES = 4
SCALE = 1.0
RATES = (640, 1100)  # a still camera and a short cycle need less
RENDER = dict(exposure=0.05, bounces=(3, 2, 2, 1))
TURN = 24
TEXT = {
    "en": "Three ribbed knit caps, rust, oat and navy, turn slowly on turned walnut stands of different heights. Low hard sun from the left draws every stitch and lays their shadows on a lilac wall; balls of wool, one with two needles in it, lie on the pale table.",
    "de": "Drei gerippte Strickmützen in Rost, Hafer und Marine drehen sich langsam auf gedrechselten Nussbaumständern verschiedener Höhe. Tiefe harte Sonne von links zeichnet jede Masche und legt ihre Schatten auf eine fliederfarbene Wand; auf dem hellen Tisch liegen Wollknäuel, in einem stecken zwei Nadeln.",
}


def stand(loc, h, wood, brass):
    """A turned stand; its mushroom head is inside the cap."""
    prof = [(0, 0), (0.62, 0), (0.66, 0.06), (0.62, 0.13), (0.44, 0.19), (0.36, 0.30), (0.34, 0.5 * h), (0.38, h - 0.30), (0.46, h - 0.22), (0.46, h - 0.14), (0.40, h - 0.06), (0.62, h + 0.10), (0.78, h + 0.25), (0.70, h + 0.9), (0.3, h + 1.3), (0, h + 1.35)]
    geo.lathe("stand", geo.rounded(prof, 0.05, 6), wood, steps=96).location = loc
    geo.lathe("ferrule", geo.rounded([(0.34, h - 0.42), (0.395, h - 0.42), (0.395, h - 0.33), (0.34, h - 0.33)], 0.01, 3), brass, steps=64).location = loc


def skein(loc, r, colour, seed):
    """A ball of wool: layers of thread, each wound around an axis of its own."""
    g = geo.group("wool")
    m = cap.wool(colour)
    rng = np.random.default_rng(seed)
    geo.sphere("core", r * 0.93, m, g)
    for _ in range(15):
        q = np.linalg.qr(rng.normal(size=(3, 3)))[0]
        lat = np.repeat(np.linspace(-0.42, 0.42, 9) + rng.uniform(-0.02, 0.02), 40)
        a = np.linspace(0, 2 * math.pi * 9, len(lat))
        lat = np.interp(np.arange(len(lat)), np.arange(0, len(lat), 40), lat[::40])
        rad = r * rng.uniform(0.955, 1.0)
        p = np.column_stack([np.cos(lat) * np.cos(a), np.cos(lat) * np.sin(a), np.sin(lat)]) * rad
        geo.sweep("thread", p @ q.T, 0.034, mat=m, parent=g, steps=7)
    g.location = (loc[0], loc[1], loc[2] + r * 1.0)
    return g


def build():
    geo.box("table", (40, 14, 0.5), mat.wood("#d8c2a0", "#b99d75", 0.22, "X", 0.5, 0.08), bevel=0.05, loc=(0, -3.6, -0.5))
    geo.box("wall", (60, 0.4, 30), mat.plaster("#b39ad0", "#a68bc6", 0.16, 0.7), bevel=0, loc=(0, 3.6, -4))
    wood, brass = mat.wood("#7a5233", "#42281a", 1.4, "Z", 0.36, 0.3), mat.brushed("#c9a25b", 0.22)
    spots = [("oat", 1.02, 0.55, 1.85), ("rust", -0.92, -0.55, 0.80), ("navy", -0.38, 1.75, 3.30)]
    caps = []
    for c, x, y, h in spots:
        stand((x, y, 0), h, wood, brass)
        ob = cap.build(c)
        ob.location = (x, y, h)
        caps.append(ob)
    skein((0.62, -1.25, 0), 0.50, "#d9a233", 3)
    skein((1.52, -0.72, 0), 0.36, "#8f3a22", 7)
    stick = mat.wood("#d9b987", "#a67c4a", 2.0, "Z", 0.4, 0.2)
    for a, b in (((0.30, -1.20, 0.25), (1.30, -1.02, 1.55)), ((0.98, -1.25, 0.22), (0.12, -1.12, 1.62))):
        a, b = np.array(a), np.array(b)
        geo.sweep("needle", np.linspace(a, b, 12), np.r_[0.012, np.full(11, 0.036)], mat=stick, steps=14)
        geo.sphere("knob", 0.075, mat.plain("#22305a", 0.35, coat=0.4), loc=tuple(b), steps=24)
    loose = geo.spline([(0.62, -1.74, 0.30), (0.35, -1.92, 0.05), (-0.1, -1.75, 0.03), (-0.35, -2.1, 0.03), (0.15, -2.45, 0.03), (0.8, -2.25, 0.03), (1.5, -2.5, 0.03), (2.6, -2.2, 0.03)], 120)
    geo.sweep("thread", loose, 0.03, mat=cap.wool("#d9a233"), steps=8)
    studio.world("#d9ccff", 0.36)
    studio.sun((-5.6, -5.4, 3.5), 5.6, "#ffe0b0", 0.45)
    studio.softbox((5.5, -4.5, 3.0), (0, 0.5, 1.8), (3, 5), 130, "#dcc8ff")
    studio.softbox((1.0, 3.0, 7.0), (0, 0.6, 2.4), (4, 1.2), 260, "#ffd9c8")
    cam = studio.camera((0, -15, 3), (0, 0, 2), 72)
    target = np.array((-0.02, 0.4, 1.95))
    studio.move(cam, studio.polar(target, 17.2, 5, 8), target, 0.40, (0.0, -0.9, 1.8))

    def pose(p):
        for k, ob in enumerate(caps):
            ob.rotation_euler.z = (1 if k != 1 else -1) * 2 * math.pi / cap.RIBS * p + 0.05 * k

    hot = (0.0, -0.95, 0.85)
    return Film(pose, SECONDS, mirror=False, period=TURN, push=(1.13, (-0.06, 0.0)), moments=[("cap", 0, SECONDS, caps[1], hot)])


def sound_bed(n, rate):
    """A music box that was wound a little too far."""
    notes = [(0.0, 659.3), (0.45, 784.0), (0.9, 987.8), (1.8, 880.0), (2.25, 784.0), (2.7, 659.3), (3.6, 587.3), (4.05, 739.99), (4.5, 880.0), (5.4, 784.0), (5.85, 659.3), (6.3, 587.3)]
    return sound.mix(n, rate, [
        sound.pad(n, rate, [(0.0, [164.8, 246.9, 329.6]), (3.6, [146.8, 220.0, 293.7, 370.0])], 3.6, soft=0.5),
        sound.plucks(n, rate, notes, 1.0, 0.6),
        sound.shaker(n, rate, [0.225 * k for k in range(32)], 0.02),
    ])
