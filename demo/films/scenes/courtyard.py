"""Courtyard: white steps, a blue sky wall, hard sun; the camera walks around two vases."""
import numpy as np

from kit import geo, mat, sound, studio
from kit.film import Film
import products

SECONDS = 8.0
EVERY = 4
SCALE = 1.0
SAMPLES = 4
RENDER = dict(exposure=0.0, bounces=(4, 2, 1, 2))
TEXT = {
    "en": "White plastered steps against a deep blue wall in hard midday sun. A moss-green bud vase with dried poppies stands on the top step, a chalk-white one below it; the camera walks slowly around them and the shadows with it.",
    "de": "Weiß verputzte Stufen vor einer tiefblauen Wand in harter Mittagssonne. Auf der obersten Stufe steht eine moosgrüne Vase mit getrocknetem Mohn, darunter eine kreideweiße; die Kamera geht langsam um sie herum.",
}


def build():
    white = mat.plaster("#efe8da", "#e4dac8", 0.35, 1.6)
    geo.box("ground", (60, 30, 1), mat.plaster("#e6dccb", "#d8cab4", 0.3, 0.9), bevel=0, loc=(0, 0, -1))
    geo.box("wall", (60, 1, 30), mat.plaster("#2d5fae", "#2753a0", 0.25, 0.8), bevel=0, loc=(0, 7.0, 0))
    for k in range(4):
        geo.box("step", (4.4, 6.0, 0.9), white, bevel=0.05, loc=(0.6, 2.1 + 1.5 * k, 0.9 * k))
    geo.box("pier", (2.0, 2.2, 9.0), white, bevel=0.07, loc=(3.4, 3.4, 0))
    tall = products.build("vase", "moss")
    geo.place(tall, (-0.35, 1.15, 1.8), (0, 0, 30), 1.0)
    tall.location = (-0.35, 1.2 + 1.2, 1.8)
    low = products.build("vase", "chalk", stems=False)
    geo.place(low, (1.05, -0.1, 0.9), (0, 0, 0), 0.85)
    geo.sphere("stone", 0.34, mat.plain("#c96f4a", 0.7, grain=0.3, scale=14), loc=(-0.95, -0.55, 0.9 + 0.22), scale=(1.15, 0.9, 0.66))
    geo.sphere("stone", 0.22, mat.plain("#e2b15c", 0.7, grain=0.3, scale=14), loc=(-0.42, -0.80, 0.9 + 0.15), scale=(1.1, 0.9, 0.66))
    studio.world("#a9cbff", 0.55)
    studio.sun((-5.5, -4.6, 6.2), 4.6, "#fff0d6", 0.55)
    leaf = mat.plain("#111111", 0.9)
    rng = np.random.default_rng(8)
    away = np.array((-5.5, -4.6, 6.2)) * 1.9
    for _ in range(95):
        o = rng.normal(size=3) * np.array((1.9, 1.2, 1.5))
        b = geo.grid("leaf", np.array([[(0, 0, 0), (0, 0, 0.01)], [(0.16, 0.02, 0.30), (-0.16, 0.0, 0.30)], [(0.01, 0, 0.75), (0, 0, 0.75)]]), leaf)
        b.location = away + np.array((-3.2, -1.0, 3.1)) + o
        b.rotation_euler = rng.uniform(0, 6.28, 3)
        b.scale = (rng.uniform(0.7, 1.5),) * 3
        b.visible_camera = False
    cam = studio.camera((0, -14, 3), (0, 0, 2), 62)

    def pose(p):
        target = np.array((0.15, 1.4, 2.35))
        studio.move(cam, studio.polar(target, 13.2 - 0.9 * p, -21 + 40 * p, 13 - 3 * p), target, 0.24, (0.1, 1.2, 2.0))

    s = SECONDS
    return Film(pose, s, moments=[("vase", 0, s, tall, None)])


def sound_bed(n, rate):
    """Cicadas far off, a slow plucked line."""
    t = np.arange(n) / rate
    cicada = sound.noise(n, rate, 3800, 6800, 0.5, 5) * (0.55 + 0.45 * np.sin(2 * np.pi * 14 * t))[:, None] * (0.6 + 0.4 * np.sin(2 * np.pi * t / SECONDS))[:, None]
    return sound.mix(n, rate, [
        cicada * 0.05,
        sound.pad(n, rate, [(0.0, [164.8, 246.9, 329.6]), (4.0, [146.8, 220.0, 293.7, 370.0])], 4.0, soft=0.5),
        sound.plucks(n, rate, [(0.2, 493.9), (0.7, 659.3), (1.2, 739.99), (2.4, 659.3), (4.2, 440.0), (4.7, 587.3), (5.2, 739.99), (6.5, 659.3), (7.2, 587.3)], 1.3, 0.6),
    ])
