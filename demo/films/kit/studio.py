"""Scene set-up: renderer, camera, softboxes and the seamless sweep."""
import math

import bpy
import numpy as np
from bpy_extras.object_utils import world_to_camera_view
from mathutils import Vector

from . import geo, mat


def reset(width, height, samples, look="AgX - Medium High Contrast", exposure=0.0, bounces=(8, 1, 2, 8), thrift=False):
    """An empty scene with a Cycles CPU renderer tuned for two cores."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    s = bpy.context.scene
    s.render.engine = "CYCLES"
    c = s.cycles
    c.device = "CPU"
    c.samples = samples
    c.use_adaptive_sampling = True
    c.adaptive_threshold = 0.06
    c.adaptive_min_samples = max(6, samples // 3)
    c.use_denoising = True
    c.denoiser = "OPENIMAGEDENOISE"
    c.denoising_input_passes = "RGB_ALBEDO_NORMAL"
    c.denoising_prefilter = "FAST"
    c.denoising_quality = "HIGH" if samples > 32 else "BALANCED"
    c.max_bounces, c.diffuse_bounces, c.glossy_bounces, c.transmission_bounces = bounces
    c.transparent_max_bounces = 8
    c.caustics_reflective = c.caustics_refractive = False
    c.blur_glossy = 1.0
    c.sample_clamp_indirect = 4.0
    c.use_light_tree = False
    c.seed = 7
    if thrift:  # films: few samples everywhere, the denoiser does the rest
        c.use_adaptive_sampling = False
        c.denoising_quality = "BALANCED"
        c.transparent_max_bounces = 4
        c.sample_clamp_direct = 12.0
    r = s.render
    r.resolution_x, r.resolution_y, r.resolution_percentage = width, height, 100
    r.use_persistent_data = True
    r.image_settings.file_format = "PNG"
    r.image_settings.color_mode = "RGB"
    r.image_settings.color_depth = "8"
    r.image_settings.compression = 30
    r.dither_intensity = 1.0
    for stamp in [k for k in dir(r) if k.startswith("use_stamp_")]:  # no dates and render times in the files
        setattr(r, stamp, False)
    r.threads_mode = "FIXED"
    r.threads = 2
    s.view_settings.view_transform = "AgX"
    s.view_settings.look = look
    s.view_settings.exposure = exposure
    w = bpy.data.worlds.new("world")
    w.use_nodes = True
    s.world = w
    return s


def world(colour, strength):
    """Even ambient light."""
    bg = bpy.context.scene.world.node_tree.nodes["Background"]
    bg.inputs[0].default_value = mat.srgb(colour)
    bg.inputs[1].default_value = strength


def aim(ob, target):
    """Point an object's -z at a target."""
    d = Vector([float(v) for v in target]) - ob.location
    ob.rotation_euler = d.to_track_quat("-Z", "Y").to_euler()


def softbox(loc, target, size, power, colour="#fff4e6", spread=180, visible=False):
    """An area light. Invisible to the camera, seen in reflections."""
    L = bpy.data.lights.new("softbox", "AREA")
    L.shape = "RECTANGLE"
    L.size, L.size_y = size if isinstance(size, (tuple, list)) else (size, size)
    L.energy = power
    L.color = mat.srgb(colour)[:3]
    L.spread = math.radians(spread)
    ob = bpy.data.objects.new("softbox", L)
    bpy.context.scene.collection.objects.link(ob)
    ob.location = loc
    aim(ob, target)
    ob.visible_camera = visible
    return ob


def point(loc, power, colour="#ffd9a0", radius=0.2):
    """A small round light."""
    L = bpy.data.lights.new("point", "POINT")
    L.energy, L.color, L.shadow_soft_size = power, mat.srgb(colour)[:3], radius
    ob = bpy.data.objects.new("point", L)
    bpy.context.scene.collection.objects.link(ob)
    ob.location = loc
    return ob


def sun(direction_from, strength, colour="#fff0d8", angle=1.5):
    """Parallel light from a direction."""
    L = bpy.data.lights.new("sun", "SUN")
    L.energy, L.color, L.angle = strength, mat.srgb(colour)[:3], math.radians(angle)
    ob = bpy.data.objects.new("sun", L)
    bpy.context.scene.collection.objects.link(ob)
    ob.location = direction_from
    aim(ob, (0, 0, 0))
    return ob


def sweep_set(material, depth=9.0, radius=5.0, width=60.0, front=30.0, height=30.0):
    """The backdrop: a floor that turns into a wall without a line."""
    prof = [(-front, 0.0), (depth - radius, 0.0)]
    prof += [(depth - radius + radius * math.sin(a), radius - radius * math.cos(a)) for a in np.linspace(0, math.pi / 2, 40)[1:]]
    prof += [(depth, height)]
    p = np.array(prof)
    pts = np.stack([np.stack([np.full(len(p), x), p[:, 0], p[:, 1]], -1) for x in np.linspace(-width / 2, width / 2, 3)])
    return geo.grid("sweep", pts, material, flip=False, angle=80)


def camera(loc, target, lens=85, fstop=None, focus=None):
    """A camera aimed at a target, with depth of field when fstop is given (10 cm units: f/0.5 looks like f/5)."""
    cam = bpy.data.cameras.new("camera")
    cam.lens, cam.sensor_width, cam.sensor_fit = lens, 36, "VERTICAL"
    cam.sensor_height = 36
    cam.clip_end = 500
    ob = bpy.data.objects.new("camera", cam)
    bpy.context.scene.collection.objects.link(ob)
    bpy.context.scene.camera = ob
    move(ob, loc, target, fstop, focus)
    return ob


def move(cam, loc, target, fstop=None, focus=None):
    """Set the camera for one frame."""
    cam.location = loc
    aim(cam, target)
    if fstop:
        cam.data.dof.use_dof = True
        cam.data.dof.aperture_fstop = fstop
        at, eye, foc = (np.array([float(v) for v in p]) for p in (target, loc, target if focus is None else focus))
        cam.data.dof.focus_distance = float((foc - eye) @ (at - eye) / np.linalg.norm(at - eye))


def project(points):
    """Frame coordinates (x, y from top left, 0..1) of world points."""
    bpy.context.view_layer.update()
    s = bpy.context.scene
    out = []
    for p in np.atleast_2d(points):
        v = world_to_camera_view(s, s.camera, Vector(p))
        out.append((v.x, 1 - v.y))
    return np.array(out)


def polar(target, dist, yaw, elev):
    """A camera position: yaw 0 looks along +y, positive yaw moves to the right; degrees."""
    y, e = math.radians(yaw), math.radians(elev)
    t = Vector([float(v) for v in target])
    return t + float(dist) * Vector((math.sin(y) * math.cos(e), -math.cos(y) * math.cos(e), math.sin(e)))
