"""Dusk desk: a desk before a window at blue hour; a lamp is switched on, and the light finds a notebook."""
import bpy
import numpy as np

from kit import geo, ink, mat, sound, studio
from kit.film import Film
import products

SECONDS = 8.0
EVERY = 8
SAMPLES = 5
RENDER = dict(exposure=0.55, bounces=(6, 2, 2, 4))
TEXT = {
    "en": "A desk before a window at blue hour; outside, dark roofs and the first lit windows under a blue sky with rosy clouds. An ivory cone lamp is switched on and warms a clay-red cloth notebook with a pencil on it, a sheet of paper, a speckled mug and, on the sill, a green vase with dry poppies. The camera rises and comes nearer; then the light goes out again.",
    "de": "Ein Schreibtisch vor einem Fenster zur blauen Stunde; draußen dunkle Dächer und die ersten erleuchteten Fenster unter blauem Himmel mit rosigen Wolken. Eine elfenbeinfarbene Kegelleuchte wird eingeschaltet und wärmt ein tonrotes Leinen-Notizbuch mit einem Bleistift darauf, ein Blatt Papier, einen gesprenkelten Becher und auf der Fensterbank eine grüne Vase mit trockenem Mohn. Die Kamera steigt und kommt näher; dann geht das Licht wieder aus.",
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


def outside():
    """The last of the sky: blue above, a band of afterglow on the roofs."""
    g = mat.Graph("outside")
    z = g.node("SeparateXYZ", Vector=g.node("TexCoord").outputs["UV"]).outputs[1]
    r = g.node("ValToRGB", Fac=z)
    el = r.color_ramp.elements
    while len(el) < 5:
        el.new(0.5)
    for e, p, c in zip(el, (0.0, 0.20, 0.34, 0.55, 1.0), ("#d98a63", "#c98a86", "#7f86b8", "#4a67aa", "#27407f")):
        e.position, e.color = p, mat.srgb(c)
    drift = g.node("TexNoise", Vector=g.coord("Object", (0.10, 1.0, 0.5)), Scale=1.0, Detail=4.0, Roughness=0.55).outputs[0]
    cloud = g.math("MULTIPLY", g.ramp(drift, 0.50, 0.68), g.math("MULTIPLY", g.ramp(z, 0.20, 0.34), g.ramp(z, 0.8, 0.45)))
    return g.done(g.node("Emission", Color=g.mix(g.math("MULTIPLY", cloud, 0.55), r.outputs[0], "#c7929c"), Strength=0.62))


def town(rng):
    """Roofs against the sky, and windows that are lit already."""
    geo.grid("sky", np.array([[(x, 60, z) for z in (-6, 34)] for x in (-60, 60)], float), outside()).visible_shadow = False
    for y, base, c in ((48, 2.2, "#343f66"), (36, 0.2, "#1d2540")):
        x, row = -34.0, []
        while x < 34:
            w, h = rng.uniform(3.0, 6.0), base + rng.uniform(-1.2, 2.0)
            row += [(x, h), (x + w / 2, h + rng.uniform(0.5, 1.9)), (x + w, h)]
            a = x + rng.uniform(0.5, 0.8) * w
            row[-1:-1] = [] if rng.random() < 0.5 else [(a, h + 0.4), (a, h + 1.9), (a + 0.6, h + 1.9), (a + 0.6, h + 0.2)]
            x += w
        row = np.array(row)
        e = mat.Graph("roofs")
        m = e.done(e.node("Emission", Color=c, Strength=0.50))
        geo.grid("roofs", np.stack([np.column_stack([row[:, 0], np.full(len(row), y), np.full(len(row), -20.0)]), np.column_stack([row[:, 0], np.full(len(row), y), row[:, 1]])]), m).visible_shadow = False
    tones = [mat.glow(c, k) for c, k in (("#ffb65e", 3.2), ("#ffd9a0", 2.2), ("#ff9a4a", 2.6))]
    for k in range(46):
        x, z = rng.uniform(-15, 15), rng.uniform(-6, 1.2)
        lit = geo.box("lit", (0.34, 0.02, 0.44), tones[k % 3], bevel=0, loc=(x, 35.5, z))
        lit.visible_diffuse = lit.visible_shadow = False


def window():
    """A sash window with a deep sill, before the town."""
    paint = mat.plain("#e4dcc9", 0.42, coat=0.2, grain=0.08, scale=12)
    x0, x1, y, z0, z1 = -1.42, 2.55, 2.9, 0.62, 8.5
    wall = mat.plaster("#b39a80", "#a58c72", 0.3, 0.9)
    geo.box("wall", (20, 0.8, 24), wall, bevel=0.02, loc=(x0 - 10.2, y + 0.2, -4))
    geo.box("wall", (20, 0.8, 24), wall, bevel=0.02, loc=(x1 + 10.2, y + 0.2, -4))
    geo.box("wall", (x1 - x0 + 0.5, 0.8, 5), wall, bevel=0.02, loc=((x0 + x1) / 2, y + 0.2, z0 - 5.02))
    geo.box("sill", (x1 - x0 + 0.7, 1.15, 0.14), paint, bevel=0.04, loc=((x0 + x1) / 2, y - 0.15, z0 - 0.14))
    for x in (x0, x1):
        geo.box("jamb", (0.42, 0.7, z1 - z0), paint, bevel=0.03, loc=(x, y + 0.1, z0))
        geo.box("casing", (0.22, 0.10, z1 - z0), paint, bevel=0.02, loc=(x + (-0.30 if x < 0 else 0.30), y - 0.24, z0 - 0.1))
    mid = 0.56
    geo.box("stile", (0.24, 0.20, z1 - z0), paint, bevel=0.03, loc=(mid, y + 0.16, z0))
    for z, h in ((z0, 0.26), (z0 + 2.75, 0.12), (z0 + 5.4, 0.12)):
        geo.box("rail", (x1 - x0, 0.18, h), paint, bevel=0.025, loc=((x0 + x1) / 2, y + 0.18, z))
    knob = mat.brushed("#b48a4a", 0.28)
    geo.box("handle", (0.07, 0.10, 0.42), knob, bevel=0.02, loc=(mid, y - 0.02, z0 + 1.5))
    geo.sweep("lever", np.array([(mid, y - 0.05, z0 + 1.62), (mid, y - 0.18, z0 + 1.62), (mid + 0.02, y - 0.20, z0 + 1.25)]), 0.045, mat=knob, steps=12)


def sketch(loc, turn):
    """A sheet of paper with a drawing of the lamp."""
    p = ink.Page(4, w=700, aspect=1.40, dots=0)
    p.wash([(0.30, 0.62), (0.42, 0.28), (0.56, 0.28), (0.70, 0.62)], "#d9a24a", 0.5)
    p.pencil([(0.30, 0.62), (0.42, 0.28), (0.56, 0.28), (0.70, 0.62)], closed=True)
    p.pencil([(0.5, 0.64), (0.5, 1.02)], 3.0)
    p.pencil(ink.ellipse(0.5, 1.05, 0.20, 0.045), closed=True)
    p.pencil(ink.ellipse(0.5, 0.62, 0.20, 0.04, 0, 180))
    p.pencil([(0.80, 0.28), (0.80, 1.08)], 1.4, 0.4)
    for y in (0.28, 0.62, 1.08):
        p.pencil([(0.77, y), (0.83, y)], 1.4, 0.4)
    p.write(0.10, 0.14, 0.42, 0.022)
    p.write(0.10, 1.22, 0.55, 0.018)
    x, y = np.meshgrid(np.linspace(-1.05, 1.05, 14), np.linspace(-0.75, 0.75, 12), indexing="ij")
    z = 0.012 + 0.02 * np.clip(np.abs(x) - 0.7, 0, 1) + 0.006 * np.sin(2.2 * x + 3 * y)
    geo.place(geo.grid("sheet", np.stack([y, x, z], -1), ink.paper((p.image("sketch"), False), through=0.1), angle=180, flip=True), loc, (0, 0, turn))


def build():
    rng = np.random.default_rng(14)
    oak = mat.wood("#8f6a48", "#6a4a30", 0.42, "X", 0.40, 0.12)
    for k in range(6):
        geo.box("board", (30, 1.395, 0.4), oak, bevel=0.02, loc=(3.0 * (k % 3), -5.4 + 1.4 * k, -0.4))
    window()
    town(rng)
    lamp = products.build("lamp", "ivory", power=0.0)
    geo.place(lamp, (-0.50, 0.75, 0))
    sketch((0.02, -1.15, 0), 16)
    book = products.build("notebook", "clay")
    geo.place(book, (0.62, -0.62, 0.03), (0, 0, -28), 0.86)
    pencil((0.28, -0.62, 0.245), -52)
    geo.place(products.build("mug", "oat", filled=True), (1.12, 0.95, 0), (0, 0, -48), 0.92)
    geo.place(products.build("vase", "moss"), (1.55, 2.62, 0.62), (0, 0, 40), 0.80)
    studio.world("#4a68a8", 0.42)
    studio.softbox((1.6, 3.6, 4.6), (0.2, -0.6, 0.4), (3.2, 4.6), 260, "#86a6ee", spread=150)
    studio.softbox((-5.5, -4.5, 4.5), (0, 0, 1.5), (4, 4), 80, "#7a90d0")
    bulb = bpy.data.objects[lamp["bulb"]].data.materials[0].node_tree
    em = next(n for n in bulb.nodes if n.type == "EMISSION")
    light = bpy.data.objects[lamp["light"]].data
    cam = studio.camera((0, -12, 3), (0, 0, 1.6), 62)
    a = (np.array((0.04, 0.3, 2.02)), 12.3, 7.0, 5.0)
    b = (np.array((0.02, 0.0, 1.42)), 11.0, -5.0, 16.0)

    def pose(p):
        mix = lambda i: a[i] * (1 - p) + b[i] * p
        on = float(np.clip((p - 0.06) / 0.05, 0, 1))
        on = on * on * (3 - 2 * on)
        em.inputs[1].default_value = 0.02 + 9.0 * on
        light.energy = 230.0 * on
        focus = np.array(lamp.location) * (1 - p) + np.array(book.location) * p
        studio.move(cam, studio.polar(mix(0), mix(1), mix(2), mix(3)), mix(0), 0.22, focus)

    s = SECONDS
    return Film(pose, s, grain=1.0, must=(19, 21, 22, 23, 26), moments=[("lamp", 0, 2.3, lamp, None), ("notebook", 2.3, 5.7, book, (-0.25, 0.55, 0.2)), ("lamp", 5.7, s, lamp, None)])


def sound_bed(n, rate):
    """Low evening pad, clock-soft switch clicks, a few glassy notes."""
    return sound.mix(n, rate, [
        sound.pad(n, rate, [(0.0, [110.0, 164.8, 246.9]), (4.0, [98.0, 146.8, 220.0, 277.2])], 4.0, soft=0.5),
        sound.plucks(n, rate, [(0.75, 493.9), (2.0, 659.3), (3.25, 554.4), (4.75, 440.0), (6.0, 587.3), (7.1, 493.9)], 2.2, 0.35),
        sound.noise(n, rate, 80, 500, 0.05, seed=8),
        sound.clicks(n, rate, [(0.66, 1.0), (7.36, 0.8)], 0.22),
    ])
