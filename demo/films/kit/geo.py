"""Geometry helpers. One Blender unit is 10 cm; z is up; products face -y and stand on z = 0."""
import math

import bmesh
import bpy
import numpy as np
from mathutils import Matrix, Vector


def link(name, mesh, mat=None, parent=None):
    """Put a mesh or curve datablock into the scene as an object."""
    ob = bpy.data.objects.new(name, mesh)
    bpy.context.scene.collection.objects.link(ob)
    for m in mat if isinstance(mat, (list, tuple)) else [mat]:
        if m is not None:
            ob.data.materials.append(m)
    if parent is not None:
        ob.parent = parent
    return ob


def group(name="group"):
    """An empty that carries a whole product."""
    ob = bpy.data.objects.new(name, None)
    bpy.context.scene.collection.objects.link(ob)
    return ob


def smooth(mesh, angle=35):
    """Smooth shading that keeps edges sharper than `angle` degrees."""
    mesh.polygons.foreach_set("use_smooth", [True] * len(mesh.polygons))
    mesh.set_sharp_from_angle(angle=math.radians(angle))


def spline(points, n=64, closed=False):
    """Centripetal-ish Catmull-Rom through `points` (k-dimensional), n samples."""
    p = np.asarray(points, float)
    if closed:
        p = np.vstack([p[-1], p, p[0], p[1]])
    else:
        p = np.vstack([2 * p[0] - p[1], p, 2 * p[-1] - p[-2]])
    seg = len(p) - 3
    out = []
    for u in np.linspace(0, seg, n, endpoint=not closed):
        i = min(int(u), seg - 1)
        t = u - i
        a, b, c, d = p[i:i + 4]
        out.append(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3))
    return np.array(out)


def grid(name, pts, mat=None, parent=None, close_u=False, close_v=False, angle=60, flip=False, cap=False):
    """A mesh from an array of points [nu, nv, 3]. `cap` closes the two u ends with fans; uv runs 0..1."""
    nu, nv = pts.shape[:2]
    i = np.arange(nu if close_u else nu - 1)[:, None]
    j = np.arange(nv if close_v else nv - 1)[None, :]
    i2, j2 = (i + 1) % nu, (j + 1) % nv
    quads = np.stack(np.broadcast_arrays(i * nv + j, i * nv + j2, i2 * nv + j2, i2 * nv + j), -1).reshape(-1, 4)
    if flip:
        quads = quads[:, ::-1]
    verts = pts.reshape(-1, 3)
    mesh = bpy.data.meshes.new(name)
    faces = quads.tolist()
    if cap:
        first, last = list(range(nv)), [(nu - 1) * nv + k for k in range(nv)]
        faces += [first if flip else first[::-1], last[::-1] if flip else last]
    mesh.from_pydata(verts.tolist(), [], faces)
    uv = mesh.uv_layers.new(name="uv")
    loops = np.zeros(len(mesh.loops), int)
    mesh.loops.foreach_get("vertex_index", loops)
    co = np.stack([loops // nv / max(nu - 1, 1), loops % nv / max(nv - 1, 1)], -1)
    uv.data.foreach_set("uv", co.astype(np.float32).ravel())
    smooth(mesh, angle)
    return link(name, mesh, mat, parent)


def lathe(name, profile, mat=None, parent=None, steps=96, n=None, angle=50):
    """Turn a profile of (r, z) around z. With n, the profile is smoothed by a spline of n samples."""
    prof = spline(profile, n) if n else np.asarray(profile, float)
    prof = np.column_stack([np.maximum(prof[:, 0], 0.0), prof[:, 1]])
    th = np.linspace(0, 2 * math.pi, steps, endpoint=False)
    pts = np.stack([prof[:, 0:1] * np.cos(th), prof[:, 0:1] * np.sin(th),
                    np.broadcast_to(prof[:, 1:2], (len(prof), steps))], -1)
    ob = grid(name, pts, mat, parent, close_v=True, angle=angle)
    weld(ob)
    smooth(ob.data, angle)
    return ob


def weld(ob, dist=1e-5):
    """Merge doubled vertices (poles) and turn the faces outward."""
    bm = bmesh.new()
    bm.from_mesh(ob.data)
    bmesh.ops.remove_doubles(bm, verts=bm.verts, dist=dist)
    bmesh.ops.recalc_face_normals(bm, faces=bm.faces)
    bm.to_mesh(ob.data)
    bm.free()


def rounded(points, radius, seg=6):
    """Round the corners of an open polyline profile (2-D). `radius` is one number or one per point."""
    p = [np.asarray(q, float) for q in points]
    r = radius if isinstance(radius, (list, tuple)) else [radius] * len(p)
    out = [p[0]]
    for k in range(1, len(p) - 1):
        a, b, c = p[k - 1], p[k], p[k + 1]
        da, dc = a - b, c - b
        la, lc = np.linalg.norm(da), np.linalg.norm(dc)
        d = min(r[k], la * 0.49, lc * 0.49)
        s, e = b + da / la * d, b + dc / lc * d
        for t in np.linspace(0, 1, seg + 1):
            out.append((1 - t)**2 * s + 2 * t * (1 - t) * b + t**2 * e)
    out.append(p[-1])
    return np.array(out)


def frames(path, closed=False, up=(0, 0, 1)):
    """Parallel-transported frames (tangent, normal, binormal) along a path."""
    p = np.asarray(path, float)
    t = np.gradient(p, axis=0) if not closed else np.roll(p, -1, 0) - np.roll(p, 1, 0)
    t /= np.linalg.norm(t, axis=1, keepdims=True)
    n = np.cross(up, t[0])
    if np.linalg.norm(n) < 1e-3:
        n = np.cross((1, 0, 0), t[0])
    n /= np.linalg.norm(n)
    ns = []
    for k in range(len(p)):
        n = n - t[k] * np.dot(n, t[k])
        n /= np.linalg.norm(n)
        ns.append(n)
    ns = np.array(ns)
    return t, ns, np.cross(t, ns)


def sweep(name, path, rx, ry=None, mat=None, parent=None, steps=24, closed=False, up=(0, 0, 1), power=2.0, cap=True):
    """Sweep a superellipse (half axes rx along the normal, ry along the binormal; numbers or arrays) along a path."""
    p = np.asarray(path, float)
    ry = rx if ry is None else ry
    _, nrm, bi = frames(p, closed, up)
    th = np.linspace(0, 2 * math.pi, steps, endpoint=False)
    c = np.sign(np.cos(th)) * np.abs(np.cos(th))**(2 / power)
    s = np.sign(np.sin(th)) * np.abs(np.sin(th))**(2 / power)
    rx = np.broadcast_to(np.asarray(rx, float), (len(p),))[:, None, None]
    ry = np.broadcast_to(np.asarray(ry, float), (len(p),))[:, None, None]
    pts = p[:, None] + nrm[:, None] * rx * c[None, :, None] + bi[:, None] * ry * s[None, :, None]
    ob = grid(name, pts, mat, parent, close_u=closed, close_v=True, cap=cap and not closed, angle=50)
    fix_normals(ob)
    return ob


def fix_normals(ob):
    """Turn all faces outward (keeps uv)."""
    bm = bmesh.new()
    bm.from_mesh(ob.data)
    bmesh.ops.recalc_face_normals(bm, faces=bm.faces)
    bm.to_mesh(ob.data)
    bm.free()


def box(name, size, mat=None, parent=None, bevel=0.03, seg=4, loc=(0, 0, 0), vertical=None):
    """A box centred on x and y and standing on z = 0 of `loc`. `vertical` rounds the four upright edges first."""
    bm = bmesh.new()
    bmesh.ops.create_cube(bm, size=1.0)
    bmesh.ops.scale(bm, vec=size, verts=bm.verts)
    bmesh.ops.translate(bm, vec=(0, 0, size[2] / 2), verts=bm.verts)
    if vertical:
        up = [e for e in bm.edges if abs((e.verts[0].co - e.verts[1].co).normalized().z) > 0.9]
        bmesh.ops.bevel(bm, geom=up, offset=vertical, segments=10, profile=0.5, affect="EDGES")
    if bevel:
        es = [e for e in bm.edges if e.calc_face_angle(0) > math.radians(40)]
        bmesh.ops.bevel(bm, geom=es, offset=bevel, segments=seg, profile=0.5, affect="EDGES", clamp_overlap=True)
    mesh = bpy.data.meshes.new(name)
    bm.to_mesh(mesh)
    bm.free()
    smooth(mesh, 30)
    ob = link(name, mesh, mat, parent)
    ob.location = loc
    return ob


def sphere(name, r, mat=None, parent=None, loc=(0, 0, 0), scale=(1, 1, 1), steps=48):
    """A smooth ellipsoid."""
    a = np.linspace(-math.pi / 2, math.pi / 2, steps // 2 + 1)
    ob = lathe(name, np.column_stack([np.cos(a) * r, np.sin(a) * r]), mat, parent, steps=steps)
    ob.location, ob.scale = loc, scale
    return ob


def cylinder(name, r, h, mat=None, parent=None, loc=(0, 0, 0), bevel=0.02, steps=64, r2=None):
    """An upright cylinder or cone stub with rounded rims."""
    prof = rounded([(0, 0), (r, 0), (r if r2 is None else r2, h), (0, h)], bevel, 5)
    ob = lathe(name, prof, mat, parent, steps=steps)
    ob.location = loc
    return ob


def subsurf(ob, levels=2):
    """Catmull-Clark at render and view."""
    m = ob.modifiers.new("subsurf", "SUBSURF")
    m.levels = m.render_levels = levels
    return ob


def solidify(ob, t, offset=-1.0):
    """Give a sheet thickness."""
    m = ob.modifiers.new("solidify", "SOLIDIFY")
    m.thickness, m.offset = t, offset
    return ob


def bevel(ob, width=0.02, seg=3):
    """Bevel sharp edges."""
    m = ob.modifiers.new("bevel", "BEVEL")
    m.width, m.segments, m.limit_method = width, seg, "ANGLE"
    m.harden_normals = False
    return ob


def place(ob, loc=(0, 0, 0), rot=(0, 0, 0), scale=1.0):
    """Location, Euler angles in degrees and scale."""
    ob.location = loc
    ob.rotation_euler = [math.radians(a) for a in rot]
    ob.scale = (scale,) * 3 if isinstance(scale, (int, float)) else scale
    return ob


def noise3(p, seed=0, octaves=3):
    """Cheap smooth pseudo-noise in about -1..1 from sums of sines (deterministic)."""
    rng = np.random.default_rng(seed)
    out = np.zeros(p.shape[:-1])
    amp = 1.0
    for o in range(octaves):
        for _ in range(4):
            k = rng.normal(size=3) * (1.8**o)
            out += amp * np.sin(p @ k + rng.uniform(0, 6.28)) / 4
        amp *= 0.5
    return out


def bounds(ob):
    """World-space corners of an object and all its children."""
    bpy.context.view_layer.update()
    dg = bpy.context.evaluated_depsgraph_get()
    pts = []
    for o in [ob, *ob.children_recursive]:
        if o.type in {"MESH", "CURVE"} and not o.get("prop"):
            ev = o.evaluated_get(dg)
            me = ev.to_mesh()
            if me and len(me.vertices):
                co = np.empty(len(me.vertices) * 3, np.float32)
                me.vertices.foreach_get("co", co)
                co = co.reshape(-1, 3)
                co = co[:: max(1, len(co) // 4000)]
                m = np.array(o.matrix_world)
                pts.append(co @ m[:3, :3].T + m[:3, 3])
            ev.to_mesh_clear()
    return np.vstack(pts)
