"""Writing in pictures: tracking, fitting, centring, wrapping. Positions are pixels."""

from PIL import Image, ImageDraw

from demo.drawing.colours import Rgb
from demo.drawing.fonts import font

Box = tuple[float, float, float, float]


def width(text: str, size: int, tracking: float = 0) -> float:
    return font(size).getlength(text) + tracking * max(len(text) - 1, 0)


def fitting(text: str, size: int, room: float, tracking: float = 0) -> int:
    """The largest size up to `size` at which the text, tracking scaled too, fits into `room`."""
    needed = width(text, size, tracking)
    return size if needed <= room else max(8, int(size * room / needed))


def write(
    image: Image.Image,
    at: tuple[float, float],
    text: str,
    *,
    size: int,
    ink: Rgb,
    room: float = 1e9,
    tracking: float = 0,
    anchor: str = "m",
    bold: float = 0,
) -> int:
    """One line; `at` is the middle of its height, `anchor` l, m or r. Returns the size used."""
    used = fitting(text, size, room, tracking)
    space = tracking * used / size
    long = width(text, used, space)
    x = at[0] - {"l": 0.0, "m": long / 2, "r": long}[anchor]
    pen = ImageDraw.Draw(image)
    stroke = round(used * bold)
    pieces = list(text) if space else [text]
    for piece in pieces:
        pen.text((x, at[1]), piece, font=font(used), fill=ink, anchor="lm", stroke_width=stroke)
        x += font(used).getlength(piece) + space
    return used


def lines(text: str, size: int, room: float) -> list[str]:
    """Broken into lines: at spaces in Latin, anywhere in Chinese."""
    parts = text.split(" ") if text.isascii() else list(text)
    glue = " " if text.isascii() else ""
    found = [""]
    for part in parts:
        longer = f"{found[-1]}{glue}{part}" if found[-1] else part
        if width(longer, size) <= room or not found[-1]:
            found[-1] = longer
        else:
            found.append(part)
    return found
