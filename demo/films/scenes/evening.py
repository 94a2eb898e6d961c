"""Evening: a corner with a chair, a rug, a plant and a lamp; someone switches the lamp on."""
import bpy
import numpy as np

from kit import geo, mat, sound, studio
from kit.film import Film
import products

VP9 = True
SECONDS = 8.0
EVERY = 8
SAMPLES = 4
RENDER = dict(exposure=0.6, bounces=(5, 3, 1, 2))
TEXT = {
    "en": "The corner of a room at nightfall, olive walls and a last cool light from the side: an ochre lounge chair on a patterned rug, a rubber fig, a coral cone lamp on a stool. The lamp comes on and the corner turns warm; then it goes out.",
    "de": "Eine Zimmerecke bei Einbruch der Nacht, olivgrüne Wände und ein letzter kühler Schein von der Seite: ein ockerfarbener Sessel auf gemustertem Teppich, ein Gummibaum, eine korallenrote Leuchte auf einem Hocker. Die Leuchte geht an, die Ecke wird warm; dann geht sie aus.",
}
CAPTIONS = {
    "en": [(0.2, 1.5, "[a switch clicks]"), (1.6, 4.2, "Mara: The big light is for finding things."), (4.3, 6.8, "Mara: This one is for staying."), (6.9, 7.9, "[a switch clicks]")],
    "de": [(0.2, 1.5, "[ein Schalter klickt]"), (1.6, 4.2, "Mara: Das große Licht ist zum Suchen da."), (4.3, 6.8, "Mara: Dieses hier ist zum Bleiben."), (6.9, 7.9, "[ein Schalter klickt]")],
}


def build():
    geo.box("floor", (90, 60, 1), mat.wood("#7d5a3a", "#4a3020", 0.12, "X", 0.4, 0.2), bevel=0, loc=(0, -5, -1))
    wall = mat.plaster("#6b6c46", "#5f603d", 0.25, 0.35)
    geo.box("wall", (90, 1, 60), wall, bevel=0, loc=(0, 9.5, 0))
    geo.box("skirting", (90, 0.3, 1.3), mat.plain("#57583a", 0.6), bevel=0.05, loc=(0, 8.9, 0))
    rug = products.build("rug", "clay", rolled=False)
    geo.place(rug, (0.4, -1.2, 0), (0, 0, 97), 0.92)
    chair = products.build("chair", "ochre")
    geo.place(chair, (-1.1, 2.2, 0.12), (0, 0, 24))
    oak = mat.wood("#b98a58", "#7c5530", 0.6, "Z", 0.45, 0.1)
    geo.cylinder("stool", 2.0, 0.35, oak, loc=(4.7, 4.6, 4.2), bevel=0.1, steps=96)
    for k in range(3):
        a = 2.094 * k + 0.4
        geo.sweep("leg", np.array([(4.7 + 1.3 * np.cos(a), 4.6 + 1.3 * np.sin(a), 4.25), (4.7 + 1.8 * np.cos(a), 4.6 + 1.8 * np.sin(a), 0)]), 0.17, mat=oak, steps=16, up=(1, 0, 0))
    lamp = products.build("lamp", "coral", power=0.0)
    geo.place(lamp, (4.7, 4.5, 4.55), (0, 0, 0), 1.35)
    plant = products.build("plant", "chalk")
    geo.place(plant, (-5.6, 6.0, 0), (0, 0, 60), 2.1)
    frame = geo.group("picture")
    geo.box("frame", (5.4, 0.25, 6.8), mat.wood("#b98a58", "#7c5530", 0.6, "Z", 0.5), frame, bevel=0.05)
    geo.place(geo.box("print", (4.9, 0.05, 6.3), mat.plain("#eadfc8", 0.85), frame, bevel=0), (0, -0.14, 0.25))
    for r, z, c in ((1.45, 2.3, "#b4563a"), (1.0, 4.35, "#2c3a2f")):
        d = geo.cylinder("disc", r, 0.02, mat.plain(c, 0.9), frame, bevel=0.004, steps=64)
        geo.place(d, (0.2 if z < 3 else -0.4, -0.17, z), (90, 0, 0))
    frame.location = (-1.2, 8.9, 9.6)
    studio.world("#4d6a9c", 0.30)
    studio.softbox((-17, -6, 12), (0, 2, 3), (6, 9), 2600, "#88a6e6")
    studio.softbox((10, -16, 14), (0, 2, 3), (8, 8), 380, "#6f86bd")
    tree = bpy.data.objects[lamp["bulb"]].data.materials[0].node_tree
    em = next(n for n in tree.nodes if n.type == "EMISSION")
    light = bpy.data.objects[lamp["light"]].data
    cam = studio.camera((0, -40, 8), (0, 0, 6), 70)

    def pose(p):
        on = float(np.clip((p - 0.03) / 0.06, 0, 1))
        on = on * on * (3 - 2 * on)
        em.inputs[1].default_value = 0.02 + 12.0 * on
        light.energy = 1900.0 * on
        target = np.array((0.1, 2.0, 6.0 - 0.5 * p))
        studio.move(cam, studio.polar(target, 44 - 5 * p, -4 + 8 * p, 9 + 2 * p), target, 0.10, (0, 2.0, 4))

    t = SECONDS
    return Film(pose, t, must=(13, 15, 17, 18, 20, 22), moments=[("lamp", 0, 2.0, lamp, None), ("chair", 2.0, 4.1, chair, None), ("rug", 4.1, 5.6, rug, (-2.6, -5.2, 0.12)), ("plant", 5.6, t, plant, None)])


def sound_bed(n, rate):
    """Warm pad, two clicks, rain on a sill."""
    return sound.mix(n, rate, [
        sound.pad(n, rate, [(0.0, [98.0, 146.8, 233.1]), (1.0, [116.5, 174.6, 220.0, 293.7]), (4.5, [103.8, 155.6, 207.7, 261.6])], 3.6, soft=0.55),
        sound.plucks(n, rate, [(1.3, 587.3), (2.3, 440.0), (3.3, 698.5), (4.6, 523.3), (5.6, 415.3)], 2.0, 0.35),
        sound.noise(n, rate, 900, 5200, 0.05, seed=12), sound.crackle(n, rate, 90, 0.012, seed=4),
        sound.clicks(n, rate, [(0.62, 1.0), (7.30, 0.8)], 0.2),
    ])
