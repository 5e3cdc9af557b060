"""A mall's colours, made safe to read: what is written on them keeps 4.5:1 (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

import re

_HEX = re.compile(r"^#[0-9a-fA-F]{6}$")
USUAL = "#0B6E6E"
_WHITE, _INK = (255, 255, 255), (26, 35, 48)
AA = 4.5
Rgb = tuple[int, int, int]


def theme_of(brand: str) -> dict[str, str]:
    """`brand`, `on_brand`, `brand_soft` for the style sheet. A brand too pale for text on white is darkened."""
    rgb = _rgb(brand if _HEX.match(brand) else USUAL)
    while contrast(rgb, _WHITE) < AA:
        rgb = _mixed(rgb, (0, 0, 0), 0.08)
    on = _WHITE if contrast(rgb, _WHITE) >= contrast(rgb, _INK) else _INK
    return {"brand": _hex(rgb), "on_brand": _hex(on), "brand_soft": _hex(_mixed(rgb, _WHITE, 0.9))}


def readable(brand: str) -> str:
    """The colour itself where text in it can be read on white, else the nearest darker one that can."""
    return theme_of(brand)["brand"]


def contrast_on_white(colour: str) -> float:
    """Raises ValueError for what is no colour."""
    if not _HEX.match(colour):
        raise ValueError(colour)
    return contrast(_rgb(colour), _WHITE)


def contrast(one: Rgb, other: Rgb) -> float:
    """1 to 21 (WCAG 2.2, definition of contrast ratio)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(rgb: Rgb) -> float:
    red, green, blue = (_linear(part / 255) for part in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _mixed(one: Rgb, other: Rgb, share: float) -> Rgb:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _rgb(text: str) -> Rgb:
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def _hex(rgb: Rgb) -> str:
    return "#{:02X}{:02X}{:02X}".format(*rgb)
