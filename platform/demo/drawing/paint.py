"""Light on shapes: turned bodies, soft volumes, gradients. Everything is drawn at twice the final size."""

import math
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from demo.drawing.colours import Rgb, darker, lighter

SIDE = 1600
MIDDLE = 800
FLOOR = 1390

Curve = tuple[tuple[float, float], ...]
Profile = Sequence[tuple[float, float, str]]
Point = tuple[float, float]

# How light falls across a turned body: position -1..1, then white (+) or shade (-) laid over the colour.
CURVES: dict[str, Curve] = {
    "gloss": (
        (-1, -0.46),
        (-0.9, -0.2),
        (-0.78, 0.0),
        (-0.72, 0.5),
        (-0.56, 0.58),
        (-0.48, 0.12),
        (-0.2, 0.06),
        (0.2, -0.04),
        (0.6, -0.24),
        (0.72, -0.1),
        (0.8, 0.2),
        (0.86, 0.02),
        (0.94, -0.3),
        (1, -0.5),
    ),
    "matte": (
        (-1, -0.34),
        (-0.82, -0.1),
        (-0.5, 0.2),
        (-0.2, 0.1),
        (0.2, -0.02),
        (0.6, -0.2),
        (0.9, -0.4),
        (1, -0.34),
    ),
    "metal": (
        (-1, -0.55),
        (-0.88, 0.05),
        (-0.74, 0.62),
        (-0.6, 0.2),
        (-0.4, -0.26),
        (-0.12, 0.02),
        (0.06, 0.5),
        (0.22, 0.16),
        (0.5, -0.42),
        (0.74, -0.1),
        (0.84, 0.34),
        (0.93, -0.2),
        (1, -0.6),
    ),
    "glass": (
        (-1, -0.6),
        (-0.92, -0.34),
        (-0.84, -0.02),
        (-0.8, 0.62),
        (-0.68, 0.5),
        (-0.63, 0.02),
        (-0.3, 0.12),
        (0.1, 0.2),
        (0.5, 0.04),
        (0.66, 0.06),
        (0.7, 0.34),
        (0.76, 0.02),
        (0.88, -0.3),
        (1, -0.62),
    ),
    "paper": ((-1, -0.3), (-0.8, -0.08), (-0.5, 0.12), (0, 0.02), (0.5, -0.12), (0.85, -0.3), (1, -0.36)),
}


def blank(size: tuple[int, int] = (SIDE, SIDE)) -> Image.Image:
    return Image.new("RGBA", size, (0, 0, 0, 0))


@cache
def strip(name: str) -> Image.Image:
    """The light of a curve as a row of 512 white or dark pixels with alpha."""
    curve, row = CURVES[name], Image.new("RGBA", (512, 1))
    for x in range(512):
        place = x / 255.5 - 1
        after = next(i for i, (at, _) in enumerate(curve) if at >= place or i == len(curve) - 1)
        (x0, k0), (x1, k1) = curve[max(after - 1, 0)], curve[after]
        share = 0.0 if x1 == x0 else (place - x0) / (x1 - x0)
        smooth = share * share * (3 - 2 * share)
        light = k0 + (k1 - k0) * smooth
        tone = (255, 255, 255) if light > 0 else (14, 12, 22)
        row.putpixel((x, 0), (*tone, round(abs(light) * 255)))
    return row


def halves(profile: Profile, step: int = 2) -> list[tuple[int, float]]:
    """(y, half width) along a profile of (y, half, how); how: l line, s soft S, r round bulge, c hollow."""
    found: list[tuple[int, float]] = []
    for (y0, h0, _), (y1, h1, how) in pairwise(profile):
        for y in range(int(y0), int(y1), step):
            found.append((y, h0 + (h1 - h0) * _ease((y - y0) / (y1 - y0), how, h1 > h0)))
    found.append((int(profile[-1][0]), profile[-1][1]))
    return found


def _ease(t: float, how: str, grows: bool) -> float:
    if how == "s":
        return (1 - math.cos(t * math.pi)) / 2
    if how in "rc" and (how == "r") == grows:
        return math.sqrt(max(0.0, 1 - (1 - t) ** 2))
    if how in "rc":
        return 1 - math.sqrt(max(0.0, 1 - t * t))
    return t


def gradient(size: tuple[int, int], top: Rgb, bottom: Rgb) -> Image.Image:
    """From top to bottom, opaque."""
    mask = Image.linear_gradient("L").resize(size)
    return Image.composite(Image.new("RGB", size, bottom), Image.new("RGB", size, top), mask).convert("RGBA")


def turned(
    image: Image.Image,
    profile: Profile,
    colour: Rgb,
    *,
    light: str = "gloss",
    tilt: float = 0.06,
    middle: int = MIDDLE,
    fade: float = 0.14,
    opacity: int = 255,
) -> None:
    """A body turned on a lathe; `tilt` is how far the bottom edge bows, as a share of its half width."""
    rows = halves(profile)
    widest = math.ceil(max(half for _, half in rows)) + 1
    top, bottom = rows[0][0], rows[-1][0]
    bow = round(rows[-1][1] * tilt)
    size = (widest * 2, bottom - top + bow + 2)
    layer = gradient(size, lighter(colour, fade * 0.4), darker(colour, fade))
    layer.alpha_composite(_light(rows, size, widest, top, light))
    mask = Image.new("L", size, 0)
    pen = ImageDraw.Draw(mask)
    left = [(widest - half, y - top) for y, half in rows]
    right = [(widest + half, y - top) for y, half in reversed(rows)]
    pen.polygon([*left, *right], fill=opacity)
    if bow:
        half = rows[-1][1]
        low = bottom - top
        pen.ellipse((widest - half, low - bow, widest + half, low + bow), fill=opacity)
    layer.putalpha(mask)
    image.alpha_composite(layer, (middle - widest, top))


def _light(
    rows: list[tuple[int, float]], size: tuple[int, int], widest: int, top: int, name: str
) -> Image.Image:
    """The strip stretched to every row's width; equal rows are stretched once."""
    lit, row = blank(size), strip(name)
    place = 0
    while place < len(rows):
        y, half = rows[place]
        end = place
        while end + 1 < len(rows) and abs(rows[end + 1][1] - half) < 0.5:
            end += 1
        last = end + 1 >= len(rows)
        until = size[1] + top if last else rows[end + 1][0]
        wide = max(2, round(half * 2))
        lit.paste(
            row.resize((wide, max(1, until - y)), Image.Resampling.BILINEAR), (widest - wide // 2, y - top)
        )
        place = end + 1
    return lit


def disc(
    image: Image.Image, y: float, half: float, colour: Rgb, *, tilt: float = 0.06, middle: int = MIDDLE
) -> None:
    """The top of a turned body seen from slightly above, with a lit rim."""
    high = half * tilt
    pen = ImageDraw.Draw(image)
    pen.ellipse((middle - half, y - high, middle + half, y + high), fill=(*lighter(colour, 0.28), 255))
    inner = half * 0.93
    pen.ellipse(
        (middle - inner, y - high * 0.82, middle + inner, y + high * 0.9), fill=(*lighter(colour, 0.12), 255)
    )


def blurred(mask: Image.Image, radius: float) -> Image.Image:
    """Gaussian blur; large radii are done at a quarter of the size."""
    if radius < 10:
        return mask.filter(ImageFilter.GaussianBlur(radius))
    small = mask.resize((max(1, mask.width // 4), max(1, mask.height // 4)), Image.Resampling.BILINEAR)
    return small.filter(ImageFilter.GaussianBlur(radius / 4)).resize(mask.size, Image.Resampling.BILINEAR)


def polygon_mask(points: Sequence[Point], *, soften: float = 0) -> Image.Image:
    """A mask of the whole sheet; `soften` rounds its corners by about that many pixels."""
    mask = Image.new("L", (SIDE, SIDE), 0)
    ImageDraw.Draw(mask).polygon(points, fill=255)
    return rounded(mask, soften) if soften else mask


def rounded(mask: Image.Image, radius: float) -> Image.Image:
    """Corners rounded by blurring and cutting at the middle, with a narrow soft edge."""
    return blurred(mask, radius).point(lambda v: max(0, min(255, (v - 118) * 13)))


def box_mask(box: tuple[float, float, float, float], radius: float) -> Image.Image:
    mask = Image.new("L", (SIDE, SIDE), 0)
    ImageDraw.Draw(mask).rounded_rectangle(box, radius, fill=255)
    return mask


def oval_mask(box: tuple[float, float, float, float]) -> Image.Image:
    mask = Image.new("L", (SIDE, SIDE), 0)
    ImageDraw.Draw(mask).ellipse(box, fill=255)
    return mask


def fill(image: Image.Image, mask: Image.Image, colour: Rgb, opacity: float = 1) -> None:
    """A flat colour through a mask of the whole sheet."""
    layer = Image.new("RGBA", image.size, (*colour, 0))
    layer.putalpha(mask if opacity == 1 else mask.point(lambda v: round(v * opacity)))
    image.alpha_composite(layer)


def swell(
    image: Image.Image,
    mask: Image.Image,
    colour: Rgb,
    *,
    radius: float = 40,
    depth: float = 0.5,
    shine: float = 0.5,
    grain: Image.Image | None = None,
) -> None:
    """A silhouette made to look full: lit from the upper left, shaded to the lower right.

    Works inside the mask's bounding box only, which keeps small parts cheap.
    """
    box = mask.getbbox()
    if box is None:
        return
    pad = round(radius * 2.2)
    box = (max(0, box[0] - pad), max(0, box[1] - pad), min(SIDE, box[2] + pad), min(SIDE, box[3] + pad))
    part = mask.crop(box)
    layer = gradient(part.size, lighter(colour, 0.08), darker(colour, 0.1))
    if grain is not None:
        layer.alpha_composite(grain.crop(box))
    soft, away = blurred(part, radius), round(radius * 0.8)
    dark = ImageChops.invert(ImageChops.offset(soft, -away, -away))
    glow = ImageChops.invert(ImageChops.offset(soft, away, away))
    layer.alpha_composite(_toned((14, 12, 24), dark, depth))
    layer.alpha_composite(_toned((255, 255, 255), glow, shine * 0.7))
    layer.putalpha(part)
    image.alpha_composite(layer, (box[0], box[1]))


def _toned(colour: Rgb, mask: Image.Image, strength: float) -> Image.Image:
    layer = Image.new("RGBA", mask.size, (*colour, 0))
    layer.putalpha(mask.point(lambda v: round(v * strength)))
    return layer


def shine(
    image: Image.Image,
    box: tuple[float, float, float, float],
    *,
    strength: float = 0.5,
    blur: float = 8,
    colour: Rgb = (255, 255, 255),
) -> None:
    """A soft reflection, white if nothing else is said."""
    pad = round(blur * 3)
    wide, high = round(box[2] - box[0]), round(box[3] - box[1])
    mask = Image.new("L", (wide + pad * 2, high + pad * 2), 0)
    ImageDraw.Draw(mask).rounded_rectangle((pad, pad, pad + wide, pad + high), min(wide, high) / 2, fill=255)
    image.alpha_composite(
        _toned(colour, blurred(mask, blur), strength), (round(box[0]) - pad, round(box[1]) - pad)
    )


def shade(
    image: Image.Image, box: tuple[float, float, float, float], *, strength: float = 0.4, blur: float = 12
) -> None:
    """A soft dark place, where two parts meet; only where the sheet is already painted."""
    pad = round(blur * 3)
    wide, high = round(box[2] - box[0]), round(box[3] - box[1])
    mask = Image.new("L", (wide + pad * 2, high + pad * 2), 0)
    ImageDraw.Draw(mask).ellipse((pad, pad, pad + wide, pad + high), fill=255)
    at = (round(box[0]) - pad, round(box[1]) - pad)
    under = image.getchannel("A").crop((*at, at[0] + mask.width, at[1] + mask.height))
    image.alpha_composite(_toned((10, 8, 18), ImageChops.multiply(blurred(mask, blur), under), strength), at)
