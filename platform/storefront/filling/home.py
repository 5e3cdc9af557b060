"""The home page: the operator's blocks, or a sensible page made of what is on the shelves."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.browsing import Goods, Node, by_ids
from content import slots
from content.markup import html_of
from content.selectors import BannerRow, BlockRow
from orders.clock import beijing_day
from storefront.countries import country
from storefront.filling.cards import cards
from storefront.filling.language import language, say
from storefront.filling.mall import Chrome
from storefront.filling.shelves import countries_of_goods, first_of, ids_of_codes
from storefront.filling.tags import was_basis
from storefront.presentation import (
    Banner,
    Block,
    CarouselBlock,
    ChannelsBlock,
    CouponsBlock,
    CouponStub,
    FlashBlock,
    FloorBlock,
    Image,
    Link,
    Pavilion,
    PavilionsBlock,
    ProductCard,
    TextBlock,
)

_FLOOR, _FEED, _FLOORS_AT_MOST, _CHANNELS_AT_MOST, _COUPONS = 6, 12, 8, 10, 8
_TONES = ("brand", "sea", "sand", "rose", "plum")
_ICONS = {
    "baby": "baby", "beauty": "drop", "health": "leaf", "food": "cup", "fashion": "shirt", "home": "plug",
    "wine": "wine", "cellar": "wine", "appliances": "plug", "kitchen": "cup", "pet": "heart",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class HomePage:
    blocks: tuple[Block, ...]
    feed: tuple[ProductCard, ...]


@dataclass(frozen=True, slots=True)
class _Shelves:
    """Everything the blocks show, read by one statement once it is known what stands first."""

    by_category: dict[int, list[Goods]]
    feed: list[Goods]
    origins: list[str]
    by_code: dict[str, Goods]
    now: datetime

    @property
    def modes(self) -> set[str]:
        """How the goods shown here are sent: a mall offers no channel it has nothing for."""
        return {goods.mode for row in (*self.by_category.values(), self.feed) for goods in row}


def home_page(chrome: Chrome, now: datetime) -> HomePage:
    rows = list(chrome.said.blocks) or list(_usual(chrome.tree))
    floors = [node for row in rows if row.kind == "floor" for node in _floor_of(row, chrome)]
    shelves = _shelves(floors, [code for row in rows for code in _codes_of(row)], now)
    made = [block for row in rows for block in _MAKERS.get(row.kind, _nothing)(row, chrome, shelves)]
    shown = {goods.id for node in floors for goods in shelves.by_category.get(node.id, [])}
    feed = [goods for goods in shelves.feed if goods.id not in shown]
    return HomePage(tuple(made), cards(feed[:_FEED], now))


def _usual(tree: Iterable[Node]) -> Iterable[BlockRow]:
    """A mall whose operator has not arranged anything yet."""
    yield BlockRow("carousel", {}, {}, {})
    yield BlockRow("channels", {}, {}, {})
    yield BlockRow("countries", {}, {}, {})
    for node in tree:
        yield BlockRow("floor", node.name, {}, {"category": node.slug})


def _floor_of(row: BlockRow, chrome: Chrome) -> list[Node]:
    node = chrome.find(str(row.settings.get("category", "")))
    return [node] if node else []


def _codes_of(row: BlockRow) -> list[str]:
    """Of the goods that a flash strip names."""
    return [str(code) for code in row.settings.get("goods", [])] if row.kind == "flash" else []


def _shelves(floors: list[Node], codes: list[str], now: datetime) -> _Shelves:
    floors = floors[:_FLOORS_AT_MOST]
    *by_floor, feed_ids = first_of([*(node.ids for node in floors), None], _FLOOR * 2 + _FEED)
    ids = [found[:_FLOOR] for found in by_floor]
    named = ids_of_codes(codes)
    found = by_ids({*(pk for row in [*ids, feed_ids] for pk in row), *named.values()})
    return _Shelves(
        {node.id: [found[pk] for pk in row if pk in found] for node, row in zip(floors, ids, strict=True)},
        [found[pk] for pk in feed_ids if pk in found],
        countries_of_goods(),
        {code: found[pk] for code, pk in named.items() if pk in found},
        now,
    )


Maker = Callable[[BlockRow, Chrome, _Shelves], Iterable[Block]]


def _nothing(row: BlockRow, chrome: Chrome, shelves: _Shelves) -> Iterable[Block]:
    return ()


def _carousel(row: BlockRow, chrome: Chrome, shelves: _Shelves) -> Iterable[Block]:
    banners = tuple(_banner(slide, place) for place, slide in enumerate(chrome.said.banners))
    if banners:
        yield CarouselBlock(banners, say(row.title))


def _banner(slide: BannerRow, place: int) -> Banner:
    return Banner(
        title=say(slide.title),
        url=local_link(slide.link),
        text=say(slide.line),
        action=say(slide.button),
        tone=_TONES[place % len(_TONES)],
        image=_banner_image(slide.picture) if slide.picture else None,
    )


def _banner_image(picture: str) -> Image:
    return Image(picture if picture.startswith("data:") else f"/media/{picture}.webp", "", 840, 600)


def _text(row: BlockRow, chrome: Chrome, shelves: _Shelves) -> Iterable[Block]:
    if say(row.title) or say(row.body):
        yield TextBlock(say(row.title), html_of(say(row.body)))


def local_link(link: str) -> str:
    """A link as an operator wrote it, inside the mall and in the language of the page."""
    if not link.startswith("/") or link.startswith("//"):
        return link if link.startswith(("https://", "http://")) else "/"
    bare = link.rstrip("/") or "/"
    return f"/en{bare}" if language() == "en" and not bare.startswith("/en") else bare


def _channels(row: BlockRow, chrome: Chrome, shelves: _Shelves) -> Iterable[Block]:
    links = [
        Link(say(node.name), reverse("storefront:category", args=[node.slug]), icon=category_icon(node.slug))
        for node in chrome.tree
    ]
    links += [
        Link(text, reverse("storefront:channel", args=[name]), icon=icon)
        for name, text, icon, modes in _modes()
        if not shelves.modes.isdisjoint(modes)
    ]
    yield ChannelsBlock((*links, *_ways())[:_CHANNELS_AT_MOST], say(row.title))


def _modes() -> tuple[tuple[str, str, str, tuple[str, ...]], ...]:
    return (
        ("bonded", _("Bonded"), "warehouse", ("bonded_1210", "bonded_1239")),
        ("direct", _("Direct mail"), "plane", ("direct_9610",)),
        ("general", _("General trade"), "check", ("general",)),
    )


def _ways() -> tuple[Link, ...]:
    """What fills the two rows in every mall, the most asked for first."""
    return (
        Link(_("New arrivals"), reverse("storefront:channel", args=["new"]), icon="new"),
        Link(_("Best sellers"), f"{reverse('storefront:search')}?sort=sold", icon="sparkle"),
        Link(_("Country pavilions"), f"{reverse('storefront:categories')}#countries", icon="globe"),
        Link(_("Where is my parcel"), reverse("storefront:orders"), icon="truck"),
        Link(_("Favourites"), reverse("storefront:favourites"), icon="heart"),
        Link(_("Seen lately"), reverse("storefront:history"), icon="history"),
        Link(_("Identity book"), reverse("storefront:identities"), icon="id"),
        Link(_("Buyer's notice"), reverse("storefront:notice"), icon="doc"),
    )


def category_icon(slug: str) -> str:
    return next((icon for word, icon in _ICONS.items() if word in slug), "tag")


def _countries(row: BlockRow, chrome: Chrome, shelves: _Shelves) -> Iterable[Block]:
    pavilions = tuple(
        Pavilion(country(iso), reverse("storefront:country", args=[iso.lower()]))
        for iso in shelves.origins[:12]
    )
    if len(pavilions) > 1:
        yield PavilionsBlock(pavilions, say(row.title) or _("Country pavilions"))


def _flash(row: BlockRow, chrome: Chrome, shelves: _Shelves) -> Iterable[Block]:
    """限时特惠: of the goods it names those whose price is reduced now; nothing without an end that is told."""
    named = [shelves.by_code[code] for code in _codes_of(row) if code in shelves.by_code]
    reduced = tuple(card for card in cards(named, shelves.now) if card.was and not card.sold_out)
    if reduced and row.span.ends_at:
        yield FlashBlock(row.span.ends_at, reduced, title=say(row.title), basis=was_basis())


def _coupons(row: BlockRow, chrome: Chrome, shelves: _Shelves) -> Iterable[Block]:
    """What anybody may take; without a provider, or while it offers nothing, the strip is not there."""
    stubs = tuple(
        CouponStub(say(c.amount), say(c.condition), local_link(c.link), _until(c.until))
        for c in slots.coupons(now=shelves.now, most=_COUPONS)
    )
    if stubs:
        yield CouponsBlock(stubs, say(row.title))


def _until(end: datetime | None) -> str:
    return _("until %(day)s") % {"day": f"{beijing_day(end):%Y-%m-%d}"} if end else ""


def _floor(row: BlockRow, chrome: Chrome, shelves: _Shelves) -> Iterable[Block]:
    for node in _floor_of(row, chrome):
        shown = cards(shelves.by_category.get(node.id, []), shelves.now)
        if shown:
            url = reverse("storefront:category", args=[node.slug])
            yield FloorBlock(say(row.title) or say(node.name), shown, url, say(row.subtitle))


_MAKERS: dict[str, Maker] = {
    "carousel": _carousel,
    "channels": _channels,
    "countries": _countries,
    "coupons": _coupons,
    "flash": _flash,
    "floor": _floor,
    "text": _text,
}
