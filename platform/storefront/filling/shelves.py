"""What lists and home take from the shelves: counted once for as long as goods, categories and suppliers stay."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from catalog.browsing import Shelf, Wanted, by_codes, frame_of, heads, kinds_of, origins, shelf
from storefront.serving.parts import goods_part

Groups = Iterable[tuple[int, ...] | None]


def shelf_of(asked: Wanted) -> Shelf:
    """The page of a list; its facets are counted anew only for a search or a band of prices: there are too many."""
    frame = frame_of(asked)
    if frame.text.strip() or frame.price_min is not None or frame.price_max is not None:
        return shelf(asked)
    return shelf(asked, goods_part(f"kinds {frame}", lambda: kinds_of(frame)))


def first_of(groups: Groups, each: int) -> list[list[int]]:
    """Ids of the first `each` goods of every group of categories (None: of the mall)."""
    wanted = tuple(groups)
    return goods_part(f"heads {each} {wanted}", lambda: heads(wanted, each))


def ids_of_codes(codes: Sequence[str]) -> dict[str, int]:
    """Goods on sale by their codes, in the order asked for."""
    if not codes:
        return {}
    wanted = tuple(codes)
    return goods_part(f"codes {wanted}", lambda: by_codes(wanted))


def countries_of_goods() -> list[str]:
    """ISO codes of the countries goods on sale come from, the most frequent first."""
    return goods_part("origins", origins)
