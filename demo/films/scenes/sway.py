"""Sway: a rubber fig on the deep sill of an open window in the morning; what the draught moves is all that happens."""
import math

import bpy
import cv2
import numpy as np

from kit import geo, ink, mat, rooms, sound, studio
from kit.film import Film
import products
from products import plant as figs

VP9 = True
RATES = (850, 1340, 560)  # leaves in the sun, a weave and bokeh take more of VP9 than it is worth
SECONDS = 7.0
EVERY = 4
SAMPLES = 6
RENDER = dict(exposure=0.50, look="AgX - High Contrast", bounces=(4, 2, 1, 2))
TEXT = {
    "en": "Morning sun on the deep wooden sill of an open window: a rubber fig in a speckled terracotta pot, in front of it a steaming bowl of tea, a brown spray bottle and a small round-leaved plant, behind it a cream kettle. A striped linen cloth hangs over the edge. Behind a white curtain the garden lies out of focus, with roses and trees. Leaves and curtain sway in a light draught, and their shadows move on the apricot wall.",
    "de": "Morgensonne auf dem tiefen hölzernen Fensterbrett eines offenen Fensters: ein Gummibaum in gesprenkeltem Terrakotta-Topf, davor eine dampfende Schale Tee, eine braune Sprühflasche und eine kleine rundblättrige Pflanze, dahinter ein cremeweißer Kessel. Ein gestreiftes Leinentuch hängt über die Kante. Hinter einem weißen Vorhang liegt unscharf der Garten mit Rosen und Bäumen. Blätter und Vorhang wiegen sich im leichten Luftzug, ihre Schatten wandern über die aprikosenfarbene Wand.",
}

PANE, TOP = 3.0, 9.0  # where the window stands, and how high it is
SUN = np.array((-5.0, -0.9, 3.6))


def garden():
    """What is outside, painted out of focus: a lawn in the sun, roses, trees, and light that falls through them."""
    n, per = 800, 50  # pixels, and of them to a unit
    z, x = np.meshgrid(11 - np.arange(n) / per, np.arange(n) / per - 7, indexing="ij")
    tone = lambda c: np.array([int(c[i:i + 2], 16) for i in (1, 3, 5)], np.float32) / 255
    px = np.broadcast_to(tone("#fdf4d6"), (n, n, 3)).copy()
    for edge, soft, size, seed, colour in ((6.6, 2.6, 150, 1, "#b9c46c"), (4.2, 2.0, 120, 2, "#7d9a38"), (2.2, 1.2, 90, 3, "#456a20"), (0.2, 0.5, 120, 4, "#b4b83c"), (-1.4, 0.8, 120, 5, "#8ea030")):
        a = 1 / (1 + np.exp(-(edge + 1.5 * soft * ink.field(n, n, size, seed) * 0.6 - z) * 5 / soft))
        px += (tone(colour) - px) * a[..., None]
    px = cv2.GaussianBlur(px, (0, 0), 16)
    trunk = np.exp(-((x - 2.6 - 0.10 * z - 0.012 * z * z) / 0.42)**4) * (z > -0.3)
    px += (tone("#6b5334") - px) * (cv2.GaussianBlur(trunk.astype(np.float32), (0, 0), 12) * 0.75)[..., None]
    rng = np.random.default_rng(12)

    def discs(count, where, size, colours, alpha):
        for _ in range(count):
            cx, cz = where[0] + rng.normal() * where[2], where[1] + rng.normal() * where[3]
            m = np.zeros((n, n), np.uint8)
            cv2.circle(m, (round((cx + 7) * per * 16), round((11 - cz) * per * 16)), round(rng.uniform(*size) * 1.25 * per * 16), 255, -1, cv2.LINE_AA, 4)
            m = cv2.GaussianBlur(m, (0, 0), 3.0).astype(np.float32)[..., None] / 255 * rng.uniform(0.4, 1.0) * alpha
            px[:] += (tone(colours[rng.integers(len(colours))]) - px) * m

    discs(90, (0.5, 3.4, 3, 2.2), (0.30, 0.6), ("#3d5f22", "#4a6d27", "#2f4f1f"), 0.6)
    discs(70, (0.5, 3.8, 3, 1.9), (0.24, 0.44), ("#a9c148", "#d0d85a", "#89a833"), 0.8)
    discs(64, (0.5, 4.8, 3, 2.0), (0.20, 0.38), ("#fff3c0", "#f9ec9c", "#e9e67a"), 1.0)
    discs(44, (1.2, 0.6, 2.0, 0.6), (0.20, 0.34), ("#e8806a", "#f3a78c", "#f7d0b8", "#d9604f"), 0.85)
    discs(18, (-2.4, 0.6, 1.5, 0.4), (0.2, 0.34), ("#fbf0dc", "#f3d9c0"), 0.7)
    px = cv2.GaussianBlur(px, (0, 0), 2.5)
    im = bpy.data.images.new("garden", n, n)
    rgba = np.ones((n, n, 4), np.float32)
    rgba[..., :3] = np.clip(px, 0, 1)[::-1]**1.6
    im.pixels.foreach_set(rgba.ravel())
    im.update()
    g = mat.Graph("garden")
    uv = g.node("SeparateXYZ", Vector=g.node("TexCoord").outputs["UV"])
    t = g.node("TexImage", {"image": im, "extension": "EXTEND"}, Vector=g.node("CombineXYZ", X=uv.outputs[0], Y=uv.outputs[1]).outputs[0])
    m = g.done(g.node("Emission", Color=t.outputs[0], Strength=1.45))
    m.cycles.emission_sampling = "NONE"
    back = geo.grid("garden", np.array([[(a, 18, b) for b in (-5, 11)] for a in (-7, 9)], float), m)
    back.visible_shadow = back.visible_diffuse = False


def limewash():
    """Apricot lime on an uneven wall, in thin coats."""
    g = mat.Graph("limewash")
    cloud, brush, fine = g.noise(0.45, 5.0, rough=0.6), g.noise(1.2, 4.0, g.coord("Object", (2.4, 2.4, 0.8)), 0.7), g.noise(10.0, 5.0, rough=0.7)
    c = g.mix(g.ramp(cloud, 0.32, 0.70), "#d8a27c", "#e6ba96")
    c = g.mix(g.math("MULTIPLY", g.ramp(brush, 0.45, 0.75), 0.5), c, "#f0d2b2")
    h = g.math("ADD", g.math("ADD", cloud, g.math("MULTIPLY", brush, 0.5)), g.math("MULTIPLY", fine, 0.25))
    return g.done(g.principled(Base_Color=c, Roughness=0.95, Specular_IOR_Level=0.15, Normal=g.bump(h, 0.6, 0.10)))


def linen(stripes=True):
    """Washed linen with stripes across its ends; u runs along it."""
    g = mat.Graph("linen")
    uv = g.node("TexCoord").outputs["UV"]
    u = g.node("SeparateXYZ", Vector=uv).outputs[0]
    warp, weft = (g.node("TexNoise", Vector=g.node("Mapping", Vector=uv, Scale=s).outputs[0], Scale=1.0, Detail=2.0).outputs[0] for s in ((14.0, 260.0, 1.0), (420.0, 10.0, 1.0)))
    c = g.mix(g.ramp(warp, 0.3, 0.7), "#eadcc2", "#d8c5a3")
    if stripes:
        band = lambda a, b: g.math("MULTIPLY", g.math("GREATER_THAN", u, a), g.math("LESS_THAN", u, b))
        c = g.mix(g.math("MULTIPLY", g.math("MAXIMUM", g.math("MAXIMUM", band(0.165, 0.185), band(0.245, 0.258)), band(0.20, 0.232)), 0.85), c, "#b5543c")
    return g.done(g.principled(Base_Color=c, Roughness=0.95, Sheen_Weight=0.3, Specular_IOR_Level=0.15, Normal=g.bump(g.math("ADD", warp, weft), 0.35, 0.02)))


def sheer():
    """A curtain of thin linen, lit from behind."""
    g = mat.Graph("sheer")
    pos = g.node("TexCoord").outputs["UV"]
    yarn = g.node("TexNoise", Vector=g.node("Mapping", Vector=pos, Scale=(6.0, 150.0, 1.0)).outputs[0], Scale=1.0, Detail=2.0).outputs[0]
    d = g.node("BsdfDiffuse", Color="#f6ead6")
    t = g.node("BsdfTranslucent", Color=g.mix(yarn, "#fff0d6", "#f0dcb8"))
    cloth = g.node("MixShader", i0=0.62, i1=d.outputs[0], i2=t.outputs[0])
    return g.done(g.node("MixShader", i0=g.math("ADD", 0.66, g.math("MULTIPLY", yarn, 0.30)), i1=g.node("BsdfTransparent").outputs[0], i2=cloth.outputs[0]))


def hanging(x, z, p):
    """The curtain's points at a phase: folds, and a draught that lifts its foot into the room."""
    down = (1 - z / TOP)**1.6
    blow = 0.5 - 0.5 * np.cos(2 * np.pi * p + 0.5 * x) + 0.12 * np.sin(4 * np.pi * p + 2.0 * z)
    fold = 0.24 * np.sin(7.4 * x + 0.7 * np.sin(1.7 * x + 0.3 * z) + 0.8 * down * blow) + 0.05 * np.sin(15.1 * x + 1.1)
    return np.stack([x + down * (0.10 + 0.62 * blow) + 0.04 * np.sin(2.1 * z + 2 * np.pi * p) * down, PANE - 0.45 + fold * (0.75 + 0.25 * down) - down * (0.10 + 0.80 * blow), np.broadcast_to(z, x.shape)], -1)


def window():
    """A deep niche with splayed sides, its board and its window, whose right casement stands open outwards."""
    wall = limewash()
    board = mat.wood("#b58a5c", "#7a5230", 0.5, "X", 0.5, 0.08)
    geo.box("board", (30, 4.9, 0.34), board, bevel=0.07, loc=(0, 0.85, -0.34))
    geo.box("front", (30, 0.3, 12), wall, bevel=0, loc=(0, -1.25, -12.3))
    side = np.array([[(1.45, PANE + 0.4, z), (1.45, PANE, z), (2.35, 0.3, z), (2.5, 0.0, z), (9, -0.05, z)] for z in np.linspace(-0.1, 14, 40)])
    side += 0.035 * geo.noise3(side * 0.8, 4, 3)[..., None] * np.array((1.0, 0.6, 0))
    geo.grid("side", side, wall, angle=50)
    geo.box("left", (6, 0.5, 16), wall, bevel=0, loc=(-6.2, PANE, -1))
    geo.box("over", (40, 0.5, 6), wall, bevel=0, loc=(0, PANE, 15))
    paint = mat.plain("#efe6d2", 0.42, coat=0.15, grain=0.12, scale=9)
    geo.box("sill", (20, 0.5, 0.30), paint, bevel=0.06, loc=(0, PANE - 0.02, 0))
    for x, w in ((-0.62, 0.30), (1.36, 0.26)):
        geo.box("stile", (w, 0.26, 12), paint, bevel=0.04, loc=(x, PANE + 0.05, 0))
    for z in (3.3, 6.2):
        geo.box("rail", (2.0, 0.16, 0.12), paint, bevel=0.03, loc=(0.37, PANE + 0.10, z))
    hand = geo.group("casement")
    for y, w in ((0.12, 0.24), (2.2, 0.24)):
        geo.box("stile", (0.14, w, 9), paint, hand, bevel=0.03, loc=(0, y, 0.3))
    for z, h in ((0.3, 0.3), (3.3, 0.10), (6.2, 0.10)):
        geo.box("rail", (0.12, 2.2, h), paint, hand, bevel=0.02, loc=(0, 1.15, z))
    geo.place(hand, (1.30, PANE + 0.2, 0), (0, 0, 12))
    brass = mat.brushed("#b9924e", 0.26)
    geo.sweep("stay", np.array([(0.9, PANE - 0.2, 0.36), (1.25, PANE + 1.2, 0.40)]), 0.035, mat=brass, steps=10, up=(0, 0, 1))


def lattice():
    """A second window, left of the picture, through which the sun comes."""
    black = mat.plain("#20160f", 0.9)
    for y, w, z, h in ((0, 40, -12, 17.4), (-2.9, 0.26, 5, 14), (-0.35, 0.26, 5, 14), (2.2, 0.26, 5, 14), (0, 40, 8.6, 0.22), (0, 40, 11.4, 0.22), (14.5, 20, 0, 20), (-15.4, 20, 0, 20), (0, 40, 14, 10)):
        geo.box("bar", (0.2, w, h), black, bevel=0, loc=(-9, y, z)).visible_camera = False


def mister(loc, turn):
    """A brown bottle with a brass spray head."""
    g = geo.group("mister")
    brass = mat.brushed("#c09a55", 0.25)
    geo.lathe("bottle", geo.rounded([(0, 0), (0.30, 0), (0.32, 0.05), (0.32, 0.62), (0.13, 0.86), (0.12, 0.96)], [0, 0.03, 0.05, 0.16, 0.08, 0], 7), mat.plain("#6b3413", 0.10, coat=0.7), g, steps=72)
    geo.lathe("label", np.array([(0.3225, 0.16), (0.3225, 0.50)]), mat.plain("#eadfc8", 0.8), g, steps=72)
    geo.cylinder("collar", 0.145, 0.16, brass, g, loc=(0, 0, 0.92), bevel=0.02, steps=48)
    geo.place(geo.cylinder("head", 0.075, 0.34, brass, g, bevel=0.02, steps=32), (-0.20, 0, 1.17), (0, 90, 0))
    geo.cylinder("neck", 0.05, 0.12, brass, g, loc=(0, 0, 1.06), bevel=0.01, steps=24)
    geo.sweep("lever", geo.spline([(0.12, 0, 1.16), (0.22, 0, 1.08), (0.24, 0, 0.86)], 14), 0.022, 0.05, brass, g, steps=12, up=(0, 1, 0), power=3)
    return geo.place(g, loc, (0, 0, turn))


def books(loc):
    """A few read books, lying."""
    paper = mat.plain("#e9dcc0", 0.9, grain=0.6, scale=30)
    z = 0.0
    for k, (w, d, h, c, turn) in enumerate(((1.55, 1.15, 0.26, "#8d3f2f", 6), (1.42, 1.05, 0.20, "#c9a24a", -8))):
        g, cloth = geo.group("book"), mat.weave(c, 22, 0.3, axes="XY")
        geo.box("pages", (w - 0.06, d - 0.06, h - 0.06), paper, g, bevel=0.02, loc=(0.0, 0.0, 0.03))
        for at in (0, h - 0.04):
            geo.box("cover", (w, d, 0.04), cloth, g, bevel=0.015, loc=(0, 0, at))
        geo.box("spine", (w, 0.05, h), cloth, g, bevel=0.02, loc=(0, -d / 2, 0))
        geo.place(g, (loc[0], loc[1], loc[2] + z), (0, 0, turn))
        z += h
    return loc[2] + z


def pilea(loc, size, rng):
    """A small pot of round leaves on their stalks."""
    g = geo.group("pilea")
    glaze = mat.stoneware("#8ba3a8", foot=0.10, rim_z=0.74)
    geo.lathe("pot", geo.rounded([(0, 0), (0.34, 0), (0.46, 0.58), (0.52, 0.58), (0.54, 0.76), (0.47, 0.76), (0.44, 0.62), (0, 0.62)], [0, 0.04, 0.02, 0.03, 0.04, 0.03, 0.02, 0], 5), glaze, g, steps=72)
    gm = mat.Graph("round")
    uv = gm.node("SeparateXYZ", Vector=gm.node("TexCoord").outputs["UV"])
    c = gm.mix(gm.ramp(uv.outputs[0], 0.25, 0.0), "#4f8a3a", "#b7cf84")
    m = gm.done(gm.node("MixShader", i0=0.4, i1=gm.principled(Base_Color=c, Roughness=0.35, Coat_Weight=0.3).outputs[0], i2=gm.node("BsdfTranslucent", Color="#a9cc4a").outputs[0]))
    stalk = mat.plain("#8a6a48", 0.6)
    u, th = np.linspace(0.001, 1, 9)[:, None], np.linspace(0, 2 * math.pi, 40, endpoint=False)
    for k in range(22):
        f = (k + 0.5) / 22
        a, out, up = 2.3999 * k, 0.25 + 0.85 * (1 - f)**0.7, 0.85 + 1.15 * f**1.1
        end = np.array((math.cos(a) * out, math.sin(a) * out, up)) + rng.normal(size=3) * 0.05
        geo.sweep("stalk", geo.spline([(0, 0, 0.6), end * (0.35, 0.35, 0.75), end], 10), 0.026, mat=stalk, parent=g, steps=8, up=(1, 0, 0))
        r = rng.uniform(0.22, 0.33) * (0.75 + 0.35 * (1 - f))
        leaf = geo.grid("round", np.stack([r * u * np.cos(th) + 0.1 * r, r * u * np.sin(th), -0.30 * r * u**2 + 0 * th], -1), m, g, close_v=True, angle=180)
        leaf.location, leaf.rotation_euler = end, (rng.normal() * 0.25, math.radians(62 - 50 * f) + rng.normal() * 0.15, a)
    return geo.place(g, loc, (0, 0, 30), size)


def bowl(loc):
    """Tea in a bowl without a handle."""
    g = geo.group("bowl")
    prof = geo.rounded([(0, 0.04), (0.20, 0.04), (0.21, 0), (0.25, 0), (0.27, 0.06), (0.44, 0.34), (0.47, 0.60), (0.445, 0.605), (0.41, 0.36), (0.22, 0.09), (0, 0.08)], [0, 0.01, 0.01, 0.01, 0.03, 0.15, 0.01, 0.01, 0.15, 0.05, 0], 6)
    geo.lathe("bowl", prof, mat.stoneware("#dfe3cf", foot=0.07, rim_z=0.60), g, steps=96)
    geo.cylinder("tea", 0.425, 0.01, mat.plain("#8a4a14", 0.06, coat=0.6), g, loc=(0, 0, 0.46), bevel=0.003)
    return geo.place(g, loc)


def runner():
    """A linen cloth that lies on the board and hangs over its edge."""
    s, v = np.linspace(0, 1, 150), np.linspace(-1, 1, 70)
    edge, flat, drop = -1.62, 3.2, 3.0
    length = flat + drop
    t = (1 - s) * length  # 0 at the back, `length` at the hem that hangs
    r = 0.10
    y = np.where(t < flat, edge + flat - t, edge - r * np.sin(np.clip((t - flat) / r, 0, np.pi / 2)))
    z = np.where(t < flat, 0.0, np.where(t < flat + r * np.pi / 2, r * (np.cos(np.clip((t - flat) / r, 0, np.pi / 2)) - 1), -r - (t - flat - r * np.pi / 2)))
    hang = np.clip((t - flat) / drop, 0, 1)[:, None]
    x = -0.15 + 1.62 * v[None] * (1 - 0.05 * hang)
    p = np.stack([x, np.broadcast_to(y[:, None], x.shape) - hang**0.7 * (0.10 + 0.13 * np.sin(3.9 * x + 0.8 + 0.4 * hang) + 0.05 * np.sin(8.3 * x + 2.0)), np.broadcast_to(z[:, None], x.shape)], -1)
    lie = 1 - np.clip(hang * 4, 0, 1)
    p[..., 2] += 0.022 + lie * 0.018 * geo.noise3(p * np.array((2.2, 1.4, 0)), 8, 3)
    p[..., 0] += 0.05 * geo.noise3(p * np.array((0.4, 0.9, 0.6)), 3, 2)
    geo.solidify(geo.grid("runner", p, linen(), angle=180), 0.025, 1)


def near(rng):
    """Leaves close to the camera, out of focus."""
    g = geo.group("near")
    m = mat.plain("#6f8a35", 0.5, coat=0.2)
    for x, z, turn, up, size in ((0.0, 0.0, 70, 40, 1.0), (0.1, -0.1, 20, 25, 1.1), (-0.1, -0.2, 130, 50, 1.0), (0.2, -0.4, 5, 8, 1.2), (0.0, -0.5, 50, 60, 0.9)):
        leaf = figs.leaf(1.25 * size, 0.36 * size, m, g, curl=0.9, fold=0.2)
        geo.place(leaf, (x, rng.normal() * 0.1, z), (rng.normal() * 20, -up, turn - 60))
    return g


def build():
    rng = np.random.default_rng(9)
    garden()
    window()
    lattice()
    geo.place(near(rng), (-1.55, -6.2, -0.15))
    runner()
    x, z = np.meshgrid(np.linspace(-2.95, -1.15, 90), np.linspace(0.16, TOP, 44), indexing="ij")
    curtain = geo.grid("curtain", hanging(x, z, 0.0), sheer(), angle=180)
    plant = products.build("plant", "terracotta")
    geo.place(plant, (-0.10, 0.1, 0.03), (0, 0, 20))
    can = products.build("kettle", "cream")
    geo.place(can, (1.30, 1.40, 0), (0, 0, -48), 0.76)
    top = books((-1.85, 0.45, 0))
    pilea((-1.75, 0.55, top), 0.85, rng)
    mister((-1.60, -0.66, 0), 205)
    bowl((-0.62, -1.20, 0.03))
    studio.world("#ffe9cf", 0.24)
    studio.sun(tuple(SUN), 11.0, "#ffdca4", 0.8)
    twigs = rooms.canopy(SUN, mat.plain("#111111", 0.9), rng, ((-1.6, 4.6, 26, 0.5, 0.6), (-3.1, 2.6, 14, 0.4, 0.9)))
    studio.softbox((0.6, 4.6, 6.6), (0.0, -0.6, 1.8), (3.0, 4.0), 130, "#f4f4e0")
    studio.softbox((-2.2, 4.8, 4.2), (-1.9, 0, 3.6), (2.4, 7.0), 150, "#ffe9c4", spread=100)
    studio.softbox((3.4, -7.0, 4.4), (0, 0, 1.0), (5, 5), 150, "#ffe6cc")
    stalks = [bpy.data.objects[n] for n in plant["leaves"]]
    rest = [tuple(s.rotation_euler) for s in stalks]
    cam = studio.camera((0, -12, 2), (0, 0, 2), 68)

    def pose(p):
        for k, (s, r) in enumerate(zip(stalks, rest)):
            ph = np.pi * p
            a = np.sin(ph * 2 + 0.35 * k) - np.sin(0.35 * k)
            b = np.sin(ph * 4 + 1.1 * k) - np.sin(1.1 * k)
            s.rotation_euler = (r[0] + 0.07 * b, r[1] + 0.075 * a, r[2] + 0.06 * a)
        plant.rotation_euler = (0.010 * np.sin(2 * np.pi * p), 0.016 * np.sin(np.pi * p), np.radians(20))
        curtain.data.vertices.foreach_set("co", hanging(x, z, p).astype(np.float32).ravel())
        curtain.data.update()
        twigs.location = (0.10 * math.sin(2 * math.pi * p), 0.0, 0.30 * p)
        target = np.array((0.10 - 0.04 * p, 0.2, 1.05 + 0.20 * p))
        studio.move(cam, studio.polar(target, 15.8 - 1.4 * p, 4 - 5 * p, 10 - 3 * p), target, 0.24, (0, -0.3, 2.2))

    s = SECONDS
    return Film(pose, s, moments=[("plant", 0, 4.4, plant, (0.0, -0.88, 1.40)), ("kettle", 4.4, s, can, None)], steam=[((-0.62, -1.20, 0.52), 2.2)])


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
