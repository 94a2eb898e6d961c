"""Merchant marks: simple geometry in one colour on a 96 x 96 grid."""
from .film import MEDIA

INK = "#16181D"
MARKS = {
    # three blades from one root
    "halm": '<path d="M44 84V30c0-9 2-16 4-20 2 4 4 11 4 20v54z"/><path d="M36 84C36 60 29 45 14 34c2 22 8 38 14 50z"/><path d="M60 84c0-24 7-39 22-50-2 22-8 38-14 50z"/>',
    # a cone over its ground line
    "kegel": '<path d="M48 12 77 66H19z"/><path d="M15 74h66v10H15z"/>',
    # a cloud of circles
    "kumo": '<path d="M28 74a18 18 0 0 1-3-35.7A25 25 0 0 1 72.5 36A19.2 19.2 0 0 1 70 74z"/>',
    # a leaf with its midrib cut out
    "alder": '<path fill-rule="evenodd" d="M48 8C70 22 80 38 80 54c0 15-12 26-29 28v8h-6v-8C28 80 16 69 16 54 16 38 26 22 48 8zm-3 30v14L32 42l-3 5 16 12v11h6V59l16-12-3-5-13 10V38z"/>',
}


def write():
    """Write the SVG files."""
    out = MEDIA / "merchants"
    out.mkdir(parents=True, exist_ok=True)
    for name, body in MARKS.items():
        (out / f"{name}.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96" width="96" height="96" fill="{INK}">{body}</svg>\n')
