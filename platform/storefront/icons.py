"""The installed app's icon, drawn: a shopping bag on the mall's colour; no letters, so that no font is needed."""

from __future__ import annotations

import io
import math

from PIL import Image, ImageDraw

from tenancy.colours import theme_of

# name -> (pixels, share of the side that the picture may fill, rounded corners). A maskable icon is cut by the phone.
KINDS = {
    "180": (180, 0.62, False),
    "192": (192, 0.66, True),
    "512": (512, 0.66, True),
    "maskable": (512, 0.50, False),
}
_SMOOTH = 4


def drawn(name: str, brand: str) -> bytes:
    """PNG. Raises KeyError for a name that is none."""
    pixels, share, rounded = KINDS[name]
    side = pixels * _SMOOTH
    picture = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    colours = theme_of(brand)
    pen.rounded_rectangle((0, 0, side - 1, side - 1), side * 0.22 if rounded else 0, fill=colours["brand"])
    _bag(pen, side, share, colours["on_brand"], colours["brand"])
    out = io.BytesIO()
    picture.resize((pixels, pixels), Image.Resampling.LANCZOS).save(out, "PNG", optimize=True)
    return out.getvalue()


def _bag(pen: ImageDraw.ImageDraw, side: int, share: float, ink: str, ground: str) -> None:
    """A bag with its handle, and two waves across it: goods that came over the sea."""
    size = side * share
    edge, line = (side - size) / 2, round(size * 0.075)

    def at(x: float, y: float) -> tuple[float, float]:
        return edge + size * x, edge + size * y

    pen.arc((*at(0.29, 0.0), *at(0.71, 0.46)), 180, 360, fill=ink, width=line)
    for x in (0.29, 0.71 - line / size):
        pen.rectangle((*at(x, 0.22), *at(x + line / size, 0.34)), fill=ink)
    pen.rounded_rectangle((*at(0.07, 0.28), *at(0.93, 1.0)), size * 0.14, fill=ink)
    for y in (0.56, 0.74):
        _wave(
            pen,
            [at(0.24 + 0.52 * n / 60, y + 0.045 * math.sin(n / 60 * 4 * math.pi)) for n in range(61)],
            line,
            ground,
        )


def _wave(pen: ImageDraw.ImageDraw, points: list[tuple[float, float]], line: int, colour: str) -> None:
    """A line with round ends."""
    half = line / 2
    for x, y in points:
        pen.ellipse((x - half, y - half, x + half, y + half), fill=colour)
