"""Cards and the blocks a home page is made of. Each block names the component that draws it."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from storefront.presentation.money import Price
from storefront.presentation.page import Country, Image, Link


@dataclass(frozen=True, slots=True)
class ProductCard:
    """``mode``: a code of ``modes.MODES``. ``was``: struck price (划线价), only with its ``was_basis``.

    ``taken_percent``: share of a flash stock already sold, None outside a flash sale.
    """

    title: str
    url: str
    price: Price
    image: Image | None = None
    mode: str = ""
    country: Country | None = None
    tax_included: bool = True
    was: Price | None = None
    was_basis: str = ""
    rating: float | None = None
    review_count: int = 0
    sold: str = ""
    tags: tuple[str, ...] = ()
    sold_out: bool = False
    taken_percent: int | None = None


@dataclass(frozen=True, slots=True)
class Banner:
    """``tone``: brand, sand, sea, rose or plum, the grounds the style sheet knows."""

    title: str
    url: str
    text: str = ""
    image: Image | None = None
    tone: str = "brand"
    action: str = ""


@dataclass(frozen=True, slots=True)
class Pavilion:
    """Country pavilion (国家馆)."""

    country: Country
    url: str
    text: str = ""
    image: Image | None = None


@dataclass(frozen=True, slots=True)
class CouponStub:
    """A coupon in a strip: ``amount`` as shown ("¥30", "9折"), ``url`` where it is claimed."""

    amount: str
    condition: str
    url: str
    until: str = ""
    claimed: bool = False


@dataclass(frozen=True, slots=True)
class CarouselBlock:
    template: ClassVar[str] = "components/carousel.html"
    banners: tuple[Banner, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class ChannelsBlock:
    template: ClassVar[str] = "components/channel_grid.html"
    channels: tuple[Link, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class PavilionsBlock:
    template: ClassVar[str] = "components/pavilions.html"
    pavilions: tuple[Pavilion, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class FlashBlock:
    """Flash sale (限时抢购); ``ends_at`` is aware. ``basis``: what the struck prices are."""

    template: ClassVar[str] = "components/flash_strip.html"
    ends_at: datetime
    cards: tuple[ProductCard, ...]
    url: str = ""
    title: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class CouponsBlock:
    template: ClassVar[str] = "components/coupon_strip.html"
    coupons: tuple[CouponStub, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class FloorBlock:
    """A floor (楼层) of the home page: a heading, perhaps a banner, cards."""

    template: ClassVar[str] = "components/floor.html"
    title: str
    cards: tuple[ProductCard, ...]
    url: str = ""
    text: str = ""
    banner: Banner | None = None


@dataclass(frozen=True, slots=True)
class TextBlock:
    """``html`` is trusted: it comes from ``content``, which cleans what operators write."""

    template: ClassVar[str] = "components/text_block.html"
    title: str
    html: str = ""


Block = CarouselBlock | ChannelsBlock | PavilionsBlock | FlashBlock | CouponsBlock | FloorBlock | TextBlock
