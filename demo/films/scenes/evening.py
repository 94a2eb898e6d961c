"""Evening: a reading chair by a lamp, before a panelled wall; the lamp goes out, dusk lies on the wall, and it comes on again."""
import bpy
import numpy as np

from kit import geo, mat, sound, studio
from kit.film import Film
import products
from products import chair as chairs

VP9 = True
SECONDS = 8.0
OFF = 0.905  # the phase at which the lamp goes out
EVERY = 8
SAMPLES = 5
SCALE = 1.0
RENDER = dict(exposure=0.85, bounces=(5, 3, 1, 2))
TEXT = {
    "en": "A reading corner at nightfall before a green panelled wall: an ochre lounge chair with a blue cushion, a woollen throw and a book left face down, on a rug patterned with arcs. A coral cone lamp and a mug stand on a stool beside it, a rubber fig behind, a picture leans on the ledge. The camera circles; the lamp goes out, the last blue light of a window lies on the wall, and the lamp comes on again.",
    "de": "Eine Leseecke bei Einbruch der Nacht vor einer grün getäfelten Wand: ein ockerfarbener Sessel mit blauem Kissen, Wolldecke und einem aufgeschlagen abgelegten Buch, auf einem Teppich mit Bogenmuster. Daneben stehen auf einem Hocker eine korallenrote Kegelleuchte und ein Becher, dahinter ein Gummibaum; auf der Leiste lehnt ein Bild. Die Kamera geht im Bogen; die Leuchte geht aus, auf der Wand liegt das letzte blaue Licht eines Fensters, dann geht sie wieder an.",
}
CAPTIONS = {
    "en": [(0.3, 2.9, "Mara: The big light is for finding things."), (3.1, 4.0, "[a switch clicks]"), (4.5, 5.3, "[a switch clicks]"), (5.4, 7.8, "Mara: This one is for staying.")],
    "de": [(0.3, 2.9, "Mara: Das große Licht ist zum Suchen da."), (3.1, 4.0, "[ein Schalter klickt]"), (4.5, 5.3, "[ein Schalter klickt]"), (5.4, 7.8, "Mara: Dieses hier ist zum Bleiben.")],
}


def room():
    """Boards, a panelled wall with a ledge, and a picture over it."""
    board, gap = mat.wood("#7d5a3a", "#4a3020", 0.12, "X", 0.36, 0.25), mat.plain("#1d130c", 0.9)
    geo.box("floor", (90, 60, 1), board, bevel=0, loc=(0, -5, -1))
    for k in range(26):
        geo.box("gap", (90, 0.07, 0.012), gap, bevel=0, loc=(0, -18 + 1.25 * k, 0))
    for k in range(30):
        geo.box("joint", (0.06, 1.2, 0.012), gap, bevel=0, loc=(-22 + (k * 17.3) % 44, -17.4 + 1.25 * (k % 24), 0))
    geo.box("wall", (90, 1, 60), mat.plaster("#74754c", "#686943", 0.25, 0.35), bevel=0, loc=(0, 9.5, 0))
    paint = mat.plain("#565b3e", 0.45, coat=0.15, grain=0.08, scale=6)
    geo.box("panel", (90, 0.2, 9.4), paint, bevel=0, loc=(0, 8.95, 0))
    geo.box("skirting", (90, 0.4, 1.5), paint, bevel=0.08, loc=(0, 8.75, 0))
    geo.box("ledge", (90, 0.8, 0.28), paint, bevel=0.06, loc=(0, 8.7, 9.4))
    geo.box("under", (90, 0.3, 0.8), paint, bevel=0.08, loc=(0, 8.8, 8.5))
    for k in range(-6, 7):
        geo.box("batten", (0.55, 0.26, 7.2), paint, bevel=0.07, loc=(0.6 + 3.4 * k, 8.78, 1.4))
    oak = mat.wood("#b98a58", "#7c5530", 0.6, "Z", 0.5)
    frame = geo.group("picture")
    geo.box("frame", (5.0, 0.25, 6.2), oak, frame, bevel=0.05)
    geo.place(geo.box("print", (4.5, 0.05, 5.7), mat.plain("#c7b186", 0.85), frame, bevel=0), (0, -0.14, 0.25))
    for x, z, r, c in ((0.35, 2.1, 1.35, "#b4563a"), (-0.5, 4.0, 0.9, "#2c3a2f"), (0.9, 4.35, 0.42, "#d39a2c")):
        geo.place(geo.cylinder("disc", r, 0.02, mat.plain(c, 0.9), frame, bevel=0.004, steps=64), (x, -0.17, z), (90, 0, 0))
    geo.place(frame, (-1.5, 8.75, 9.68), (-4, 0, 0))


def throw(chair):
    """A woollen throw over a corner of the chair's back; `u` runs from its foot in front over the top, `x` across."""
    x = np.linspace(0.25, 2.50, 60)
    edge = lambda q: np.clip(1 - np.abs(q) ** 7.14, 0, 1) ** 0.275  # the cushion's outline, as in products/chair.py
    s = np.concatenate([np.linspace(-1.35, 2.30, 60), 2.5 * np.cos(np.linspace(0.62, 0.0, 14)) ** 0.28, 2.5 * np.cos(np.linspace(0.0, 0.9, 16))[1:] ** 0.28])
    side = np.r_[np.ones(74), -np.ones(15)]
    out = 0.525 * edge(s / 2.5) * side
    belly = 1 + 0.352 * (1 - (x[None] / 2.75) ** 2) * (1 - (s[:, None] / 2.5) ** 2)
    u = np.linspace(0, 1, len(s))[:, None]
    fold = 0.08 + 0.11 * (1 + np.sin(5.6 * x[None] + 1.6 * np.sin(2.2 * u) + 0.9)) * (0.35 + 0.65 * np.clip(1 - u / 0.75, 0, 1))
    t = (out[:, None] * belly) + fold * np.sign(side)[:, None]
    s2 = s[:, None] + np.where(s[:, None] > 2.2, 0.08, 0.0) + 0.13 * np.sin(2.3 * x[None] + 1.0) * (1 - u)
    up, front = np.array((np.cos(np.radians(68)), np.sin(np.radians(68)))), np.array((-np.sin(np.radians(68)), np.cos(np.radians(68))))
    yz = np.array((2.10, 5.45)) + s2[..., None] * up + t[..., None] * front
    across = np.broadcast_to(x[None], s2.shape) + 0.07 * np.sin(2.4 * s2 + 0.6) + 0.34 * (u - 0.5) * (x[None] - 2.0)
    g = mat.Graph("wool")
    uv = g.node("TexCoord").outputs["UV"]
    along = g.node("SeparateXYZ", Vector=uv).outputs[0]
    rib = g.node("TexWave", {"bands_direction": "Y"}, Vector=uv, Scale=15.0, Distortion=0.8, Detail=2.0).outputs[1]
    band = lambda a, b: g.math("MULTIPLY", g.math("GREATER_THAN", along, a), g.math("LESS_THAN", along, b))
    col = g.mix(g.math("MAXIMUM", band(0.05, 0.085), band(0.20, 0.235)), g.mix(band(0.10, 0.185), "#cdb88f", "#93412c"), "#33463d")
    m = g.done(g.principled(Base_Color=col, Roughness=0.95, Sheen_Weight=0.4, Normal=g.bump(g.math("ADD", rib, g.noise(14.0, 3.0)), 0.6, 0.06)))
    p = np.concatenate([across[..., None], yz], -1)
    geo.solidify(geo.grid("throw", p, m, chair, angle=180), 0.11, 0)
    rng = np.random.default_rng(4)
    yarn = mat.plain("#cdb88f", 0.95)
    for k in range(1, 59, 2):
        foot = p[0, k]
        geo.sweep("fringe", geo.spline([foot, foot + (rng.normal() * 0.03, -0.05, -0.16), foot + (rng.normal() * 0.07, -0.04, -rng.uniform(0.36, 0.44))], 8), 0.035, mat=yarn, parent=chair, steps=8, up=(0, 1, 0))


def book(chair):
    """A book that lies on the seat, face down, at the page where its reader was."""
    g = geo.group("book")
    g.parent = chair
    cloth, paper = mat.weave("#8c3324", 16, 0.3, axes="XY"), mat.plain("#e9dec6", 0.9)
    for side, thick in ((-1, 0.20), (1, 0.11)):
        half = geo.group("half")
        half.parent = g
        geo.box("cover", (1.34, 2.0, 0.05), cloth, half, bevel=0.02, loc=(side * 0.67, 0, 0))
        geo.box("pages", (1.24, 1.88, thick), paper, half, bevel=0.01, loc=(side * 0.62, 0, -thick))
        geo.place(half, (0, 0, 0.36), (0, side * 11, 0))
    geo.place(geo.cylinder("spine", 0.05, 2.0, cloth, g, bevel=0.01, steps=24), (0, 1.0, 0.365), (90, 0, 0))
    geo.place(g, (0.95, -1.25, 3.76), (6, 0, -34))


def panes(d):
    """The last of the day through a window that isn't in the picture."""
    d = np.array(d)
    studio.sun(tuple(d), 6.0, "#7fa2ee", 1.6)
    black = mat.plain("#101010", 0.9)
    n = d / np.linalg.norm(d)
    side = np.array((-d[1], d[0], 0)) / np.hypot(d[0], d[1])
    up = np.cross(n, side) * -1
    turn = float(np.arctan2(side[1], side[0]))
    away = np.array((0.0, 9.0, 10.0)) + n * 40
    for off, w in ((-13.2, 16), (-2.4, 0.5), (0.4, 0.5), (11.2, 16)):
        geo.place(geo.box("bar", (w, 0.2, 60), black, bevel=0), away + side * off + (0, 0, -30), (0, 0, np.degrees(turn))).visible_camera = False
    for z, h in ((-16.0, 12.0), (0.4, 0.5), (5.2, 12.0)):
        geo.place(geo.box("bar", (60, 0.2, h), black, bevel=0), away + (0, 0, z), (0, 0, np.degrees(turn))).visible_camera = False


def build():
    room()
    rug = products.build("rug", "clay", rolled=False)
    geo.place(rug, (-0.4, -1.6, 0), (0, 0, 97), 0.92)
    chair = products.build("chair", "ochre")
    geo.place(chair, (-1.3, 1.6, 0.12), (0, 0, 24))
    throw(chair)
    book(chair)
    pillow = chairs.cushion("pillow", 3.3, 2.9, 1.15, mat.weave("#3f6b70", 9.0, 0.35, "#1b2f33", axes="XY", sheen=0.3, dist=0.03), chair, 21, 0.6)
    geo.place(pillow, (-0.85, 0.85, 5.05), (64, 0, 12))
    oak = mat.wood("#b98a58", "#7c5530", 0.6, "Z", 0.45, 0.1)
    at = np.array((4.15, 4.3))
    geo.cylinder("stool", 1.9, 0.35, oak, loc=(*at, 4.2), bevel=0.1, steps=96)
    for k in range(3):
        a = 2.094 * k + 0.4
        geo.sweep("leg", np.array([(at[0] + 1.2 * np.cos(a), at[1] + 1.2 * np.sin(a), 4.25), (at[0] + 1.7 * np.cos(a), at[1] + 1.7 * np.sin(a), 0)]), 0.17, mat=oak, steps=16, up=(1, 0, 0))
    lamp = products.build("lamp", "coral", power=0.0)
    geo.place(lamp, (at[0] + 0.05, at[1] + 0.2, 4.55), (0, 0, 0), 1.35)
    geo.place(products.build("mug", "oat", filled=True), (at[0] - 0.75, at[1] - 1.15, 4.55), (0, 0, 200), 1.0)
    plant = products.build("plant", "chalk")
    geo.place(plant, (-5.0, 6.2, 0), (0, 0, 60), 2.2)
    studio.world("#4d6a9c", 0.24)
    panes((-13.0, -11.0, 7.5))
    studio.softbox((-17, -6, 12), (0, 2, 3), (6, 9), 1500, "#88a6e6")
    studio.softbox((10, -16, 14), (0, 2, 3), (8, 8), 220, "#6f86bd")
    room_light = studio.point((at[0] - 0.6, at[1] - 1.6, 8.0), 0, "#ffb066", 0.9)  # what the lamp gives the room, without the shade in between
    room_light.visible_camera = room_light.visible_glossy = False
    tree = bpy.data.objects[lamp["bulb"]].data.materials[0].node_tree
    em = next(n for n in tree.nodes if n.type == "EMISSION")
    light = bpy.data.objects[lamp["light"]].data
    cam = studio.camera((0, -40, 8), (0, 0, 6), 70)

    def pose(p):
        on = float(np.clip((OFF + 0.03 - p) / 0.03, 0, 1))
        on = on * on * (3 - 2 * on)
        em.inputs[1].default_value = 0.02 + 12.0 * on
        light.energy = 1900.0 * on
        room_light.data.energy = 1500.0 * on
        target = np.array((0.35 - 0.35 * p, 2.0, 5.9 - 0.3 * p))
        studio.move(cam, studio.polar(target, 44 - 2.5 * p, 9 - 17 * p, 15 - 7 * p), target, 0.10, (0, 1.6, 4))

    t = SECONDS
    return Film(pose, t, grain=1.0, must=(97, 98, 99, 100, 101), moments=[("lamp", 0, 2.0, lamp, None), ("chair", 2.0, 4.7, chair, None), ("rug", 4.7, 6.1, rug, (-1.3, -1.6, 0.12)), ("plant", 6.1, t, plant, None)])


def sound_bed(n, rate):
    """Warm pad, two clicks, rain on a sill."""
    return sound.mix(n, rate, [
        sound.pad(n, rate, [(0.0, [98.0, 146.8, 233.1]), (1.0, [116.5, 174.6, 220.0, 293.7]), (4.5, [103.8, 155.6, 207.7, 261.6])], 3.6, soft=0.55),
        sound.plucks(n, rate, [(1.3, 587.3), (2.3, 440.0), (3.3, 698.5), (4.6, 523.3), (5.6, 415.3)], 2.0, 0.35),
        sound.noise(n, rate, 900, 5200, 0.05, seed=12), sound.crackle(n, rate, 90, 0.012, seed=4),
        sound.clicks(n, rate, [(3.20, 0.8), (4.66, 1.0)], 0.2),
    ])
