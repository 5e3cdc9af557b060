"""Drawn pictures kept on disk under a name made of what they show and of the code that drew them."""

import hashlib
from functools import cache
from pathlib import Path

from demo.drawing.banners import draw_banner
from demo.drawing.pictures import draw
from demo.goods.types import Banner, Product


@cache
def drawing_hash() -> str:
    """Changes with any line of this package, so that old pictures are never shown for new code."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def stored(folder: Path, product: Product, view: str, width: int, lang: str = "zh") -> Path:
    """The file of one picture, drawn if it is not there yet."""
    path = folder / f"{product.code}-{view}-{lang}-{width}-{_key(repr(product))}.webp"
    return path if path.is_file() else _written(path, draw(product, view, width, lang))


def stored_banner(folder: Path, banner: Banner, form: str, lang: str = "zh") -> Path:
    """The file of one banner, drawn if it is not there yet."""
    path = folder / f"{banner.code}-{form}-{lang}-{_key(repr(banner))}.webp"
    return path if path.is_file() else _written(path, draw_banner(banner, form, lang))


def _key(shown: str) -> str:
    return hashlib.sha256(f"{drawing_hash()}{shown}".encode()).hexdigest()[:12]


def _written(path: Path, content: bytes) -> Path:
    """Written beside and renamed, so that a reader never meets half a picture."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(".part")
    half.write_bytes(content)
    return half.replace(path)
