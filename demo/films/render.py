"""Command line of the studio.

    render.py stills [product[-colour] ...] [--samples N] [--scale F]   product pictures and thumbnails
    render.py rooms [product[-colour] ...] [--samples 8] [--scale 0.75]   the same products where they are used
    render.py squares [product[-colour] ...] [--samples 8] [--scale 0.75]   the squares of both, from the published pictures where no render is cached
    render.py film NAME [...]                      one or more films, with sound, posters and catalogue entry
    render.py frames NAME [...]                    only their frames, into the cache: nothing is published
    render.py encode NAME [...]                    encode from cached frames only (missing frames: nearest cached one)
    render.py slim NAME [...]                      encode published films again from their largest rendition, at today's rates
    render.py posters [NAME ...]                   posters from the published films
    render.py creators | merchants                 avatars and marks
    render.py words [NAME ...]                     descriptions, captions and hotspots, from the scenes alone
    render.py peek NAME [phase ...]                quick low-resolution frames of a film, to /tmp
    render.py all                                  everything
"""
import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import products  # noqa: E402
from kit import film as films  # noqa: E402


def chosen(names):
    """(product, colour) of every name; a product's name stands for all of its colours."""
    todo = [(n, c) for n in (names or products.NAMES) for c in ([n.split("-")[1]] if "-" in n else products.module(n).COLOURS)]
    return [(n.split("-")[0], c) for n, c in todo]


def stills(names, samples, scale=1.0, inside=False):
    """All stills (or in-scene stills) of the named products (default: all)."""
    from kit import rooms, still
    kind, todo = rooms if inside else still, chosen(names)
    for i, (n, c) in enumerate(todo, 1):
        t = time.time()
        path, box = still.take(kind, n, c, samples, scale)
        kind.publish(f"{n}-{c}{kind.SUFFIX}", path, box)
        print(f"still {i}/{len(todo)} {n}-{c}{kind.SUFFIX} {time.time() - t:.1f} s", flush=True)


def squares(names, samples, scale):
    """Squares of both kinds of stills, from the cached render or else from the published picture."""
    from kit import picture, rooms, still
    for kind in (still, rooms):
        for n, c in chosen(names):
            path, box = still.prepare(kind, n, c, samples, scale)
            stem = f"{n}-{c}{kind.SUFFIX}"
            if path.exists():
                kind.publish(stem, path, box)
            else:
                picture.again(stem, [v / scale for v in box], kind.PLAIN)
            print(f"square {stem} from the {'render' if path.exists() else 'published picture'}", flush=True)


def render_film(name, every=None, publish=True, only=None):
    """Render every missing frame (or every n-th: the encoder interpolates the rest), then encode."""
    m, film = films.load(name)
    every = every or getattr(m, "EVERY", 1)
    todo, t0, done = only or films.order(film.keys, every, film.must), time.time(), 0
    for i, k in enumerate(todo, 1):
        t = time.time()
        _, fresh = films.frame(name, film, k)
        done += fresh
        if fresh:
            mean = (time.time() - t0) / done
            print(f"film {name} {i}/{len(todo)} frame {k} {time.time() - t:.1f} s, mean {mean:.1f} s, left {mean * (len(todo) - i) / 60:.1f} min", flush=True)
    if publish:
        from kit import encode
        encode.film(name, film)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("what", choices=["stills", "rooms", "squares", "film", "frames", "encode", "slim", "posters", "creators", "merchants", "words", "peek", "all"])
    ap.add_argument("names", nargs="*")
    ap.add_argument("--samples", type=int, default=40)
    ap.add_argument("--scale", type=float, default=1.0, help="render stills smaller and enlarge them")
    ap.add_argument("--every", type=int, choices=[1, 2, 4, 8])
    ap.add_argument("--keys", type=int, nargs="+", help="only these key frames (with `frames`)")
    a = ap.parse_args()
    if a.what in ("stills", "all"):
        stills(a.names, a.samples, a.scale)
    if a.what in ("rooms", "all"):
        stills(a.names, a.samples, a.scale, inside=True)
    if a.what == "squares":
        squares(a.names, a.samples, a.scale)
    if a.what in ("creators", "all"):
        from kit import creators
        creators.render(a.names)
    if a.what in ("merchants", "all"):
        from kit import marks
        marks.write()
    if a.what in ("film", "frames", "all"):
        for n in a.names or films.NAMES:
            render_film(n, a.every, a.what != "frames", a.keys)
    if a.what in ("encode", "slim"):
        from kit import encode
        for n in a.names or films.NAMES:
            _, film = films.load(n)
            (encode.film if a.what == "encode" else encode.slim)(n, film)
    if a.what == "posters":
        from kit import encode
        for n in a.names or films.NAMES:
            encode.posters_again(n)
    if a.what == "words":
        from kit import encode
        for n in a.names or films.NAMES:
            encode.save(n, film=films.load(n)[1])
    if a.what == "peek":
        from kit import cache
        name = a.names[0]
        _, film = films.load(name, 0.4, 6)
        for p in [float(x) for x in a.names[1:]] or [0.0, 0.5, 1.0]:
            film.pose(p)
            t = time.time()
            cache.render(Path(f"/tmp/peek-{name}-{p:g}.png"))
            print(name, p, f"{time.time() - t:.1f} s", flush=True)


if __name__ == "__main__":
    main()
