"""Caps: three knit caps on turning pegs in three lilacs. A cap looks the same after one rib, so one rib's turn is rendered."""
import math

import numpy as np

from kit import geo, mat, sound, studio
from kit.film import Film
from products import cap

SECONDS = 7.2
EVERY = 2
SAMPLES = 4
RENDER = dict(exposure=0.05, bounces=(3, 2, 1, 1))
TURN = 24
TEXT = {
    "en": "Three ribbed knit caps, rust, oat and navy, turn slowly on round pegs of different heights against a lilac backdrop. Soft light from the left shows every stitch.",
    "de": "Drei gerippte Strickmützen in Rost, Hafer und Marine drehen sich langsam auf runden Säulen verschiedener Höhe vor fliederfarbenem Hintergrund. Weiches Licht von links zeigt jede Masche.",
}


def build():
    studio.sweep_set(mat.backdrop("#b9a6cf"), depth=8, radius=4, width=60)
    spots = [("oat", 0.95, 0.9, 1.25), ("rust", -1.0, -0.35, 0.62), ("navy", 0.2, 2.3, 3.0)]
    caps = []
    for (c, x, y, h), tone in zip(spots, ("#9d86bb", "#c9b9dc", "#8a72ab")):
        geo.cylinder("peg", 0.98, h, mat.plain(tone, 0.6, grain=0.06, scale=20), loc=(x, y, 0), bevel=0.05, steps=96)
        ob = cap.build(c)
        ob.location = (x, y, h)
        caps.append(ob)
    geo.sphere("ball", 0.34, mat.plain("#f0c548", 0.4, coat=0.2), loc=(0.35, -0.95, 0.34))
    studio.world("#efe6ff", 0.35)
    studio.softbox((-5.0, -3.8, 6.0), (0, 0.5, 1.8), (2.2, 3.2), 1150, "#fff0dc")
    studio.softbox((5.0, -2.0, 3.0), (0, 0.5, 1.8), (2.5, 4), 110, "#e8d8ff")
    studio.softbox((2.5, 5.0, 6.5), (0, 1, 2), (3, 2), 420, "#ffe2ea")
    cam = studio.camera((0, -15, 3), (0, 0, 2), 72)
    target = np.array((0.0, 0.6, 2.15))
    studio.move(cam, studio.polar(target, 16.2, 4, 9), target, 0.34, (0.0, -0.6, 1.8))

    def pose(p):
        for k, ob in enumerate(caps):
            ob.rotation_euler.z = (1 if k != 1 else -1) * 2 * math.pi / cap.RIBS * p + 0.05 * k

    hot = (0.0, -0.95, 0.85)
    return Film(pose, SECONDS, mirror=False, period=TURN, push=(1.14, (-0.05, 0.10)), moments=[("cap", 0, SECONDS, caps[1], hot)])


def sound_bed(n, rate):
    """A music box that was wound a little too far."""
    notes = [(0.0, 659.3), (0.45, 784.0), (0.9, 987.8), (1.8, 880.0), (2.25, 784.0), (2.7, 659.3), (3.6, 587.3), (4.05, 739.99), (4.5, 880.0), (5.4, 784.0), (5.85, 659.3), (6.3, 587.3)]
    return sound.mix(n, rate, [
        sound.pad(n, rate, [(0.0, [164.8, 246.9, 329.6]), (3.6, [146.8, 220.0, 293.7, 370.0])], 3.6, soft=0.5),
        sound.plucks(n, rate, notes, 1.0, 0.6),
        sound.shaker(n, rate, [0.225 * k for k in range(32)], 0.02),
    ])
