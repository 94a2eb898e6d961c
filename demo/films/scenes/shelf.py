"""Shelf: a tall plywood shelf; the camera sinks past three boards of things."""
import numpy as np

from kit import geo, mat, sound, studio
from kit.film import Film
import products

SECONDS = 9.0
EVERY = 8
SAMPLES = 4
RENDER = dict(exposure=0.1, bounces=(4, 2, 1, 3))
TEXT = {
    "en": "A tall shelf of pale wood with mustard-yellow backs. The camera sinks past three boards: a walnut speaker, a sage notebook and a mug; an oat teapot with its bamboo handle; a brick-red kettle beside a wrist watch on a wooden block.",
    "de": "Ein hohes Regal aus hellem Holz mit senfgelben Rückwänden. Die Kamera sinkt an drei Brettern vorbei: Nussbaum-Lautsprecher, salbeigrünes Notizbuch und Becher; eine haferfarbene Teekanne mit Bambushenkel; ein ziegelroter Kessel neben einer Armbanduhr auf einem Holzblock.",
}
CAPTIONS = {"en": [(0.3, 3.0, "Mara: I moved everything once around the shelf."), (3.4, 5.6, "Mara: It is the same shelf,"), (5.7, 8.4, "Mara: and a different week.")]}
STEP = 3.5


def build():
    ply = mat.wood("#dcc09a", "#b8946a", 0.5, "X", 0.5, 0.05)
    ply_z = mat.wood("#dcc09a", "#b8946a", 0.5, "Z", 0.5, 0.05)
    geo.box("back", (4.6, 0.1, 18), mat.plain("#d39a2c", 0.75, grain=0.1, scale=20), bevel=0, loc=(0, 1.45, -9))
    for x in (-2.35, 2.35):
        geo.box("side", (0.16, 2.9, 18), ply_z, bevel=0.02, loc=(x, 0, -9))
    for k in range(-2, 4):
        geo.box("board", (4.6, 2.9, 0.16), ply, bevel=0.02, loc=(0, 0, k * STEP - 0.16))
    geo.box("wall", (60, 0.4, 40), mat.plain("#e9dfd0", 0.8), bevel=0, loc=(0, 1.8, -20))
    top, mid, low = STEP, 0.0, -STEP
    sp = products.build("speaker", "walnut")
    geo.place(sp, (-0.95, 0.1, top), (0, 0, 12), 1.06)
    nb = products.build("notebook", "sage")
    geo.place(nb, (1.0, -0.1, top), (0, 0, 22))
    m1 = products.build("mug", "terracotta")
    geo.place(m1, (1.05, -0.2, top + 0.2), (0, 0, -30), 0.92)
    pot = products.build("teapot", "oat")
    geo.place(pot, (0.45, 0.0, mid), (0, 0, -28), 1.12)
    m2 = products.build("mug", "oat")
    geo.place(m2, (-1.35, -0.25, mid), (0, 0, 40), 0.95)
    va = products.build("vase", "moss", stems=False)
    geo.place(va, (-1.55, 0.85, mid), (0, 0, 10), 0.8)
    ket = products.build("kettle", "brick")
    geo.place(ket, (-0.62, 0.15, low), (0, 0, -18), 1.15)
    geo.box("block", (1.1, 1.0, 0.75), ply_z, bevel=0.04, loc=(1.2, -0.15, low))
    wa = products.build("watch", "ivory")
    geo.place(wa, (1.2, -0.15, low + 0.75), (0, 0, -14), 0.36)
    studio.world("#fff4e4", 0.45)
    boxes = [studio.softbox((-5.5, -6.0, 3.5), (0, 0, 0), (2.0, 3.0), 1150, "#ffe6c4"), studio.softbox((5.0, -5.0, 1.0), (0, 0, 0), (3, 4), 190, "#dfe9ff")]
    cam = studio.camera((0, -12, 3), (0, 0, 2), 66)

    def pose(p):
        z = top + 1.0 - 2 * STEP * p
        for b, dz in zip(boxes, (3.6, 0.8)):
            b.location.z = z + dz
            studio.aim(b, (0, 0, z))
        target = np.array((0.1 - 0.1 * p, 0, z + 0.15))
        studio.move(cam, studio.polar(target, 12.7, -6 + 9 * p, 7), target, 0.40, (0, -0.5, z))

    s = SECONDS
    return Film(pose, s, moments=[("speaker", 0, 1.3, sp, None), ("teapot", 1.3, 2.9, pot, None), ("kettle", 2.9, 4.6, ket, None), ("watch", 4.6, 6.2, wa, None), ("mug", 6.2, 7.8, m2, None), ("notebook", 7.8, s, nb, (0.3, -0.7, 0.2))])


def sound_bed(n, rate):
    """A kitchen radio with good manners."""
    return sound.mix(n, rate, [
        sound.pad(n, rate, [(0.0, [196.0, 246.9, 293.7]), (3.0, [164.8, 207.7, 246.9, 329.6]), (6.0, [174.6, 220.0, 261.6])], 3.0, soft=0.65),
        sound.plucks(n, rate, [(0.0, 587.3), (0.75, 493.9), (1.5, 784.0), (3.0, 659.3), (3.75, 493.9), (4.5, 830.6), (6.0, 698.5), (6.75, 523.3), (7.5, 880.0), (8.25, 784.0)], 1.2, 0.45),
        sound.bass(n, rate, [(0.0, 98.0), (1.5, 98.0), (3.0, 82.4), (4.5, 82.4), (6.0, 87.3), (7.5, 87.3)], 0.8, 0.35),
        sound.shaker(n, rate, [0.375 * k for k in range(24)], 0.03),
    ])
