"""Dawn: a pack on a rock above layered ridges; the sun comes up behind it."""
import math

import numpy as np

from kit import geo, mat, sound, studio
from kit.film import Film
import products

SECONDS = 8.0
EVERY = 8
SAMPLES = 4
RENDER = dict(exposure=0.4, bounces=(4, 2, 1, 2))
TEXT = {
    "en": "First light in the mountains. An olive roll-top backpack stands on a lichen-covered rock with a rust-red cap on the stone beside it; behind them blue ridges fade into each other and a low sun rises, lighting the edges of the canvas.",
    "de": "Erstes Licht in den Bergen. Ein olivgrüner Rollrucksack steht auf einem flechtenbewachsenen Felsen, daneben liegt eine rostrote Mütze; dahinter verblassen blaue Bergrücken, eine tiefe Sonne steigt auf und zeichnet die Kanten des Stoffs nach.",
}
CAPTIONS = {"en": [(0.4, 2.4, "[wind, a zipper]"), (2.6, 5.0, "Tess: Forty minutes up for one thermos of coffee."), (5.2, 7.6, "Tess: I'd do it for the thermos alone.")]}


def sky():
    """A painted dawn, shining by itself."""
    g = mat.Graph("sky")
    z = g.node("SeparateXYZ", Vector=g.node("TexCoord").outputs["UV"]).outputs[1]
    r = g.node("ValToRGB", Fac=z)
    el = r.color_ramp.elements
    while len(el) < 5:
        el.new(0.5)
    for e, p, c in zip(el, (0.0, 0.20, 0.34, 0.56, 1.0), ("#ffb36b", "#f7a77c", "#e3a6a0", "#8fa6c9", "#4a6ea8")):
        e.position, e.color = p, mat.srgb(c)
    return g.done(g.node("Emission", Color=r.outputs[0], Strength=0.95))


def rock():
    """Granite with lichen."""
    g = mat.Graph("rock")
    n = g.noise(0.9, 4.0, rough=0.65)
    lich = g.ramp(g.noise(1.7, 4.0, rough=0.7), 0.56, 0.62)
    c = g.mix(g.ramp(n, 0.3, 0.7), "#6d665f", "#3c3935")
    c = g.mix(g.math("MULTIPLY", lich, 0.75), c, g.mix(g.noise(6.0, 2.0), "#b9a04a", "#7f8a5c"))
    return g.done(g.principled(Base_Color=c, Roughness=0.92, Specular_IOR_Level=0.25, Normal=g.bump(g.noise(7.0, 4.0, rough=0.65), 0.5, 0.06)))


def boulder(r, scale, loc, seed, m):
    a = np.linspace(-math.pi / 2, math.pi / 2, 90)
    b = np.linspace(0, 2 * math.pi, 180, endpoint=False)
    d = np.stack([np.cos(a)[:, None] * np.cos(b), np.cos(a)[:, None] * np.sin(b), np.broadcast_to(np.sin(a)[:, None], (90, 180))], -1)
    k = 1 + 0.16 * geo.noise3(d * 1.3, seed, 3) + 0.05 * np.abs(geo.noise3(d * 4, seed + 1, 2))
    p = d * k[..., None] * r * np.array(scale)
    p[..., 2] = np.where(p[..., 2] > 0.55 * r * scale[2], 0.55 * r * scale[2] + 0.22 * (p[..., 2] - 0.55 * r * scale[2]), p[..., 2])
    ob = geo.grid("boulder", p, m, close_v=True, angle=60)
    geo.weld(ob)
    geo.smooth(ob.data, 60)
    ob.location = loc
    return ob


def build():
    m = rock()
    sky_m = sky()
    geo.grid("sky", np.array([[(x, 120, z) for z in (-20, 90)] for x in (-160, 160)], float), sky_m).visible_shadow = False
    rng = np.random.default_rng(6)
    for k, (y, base, c) in enumerate(((95, 9.0, "#c79a9c"), (75, 6.0, "#9a8aa3"), (56, 2.6, "#66708f"), (38, -1.6, "#3d5069"))):
        x = np.linspace(-110, 110, 160)
        h = base + 3.6 * geo.noise3(np.column_stack([x * 0.075, np.full(160, k * 9.0), np.zeros(160)]), 11 + k, 4) * (1 - 0.12 * k)
        g = mat.Graph("ridge")
        e = g.done(g.node("Emission", Color=c, Strength=0.85))
        ob = geo.grid("ridge", np.stack([np.column_stack([x, np.full(160, y), np.full(160, -40.0)]), np.column_stack([x, np.full(160, float(y)), h])]), e)
        ob.visible_shadow = False
    sun_m = mat.glow("#ffe2b0", 9.0)
    sun = geo.sphere("sun", 3.0, sun_m, loc=(13.0, 110, 8))
    sun.visible_shadow = False
    boulder(5.2, (1.15, 0.8, 0.55), (0.4, 0.6, -1.72), 3, m)
    boulder(3.0, (1.2, 0.9, 0.6), (-5.2, 3.4, -2.3), 8, m)
    boulder(2.2, (1.2, 0.9, 0.7), (5.6, 1.8, -2.2), 5, m)
    pack = products.build("backpack", "olive")
    geo.place(pack, (-0.35, 0.2, 0), (0, 0, 16))
    pack.location.z = 0.02
    cap = products.build("cap", "rust")
    geo.place(cap, (2.35, -0.55, -0.02), (4, 5, 30), 0.85)
    for _ in range(46):
        x, y = rng.uniform(-4.5, 4.8), rng.uniform(-2.6, 0.5)
        if abs(x + 0.3) < 1.9:
            continue
        hgt = rng.uniform(0.5, 1.3)
        blade = geo.spline([(0, 0, 0), (rng.normal() * 0.1, 0.02, hgt * 0.6), (0.25 + rng.normal() * 0.15, 0.05, hgt)], 8)
        st = geo.sweep("grass", blade, np.linspace(0.022, 0.004, 8), mat=mat.plain("#a98f4f", 0.8), steps=5)
        st.location = (x, y, -0.35)
    studio.world("#8fb0e6", 0.42)
    light = studio.sun((9, 26, 5.5), 5.0, "#ffb878", 1.2)
    studio.softbox((-6, -9, 6), (0, 0, 2), (6, 6), 800, "#bcd0ff")
    studio.softbox((7, -4, 3), (0, 0, 2), (3, 4), 420, "#ffc080")
    cam = studio.camera((0, -20, 3), (0, 0, 2), 60)

    def pose(p):
        sun.location.z = 3.5 + 8.5 * p
        light.location = (11, 20, 4.2 + 4.0 * p)
        studio.aim(light, (0, 0, 0))
        light.data.energy = 3.5 + 5.0 * p
        target = np.array((0.55, 0, 2.15 + 0.25 * p))
        studio.move(cam, studio.polar(target, 19.5 - 0.9 * p, -4 + 6 * p, 2.5 + 1.5 * p), target, 0.20, (0, -1.2, 2.4))

    s = SECONDS
    return Film(pose, s, grain=1.0, moments=[("backpack", 0, 5.2, pack, None), ("cap", 5.2, s, cap, None)])


def sound_bed(n, rate):
    """Wind on a ridge, a horn-like fifth, one bird."""
    t = np.arange(n) / rate
    wind = sound.noise(n, rate, 120, 900, 0.5, 51) * (0.5 + 0.5 * np.sin(2 * np.pi * t / SECONDS + 1))[:, None]
    return sound.mix(n, rate, [
        wind * 0.22,
        sound.pad(n, rate, [(0.0, [98.0, 146.8, 196.0, 293.7]), (4.0, [110.0, 164.8, 220.0, 329.6])], 4.0, soft=0.75),
        sound.glass(n, rate, [(1.0, 587.3), (3.0, 880.0), (5.0, 659.3)], 2.6, 0.3),
        sound.chirps(n, rate, [(2.2, 3300), (2.4, 3700), (2.6, 3200), (6.4, 3500)], 0.05),
        sound.crackle(n, rate, 14, 0.03, seed=8),
    ])
