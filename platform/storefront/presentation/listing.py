"""Lists of products: categories, search, channels, shops. The whole state of a list is in its address."""

from dataclasses import dataclass

from storefront.presentation.cards import ProductCard
from storefront.presentation.page import Link, Pagination


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """``options``: links that set or take away one value; ``current`` = chosen, ``count`` = hits."""

    title: str
    options: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class PriceBand:
    """The from-to form of a list; ``keep``: the other query values (name, value), sent as hidden fields."""

    action: str
    low: str = ""
    high: str = ""
    keep: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """``count`` is the number as shown ("1,204"); ``chosen`` are links that take a chosen facet away again.

    ``rail``: neighbouring categories with children. ``near``: what to show when nothing was found.
    """

    title: str
    cards: tuple[ProductCard, ...]
    count: str
    text: str = ""
    rail: tuple[Link, ...] = ()
    facets: tuple[FacetGroup, ...] = ()
    price_band: PriceBand | None = None
    chosen: tuple[Link, ...] = ()
    clear_url: str = ""
    sorts: tuple[Link, ...] = ()
    pagination: Pagination | None = None
    near: tuple[ProductCard, ...] = ()
