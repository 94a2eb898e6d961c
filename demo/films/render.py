"""Command line of the studio.

    render.py stills [product[-colour] ...] [--samples N] [--scale F]   product pictures and thumbnails
    render.py rooms [product[-colour] ...] [--samples 8] [--scale 0.75]   the same products where they are used
    render.py film NAME [...]                      one or more films, with sound, posters and catalogue entry
    render.py frames NAME [...]                    only their frames, into the cache: nothing is published
    render.py encode NAME [...]                    encode from cached frames only (missing frames: nearest cached one)
    render.py slim NAME [...]                      encode published films again from their largest rendition, at today's rates
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


def stills(names, samples, scale=1.0, rooms=False):
    """All stills (or in-scene stills) of the named products (default: all)."""
    from kit import rooms as inside, still
    still = inside if rooms else still
    todo = [(n, c) for n in (names or products.NAMES) for c in ([n.split("-")[1]] if "-" in n else products.module(n).COLOURS)]
    todo = [(n.split("-")[0], c) for n, c in todo]
    for i, (n, c) in enumerate(todo, 1):
        t = time.time()
        path, box = still.take(n, c, samples, scale)
        still.publish(n, c, path, box)
        print(f"still {i}/{len(todo)} {n}-{c} {time.time() - t:.1f} s", flush=True)


def render_film(name, every=None, publish=True):
    """Render every missing frame (or every n-th: the encoder interpolates the rest), then encode."""
    m, film = films.load(name)
    every = every or getattr(m, "EVERY", 1)
    todo, t0, done = films.order(film.keys, every, film.must), time.time(), 0
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
    ap.add_argument("what", choices=["stills", "rooms", "film", "frames", "encode", "slim", "creators", "merchants", "words", "peek", "all"])
    ap.add_argument("names", nargs="*")
    ap.add_argument("--samples", type=int, default=40)
    ap.add_argument("--scale", type=float, default=1.0, help="render stills smaller and enlarge them")
    ap.add_argument("--every", type=int, choices=[1, 2, 4, 8])
    a = ap.parse_args()
    if a.what in ("stills", "all"):
        stills(a.names, a.samples, a.scale)
    if a.what in ("rooms", "all"):
        stills(a.names, a.samples, a.scale, rooms=True)
    if a.what in ("creators", "all"):
        from kit import creators
        creators.render(a.names)
    if a.what in ("merchants", "all"):
        from kit import marks
        marks.write()
    if a.what in ("film", "frames", "all"):
        for n in a.names or films.NAMES:
            render_film(n, a.every, a.what != "frames")
    if a.what in ("encode", "slim"):
        from kit import encode
        for n in a.names or films.NAMES:
            _, film = films.load(n)
            (encode.film if a.what == "encode" else encode.slim)(n, film)
    if a.what == "words":
        from kit import encode
        for n in a.names or films.NAMES:
            encode.save(n, film=films.load(n)[1])
    if a.what == "peek":
        from kit import cache
        name = a.names[0]
        _, film = films.load(name, 0.5, 12)
        for p in [float(x) for x in a.names[1:]] or [0.0, 0.5, 1.0]:
            film.pose(p)
            t = time.time()
            cache.render(Path(f"/tmp/peek-{name}-{p:g}.png"))
            print(name, p, f"{time.time() - t:.1f} s", flush=True)


if __name__ == "__main__":
    main()
