"""Table lamp: enamelled cone shade on a slim stem, warm bulb."""
import numpy as np

from kit import geo, mat, studio

COLOURS = {"ivory": ("#ebe2c4", 0.30, "#b38a4a"), "coral": ("#d8593f", 0.16, "#e9dfca"), "black": ("#17171a", 0.0, "#b38a4a")}
VIEW = dict(yaw=0, elev=7, fill=0.80, tone="#e9e0d1", dim=0.36)


def enamel(colour, through):
    """Lacquered sheet; some of the light comes through pale shades."""
    g = mat.Graph("enamel")
    p = g.principled(Base_Color=colour, Roughness=0.38, Coat_Weight=0.25, Coat_Roughness=0.2, Normal=g.bump(g.noise(40.0, 2.0), 0.04, 0.01))
    if not through:
        return g.done(p)
    t = g.node("BsdfTranslucent", Color=g.mix(0.5, colour, "#ffd480"))
    return g.done(g.node("MixShader", i0=through, i1=p.outputs[0], i2=t.outputs[0]))


def build(colour, power=130.0):
    g = geo.group("lamp")
    paint, through, trim = COLOURS[colour]
    body = mat.plain(paint, 0.38, coat=0.25, grain=0.04, scale=40)
    metal = mat.brushed(trim, 0.28) if trim != "#e9dfca" else mat.plain(trim, 0.35, coat=0.2)
    base = geo.rounded([(0, 0), (0.80, 0), (0.80, 0.10), (0.12, 0.17), (0.06, 0.24), (0, 0.24)], [0, 0.02, 0.07, 0.15, 0.04, 0], 8)
    geo.lathe("base", base, body, g, steps=128)
    geo.cylinder("stem", 0.042, 2.55, metal, g, loc=(0, 0, 0.2), bevel=0.01, steps=48)
    geo.cylinder("collar", 0.075, 0.14, metal, g, loc=(0, 0, 2.0), bevel=0.02, steps=48)
    shade = np.array([(1.32, 2.12), (1.335, 2.125), (1.325, 2.16), (0.40, 3.53), (0.375, 3.56), (0.355, 3.55), (1.29, 2.155), (1.30, 2.125), (1.32, 2.12)])
    geo.lathe("shade", shade, enamel(paint, through), g, steps=160, angle=70)
    inner = np.array([(1.285, 2.155), (0.36, 3.535)])
    geo.lathe("lining", inner, mat.plain("#f3e6cf", 0.6), g, steps=128) if through == 0 else None
    geo.cylinder("spider", 0.05, 0.2, metal, g, loc=(0, 0, 3.36), bevel=0.02)
    for k in range(3):
        a = k * 2.0944 + 0.5
        p = np.array([(0, 0, 3.48), (0.37 * np.cos(a), 0.37 * np.sin(a), 3.50)])
        geo.sweep("arm", p, 0.016, mat=metal, parent=g, steps=10)
    geo.sphere("knob", 0.085, metal, g, loc=(0, 0, 3.60))
    bulb = geo.sphere("bulb", 0.20, mat.glow("#ffc98a", 14.0, ghost=True), g, loc=(0, 0, 2.72), scale=(1, 1, 1.2))
    light = studio.point((0, 0, 2.72), power, "#ffb868", 0.20)
    light.parent = g
    light.visible_camera = False
    g["bulb"], g["light"] = bulb.name, light.name
    g["hot"] = (0.0, -0.85, 2.85)
    return g
