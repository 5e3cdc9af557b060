"""Flat art put onto things: wrapped round a cylinder, or onto a face of a box."""

import math
from collections.abc import Sequence

from PIL import Image

from demo.drawing.paint import MIDDLE, Point, strip

COLUMNS = 36


def wrapped(
    image: Image.Image,
    art: Image.Image,
    y: float,
    half: float,
    *,
    cover: float = 0.94,
    tilt: float = 0.06,
    middle: int = MIDDLE,
    light: str = "paper",
) -> None:
    """Art on the front of a cylinder of half width `half`, from height `y` down.

    `cover` is the share of the visible front that the art takes. It is squeezed towards the edges and bows
    with the tilt; the body's light goes over it.
    """
    reach = half * cover
    wide, bow = round(reach * 2), round(half * tilt)
    size = (wide, art.height + bow + 2)
    art = art.resize((wide, art.height), Image.Resampling.BILINEAR)
    full = math.asin(cover)
    mesh = []
    for column in range(COLUMNS):
        x0, x1 = round(wide * column / COLUMNS), round(wide * (column + 1) / COLUMNS)
        quad: list[float] = []
        for x, low in ((x0, 0), (x0, 1), (x1, 1), (x1, 0)):
            place = max(-1.0, min(1.0, (x - reach) / half))
            u = (math.asin(place) / full + 1) / 2 * wide
            sag = bow * math.sqrt(1 - place * place)
            quad += [u, (size[1] if low else 0) - sag]
        mesh.append(((x0, 0, x1, size[1]), tuple(quad)))
    bent = art.transform(size, Image.Transform.MESH, mesh, Image.Resampling.BILINEAR)
    lit = strip(light).resize((round(half * 2), size[1]), Image.Resampling.BILINEAR)
    left = round(half - reach)
    shaded = bent.copy()
    shaded.alpha_composite(lit.crop((left, 0, left + wide, size[1])))
    shaded.putalpha(bent.getchannel("A"))
    image.alpha_composite(shaded, (round(middle - reach), round(y)))


def faced(image: Image.Image, art: Image.Image, corners: Sequence[Point]) -> None:
    """Art onto a four-cornered face: top left, top right, bottom right, bottom left."""
    left, top = (math.floor(min(p[i] for p in corners)) for i in (0, 1))
    right, bottom = (math.ceil(max(p[i] for p in corners)) for i in (0, 1))
    local = [(x - left, y - top) for x, y in corners]
    source = [(0, 0), (art.width, 0), (art.width, art.height), (0, art.height)]
    bent = art.transform(
        (right - left, bottom - top),
        Image.Transform.PERSPECTIVE,
        _coefficients(local, source),
        Image.Resampling.BICUBIC,
    )
    image.alpha_composite(bent, (left, top))


def _coefficients(to: Sequence[Point], source: Sequence[Point]) -> list[float]:
    """The eight numbers of a perspective transform that takes `to` back to `source`."""
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(to, source, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    for i in range(8):
        pivot = max(range(i, 8), key=lambda r: abs(rows[r][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        rows[i] = [value / rows[i][i] for value in rows[i]]
        for r in range(8):
            if r != i:
                factor = rows[r][i]
                rows[r] = [a - factor * b for a, b in zip(rows[r], rows[i], strict=True)]
    return [row[8] for row in rows]
