"""Lists of goods: categories, search, channels, countries, shops."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.browsing import Node, by_ids
from content.selectors import moved
from partners.selectors import shop_of
from partners.types import Shop
from storefront import reading
from storefront.countries import NAMES, country
from storefront.filling.cards import cards
from storefront.filling.heads import head
from storefront.filling.home import category_icon
from storefront.filling.language import say
from storefront.filling.listing import LIST, listing, wanted
from storefront.filling.mall import Chrome, category_link, chrome
from storefront.filling.pictures import first_image
from storefront.filling.shelves import countries_of_goods, first_of, shelf_of
from storefront.presentation import Image, Link, Pavilion, PavilionsBlock, ProductCard, ShopCard
from storefront.serving import public
from storefront.serving.pages import page

_MODES = {
    "bonded": ("bonded_1210", "bonded_1239"),
    "direct": ("direct_9610",),
    "parcel": ("personal_parcel",),
    "general": ("general",),
}


@public(query=())
def categories(request: HttpRequest) -> HttpResponse:
    frame = chrome(request)
    pavilions = tuple(
        Pavilion(country(iso), reverse("storefront:country", args=[iso.lower()]))
        for iso in countries_of_goods()
    )
    return page(
        request,
        "storefront/categories.html",
        head(request, _("Categories")),
        categories=_pictured(frame.tree),
        pavilions=PavilionsBlock(pavilions) if pavilions else None,
        tab="categories",
    )


def _pictured(roots: tuple[Node, ...]) -> list[Link]:
    """The tree, each branch with the picture of its first product: two statements for all of them."""
    nodes = [child for root in roots for child in root.children or (root,)]
    ids = {
        node.id: row[0] for node, row in zip(nodes, first_of([n.ids for n in nodes], 1), strict=True) if row
    }
    found = by_ids(ids.values())

    def tile(node: Node) -> Link:
        goods = found.get(ids.get(node.id, 0))
        return replace(category_link(node), picture=first_image(goods, "") if goods else None)

    return [
        replace(
            category_link(root),
            icon=category_icon(root.slug),
            children=tuple(tile(child) for child in root.children or (root,)),
        )
        for root in roots
    ]


@public(query=LIST)
def category(request: HttpRequest, slug: str) -> HttpResponse:
    frame = chrome(request)
    node = frame.find(slug)
    if node is None:
        return _moved(slug)
    asked = wanted(request.GET, category_ids=node.ids)
    path = frame.path_to(node)
    return page(
        request,
        "storefront/list.html",
        head(request, say(node.name)),
        listing=listing(
            request, say(node.name), asked, shelf_of(asked), timezone.now(), rail=_rail(frame, path[0], slug)
        ),
        crumbs=[category_link(one) for one in path],
        tab="categories",
    )


def _moved(slug: str) -> HttpResponse:
    new = moved("category", slug)
    if new is None:
        raise Http404
    return HttpResponsePermanentRedirect(reverse("storefront:category", args=[new]))


def _rail(frame: Chrome, root: Node, slug: str) -> tuple[Link, ...]:
    """The categories of the mall, the one stood in opened."""
    return tuple(category_link(node, slug, deep=node.id == root.id) for node in frame.tree)


@public(query=(*LIST, "q"), seconds=300)
def search(request: HttpRequest) -> HttpResponse:
    query = reading.text(request.GET, "q")
    asked = wanted(request.GET, text=query)
    found, now = shelf_of(asked), timezone.now()
    made = listing(request, _("All goods"), asked, found, now)
    near: tuple[ProductCard, ...] = ()
    if not found.total:
        ids = first_of([None], 6)[0]
        near = cards(by_ids(ids).values(), now)
    return page(
        request,
        "storefront/search.html",
        head(
            request,
            _("Search: %(query)s") % {"query": query} if query else _("All goods"),
            robots="noindex" if query else "",
        ),
        listing=_with_near(made, near),
        query=query,
        read_as=found.read_as,
        tab="categories",
    )


def _with_near(made: object, near: tuple) -> object:
    return replace(made, near=near) if near else made  # type: ignore[type-var]


@public(query=LIST)
def channel(request: HttpRequest, name: str) -> HttpResponse:
    """/bonded, /direct and the like; /new is everything, the newest first."""
    if name == "new":
        asked = wanted(_newest_first(request))
        title, text = _("New arrivals"), ""
    elif name in _MODES:
        asked = wanted(request.GET, modes_of=_MODES[name])
        title, text = _channel_words()[name]
    else:
        raise Http404
    made = listing(
        request,
        title,
        asked,
        shelf_of(asked),
        timezone.now(),
        text=text,
        without=() if name == "new" else ("mode",),
    )
    return page(
        request,
        "storefront/list.html",
        head(request, title, text),
        listing=made,
        crumbs=[Link(title, request.path)],
    )


def _newest_first(request: HttpRequest) -> QueryDict:
    query = request.GET.copy()
    query.setdefault("sort", "new")
    return query


def _channel_words() -> dict[str, tuple[str, str]]:
    return {
        "bonded": (
            _("Bonded warehouse"),
            _("Stock that waits in a bonded zone in China and clears customs the moment you order."),
        ),
        "direct": (
            _("Direct mail from abroad"),
            _("Posted from warehouses abroad, cleared piece by piece on arrival."),
        ),
        "parcel": (_("Buyer's parcels"), _("Bought abroad for you and sent as a personal parcel.")),
        "general": (_("General trade"), _("Imported and taxed already, ships like any domestic order.")),
    }


@public(query=LIST)
def country_page(request: HttpRequest, iso: str) -> HttpResponse:
    code = iso.upper()
    if code not in NAMES:
        raise Http404
    place = country(code)
    asked = wanted(request.GET, origin_of=code)
    made = listing(request, place.name, asked, shelf_of(asked), timezone.now(), without=("origin",))
    return page(
        request,
        "storefront/list.html",
        head(request, place.name),
        listing=made,
        crumbs=[Link(place.name, request.path)],
    )


@public(query=LIST)
def shop(request: HttpRequest, slug: str) -> HttpResponse:
    found = shop_of(slug)
    if found is None:
        raise Http404
    name = say(found.name)
    asked = wanted(request.GET, supplier_code=found.code)
    return page(
        request,
        "storefront/list.html",
        head(request, name, say(found.intro)),
        listing=listing(request, name, asked, shelf_of(asked), timezone.now()),
        shop=ShopCard(
            name,
            request.path,
            say(found.intro),
            found.company_name,
            logo=Image(f"/media/{found.logo}", name, 128, 128) if found.logo else None,
            banner=Image(f"/media/{found.banner}", "", 1600, 400) if found.banner else None,
        ),
        featured=_featured(found, request),
        crumbs=[Link(name, request.path)],
    )


def _featured(found: Shop, request: HttpRequest) -> list[ProductCard]:
    """What the supplier puts first, in its order; only at the head of the whole shop, not of a narrowed list."""
    if request.GET or not found.featured:
        return []
    goods = by_ids(found.featured)
    own = [goods[pk] for pk in found.featured if pk in goods and goods[pk].supplier_slug == found.code]
    return list(cards(own, timezone.now()))
