"""Lists: the whole state of a list stands in its address, so facets are links."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from catalog.browsing import Facet, Shelf, Wanted
from storefront import reading
from storefront.countries import country
from storefront.filling.cards import cards
from storefront.filling.language import say
from storefront.filling.paging import address, pagination, toggled
from storefront.presentation import FacetGroup, Link, Listing, PriceBand, mode_view

_MOST_VALUES = 20
FACETS = ("mode", "origin", "brand", "warehouse")
LIST = (*FACETS, "price_min", "price_max", "sort", "page")
"""What a list reads of its address."""


def wanted(query: QueryDict, **frame: object) -> Wanted:
    """What the address asks for; values that make no sense are as if they were not there."""
    low, high = reading.amount(query, "price_min"), reading.amount(query, "price_max")
    if low is not None and high is not None and low > high:
        low, high = high, low
    values: dict[str, Any] = {
        name: tuple(dict.fromkeys(query.getlist(name)))[:_MOST_VALUES] for name in FACETS
    }
    chosen: dict[str, Any] = {
        name: tuple(_clean(one) for one in found if one) for name, found in values.items()
    }
    return Wanted(
        **chosen,
        price_min=low,
        price_max=high,
        sort=query.get("sort", ""),
        page=min(max(1, reading.number(query, "page", missing=1)), 100_000),
        **frame,  # type: ignore[arg-type]
    )


def _clean(value: str) -> str:
    return value.replace("\x00", "")[:80]


def listing(
    request: HttpRequest, title: str, asked: Wanted, found: Shelf, now: datetime, *, text: str = "",
    rail: tuple[Link, ...] = (), without: tuple[str, ...] = (),
) -> Listing:  # fmt: skip
    """`without`: facets that the page itself already settles."""
    chosen = _chosen(request, asked, found)
    return Listing(
        title=title,
        cards=cards(found.goods, now),
        count=f"{found.total:,}",
        text=text,
        rail=rail,
        facets=tuple(g for name in FACETS if name not in without for g in _group(request, name, found)),
        price_band=_band(request, asked),
        chosen=chosen,
        clear_url=address(request, page=None, price_min=None, price_max=None, **dict.fromkeys(FACETS))
        if chosen
        else "",
        sorts=_sorts(request, asked.sort),
        pagination=pagination(request, found.page, found.pages),
    )


def _titles() -> dict[str, str]:
    return {
        "mode": _("How it is sent"),
        "origin": _("Country of origin"),
        "brand": _("Brand"),
        "warehouse": _("Warehouse"),
    }


_SAYS: dict[str, Callable[[Facet], str]] = {
    "mode": lambda facet: str(view.word) if (view := mode_view(facet.value)) else facet.value,
    "origin": lambda facet: country(facet.value).name,
}


def says(name: str, facet: Facet) -> str:
    return _SAYS.get(name, lambda one: say(one.says))(facet)


def _group(request: HttpRequest, name: str, found: Shelf) -> list[FacetGroup]:
    options = tuple(
        Link(says(name, facet), toggled(request, name, facet.value), facet.chosen, count=str(facet.count))
        for facet in found.facets[name][:_MOST_VALUES]
    )
    return (
        [FacetGroup(_titles()[name], options)] if len(options) > 1 or any(o.current for o in options) else []
    )


def _chosen(request: HttpRequest, asked: Wanted, found: Shelf) -> tuple[Link, ...]:
    links = []
    for name in FACETS:
        known = {facet.value: facet for facet in found.facets[name]}
        for value in getattr(asked, name):
            facet = known.get(value) or Facet(value, {"en": value, "zh-hans": value}, 0, True)
            links.append(Link(says(name, facet), toggled(request, name, value)))
    if asked.price_min is not None or asked.price_max is not None:
        band = (
            f"¥{_plain(asked.price_min) or '0'} – {'¥' + _plain(asked.price_max) if asked.price_max else '…'}"
        )
        links.append(Link(band, address(request, price_min=None, price_max=None, page=None)))
    return tuple(links)


def _band(request: HttpRequest, asked: Wanted) -> PriceBand:
    keep = [
        (name, value)
        for name, values in request.GET.lists()
        if name not in ("price_min", "price_max", "page")
        for value in values
    ]
    return PriceBand(request.path, _plain(asked.price_min), _plain(asked.price_max), tuple(keep))


def _plain(amount: Decimal | None) -> str:
    if amount is None:
        return ""
    return f"{amount:f}".removesuffix(".00")


def _sorts(request: HttpRequest, current: str) -> tuple[Link, ...]:
    words = (
        ("", _("Recommended")),
        ("sold", _("Best selling")),
        ("new", _("Newest")),
        ("price", _("Price up")),
        ("-price", _("Price down")),
    )
    return tuple(
        Link(text, address(request, sort=code or None, page=None), code == current) for code, text in words
    )
