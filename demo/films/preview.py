"""Quick low-sample look at models: preview.py OUT.png name[-colour] ... (a contact sheet, for the studio only)."""
import sys
import time
from pathlib import Path

from PIL import Image

sys.path.insert(0, str(Path(__file__).parent))
from kit import still  # noqa: E402
import products  # noqa: E402

out, names, tiles = sys.argv[1], sys.argv[2:], []
for n in names:
    name, _, colour = n.partition("-")
    t = time.time()
    path, _ = still.take(name, colour or next(iter(products.module(name).COLOURS)), 16, 0.4)
    print(n, f"{time.time() - t:.1f}s", flush=True)
    tiles.append(Image.open(path))
w, h = tiles[0].size
cols = min(4, len(tiles))
sheet = Image.new("RGB", (w * cols, h * -(-len(tiles) // cols)))
for i, t in enumerate(tiles):
    sheet.paste(t, (i % cols * w, i // cols * h))
sheet.save(out)
