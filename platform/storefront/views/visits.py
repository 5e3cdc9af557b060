"""Counting visits: told by script after the page is there, since public pages are the same bytes for everybody.

What a page was follows from its address. Nothing of the reader is kept: no name, no cookie, no number of the device.
Whoever asks not to be followed (Do Not Track, Global Privacy Control), machines and the mall's own people are not
counted, nor is more than a person can read.
"""

from __future__ import annotations

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import timezone
from django.utils.translation import get_language_from_path, override
from django.views.decorators.http import require_POST

from accounts.adapter import client_address
from analytics.services import count_views
from analytics.types import Channel, Page, View
from catalog.browsing import by_ids
from storefront import reading
from storefront.devices import device
from storefront.serving import personal, shopper_id
from storefront.tries import within

_PAGES = {
    "home": Page.HOME,
    "categories": Page.LIST,
    "category": Page.LIST,
    "country": Page.LIST,
    "channel": Page.LIST,
    "search": Page.SEARCH,
    "product": Page.PRODUCT,
    "shop": Page.SHOP,
    "help": Page.TEXT,
    "articles": Page.TEXT,
    "article": Page.TEXT,
    "notice": Page.TEXT,
    "licence": Page.TEXT,
    "cart": Page.CART,
    "checkout": Page.CHECKOUT,
}
_MACHINES = re.compile(
    r"(?<!cu)bot(?:\b|_)|crawl|spider|slurp|headless|preview|monitor|lighthouse|curl|wget|python|java/|go-http",
    re.IGNORECASE,
)
PER_MINUTE = 120
"""Pages that one address may have counted in a minute: an office behind one address, no flood."""


@personal
@require_POST
def visits(request: HttpRequest) -> HttpResponse:
    """`page`: the path that was read; `begins=1`: a visit began with it. 204 whether it was counted or not."""
    view = _read(request) if _is_a_reader(request) else None
    if view is not None and within("visits", client_address(request), most=PER_MINUTE, seconds=60):
        count_views(views=[view], now=timezone.now())
    return HttpResponse(status=204)


def _is_a_reader(request: HttpRequest) -> bool:
    told = request.headers
    if told.get("DNT") == "1" or told.get("Sec-GPC") == "1":
        return False
    agent = told.get("User-Agent", "")
    if not agent or _MACHINES.search(agent):
        return False
    return not request.user.is_authenticated or shopper_id(request) is not None


def _read(request: HttpRequest) -> View | None:
    """None for what is no page of this mall."""
    found = _match(reading.text(request.POST, "page", most=2000))
    if found is None:
        return None
    page, product_id = _PAGES.get(found.url_name or "", Page.OTHER), None
    if page is Page.PRODUCT:
        product_id = int(found.kwargs["product_id"])
        if product_id > 2**63 - 1 or not by_ids([product_id]):
            return None
    begins = request.POST.get("begins") == "1"
    return View(page, Channel(device(request).value), begins=begins, product_id=product_id)


def _match(path: str) -> ResolverMatch | None:
    with override(get_language_from_path(path) or settings.LANGUAGE_CODE):
        try:
            found = resolve(path)
        except Resolver404:
            return None
    is_page = found.namespaces == ["storefront"] or (found.url_name or "").startswith("account_")
    return found if is_page else None
