"""The font of pictures, by size."""

from functools import cache

from PIL import ImageFont
from typefaces.cjk import SIMPLIFIED, font_path


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    """The simplified Chinese face at a size in pixels. Raises FontMissingError."""
    return ImageFont.truetype(str(font_path()), size, index=SIMPLIFIED)
