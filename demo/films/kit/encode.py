"""From cached frames and a synthesized bed to an MP4, its posters and its entry in the catalogue."""
import json
import math
import re
import subprocess
import tempfile
import wave
from importlib import import_module
from pathlib import Path

import bpy
import cv2
import numpy as np
from PIL import Image

from . import cache, film as films, flow, picture, studio

RATE = 48000
CATALOGUE = films.MEDIA.parent / "catalogue" / "clips.json"


def cached(name, film):
    """The key frames that are rendered: {key: path}."""
    out = {}
    for k in film.keys:
        if not any((cache.ROOT / name).glob(f"{k:04d}-*.png")):  # a digest takes seconds in a large scene
            continue
        film.pose(film.phase(k))
        p = cache.ROOT / name / f"{k:04d}-{cache.digest()}.png"
        if p.exists():
            out[k] = p
    return out


def key_images(name, film):
    """All key frames as arrays; missing ones are interpolated (a clip that isn't mirrored runs into its first frame)."""
    have = cached(name, film)
    if len(have) < 2:
        raise SystemExit(f"{name}: no frames in the cache; run render.py film {name}")
    img = {k: np.asarray(Image.open(p).convert("RGB")) for k, p in have.items()}
    ks = sorted(img)
    for lo, hi in zip(ks, [*ks[1:], None]):
        gap = [k for k in film.keys if k > lo and (hi is None or k < hi)]
        if not gap:
            continue
        end = hi if hi is not None else ((film.period or film.count) if film.loop and not film.mirror else None)
        if end is None:
            img |= {k: img[lo] for k in gap}
            continue
        between = (flow.Edges if film.fast else flow.Flow)(img[lo], img[end % (film.period or film.count)])
        img |= {k: between.at((k - lo) / (end - lo)) for k in gap}
    print(f"encode {name}: {len(have)} rendered, {len(film.keys) - len(have)} interpolated key frames", flush=True)
    return img


def steam(img, film, i):
    """Vapour over hot cups: soft puffs that rise, swell and fade; periodic over the clip. Drawn at a quarter of the size."""
    film.pose(film.phase(film.key(i)))
    full = img.shape[1::-1]
    h, w = img.shape[0] // 4, img.shape[1] // 4
    y, x = np.mgrid[0:h, 0:w].astype(np.float32)
    t = i / film.count
    veil = np.zeros((h, w), np.float32)
    rng = np.random.default_rng(42)
    for point, strength in film.steam:
        foot, top = studio.project([point, np.array(point) + np.array((0, 0, 1.0))])
        unit = abs(foot[1] - top[1]) * h
        for k in range(46):
            life = (k / 46 + 3 * t + rng.uniform(0, 0.02)) % 1
            side, ph, speed = rng.normal() * 0.16, rng.uniform(0, 6.28), rng.integers(1, 3)
            sway = 0.10 * life * math.sin(2 * math.pi * (speed * t) + ph + 5 * life) + 0.05 * life
            px = foot[0] * w + unit * (side * (1 + 0.3 * life) + sway)
            py = foot[1] * h - unit * 1.35 * life
            sx, sy = unit * (0.045 + 0.11 * life), unit * (0.10 + 0.16 * life)
            veil += strength * 0.075 * math.sin(math.pi * life)**1.2 * (1 - life * 0.4) * np.exp(-((x - px) / sx)**2 - ((y - py) / sy)**2)
    veil = cv2.resize(np.clip(veil, 0, 0.42), full, interpolation=cv2.INTER_CUBIC)[..., None]
    return np.clip(img + (255 - img.astype(np.float32)) * veil * np.array([0.80, 0.76, 0.70]), 0, 255).astype(np.uint8)


GRAIN = [cv2.GaussianBlur(np.random.default_rng(k).normal(size=(1280, 1280)).astype(np.float32), (0, 0), 0.7) * 2.0 for k in range(3)]


def push(img, film, i):
    """The film's slow push in and out."""
    h, w = img.shape[:2]
    k, (x, y) = film.pushed(i)
    m = np.array([[k, 0, (1 - k) * w * x], [0, k, (1 - k) * h * y]], np.float32)
    return cv2.warpAffine(img, m, (w, h), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)


def grain(img, i, amount):
    """A breath of film grain: hides banding in dark sets."""
    if not amount:
        return img
    h, w = img.shape[:2]
    return np.clip(img + (GRAIN[i % 3][:h, :w] * amount)[..., None], 0, 255).astype(np.uint8)


def run(args, **kw):
    """ffmpeg and friends, loudly when they fail."""
    r = subprocess.run(args, capture_output=True, **kw)
    if r.returncode:
        raise SystemExit(r.stderr.decode()[-2000:])
    return r


def bed(name, film, path):
    """Write the sound bed at -20 LUFS."""
    n = int(film.count / film.fps * RATE)
    x = import_module("scenes." + name.replace("-", "_")).sound_bed(n, RATE)

    def write(y):
        with wave.open(str(path), "wb") as f:
            f.setnchannels(2)
            f.setsampwidth(2)
            f.setframerate(RATE)
            f.writeframes((np.clip(y, -1, 1) * 32767).astype("<i2").tobytes())

    x = x / np.abs(x).max() * 0.5
    write(x)
    log = run(["ffmpeg", "-hide_banner", "-i", str(path), "-af", "ebur128", "-f", "null", "-"]).stderr.decode()
    lufs = float(re.findall(r"I:\s+(-?[\d.]+) LUFS", log)[-1])
    x = x * 10**((-20 - lufs) / 20)
    x = np.tanh(x * 1.02) if np.abs(x).max() > 0.9 else x
    write(x)


def renditions(name):
    """(label, width, height, H.264 kb/s) of every rendition, the small one first."""
    w, h = films.size(name)
    small = {(720, 1280): (540, 960), (1280, 720): (960, 540), (720, 720): (540, 540)}[(w, h)]
    low, high = (450, 800) if w == h else (850, 1500)
    low, high, *_ = getattr(films.scene(name), "RATES", (low, high))
    return [(str(min(small)), *small, low), (str(min(w, h)), w, h, high)]


COLOUR = ["-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-map_metadata", "-1"]
# The same frames give the same bytes, on any number of cores: no versions, dates or random numbers. x264 gets one thread:
# with more, each looks at how large the others' unfinished frames are so far, to stay below the rate's ceiling.
SAME = ["-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact", "-threads", "1"]


def h264(source, wav, out, filters, kbps, fps):
    """One rendition in two passes, with its index at the front and a key frame every two seconds."""
    log = ["-passlogfile", str(out.with_suffix(".log"))]
    video = ["-map", "0:v", "-vf", filters, *COLOUR, "-g", str(fps * 2), "-c:v", "libx264", "-profile:v", "high", "-level", "3.1", "-preset", "veryslow", "-refs", "5", "-bf", "3",
             "-b:v", f"{kbps}k", "-maxrate", f"{round(kbps * 1.6)}k", "-bufsize", f"{kbps * 2}k", "-x264-params", "aq-mode=3:deblock=-1,-1", *SAME]
    sound = ["-map", "1:a", "-c:a", "aac", "-b:a", "64k", "-ac", "2"] if wav else []
    run(["ffmpeg", "-y", "-v", "error", *source, *video, "-pass", "1", *log, "-an", "-f", "null", "-"])
    run(["ffmpeg", "-y", "-v", "error", *source, *(["-i", str(wav)] if wav else []), *video, "-pass", "2", *log, *sound, "-movflags", "+faststart", str(out)])


def vp9(source, wav, out, filters, fps, kbps=900):
    """The twin for browsers that like it better. `RATES` may name its rate third."""
    sound = ["-map", "1:a", "-c:a", "libopus", "-b:a", "96k"] if wav else []
    run(["ffmpeg", "-y", "-v", "error", *source, *(["-i", str(wav)] if wav else []), "-map", "0:v", "-vf", filters, *COLOUR, "-g", str(fps * 2),
         "-c:v", "libvpx-vp9", "-b:v", f"{kbps}k", "-crf", "33", "-deadline", "good", "-cpu-used", "5", *SAME, *sound, str(out)])


def film(name, f):
    """Encode one film and publish everything about it."""
    img = key_images(name, f)
    h, w = img[0].shape[:2]
    with tempfile.TemporaryDirectory() as tmp:
        raw = Path(tmp) / "film.rgb"
        with raw.open("wb") as out:
            for i in range(f.count):
                a = img[f.key(i)]
                a = steam(a, f, i) if f.steam else a
                a = push(a, f, i) if f.push else a
                out.write(np.ascontiguousarray(grain(a, i, f.grain)).tobytes())
        renditions_of(name, f, ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{w}x{h}", "-r", str(f.fps), "-i", str(raw)], w, Path(tmp))


def slim(name, f):
    """Encode the published film again from its own largest rendition, at today's rates and with today's sound: for
    films whose frames are no longer in the cache. The VP9 twin stays."""
    label, w, *_ = renditions(name)[-1]
    with tempfile.TemporaryDirectory() as tmp:
        renditions_of(name, f, ["-i", str(films.MEDIA / "clips" / f"{name}.{label}.mp4")], w, Path(tmp), again=True)


def renditions_of(name, f, source, width, tmp, again=False):
    """Every rendition from one source of a width, then posters and the entry; nothing is published before all is made."""
    clips, wav = films.MEDIA / "clips", None
    if not getattr(films.scene(name), "SILENT", False):
        wav = tmp / "bed.wav"
        bed(name, f, wav)
    scale = lambda rw, rh: f"scale={rw}:{rh}:flags=lanczos:out_color_matrix=bt709:out_range=tv,format=yuv420p" + (",unsharp=5:5:0.5" if rw > width else "")
    made = []
    for label, rw, rh, kbps in renditions(name):
        h264(source, wav, tmp / f"{label}.mp4", "null" if again and rw == width else scale(rw, rh), kbps, f.fps)
        made.append((tmp / f"{label}.mp4", rw, rh))
    if getattr(films.scene(name), "VP9", False):
        label, rw, rh, _ = renditions(name)[0]
        out = tmp / f"{label}.webm"
        out.write_bytes((clips / f"{name}.{out.name}").read_bytes()) if again else vp9(source, wav, out, scale(rw, rh), f.fps, *getattr(films.scene(name), "RATES", ())[2:])
        made.append((out, rw, rh))
    low, big = (first(out, tmp) for out, *_ in made[:2])
    clips.mkdir(parents=True, exist_ok=True)
    for out, *_ in made:
        (clips / f"{name}.{out.name}").write_bytes(out.read_bytes())
    made = [(clips / f"{name}.{out.name}", rw, rh) for out, rw, rh in made]
    entry(name, f, made, *posters(name, low, big))


def posters(name, low, big):
    """Write the first frame in two sizes and two formats; returns the small picture and both widths."""
    out = films.MEDIA / "posters"
    out.mkdir(parents=True, exist_ok=True)
    bw, sw = big.width, 480 if big.width > big.height else 270
    small = low.resize((sw, round(low.height * sw / low.width)), Image.LANCZOS)
    for size, pic in ((bw, big), (sw, small)):
        picture.jpeg(pic, out / f"{name}.{size}.jpg", 64 if size == bw else 70)
        pic.save(out / f"{name}.{size}.avif", quality=68, speed=6, range="limited")
    for old in out.glob(f"{name}.*"):
        if old.name.split(".")[1] not in (str(bw), str(sw)):
            old.unlink()
    return small, (bw, sw)


def posters_again(name):
    """Posters from the published film."""
    with tempfile.TemporaryDirectory() as tmp:
        posters(name, *(first(films.MEDIA / "clips" / f"{name}.{label}.mp4", Path(tmp)) for label, *_ in renditions(name)))


def first(path, tmp):
    """The first frame of an encoded file."""
    png = tmp / f"{path.name}.png"
    run(["ffmpeg", "-y", "-v", "error", "-i", str(path), "-frames:v", "1", "-vf", "scale=in_color_matrix=bt709:in_range=tv,format=rgb24", str(png)])
    return Image.open(png).convert("RGB")


def codec(path, silent=False):
    """The MIME type with an RFC 6381 string, from the file's own avcC box."""
    if path.suffix == ".webm":
        return 'video/webm; codecs="vp09.00.31.08' + ('"' if silent else ', opus"')
    b = path.read_bytes()
    i = b.index(b"avcC") + 4
    return f'video/mp4; codecs="avc1.{b[i + 1]:02x}{b[i + 2]:02x}{b[i + 3]:02x}' + ('"' if silent else ', mp4a.40.2"')


def probe(path):
    """What ffprobe says."""
    return json.loads(run(["ffprobe", "-v", "error", "-print_format", "json", "-show_format", "-show_streams", str(path)]).stdout)


LABELS = {"en": "English", "de": "Deutsch"}


def captions(name):
    """Write the scene's CAPTIONS as WebVTT; returns the list for clips.json."""
    stamp = lambda s: f"{int(s // 60):02d}:{s % 60:06.3f}"
    out = []
    for lang, cues in getattr(films.scene(name), "CAPTIONS", {}).items():
        path = films.MEDIA / "captions" / f"{name}.{lang}.vtt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("WEBVTT\n\n" + "\n".join(f"{stamp(a)} --> {stamp(b)}\n{text}\n" for a, b, text in cues))
        out.append({"src": f"captions/{path.name}", "language": lang, "label": LABELS[lang]})
    return out


def entry(name, f, made, poster, widths):
    """Write the film into clips.json."""
    info = probe(made[0][0])
    video = next(s for s in info["streams"] if s["codec_type"] == "video")
    sound = any(s["codec_type"] == "audio" for s in info["streams"])
    dur = round(float(video["duration"]) * 1000)
    q = poster.resize((54, 96)).quantize(6)
    pal, counts = q.getpalette(), sorted(q.getcolors(), reverse=True)
    c = counts[0][1] * 3
    big, small = widths
    e = {
        "id": name, "width": made[0][1], "height": made[0][2], "duration_ms": dur, "has_audio": sound,
        "dominant_color": "#%02x%02x%02x" % tuple(pal[c:c + 3]),
        "sources": [{"src": f"clips/{p.name}", "type": codec(p, not sound), "width": w, "height": h, "bitrate": int(probe(p)["format"]["bit_rate"])} for p, w, h in made],
        "poster": {"avif": f"posters/{name}.{big}.avif", "jpeg": f"posters/{name}.{big}.jpg", "small_avif": f"posters/{name}.{small}.avif", "small_jpeg": f"posters/{name}.{small}.jpg"},
        "anchors": films.anchors(f),
    }
    for a in e["anchors"]:
        a["end_ms"] = min(a["end_ms"], dur)
    save(name, e)
    size = sum(p.stat().st_size for p, *_ in made)
    print(f"film {name}: {dur} ms, {size / 1e6:.2f} MB, {[s['bitrate'] // 1000 for s in e['sources']]} kb/s", flush=True)


def save(name, e=None, film=None):
    """Put an entry (or only today's words and hotspots) into clips.json."""
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    have = {x["id"]: x for x in json.loads(CATALOGUE.read_text())} if CATALOGUE.exists() else {}
    e = e or have[name]
    text = films.scene(name).TEXT
    anchors = films.anchors(film) if film else e["anchors"]
    e.pop("anchors")
    for k in ("captions", "description", "description_de"):
        e.pop(k, None)
    e |= {"description": text["en"], "description_de": text["de"]}
    vtt = captions(name)
    if vtt:
        e["captions"] = vtt
    have[name] = e | {"anchors": anchors}
    seen = set()
    out = json.dumps([have[n] for n in [*films.NAMES, *have] if n in have and not (n in seen or seen.add(n))], indent=2, ensure_ascii=False)
    CATALOGUE.write_text(re.sub(r"\[\s+(-?[\d.]+),\s+(-?[\d.]+),\s+(-?[\d.]+)\s+\]", r"[\1, \2, \3]", out) + "\n")
