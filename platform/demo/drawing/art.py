"""Flat art of labels and packs: an emblem, the invented brand, the name, the content, in a few layouts."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image, ImageDraw

from demo.drawing.colours import PAPER, Rgb, darker, ink_on, lighter, mix
from demo.drawing.words import write


@dataclass(frozen=True)
class Words:
    """What stands on the pack. `seed` chooses layout and emblem and is the same for one brand."""

    brand: str
    brand_zh: str
    name: str
    name_en: str
    size: str
    seed: int
    room: float = 1  # share of the usual width that letters may take: less on art that goes all the way round


def emblem(image: Image.Image, at: tuple[float, float], radius: float, ink: Rgb, seed: int) -> None:
    """One of eight line drawings that stand for a brand."""
    EMBLEMS[seed % len(EMBLEMS)](ImageDraw.Draw(image), at[0], at[1], radius, ink)


def _moon(pen: ImageDraw.ImageDraw, x: float, y: float, r: float, ink: Rgb) -> None:
    pen.ellipse((x - r, y - r, x + r, y + r), outline=ink, width=max(2, round(r * 0.09)))
    points = [(x + r * 0.62 * math.cos(a / 20), y + r * 0.62 * math.sin(a / 20)) for a in range(-31, 32)]
    inner = [
        (x + r * 0.28 + r * 0.42 * math.cos(a / 20), y + r * 0.52 * math.sin(a / 20))
        for a in range(31, -32, -1)
    ]
    pen.polygon([*points, *inner], fill=ink)


def _waves(pen: ImageDraw.ImageDraw, x: float, y: float, r: float, ink: Rgb) -> None:
    for row in (-0.5, 0, 0.5):
        line = [(x - r + i * r / 12, y + row * r + math.sin(i / 2 + row) * r * 0.16) for i in range(25)]
        pen.line(line, fill=ink, width=max(2, round(r * 0.1)), joint="curve")


def _leaf(pen: ImageDraw.ImageDraw, x: float, y: float, r: float, ink: Rgb) -> None:
    for side in (-1, 1):
        edge = [
            (x + side * r * 0.62 * math.sin(i / 12 * math.pi), y - r + i / 12 * r * 1.7) for i in range(13)
        ]
        pen.line(edge, fill=ink, width=max(2, round(r * 0.09)), joint="curve")
    pen.line([(x, y - r * 0.7), (x, y + r)], fill=ink, width=max(2, round(r * 0.08)))
    for i in range(3):
        low = y + r * (0.35 - i * 0.35)
        for side in (-1, 1):
            pen.line(
                [(x, low), (x + side * r * 0.38, low - r * 0.3)], fill=ink, width=max(1, round(r * 0.06))
            )


def _peaks(pen: ImageDraw.ImageDraw, x: float, y: float, r: float, ink: Rgb) -> None:
    pen.polygon([(x - r, y + r * 0.6), (x - r * 0.25, y - r * 0.7), (x + r * 0.4, y + r * 0.6)], fill=ink)
    pen.polygon(
        [(x + r * 0.1, y + r * 0.6), (x + r * 0.5, y - r * 0.15), (x + r, y + r * 0.6)],
        fill=lighter(ink, 0.35),
    )


def _sun(pen: ImageDraw.ImageDraw, x: float, y: float, r: float, ink: Rgb) -> None:
    pen.ellipse((x - r * 0.45, y - r * 0.45, x + r * 0.45, y + r * 0.45), fill=ink)
    for i in range(12):
        a = i * math.pi / 6
        pen.line(
            [
                (x + r * 0.62 * math.cos(a), y + r * 0.62 * math.sin(a)),
                (x + r * math.cos(a), y + r * math.sin(a)),
            ],
            fill=ink,
            width=max(2, round(r * 0.08)),
        )


def _rings(pen: ImageDraw.ImageDraw, x: float, y: float, r: float, ink: Rgb) -> None:
    wide = max(2, round(r * 0.08))
    for dx in (-0.4, 0.4):
        pen.ellipse(
            (x + dx * r - r * 0.6, y - r * 0.6, x + dx * r + r * 0.6, y + r * 0.6), outline=ink, width=wide
        )


def _crest(pen: ImageDraw.ImageDraw, x: float, y: float, r: float, ink: Rgb) -> None:
    shield = [(-0.75, -0.9), (0.75, -0.9), (0.72, 0.1), (0.4, 0.6), (0, 0.95), (-0.4, 0.6), (-0.72, 0.1)]
    points = [(x + dx * r, y + dy * r) for dx, dy in shield]
    pen.line([*points, points[0]], fill=ink, width=max(2, round(r * 0.1)), joint="curve")
    pen.polygon([(x, y - r * 0.55), (x + r * 0.32, y), (x, y + r * 0.5), (x - r * 0.32, y)], fill=ink)


def _petals(pen: ImageDraw.ImageDraw, x: float, y: float, r: float, ink: Rgb) -> None:
    for i in range(6):
        a = i * math.pi / 3
        cx, cy = x + r * 0.55 * math.cos(a), y + r * 0.55 * math.sin(a)
        pen.ellipse(
            (cx - r * 0.38, cy - r * 0.38, cx + r * 0.38, cy + r * 0.38),
            outline=ink,
            width=max(2, round(r * 0.07)),
        )
    pen.ellipse((x - r * 0.2, y - r * 0.2, x + r * 0.2, y + r * 0.2), fill=ink)


EMBLEMS: tuple[Callable[[ImageDraw.ImageDraw, float, float, float, Rgb], None], ...] = (
    _moon,
    _waves,
    _leaf,
    _peaks,
    _sun,
    _rings,
    _crest,
    _petals,
)


def label(
    words: Words, size: tuple[int, int], ground: Rgb | None, tint: Rgb, accent: Rgb, *, frame: bool = False
) -> Image.Image:
    """A label; without `ground` it is printed straight on the body and only the letters show."""
    image = Image.new("RGBA", size, (*ground, 255) if ground else (*tint, 0))
    ink = ink_on(ground, tint) if ground else tint
    if ground and frame:
        edge = round(min(size) * 0.035)
        ImageDraw.Draw(image).rectangle(
            (edge, edge, size[0] - edge, size[1] - edge), outline=accent, width=max(2, edge // 4)
        )
    LAYOUTS[words.seed // 8 % len(LAYOUTS)](image, words, ink, accent)
    return image


def _classic(image: Image.Image, words: Words, ink: Rgb, accent: Rgb) -> None:
    """Emblem above, brand wide, rule, name, content at the foot."""
    w, h = image.size
    unit = min(w, h * 1.1)
    room = w * 0.76 * words.room
    emblem(image, (w / 2, h * 0.18), unit * 0.105, mix(ink, accent, 0.6), words.seed)
    write(
        image,
        (w / 2, h * 0.38),
        words.brand.upper(),
        size=round(unit * 0.13),
        ink=ink,
        room=room,
        tracking=unit * 0.022,
        bold=0.015,
    )
    ImageDraw.Draw(image).line(
        [(w * 0.36, h * 0.485), (w * 0.64, h * 0.485)], fill=accent, width=max(2, round(unit * 0.008))
    )
    write(image, (w / 2, h * 0.6), words.name, size=round(unit * 0.105), ink=ink, room=room, bold=0.012)
    write(image, (w / 2, h * 0.725), words.name_en, size=round(unit * 0.06), ink=ink, room=room, tracking=1)
    write(image, (w / 2, h * 0.88), words.size, size=round(unit * 0.058), ink=ink, room=room, tracking=2)


def _modern(image: Image.Image, words: Words, ink: Rgb, accent: Rgb) -> None:
    """Left-aligned, a bar of colour, much air."""
    w, h = image.size
    unit, left = min(w, h * 1.1), w * (0.5 - 0.3 * words.room)
    room = w * 0.62 * words.room
    pen = ImageDraw.Draw(image)
    pen.rectangle((left, h * 0.1, left + unit * 0.14, h * 0.1 + unit * 0.02), fill=accent)
    write(
        image,
        (left, h * 0.25),
        words.brand,
        size=round(unit * 0.15),
        ink=ink,
        room=room,
        anchor="l",
        bold=0.02,
    )
    write(
        image,
        (left, h * 0.39),
        words.brand_zh,
        size=round(unit * 0.07),
        ink=ink,
        room=room,
        anchor="l",
        tracking=unit * 0.015,
    )
    write(
        image,
        (left, h * 0.62),
        words.name,
        size=round(unit * 0.1),
        ink=ink,
        room=room,
        anchor="l",
        bold=0.012,
    )
    write(image, (left, h * 0.74), words.name_en, size=round(unit * 0.056), ink=ink, room=room, anchor="l")
    write(
        image,
        (left, h * 0.89),
        words.size,
        size=round(unit * 0.055),
        ink=mix(ink, accent, 0.4),
        room=room,
        anchor="l",
    )


def _banded(image: Image.Image, words: Words, ink: Rgb, accent: Rgb) -> None:
    """A band of the accent colour carries the name."""
    w, h = image.size
    unit, room = min(w, h * 1.1), w * 0.74 * words.room
    write(
        image,
        (w / 2, h * 0.2),
        words.brand.upper(),
        size=round(unit * 0.145),
        ink=ink,
        room=room,
        tracking=unit * 0.012,
        bold=0.022,
    )
    write(
        image,
        (w / 2, h * 0.345),
        words.brand_zh,
        size=round(unit * 0.062),
        ink=ink,
        room=room,
        tracking=unit * 0.03,
    )
    ImageDraw.Draw(image).rectangle((0, h * 0.46, w, h * 0.68), fill=(*accent, 255))
    write(
        image,
        (w / 2, h * 0.565),
        words.name,
        size=round(unit * 0.1),
        ink=ink_on(accent, PAPER),
        room=room,
        bold=0.014,
    )
    write(image, (w / 2, h * 0.765), words.name_en, size=round(unit * 0.056), ink=ink, room=room)
    write(image, (w / 2, h * 0.89), words.size, size=round(unit * 0.056), ink=ink, room=room, tracking=1)


LAYOUTS: tuple[Callable[[Image.Image, Words, Rgb, Rgb], None], ...] = (_classic, _modern, _banded)


def pattern(image: Image.Image, colour: Rgb, seed: int, *, opacity: int = 46) -> None:
    """A quiet pattern for packs: hills, dots, stripes or arcs over the lower half."""
    w, h = image.size
    layer = Image.new("RGBA", image.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(layer)
    tone = (*colour, opacity)
    kind = seed % 4
    if kind == 0:
        for i in range(3):
            base = h * (0.7 + i * 0.11)
            hill = [(x, base + math.sin(x / w * 5 + i * 2) * h * 0.05) for x in range(0, w + 20, 20)]
            pen.polygon([*hill, (w, h), (0, h)], fill=(*darker(colour, i * 0.15), opacity + i * 16))
    elif kind == 1:
        for i in range(8):
            r = h * (0.1 + i * 0.09)
            pen.ellipse(
                (w * 0.82 - r, h * 0.9 - r, w * 0.82 + r, h * 0.9 + r), outline=tone, width=round(h * 0.016)
            )
    elif kind == 2:
        for i in range(-10, 14):
            x = i * w / 9
            pen.polygon(
                [(x, h), (x + w * 0.05, h), (x + w * 0.35, h * 0.6), (x + w * 0.3, h * 0.6)], fill=tone
            )
    else:
        for i in range(9):
            for j in range(5):
                x, y, r = w * (i + (j % 2) / 2) / 8, h * (0.68 + j * 0.08), w * 0.02
                pen.ellipse((x - r, y - r, x + r, y + r), fill=tone)
    image.alpha_composite(layer)
