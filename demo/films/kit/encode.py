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

from . import cache, film as films, studio

RATE = 48000
CATALOGUE = films.MEDIA.parent / "catalogue" / "clips.json"


def cached(name, film):
    """The key frames that are rendered: {key: path}."""
    out = {}
    for k in film.keys:
        film.pose(film.phase(k))
        p = cache.ROOT / name / f"{k:04d}-{cache.digest()}.png"
        if p.exists():
            out[k] = p
    return out


def between(a, b, t):
    """A frame between two rendered ones, by dense optical flow from both sides."""
    ga, gb = (cv2.cvtColor(x, cv2.COLOR_RGB2GRAY) for x in (a, b))
    dis = cv2.DISOpticalFlow_create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    fab, fba = dis.calc(ga, gb, None), dis.calc(gb, ga, None)
    h, w = ga.shape
    x, y = np.meshgrid(np.arange(w, dtype=np.float32), np.arange(h, dtype=np.float32))
    wa = cv2.remap(a, x - t * fab[..., 0], y - t * fab[..., 1], cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    wb = cv2.remap(b, x - (1 - t) * fba[..., 0], y - (1 - t) * fba[..., 1], cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return cv2.addWeighted(wa, 1 - t, wb, t, 0)


def key_images(name, film):
    """All key frames as arrays; missing ones are interpolated."""
    have = cached(name, film)
    if len(have) < 2:
        raise SystemExit(f"{name}: no frames in the cache; run render.py film {name}")
    img = {k: np.asarray(Image.open(p).convert("RGB")) for k, p in have.items()}
    ks = sorted(img)
    for k in film.keys:
        if k in img:
            continue
        lo = max([q for q in ks if q < k], default=ks[0])
        hi = min([q for q in ks if q > k], default=None)
        if hi is None:
            img[k] = img[lo]
        else:
            img[k] = between(img[lo], img[hi], (k - lo) / (hi - lo))
    print(f"encode {name}: {len(have)} rendered, {len(film.keys) - len(have)} interpolated key frames", flush=True)
    return img


def steam(img, film, i):
    """Vapour over hot cups: soft puffs that rise, swell and fade; periodic over the clip."""
    film.pose(film.phase(film.key(i)))
    h, w = img.shape[:2]
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
    veil = np.clip(veil, 0, 0.42)[..., None]
    return np.clip(img + (255 - img.astype(np.float32)) * veil * np.array([0.80, 0.76, 0.70]), 0, 255).astype(np.uint8)


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


def film(name, f):
    """Encode one film and publish everything about it."""
    img = key_images(name, f)
    clips, posters = films.MEDIA / "clips", films.MEDIA / "posters"
    for d in (clips, posters):
        d.mkdir(parents=True, exist_ok=True)
    out = clips / f"{name}.540.mp4"
    w, h = 540, 960
    with tempfile.TemporaryDirectory() as tmp:
        wav, mp4 = Path(tmp) / "bed.wav", Path(tmp) / "film.mp4"
        bed(name, f, wav)
        cmd = ["ffmpeg", "-y", "-hide_banner", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{w}x{h}", "-r", str(f.fps), "-i", "-", "-i", str(wav),
               "-vf", "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p", "-c:v", "libx264", "-profile:v", "high", "-level", "3.1", "-preset", "slow",
               "-crf", "19", "-maxrate", "1500k", "-bufsize", "3000k", "-g", str(f.fps * 2), "-bf", "2", "-x264-params", "aq-mode=3:deblock=-1,-1",
               "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-c:a", "aac", "-b:a", "112k", "-ac", "2",
               "-movflags", "+faststart", "-map_metadata", "-1", str(mp4)]
        p = subprocess.Popen(cmd, stdin=subprocess.PIPE, stderr=subprocess.PIPE)
        import threading
        err = []
        th = threading.Thread(target=lambda: err.append(p.stderr.read()))
        th.start()
        for i in range(f.count):
            a = img[f.key(i)]
            p.stdin.write(np.ascontiguousarray(steam(a, f, i) if f.steam else a).tobytes())
        p.stdin.close()
        p.wait()
        th.join()
        if p.returncode:
            raise SystemExit(err[0].decode()[-2000:])
        out.write_bytes(mp4.read_bytes())
        first = Path(tmp) / "first.png"
        run(["ffmpeg", "-y", "-i", str(out), "-frames:v", "1", "-vf", "scale=in_color_matrix=bt709:in_range=tv,format=rgb24", str(first)])
        im = Image.open(first).convert("RGB")
    small = im.resize((270, 480), Image.LANCZOS)
    for size, pic in (("540", im), ("270", small)):
        pic.save(posters / f"{name}.{size}.jpg", quality=84, optimize=True, progressive=True)
        pic.save(posters / f"{name}.{size}.avif", quality=64, speed=4)
    entry(name, f, out, im)


def codec(path):
    """The RFC 6381 string, from the file's own avcC box."""
    b = path.read_bytes()
    i = b.index(b"avcC") + 4
    return f"avc1.{b[i + 1]:02x}{b[i + 2]:02x}{b[i + 3]:02x}, mp4a.40.2"


def entry(name, f, out, poster):
    """Write the film into clips.json."""
    probe = json.loads(run(["ffprobe", "-v", "error", "-print_format", "json", "-show_format", "-show_streams", str(out)]).stdout)
    video = next(s for s in probe["streams"] if s["codec_type"] == "video")
    dur = round(float(video["duration"]) * 1000)
    q = poster.resize((54, 96)).quantize(6)
    pal, counts = q.getpalette(), sorted(q.getcolors(), reverse=True)
    c = counts[0][1] * 3
    text = import_module("scenes." + name.replace("-", "_")).TEXT
    e = {
        "id": name, "width": 540, "height": 960, "duration_ms": dur, "has_audio": any(s["codec_type"] == "audio" for s in probe["streams"]),
        "dominant_color": "#%02x%02x%02x" % tuple(pal[c:c + 3]),
        "sources": [{"src": f"clips/{out.name}", "type": f'video/mp4; codecs="{codec(out)}"', "width": 540, "height": 960, "bitrate": int(probe["format"]["bit_rate"])}],
        "poster": {"avif": f"posters/{name}.540.avif", "jpeg": f"posters/{name}.540.jpg", "small_avif": f"posters/{name}.270.avif", "small_jpeg": f"posters/{name}.270.jpg"},
        "description": text["en"], "description_de": text["de"], "anchors": films.anchors(f),
    }
    for a in e["anchors"]:
        a["end_ms"] = min(a["end_ms"], dur)
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    have = {x["id"]: x for x in json.loads(CATALOGUE.read_text())} if CATALOGUE.exists() else {}
    have[name] = e
    CATALOGUE.write_text(json.dumps([have[n] for n in films.NAMES if n in have], indent=2, ensure_ascii=False) + "\n")
    print(f"film {name}: {dur} ms, {out.stat().st_size / 1e6:.2f} MB, {e['sources'][0]['bitrate'] // 1000} kb/s, {e['sources'][0]['type']}", flush=True)
