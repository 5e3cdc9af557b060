"""For search engines: which pages there are, each with its twin in the other language, and which are nobody's business.

Prices and stock stand on the pages, not here. An index leads to parts of at most `PART` goods.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from catalog.browsing import sitemap, sitemap_size
from storefront.filling.heads import origin
from storefront.filling.mall import chrome
from storefront.filling.shelves import countries_of_goods
from storefront.serving import public
from storefront.templatetags.design import twin_path
from storefront.views.texts import address_of

PART = 10_000
"""Goods in a part: twice as many addresses, under the 50,000 that the protocol allows."""
_PRIVATE = (
    "/admin/", "/cart", "/checkout", "/pay/", "/me$", "/me/", "/login", "/register", "/logout", "/seller/", "/history",
    "/preview/",
)  # fmt: skip
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
_LANGUAGES = (("zh-Hans", "zh-hans"), ("en", "en"), ("x-default", "zh-hans"))


@public(query=())
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *"]
    lines += [f"Disallow: {prefix}{path}" for prefix in ("", "/en") for path in _PRIVATE]
    lines.append(f"Sitemap: {origin(request)}/sitemap.xml")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@public(query=())
def index(request: HttpRequest) -> HttpResponse:
    parts = -(-sitemap_size() // PART)
    names = ["pages", *(f"goods-{number}" for number in range(1, parts + 1))]
    rows = (f"<sitemap><loc>{escape(origin(request))}/sitemap-{name}.xml</loc></sitemap>" for name in names)
    return _xml("sitemapindex", 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"', rows)


@public(query=())
def pages(request: HttpRequest) -> HttpResponse:
    """Everything but goods: home, categories, countries, channels, texts."""
    return _xml("urlset", _NAMES, _entries(origin(request), ((path, None) for path in _paths(request))))


@public(query=())
def goods(request: HttpRequest, number: int) -> HttpResponse:
    rows = sitemap(PART, skip=(number - 1) * PART) if number >= 1 else []
    if not rows and number != 1:
        raise Http404
    found = ((reverse("storefront:product", args=[pk, slug]), changed) for pk, slug, changed in rows)
    return _xml("urlset", _NAMES, _entries(origin(request), found))


def _paths(request: HttpRequest) -> Iterator[str]:
    frame = chrome(request)
    yield from (
        reverse(f"storefront:{name}") for name in ("home", "categories", "articles", "notice", "licence")
    )
    yield from (
        reverse("storefront:category", args=[node.slug]) for root in frame.tree for node in root.below()
    )
    yield from (reverse("storefront:country", args=[iso.lower()]) for iso in countries_of_goods())
    yield from (reverse("storefront:channel", args=[name]) for name in ("new", "bonded", "direct"))
    yield from (address_of(row.kind, row.slug) for row in frame.said.articles)


def _entries(here: str, found: Iterable[tuple[str, datetime | None]]) -> Iterator[str]:
    """One entry a language, each naming all of them."""
    for path, changed in found:
        last = f"<lastmod>{changed.date().isoformat()}</lastmod>" if changed else ""
        twins = "".join(
            f'<xhtml:link rel="alternate" hreflang="{name}" href={quoteattr(here + twin_path(path, code))}/>'
            for name, code in _LANGUAGES
        )
        for code in ("zh-hans", "en"):
            yield f"<url><loc>{escape(here + twin_path(path, code))}</loc>{last}{twins}</url>"


def _xml(root: str, names: str, rows: Iterable[str]) -> HttpResponse:
    body = f"{_HEAD}<{root} {names}>{''.join(rows)}</{root}>\n"
    return HttpResponse(body, content_type="application/xml; charset=utf-8")
