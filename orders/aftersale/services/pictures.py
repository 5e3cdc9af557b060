"""Pictures as they are kept: made anew from the pixels, so that no hidden data or trick file comes in."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image, ImageOps, UnidentifiedImageError

from orders.aftersale.types import BadPicture

MOST, LARGEST = 6, 5 * 1024 * 1024
_PIXELS, _EDGE = 40_000_000, 1280


def as_kept(pictures: Sequence[bytes]) -> list[bytes]:
    """JPEG of at most 1280 pixels a side, without metadata. Raises BadPicture."""
    if len(pictures) > MOST or any(len(content) > LARGEST for content in pictures):
        raise BadPicture()
    return [_small(content) for content in pictures]


def _small(content: bytes) -> bytes:
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as picture:
            if picture.width * picture.height > _PIXELS:
                raise BadPicture()
            turned = ImageOps.exif_transpose(picture).convert("RGB")
        turned.thumbnail((_EDGE, _EDGE))
        kept = io.BytesIO()
        turned.save(kept, "JPEG", quality=82)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise BadPicture() from error
    return kept.getvalue()
