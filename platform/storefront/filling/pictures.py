"""Pictures of goods as `Image`: files `<name>-<width>.webp` in the mall's own folder."""

from __future__ import annotations

from catalog.browsing import Goods, Picture
from storefront.filling.language import say
from storefront.presentation import Image

USUAL = (200, 400, 800)


def image_of(picture: Picture, title: str) -> Image:
    return sized(picture.name, picture.widths or USUAL, say(picture.alt) or title)


def first_image(goods: Goods, title: str) -> Image | None:
    return image_of(goods.pictures[0], title) if goods.pictures else None


def thumb(name: str, title: str) -> Image | None:
    """The small picture of a line, by its name alone; None where the product has none."""
    return Image(_file(name, USUAL[0]), title, 200, 200) if name else None


def sized(name: str, widths: tuple[int, ...], alt: str) -> Image:
    ordered = sorted(widths)
    middle = ordered[len(ordered) // 2]
    srcset = ", ".join(f"{_file(name, width)} {width}w" for width in ordered)
    return Image(_file(name, middle), alt, 800, 800, srcset if len(ordered) > 1 else "")


def _file(name: str, width: int) -> str:
    return f"/media/{name}-{width}.webp"
