"""Every page and verb whose statements are counted. Lists must not cost more because they are longer."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.core.cache import cache
from django.test import Client

from storefront.serving import generation
from tests.queries.counting import counted
from tests.queries.furnishing import Furnished

# Those that show as many rows as there are: at most six statements, whatever the size. Public ones are kept whole, so
# they are judged by their first visitor; personal ones stand in a page of which the mall's words are kept.
PUBLIC_LISTS = {"category", "search", "api products"}
LISTS = {
    "category", "search", "cart", "orders list", "admin orders", "admin declarations", "admin messages",
    "admin dead letters", "api products", "api cart", "api orders",
}  # fmt: skip
MOST_OF_A_LIST = 6


def pages(of: Furnished) -> Iterator[tuple[str, Callable[[], object]]]:
    guest, shopper, owner = of.browser(None), of.browser(of.shopper), of.browser(of.owner)
    number, slug = of.product
    yield "home", _page(guest, "/")
    yield "category", _page(guest, "/c/milk")
    yield "search", _page(guest, "/search?q=测试")
    yield "product", _page(guest, f"/p/{number}-{slug}")
    yield "cart", _page(shopper, "/cart")
    yield "checkout", _page(shopper, "/checkout")
    yield "pay", _page(shopper, f"/pay/{of.order}")
    yield "orders list", _page(shopper, "/me/orders")
    yield "order page", _page(shopper, f"/me/orders/{of.order}")
    yield "admin orders", _page(owner, "/admin/orders/order/")
    yield "admin declarations", _page(owner, "/admin/customs/declaration/")
    yield "admin messages", _page(owner, "/admin/customs/message/")
    yield "admin dead letters", _page(owner, "/admin/journal/delivery/?state__exact=dead")
    for what in ("products", "cart", "orders"):
        yield (
            f"api {what}",
            _page(
                guest, f"/openapi/v1/{what}", Accept="application/json", Authorization=f"Bearer {of.token}"
            ),
        )


def _page(client: Client, path: str, **headers: str) -> Callable[[], object]:
    def ask() -> None:
        answer = client.get(path, headers=headers)
        assert answer.status_code == 200, (path, answer.status_code, answer.headers)

    return ask


def costs(of: Furnished) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Statements of each page for the first visitor after the cache was emptied, and for the second one."""
    first, second = {}, {}
    for name, ask in pages(of):
        ask()
        cache.clear()
        generation.forget()
        first[name], second[name] = counted(ask), counted(ask)
    return first, second
