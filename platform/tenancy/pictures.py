"""Pictures from outside are never kept as they came: measured before they are opened, then drawn anew.

What a file is stands in its bytes. Formats that can carry a program (SVG) are refused, and so is what would
take too much memory to open: a few kilobytes can claim to be 40,000 pixels wide.
"""

from __future__ import annotations

import io
import warnings

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_BYTES = 15 * 1024 * 1024
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 12_000


class PictureRefused(Exception):
    """The message is for the person; `is_picture` is False where the file is none at all."""

    code = "picture"

    def __init__(self, message: str | Promise, *, is_picture: bool = True) -> None:
        super().__init__(message)
        self.message, self.is_picture = message, is_picture


def measured(data: bytes) -> tuple[int, int]:
    """Width and height from the head of the file; nothing is decoded. Raises PictureRefused."""
    if len(data) > MOST_BYTES:
        raise PictureRefused(_("A picture may have at most 15 MB."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
                width, height = picture.size
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise PictureRefused(_("This picture has too many pixels.")) from bomb
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as unknown:
        raise PictureRefused(_("This is not a JPEG, PNG or WebP picture."), is_picture=False) from unknown
    if max(width, height) > LONGEST_SIDE or width * height > MOST_PIXELS:
        raise PictureRefused(_("This picture has too many pixels."))
    return width, height


def sizes(data: bytes, widths: tuple[int, ...]) -> dict[int, bytes]:
    """WebP by width, never wider than the original; upright, without the camera's notes. Raises PictureRefused."""
    original = _opened(data)
    fitting = sorted({min(width, original.width) for width in widths})
    return {width: _webp(_within(original, width, original.height)) for width in fitting}


def one_size(data: bytes, *, longest: int) -> bytes:
    """One WebP whose longer side has at most `longest` pixels. Raises PictureRefused."""
    original = _opened(data)
    return _webp(_within(original, longest, longest))


def _opened(data: bytes) -> Image.Image:
    measured(data)
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
            picture.load()
            upright = ImageOps.exif_transpose(picture)
            return upright.convert("RGBA" if "A" in upright.getbands() else "RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as damaged:
        raise PictureRefused(_("This picture is damaged.")) from damaged


def _within(picture: Image.Image, width: int, height: int) -> Image.Image:
    smaller = picture.copy()
    smaller.thumbnail((width, height), Image.Resampling.LANCZOS)
    return smaller


def _webp(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=82, method=4)
    return out.getvalue()
