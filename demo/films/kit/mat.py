"""Materials: small node graphs around the Principled shader, each with fine texture so nothing looks like plastic."""
import bpy


def srgb(hexa):
    """#rrggbb to linear RGBA."""
    h = hexa.lstrip("#")
    out = []
    for i in (0, 2, 4):
        c = int(h[i:i + 2], 16) / 255
        out.append(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055)**2.4)
    return (*out, 1.0)


class Graph:
    """A thin wrapper: `g.node(type, input=value_or_socket, ...)` returns the node; sockets link by assignment."""

    def __init__(self, name):
        self.mat = bpy.data.materials.new(name)
        self.mat.use_nodes = True
        self.tree = self.mat.node_tree
        self.tree.nodes.clear()
        self.out = self.tree.nodes.new("ShaderNodeOutputMaterial")

    def node(self, kind, props=None, **inputs):
        n = self.tree.nodes.new("ShaderNode" + kind)
        for k, v in (props or {}).items():
            setattr(n, k, v)
        for k, v in inputs.items():
            self.put(n, k, v)
        return n

    def put(self, n, key, v):
        key = key.replace("_", " ")
        sock = n.inputs[int(key[1:])] if key[0] == "i" and key[1:].isdigit() else next(
            s for s in n.inputs if s.name.lower() == key.lower() and s.enabled)
        if isinstance(v, bpy.types.NodeSocket):
            self.tree.links.new(v, sock)
        elif isinstance(v, str):
            sock.default_value = srgb(v)
        else:
            sock.default_value = v

    def math(self, op, a, b=0.0, clamp=False):
        return self.node("Math", {"operation": op, "use_clamp": clamp}, i0=a, i1=b).outputs[0]

    def mix(self, fac, a, b):
        """Mix two colours (hex strings or sockets)."""
        n = self.node("Mix", {"data_type": "RGBA"})
        self.put(n, "i0", fac)
        self.put(n, "i6", a)
        self.put(n, "i7", b)
        return n.outputs[2]

    def ramp(self, fac, lo, hi):
        """Smooth 0..1 between lo and hi."""
        n = self.node("MapRange", {"interpolation_type": "SMOOTHSTEP"}, Value=fac)
        n.inputs[1].default_value, n.inputs[2].default_value = lo, hi
        return n.outputs[0]

    def coord(self, which="Object", scale=(1, 1, 1)):
        c = self.node("TexCoord").outputs[which]
        if scale != (1, 1, 1):
            c = self.node("Mapping", Vector=c, Scale=scale).outputs[0]
        return c

    def noise(self, scale, detail=2.0, vec=None, rough=0.5):
        return self.node("TexNoise", Vector=vec or self.coord(), Scale=scale, Detail=detail, Roughness=rough).outputs[0]

    def bump(self, height, strength=0.3, dist=0.02):
        return self.node("Bump", Height=height, Strength=strength, Distance=dist).outputs[0]

    def principled(self, **kw):
        return self.node("BsdfPrincipled", **kw)

    def done(self, shader):
        self.tree.links.new(shader if isinstance(shader, bpy.types.NodeSocket) else shader.outputs[0], self.out.inputs[0])
        return self.mat


def plain(colour, rough=0.5, metal=0.0, grain=0.0, scale=60.0, coat=0.0, sheen=0.0, sss=0.0):
    """Paint, plastic, metal, wax: one colour and an optional fine grain."""
    g = Graph("plain")
    kw = dict(Base_Color=colour, Roughness=rough, Metallic=metal, Coat_Weight=coat, Sheen_Weight=sheen)
    if sss:
        kw |= dict(Subsurface_Weight=sss, Subsurface_Radius=(0.12, 0.08, 0.05))
    if grain:
        kw["Normal"] = g.bump(g.noise(scale, 3.0), grain, 0.01)
    return g.done(g.principled(**kw))


def stoneware(glaze, clay="#b98f6a", foot=0.09, speck="#4a372a", amount=0.62, rough=0.32, rim="#8a6242", rim_z=None):
    """Speckled glaze above an unglazed clay foot; the glaze breaks brown at the rim."""
    g = Graph("stoneware")
    pos = g.coord()
    z = g.node("SeparateXYZ", Vector=pos).outputs[2]
    wob = g.math("MULTIPLY", g.math("SUBTRACT", g.noise(3.0, 2.0, pos), 0.5), 0.06)
    is_glaze = g.ramp(g.math("ADD", z, wob), foot - 0.012, foot + 0.012)
    fine = g.ramp(g.noise(26.0, 2.0, pos), amount, amount + 0.05)
    big = g.ramp(g.noise(9.0, 3.0, pos, 0.7), amount + 0.05, amount + 0.09)
    cloud = g.ramp(g.noise(1.6, 3.0, pos), 0.25, 0.75)
    base = g.mix(g.math("MULTIPLY", cloud, 0.22), glaze, g.mix(0.5, glaze, clay))
    base = g.mix(g.math("MULTIPLY", g.math("MAXIMUM", fine, big), 0.75), base, speck)
    if rim_z:
        base = g.mix(g.math("MULTIPLY", g.ramp(g.math("ADD", z, wob), rim_z - 0.05, rim_z), 0.7), base, rim)
    clay_c = g.mix(g.noise(40.0, 3.0, pos), clay, g.mix(0.35, clay, "#5b4030"))
    grain = g.noise(70.0, 3.0, pos)
    h = g.math("ADD", g.math("MULTIPLY", grain, g.math("SUBTRACT", 1.15, is_glaze)), g.math("MULTIPLY", g.noise(5.0, 1.0, pos), 0.9))
    rgh = g.math("ADD", g.math("MULTIPLY", is_glaze, rough - 0.85), 0.85)
    p = g.principled(Base_Color=g.mix(is_glaze, clay_c, base), Roughness=rgh, Normal=g.bump(h, 0.22, 0.03),
                     Coat_Weight=g.math("MULTIPLY", is_glaze, 0.35), Coat_Roughness=0.12)
    return g.done(p)


def wood(light="#b98a5a", dark="#6b4325", scale=1.0, axis="Z", rough=0.42, coat=0.1):
    """Straight grain along one axis, with rings, pores and a satin finish."""
    g = Graph("wood")
    stretch = {"X": (0.12, 1, 1), "Y": (1, 0.12, 1), "Z": (1, 1, 0.12)}[axis]
    pos = g.coord("Object", tuple(s * scale for s in stretch))
    warp = g.noise(1.4, 3.0, pos)
    rings = g.node("TexWave", {"wave_type": "RINGS", "rings_direction": axis}, Vector=pos, Scale=1.9, Distortion=5.5,
                   Detail=3.0, Detail_Scale=1.2).outputs[1]
    fibre = g.noise(48.0, 4.0, pos, 0.65)
    pores = g.ramp(g.noise(30.0, 2.0, g.coord("Object", tuple(s * scale * 2 for s in stretch))), 0.60, 0.70)
    col = g.mix(rings, light, dark)
    col = g.mix(g.math("MULTIPLY", g.ramp(warp, 0.3, 0.75), 0.45), col, dark)
    col = g.mix(g.math("MULTIPLY", g.ramp(fibre, 0.35, 0.7), 0.35), col, g.mix(0.5, dark, "#1d100a"))
    col = g.mix(g.math("MULTIPLY", pores, 0.5), col, "#2a170d")
    return g.done(g.principled(Base_Color=col, Roughness=rough, Coat_Weight=coat, Coat_Roughness=0.25,
                               Normal=g.bump(g.math("SUBTRACT", fibre, pores), 0.12, 0.01)))


def weave(colour, scale=30.0, strength=0.5, second=None, rough=0.85, coord="Object", axes="XZ", sheen=0.25, dist=0.015):
    """Woven cloth: two crossed wave fields as bump and a slight two-tone; axes name the plane of the weave."""
    g = Graph("weave")
    pos = g.coord(coord)
    h = []
    for a in axes:
        h.append(g.node("TexWave", {"wave_type": "BANDS", "bands_direction": a, "wave_profile": "SIN"}, Vector=pos,
                        Scale=scale, Distortion=0.8, Detail=1.0, Detail_Scale=3.0).outputs[1])
    cross = g.math("MULTIPLY", h[0], h[1])
    mottled = g.noise(scale * 0.35, 3.0, pos)
    dark = g.mix(0.5, colour, second or "#000000")
    col = g.mix(g.math("MULTIPLY", g.math("SUBTRACT", 1.0, cross), 0.45), colour, dark)
    col = g.mix(g.math("MULTIPLY", mottled, 0.3), col, g.mix(0.3, colour, "#ffffff"))
    return g.done(g.principled(Base_Color=col, Roughness=rough, Sheen_Weight=sheen, Sheen_Roughness=0.4,
                               Normal=g.bump(g.math("ADD", cross, g.math("MULTIPLY", mottled, 0.4)), strength, dist)))


def leather(colour, rough=0.5, scale=38.0, strength=0.25):
    """Pebbled leather."""
    g = Graph("leather")
    v = g.node("TexVoronoi", {"feature": "SMOOTH_F1"}, Vector=g.coord(), Scale=scale).outputs[0]
    col = g.mix(g.math("MULTIPLY", g.noise(4.0, 3.0), 0.35), colour, g.mix(0.45, colour, "#000000"))
    return g.done(g.principled(Base_Color=col, Roughness=rough, Normal=g.bump(v, strength, 0.012)))


def brushed(colour="#b9b4aa", rough=0.32):
    """Satin metal."""
    g = Graph("metal")
    return g.done(g.principled(Base_Color=colour, Metallic=1.0,
                               Roughness=g.math("ADD", g.math("MULTIPLY", g.noise(12.0, 2.0), 0.12), rough - 0.06)))


def glass(tint="#ffffff", ior=1.46, rough=0.0, shadow=0.75):
    """Clear glass whose shadow is a tinted veil instead of a black blot (no caustics needed)."""
    g = Graph("glass")
    gl = g.node("BsdfGlass", Color=tint, IOR=ior, Roughness=rough)
    tr = g.node("BsdfTransparent", Color=g.mix(1 - shadow, tint, "#000000"))
    lp = g.node("LightPath")
    fac = g.math("MAXIMUM", lp.outputs["Is Shadow Ray"], lp.outputs["Is Diffuse Ray"])
    mx = g.node("MixShader", i0=fac, i1=gl.outputs[0], i2=tr.outputs[0])
    return g.done(mx)


def glow(colour, strength, ghost=False):
    """Emission; a ghost is seen by the camera and lights the set, and casts no shadow."""
    g = Graph("glow")
    e = g.node("Emission", Color=colour, Strength=strength)
    if not ghost:
        return g.done(e)
    lp = g.node("LightPath")
    return g.done(g.node("MixShader", i0=lp.outputs["Is Shadow Ray"], i1=e.outputs[0], i2=g.node("BsdfTransparent").outputs[0]))


def backdrop(colour, second=None, grain=0.0, rough=0.9):
    """Painted paper: matt; optionally cloudy between two tones, or grained."""
    g = Graph("backdrop")
    c = g.mix(g.math("MULTIPLY", g.ramp(g.noise(0.35, 1.0), 0.3, 0.7), 0.5), colour, second) if second else colour
    kw = dict(Normal=g.bump(g.noise(28.0, 2.0), grain, 0.01)) if grain else {}
    return g.done(g.principled(Base_Color=c, Roughness=rough, Specular_IOR_Level=0.2, **kw))


def plaster(colour, second, strength=0.3, scale=2.2):
    """A trowelled wall."""
    g = Graph("plaster")
    n = g.noise(scale, 6.0, rough=0.62)
    c = g.mix(g.ramp(n, 0.3, 0.7), colour, second)
    return g.done(g.principled(Base_Color=c, Roughness=0.92, Specular_IOR_Level=0.2, Normal=g.bump(n, strength, 0.08)))
