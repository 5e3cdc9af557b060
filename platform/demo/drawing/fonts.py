"""The font of pictures: Noto Sans CJK from its package, else Debian's copy; its absence is named."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PIL import ImageFont

SIMPLIFIED = 2  # faces of the collection: JP, KR, SC, TC, HK
DEBIAN = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")


class FontMissingError(RuntimeError):
    """No font covers simplified Chinese."""


@cache
def font_path() -> Path:
    """Where the font is. Raises FontMissingError."""
    spec = find_spec("noto_cjk_sans_otc")
    places = [Path(place) for place in (spec.submodule_search_locations or ())] if spec else []
    for path in (*(place / "NotoSansCJK-Regular.ttc" for place in places), DEBIAN):
        if path.is_file():
            return path
    raise FontMissingError("no CJK font: install the package noto-cjk-sans-otc or Debian's fonts-noto-cjk")


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    """The simplified Chinese face at a size in pixels."""
    return ImageFont.truetype(str(font_path()), size, index=SIMPLIFIED)
