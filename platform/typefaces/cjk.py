"""Noto Sans CJK: a collection, of which one face is simplified Chinese."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

#: Place of the face in the collection: JP, KR, SC, TC, HK.
SIMPLIFIED = 2
DEBIAN = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
_PACKAGE, _FILE = "noto_cjk_sans_otc", "NotoSansCJK-Regular.ttc"


class FontMissingError(RuntimeError):
    """No font covers simplified Chinese."""


@cache
def font_path() -> Path:
    """Where the collection is. Raises FontMissingError."""
    spec = find_spec(_PACKAGE)
    places = [Path(place) / _FILE for place in (spec.submodule_search_locations or ())] if spec else []
    for path in (*places, DEBIAN):
        if path.is_file():
            return path
    raise FontMissingError("no CJK font: install the package noto-cjk-sans-otc or Debian's fonts-noto-cjk")
