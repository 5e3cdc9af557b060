"""Reads of the orders floor."""

from orders.notices import buyers_notice
from orders.selectors.carts import cart_of, cart_pieces, cart_view, contents_of
from orders.selectors.documents import customs_documents
from orders.selectors.lists import order_counts, orders_of, packages_of
from orders.selectors.page import order_page
from orders.selectors.paying import payments_seen
from orders.selectors.pieces import pieces_of
from orders.selectors.visible import visible_orders, visible_packages

__all__ = [
    "buyers_notice",
    "cart_of",
    "cart_pieces",
    "cart_view",
    "contents_of",
    "customs_documents",
    "order_counts",
    "order_page",
    "orders_of",
    "packages_of",
    "payments_seen",
    "pieces_of",
    "visible_orders",
    "visible_packages",
]
