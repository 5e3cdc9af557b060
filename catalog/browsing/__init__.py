"""Reads for pages: a shelf of goods with its facets, one product, what else there is."""

from catalog.browsing.goods import Goods, Picture
from catalog.browsing.heads import heads
from catalog.browsing.pages import (
    by_codes,
    by_ids,
    origins,
    product_page,
    related,
    reviews_of,
    sitemap,
    sitemap_size,
)
from catalog.browsing.shelves import Facet, Shelf, Wanted, frame_of, kinds_of, shelf
from catalog.browsing.tree import Node, tree

__all__ = [
    "Facet",
    "Goods",
    "Node",
    "Picture",
    "Shelf",
    "Wanted",
    "by_codes",
    "by_ids",
    "frame_of",
    "heads",
    "kinds_of",
    "origins",
    "product_page",
    "related",
    "reviews_of",
    "shelf",
    "sitemap",
    "sitemap_size",
    "tree",
]
