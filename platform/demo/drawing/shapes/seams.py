"""Rings and seams, for things of leather and cloth."""

import math
from itertools import pairwise

from PIL import Image, ImageDraw

from demo.drawing.colours import Rgb
from demo.drawing.paint import Point, blank


def arc(box: tuple[int, int, int, int], start: int, end: int, wide: int) -> Image.Image:
    mask = blank().getchannel("A")
    ImageDraw.Draw(mask).arc(box, start, end, fill=255, width=wide)
    return mask


def stitches(image: Image.Image, points: list[Point], colour: Rgb) -> None:
    """A dashed seam along a line."""
    pen = ImageDraw.Draw(image)
    for (x0, y0), (x1, y1) in pairwise(points):
        count = max(1, round(math.dist((x0, y0), (x1, y1)) / 22))
        for i in range(count):
            a, b = i / count, (i + 0.58) / count
            pen.line(
                [(x0 + (x1 - x0) * a, y0 + (y1 - y0) * a), (x0 + (x1 - x0) * b, y0 + (y1 - y0) * b)],
                fill=colour,
                width=5,
            )
