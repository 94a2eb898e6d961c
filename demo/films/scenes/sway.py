"""Sway: a rubber fig at a window; the curtain is out of the picture, its draught is not."""
import bpy
import numpy as np

from kit import geo, mat, sound, studio
from kit.film import Film
import products

VP9 = True
SECONDS = 7.0
EVERY = 8
RENDER = dict(exposure=0.1, bounces=(4, 2, 1, 2))
TEXT = {
    "en": "A rubber fig in a speckled terracotta pot before a pale pink wall. Window light lies across it in slanting panes; the leaves and their shadows sway in a light draught.",
    "de": "Ein Gummibaum in gesprenkeltem Terrakotta-Topf vor einer blassrosa Wand. Fensterlicht liegt in schrägen Feldern darauf; Blätter und Schatten wiegen sich in leichtem Luftzug.",
}


def build():
    geo.box("sill", (30, 7, 0.5), mat.plain("#d8a48f", 0.6, grain=0.12, scale=20), bevel=0.05, loc=(0, -1.0, -0.5))
    geo.box("wall", (30, 0.4, 24), mat.plaster("#e3b7a8", "#dcab9b", 0.18, 0.8), bevel=0, loc=(0, 2.3, -4))
    plant = products.build("plant", "terracotta")
    geo.place(plant, (-0.15, 0.3, 0), (0, 0, 20))
    can = products.build("kettle", "cream")
    geo.place(can, (1.62, 0.75, 0), (0, 0, -28), 0.72)
    studio.world("#d5e0ff", 0.38)
    d = np.array((-4.6, -5.0, 4.6))
    studio.sun(tuple(d), 4.6, "#ffe3bd", 0.7)
    black = mat.plain("#20160f", 0.9)
    away = d * 1.7
    side = np.array((5.0, -4.6, 0)) / 6.79
    turn = float(np.arctan2(side[1], side[0]))
    for off, w in ((-4.2, 4.4), (-0.55, 0.22), (1.15, 0.22), (5.0, 4.4)):
        b = geo.box("bar", (w, 0.2, 16), black, bevel=0)
        b.location = tuple(away + side * off + np.array((0, 0, -7)))
        b.rotation_euler.z = turn
        b.visible_camera = False
    for z in (-1.3, 1.2, 3.7):
        b = geo.box("bar", (10, 0.2, 0.22), black, bevel=0)
        b.location = tuple(away + np.array((0, 0, z + 1.6)))
        b.rotation_euler.z = turn
        b.visible_camera = False
    stalks = [bpy.data.objects[n] for n in plant["leaves"]]
    rest = [tuple(s.rotation_euler) for s in stalks]
    cam = studio.camera((0, -12, 2), (0, 0, 2), 68)

    def pose(p):
        for k, (s, r) in enumerate(zip(stalks, rest)):
            ph = np.pi * p
            a = np.sin(ph * 2 + 0.35 * k) - np.sin(0.35 * k)
            b = np.sin(ph * 4 + 1.1 * k) - np.sin(1.1 * k)
            s.rotation_euler = (r[0] + 0.10 * b, r[1] + 0.085 * a, r[2] + 0.07 * a)
        plant.rotation_euler = (0.010 * np.sin(2 * np.pi * p), 0.016 * np.sin(np.pi * p), np.radians(20))
        target = np.array((0.30 + 0.08 * p, 0.2, 2.0))
        studio.move(cam, studio.polar(target, 13.0 - 0.7 * p, 6 - 5 * p, 7), target, 0.30, (0, -0.2, 2.2))

    s = SECONDS
    return Film(pose, s, moments=[("plant", 0, 4.4, plant, None), ("kettle", 4.4, s, can, None)])


def sound_bed(n, rate):
    """Leaves, a curtain ring, a slow upward line."""
    t = np.arange(n) / rate
    air = sound.noise(n, rate, 500, 3800, 0.5, 31) * (0.4 + 0.6 * np.sin(np.pi * t / SECONDS)**2)[:, None]
    return sound.mix(n, rate, [
        air * 0.10,
        sound.pad(n, rate, [(0.0, [174.6, 220.0, 261.6, 329.6]), (3.5, [196.0, 246.9, 293.7])], 3.5, soft=0.6),
        sound.plucks(n, rate, [(0.4, 523.3), (1.3, 587.3), (2.2, 659.3), (3.6, 493.9), (4.5, 587.3), (5.6, 784.0)], 1.8, 0.4),
        sound.chirps(n, rate, [(2.9, 3600), (3.1, 3900), (6.1, 3500)], 0.03),
    ])
