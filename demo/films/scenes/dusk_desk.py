"""Dusk desk: a blue room, a lamp is switched on, and the light finds a notebook."""
import bpy
import numpy as np

from kit import geo, mat, sound, studio
from kit.film import Film
import products

SECONDS = 8.0
EVERY = 8
SAMPLES = 10
RENDER = dict(exposure=0.55, bounces=(6, 2, 2, 4))
TEXT = {
    "en": "A desk in a blue, dusky room. An ivory cone lamp is switched on and warms the wall, a clay-red cloth notebook and a pencil; then the light goes out again.",
    "de": "Ein Schreibtisch in einem blauen, dämmrigen Zimmer. Eine elfenbeinfarbene Kegelleuchte wird eingeschaltet und wärmt Wand, ein tonrotes Leinen-Notizbuch und einen Bleistift; dann geht das Licht wieder aus.",
}
CAPTIONS = {
    "en": [(0.5, 1.4, "[a switch clicks]"), (1.8, 4.4, "Jonas: I switch it on before I need it."), (4.6, 7.0, "Jonas: The lowest step really is low."), (7.2, 8.0, "[a switch clicks]")],
    "de": [(0.5, 1.4, "[ein Schalter klickt]"), (1.8, 4.4, "Jonas: Ich mache sie an, bevor ich sie brauche."), (4.6, 7.0, "Jonas: Die kleinste Stufe ist wirklich klein."), (7.2, 8.0, "[ein Schalter klickt]")],
}


def pencil(loc, turn):
    """A hexagonal cedar pencil."""
    g = geo.group("pencil")
    body = geo.cylinder("body", 0.042, 1.35, mat.plain("#22324f", 0.35, coat=0.3), g, bevel=0.003, steps=6)
    geo.lathe("tip", np.array([(0.042, 1.35), (0.012, 1.50)]), mat.plain("#d9b27c", 0.7), g, steps=24)
    geo.lathe("lead", np.array([(0.012, 1.50), (0.0, 1.54)]), mat.plain("#222222", 0.5), g, steps=12)
    return geo.place(g, loc, (0, 90, turn))


def build():
    geo.box("desk", (30, 9, 0.4), mat.wood("#8a6040", "#52331f", 0.7, "X", 0.6, 0.0), bevel=0.06, loc=(0, -1.6, -0.4))
    geo.box("wall", (40, 0.4, 24), mat.plaster("#5c6f94", "#4c5d82", 0.3, 0.9), bevel=0, loc=(0, 3.0, -4))
    lamp = products.build("lamp", "ivory", power=0.0)
    geo.place(lamp, (-0.45, 0.9, 0))
    book = products.build("notebook", "clay")
    geo.place(book, (0.30, -1.05, 0), (0, 0, -28))
    pencil((-0.03, -0.65, 0.245), -52)
    vase = products.build("vase", "moss")
    geo.place(vase, (1.55, 1.55, 0), (0, 0, 40), 0.92)
    studio.world("#4a68a8", 0.75)
    window = studio.softbox((6.5, -2.5, 4.5), (0, 0, 1), (3, 4.5), 480, "#8fabea")
    studio.softbox((-5.5, -3.5, 4.5), (0, 0, 1.5), (4, 4), 80, "#7a90d0")
    bulb = bpy.data.objects[lamp["bulb"]].data.materials[0].node_tree
    em = next(n for n in bulb.nodes if n.type == "EMISSION")
    light = bpy.data.objects[lamp["light"]].data
    cam = studio.camera((0, -12, 3), (0, 0, 1.6), 62)
    a = (np.array((0.0, 0.3, 1.45)), 12.2, 4.0, 10.0)
    b = (np.array((-0.04, -0.15, 1.18)), 10.6, -8.0, 23.0)

    def pose(p):
        mix = lambda i: a[i] * (1 - p) + b[i] * p
        on = float(np.clip((p - 0.06) / 0.05, 0, 1))
        on = on * on * (3 - 2 * on)
        em.inputs[1].default_value = 0.02 + 12.0 * on
        light.energy = 230.0 * on
        focus = np.array(lamp.location) * (1 - p) + np.array(book.location) * p
        studio.move(cam, studio.polar(mix(0), mix(1), mix(2), mix(3)), mix(0), 0.22, focus)

    s = SECONDS
    return Film(pose, s, must=tuple(range(18, 28)), moments=[("lamp", 0, 2.3, lamp, None), ("notebook", 2.3, 5.7, book, (-0.25, 0.55, 0.2)), ("lamp", 5.7, s, lamp, None)])


def sound_bed(n, rate):
    """Low evening pad, clock-soft switch clicks, a few glassy notes."""
    return sound.mix(n, rate, [
        sound.pad(n, rate, [(0.0, [110.0, 164.8, 246.9]), (4.0, [98.0, 146.8, 220.0, 277.2])], 4.0, soft=0.5),
        sound.plucks(n, rate, [(0.75, 493.9), (2.0, 659.3), (3.25, 554.4), (4.75, 440.0), (6.0, 587.3), (7.1, 493.9)], 2.2, 0.35),
        sound.noise(n, rate, 80, 500, 0.05, seed=8),
        sound.clicks(n, rate, [(0.66, 1.0), (7.36, 0.8)], 0.22),
    ])
