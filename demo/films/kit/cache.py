"""Render cache: a picture is named by a digest of everything in the scene, so interrupted jobs resume and
unrelated edits don't invalidate frames."""
import hashlib
import os
import sys
from contextlib import contextmanager
from pathlib import Path

import bpy
import numpy as np

ROOT = Path(os.environ.get("VITRINE_FILMS_CACHE", Path.home() / ".cache/vitrine/films"))


def _val(v):
    try:
        return repr([round(float(x), 5) for x in v])
    except TypeError:
        return repr(round(v, 5)) if isinstance(v, float) else repr(v)


def _tree(h, tree):
    for n in tree.nodes:
        h.update(n.bl_idname.encode())
        for p in n.bl_rna.properties:
            if p.type == "ENUM" and not p.is_readonly and p.identifier not in {"warning_propagation"}:
                h.update(str(getattr(n, p.identifier)).encode())
        if hasattr(n, "color_ramp"):
            h.update(repr([(round(e.position, 4), _val(e.color)) for e in n.color_ramp.elements]).encode())
        if getattr(n, "image", None):
            px = np.empty(len(n.image.pixels), np.float32)
            n.image.pixels.foreach_get(px)
            h.update(px.tobytes())
        for s in n.inputs:
            if hasattr(s, "default_value"):
                h.update(_val(s.default_value).encode())
            for link in s.links:
                h.update(f"{link.from_node.name}.{link.from_socket.identifier}".encode())


def digest(extra=""):
    """A short digest of geometry, transforms, materials, lights, camera and render settings."""
    bpy.context.view_layer.update()
    h = hashlib.sha256(extra.encode())
    s = bpy.context.scene
    c, r, v = s.cycles, s.render, s.view_settings
    h.update(repr((c.samples, round(c.adaptive_threshold, 4), c.max_bounces, c.diffuse_bounces, c.glossy_bounces, c.transmission_bounces, c.denoising_quality,
                   r.resolution_x, r.resolution_y, v.look, round(v.exposure, 3))).encode())
    for ob in sorted(s.objects, key=lambda o: o.name):
        h.update(ob.name.encode())
        h.update(np.round(np.array(ob.matrix_world), 5).tobytes())
        d = ob.data
        h.update(repr([(m.type, getattr(m, "thickness", 0), getattr(m, "render_levels", 0)) for m in ob.modifiers]).encode())
        if ob.type == "MESH":
            co = np.empty(len(d.vertices) * 3, np.float32)
            d.vertices.foreach_get("co", co)
            h.update(np.round(co, 4).tobytes())
            h.update(str(len(d.polygons)).encode())
            for m in d.materials:
                _tree(h, m.node_tree)
        elif ob.type == "LIGHT":
            h.update(repr((d.type, round(d.energy, 4), _val(d.color), round(getattr(d, "size", 0), 4), round(getattr(d, "size_y", 0), 4))).encode())
        elif ob.type == "CAMERA":
            h.update(repr((round(d.lens, 4), d.dof.use_dof, round(d.dof.aperture_fstop, 5), round(d.dof.focus_distance, 4))).encode())
            if d.shift_x or d.shift_y:  # only then: frames of films without it keep their digests
                h.update(repr((round(d.shift_x, 4), round(d.shift_y, 4))).encode())
    _tree(h, s.world.node_tree)
    return h.hexdigest()[:16]


@contextmanager
def quiet():
    """Swallow the renderer's chatter on stdout."""
    sys.stdout.flush()
    keep, null = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    try:
        yield
    finally:
        sys.stdout.flush()
        os.dup2(keep, 1)
        os.close(keep)
        os.close(null)


def render(path):
    """Render the current scene to `path`, atomically."""
    path.parent.mkdir(parents=True, exist_ok=True)
    tmp = path.with_name(path.stem + f".tmp{os.getpid()}.png")
    bpy.context.scene.render.filepath = str(tmp)
    with quiet():
        bpy.ops.render.render(write_still=True)
    os.replace(tmp, path)
