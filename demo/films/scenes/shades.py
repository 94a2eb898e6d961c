"""Shades: a square, silent picture. Tortoise sunglasses turn on a yellow disc before a flamingo sweep."""
import math

import numpy as np

from kit import geo, mat, studio
from kit.film import SQUARE, Film
import products

SIZE = SQUARE
SILENT = True
SECONDS = 6.0
EVERY = 4
SCALE = 1.0
SAMPLES = 6
VP9 = True
RENDER = dict(exposure=0.1, bounces=(5, 2, 2, 3))
TEXT = {
    "en": "A square picture without sound. Tortoiseshell sunglasses swing slowly from side to side on a sun-yellow disc in front of a flamingo-pink backdrop; light runs along the rims and through the brown lenses.",
    "de": "Ein quadratisches Bild ohne Ton. Eine Sonnenbrille aus Schildpatt-Acetat schwenkt auf einer sonnengelben Scheibe vor flamingorosa Hintergrund langsam hin und her; Licht läuft über die Ränder und durch die braunen Gläser.",
}


def build():
    studio.sweep_set(mat.backdrop("#e88d86"), depth=8, radius=4, width=60)
    geo.cylinder("disc", 1.75, 0.34, mat.plain("#eeb52f", 0.45, coat=0.15, grain=0.04), bevel=0.05, steps=128)
    geo.cylinder("ring", 2.1, 0.12, mat.plain("#d4573f", 0.5, grain=0.05), bevel=0.03, steps=128)
    ball = geo.sphere("ball", 0.42, mat.plain("#3f6fa8", 0.35, coat=0.3), loc=(-1.75, 1.0, 0.42))
    g = products.build("sunglasses", "tortoise")
    pivot = geo.group("pivot")
    g.parent = pivot
    g.location = (0, -0.62, 0)
    pivot.location = (0, -0.25, 0.34)
    studio.world("#ffe9dd", 0.35)
    studio.sun((-4.5, -3.8, 5.0), 3.2, "#fff0d8", 3.0)
    studio.softbox((4.5, -2.5, 3.2), (0, 0, 0.6), (2, 4), 120, "#ffe0d0")
    strip = studio.softbox((-2.4, 2.6, 3.6), (0, -0.6, 0.6), (0.6, 3.2), 190, "#ffffff")
    cam = studio.camera((0, -9, 3), (0, 0, 0.7), 80)

    def pose(p):
        pivot.rotation_euler.z = math.radians(-44 + 88 * p)
        strip.location.x = -2.8 + 5.6 * p
        studio.aim(strip, (0, -0.6, 0.7))
        ball.location.x = -1.75 + 0.12 * p
        target = np.array((0, 0, 0.62))
        studio.move(cam, studio.polar(target, 11.4, 4 - 8 * p, 17), target, 0.35, (0, -0.9, 0.8))

    return Film(pose, SECONDS, moments=[("sunglasses", 0, SECONDS, g, (0.0, 0.05, 0.95))])
