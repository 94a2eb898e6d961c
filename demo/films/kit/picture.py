"""Product pictures as files: 4:5 and square, in two sizes and two formats each, and a small thumbnail."""
import io
from pathlib import Path

import cv2
import mozjpeg_lossless_optimization as mozjpeg
import numpy as np
from PIL import Image

from . import cache

OUT = Path(__file__).resolve().parents[2] / "media" / "products"
SIZE = (960, 1200)
# JPEG stands in for AVIF where a browser is old, so it is packed tightly; the large one most of all.
JPEG = {960: 50, 480: 64, 160: 84}
MARGIN = 0.88  # a product takes at most so much of a square's side


def tables(quality):
    """JPEG's quantisation tables of a quality, but with fine mean values: else a plain ground takes on a tint."""
    pixel = io.BytesIO()
    Image.new("RGB", (16, 16)).save(pixel, "jpeg", quality=quality)
    luma, chroma = (list(t) for t in Image.open(pixel).quantization.values())
    return [[min(luma[0], 8), *luma[1:]], [min(chroma[0], 4), *chroma[1:]]]


def jpeg(im, path, quality):
    """A progressive 4:2:0 JPEG whose entropy coding is then optimised (the pixels stay the same)."""
    im.save(path, qtables=tables(quality), subsampling="4:2:0", optimize=True, progressive=True)
    path.write_bytes(mozjpeg.optimize(path.read_bytes()))


def avif(im, path):
    """The picture that nearly everyone gets."""
    im.save(path, quality=63, speed=5, advanced={"tune": "ssim"}, max_threads=1)


def widened(im, left, top, right, bottom):
    """More of the plain ground around a picture: its edges go on, without their grain."""
    px = np.asarray(im)
    side = [cv2.GaussianBlur(s.mean(1, keepdims=True), (1, 0), sigmaX=1e-3, sigmaY=9, borderType=cv2.BORDER_REPLICATE)
            for s in (px[:, :10].astype(np.float32), px[:, -10:].astype(np.float32))]
    noise = np.random.default_rng(1).uniform(-0.5, 0.5, (px.shape[0], left + right, 1))  # no bands in slow gradients
    left_part, right_part = (np.repeat(s, n, 1) for s, n in zip(side, (left, right)))
    ends = np.split(np.clip(np.concatenate([left_part, right_part], 1) + noise + 0.5, 0, 255).astype(np.uint8), [left], 1)
    px = np.concatenate([ends[0], px, ends[1]], 1)
    return Image.fromarray(np.pad(px, ((top, bottom), (0, 0), (0, 0)), "edge"))


def square(im, box, least, room, plain):
    """A square around the product: `room` times as large as the product, at least `least` pixels. It stays inside of the
    picture where it fits; where it doesn't, plain ground goes on, and a room is as much as there is of it."""
    x0, y0, x1, y1 = box
    side = round(max(least, max(x1 - x0, y1 - y0) * room))
    side = side if plain else min(side, *im.size)
    at = [round((a + b - side) / 2) for a, b in ((x0, x1), (y0, y1))]
    at = [min(max(p, 0), n - side) if side <= n else p for p, n in zip(at, im.size)]
    over = [max(-at[0], 0), max(-at[1], 0), max(at[0] + side - im.width, 0), max(at[1] + side - im.height, 0)]
    if any(over):
        im = widened(im, *over)
    left, top = at[0] + over[0], at[1] + over[1]
    return im.crop((left, top, left + side, top + side))


def files(stem, im, box, plain, only_squares=False):
    """Write every file of one picture of 960 by 1200; `box` is the product's, in its pixels. From a published picture
    (`only_squares`) the 4:5 AVIFs and the thumbnail are as they were."""
    OUT.mkdir(parents=True, exist_ok=True)
    large = square(im, box, 960, 1 / MARGIN, plain).resize((960, 960), Image.LANCZOS)
    for name, pic, wide in (("", im, 600), (".square-", large, 480)):
        for size in (960, 480):
            p = pic if size == 960 else pic.resize((480, wide), Image.LANCZOS)
            path = OUT / f"{stem}{name or '.'}{size}.jpg"
            jpeg(p, path, JPEG[size])
            if name or not only_squares:
                avif(p, path.with_suffix(".avif"))
    if not only_squares:
        thumb = square(im, box, 0, 1.08 if plain else 1.3, plain).resize((160, 160), Image.LANCZOS)
        jpeg(thumb, OUT / f"{stem}.160.jpg", JPEG[160])


def publish(stem, path, box, plain, sharpen=None):
    """Write every file of one rendered picture; where it was rendered smaller, it is enlarged."""
    im = Image.open(path).convert("RGB")
    k = SIZE[0] / im.width
    if k != 1:
        im = im.resize(SIZE, Image.LANCZOS)
    files(stem, im.filter(sharpen) if sharpen else im, [v * k for v in box], plain)


def again(stem, box, plain):
    """The squares, and JPEGs as tight as today's, from the published picture, for those whose render isn't cached: from
    the mean of the AVIF and the JPEG as they were before, which is kept in the cache, since the JPEG becomes worse."""
    kept = cache.ROOT / "published" / f"{stem}.png"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        both = [np.asarray(Image.open(OUT / f"{stem}.960.{end}").convert("RGB")).astype(int) for end in ("avif", "jpg")]
        Image.fromarray(((both[0] + both[1] + 1) // 2).astype(np.uint8)).save(kept)
    files(stem, Image.open(kept), box, plain, only_squares=True)
