"""The product page."""

from dataclasses import dataclass
from datetime import datetime

from storefront.presentation.cards import ProductCard
from storefront.presentation.money import Price, TaxTable
from storefront.presentation.page import Country, Image, Link


@dataclass(frozen=True, slots=True)
class SkuView:
    """One choice (规格). ``most``: the largest quantity one may take now; 0 when sold out.

    ``contents``: what a bundle holds, a line a part. ``values``: ids of its values of the product's variations.
    """

    id: str
    text: str
    price: Price
    most: int
    was: Price | None = None
    stock_note: str = ""
    chosen: bool = False
    image: Image | None = None
    contents: tuple[str, ...] = ()
    values: str = ""

    @property
    def sold_out(self) -> bool:
        return self.most < 1


@dataclass(frozen=True, slots=True)
class VariationView:
    """An attribute to choose by: its values as (id, text)."""

    name: str
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class NamedValue:
    """A row of a specification or of the Chinese electronic label (中文电子标签)."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class ReviewView:
    """``rating`` 1 to 5. Words of shoppers are plain text: templates escape them."""

    author: str
    rating: int
    text: str
    at: datetime
    sku: str = ""
    images: tuple[Image, ...] = ()
    reply: str = ""
    reply_at: datetime | None = None
    follow_up: str = ""
    follow_up_at: datetime | None = None
    bought: bool = False


@dataclass(frozen=True, slots=True)
class ReviewSummary:
    average: float
    count: int
    good: int = 0
    middling: int = 0
    bad: int = 0


@dataclass(frozen=True, slots=True)
class ShopCard:
    name: str
    url: str
    text: str = ""
    rating: str = ""
    logo: Image | None = None
    banner: Image | None = None


@dataclass(frozen=True, slots=True)
class ProductView:
    """``quote_url``: GET ?sku=&quantity= answers ``storefront/product_quote.html`` for a changed choice.

    ``eta``: one whole sentence. ``promises``: the service row. ``description`` is trusted, cleaned HTML.
    """

    id: str
    title: str
    url: str
    skus: tuple[SkuView, ...]
    gallery: tuple[Image, ...] = ()
    subtitle: str = ""
    brand: Link | None = None
    mode: str = ""
    country: Country | None = None
    warehouse: str = ""
    eta: str = ""
    freight: str = ""
    expiry: str = ""
    tax: TaxTable | None = None
    tax_included: bool = True
    was_basis: str = ""
    promises: tuple[str, ...] = ()
    specs: tuple[NamedValue, ...] = ()
    label: tuple[NamedValue, ...] = ()
    description: str = ""
    reviews: tuple[ReviewView, ...] = ()
    review_summary: ReviewSummary | None = None
    reviews_url: str = ""
    shop: ShopCard | None = None
    related: tuple[ProductCard, ...] = ()
    quote_url: str = ""
    share_title: str = ""
    sold: str = ""
    variations: tuple[VariationView, ...] = ()

    @property
    def picks(self) -> tuple[VariationView, ...]:
        """With two attributes or more one chooses value by value; with one the list of SKUs says as much."""
        return self.variations if len(self.variations) > 1 else ()

    @property
    def chosen(self) -> SkuView:
        """The SKU the page opens with: the marked one, else the first in stock, else the first."""
        marked = [sku for sku in self.skus if sku.chosen] or [sku for sku in self.skus if not sku.sold_out]
        return (marked or list(self.skus))[0]

    @property
    def sold_out(self) -> bool:
        return all(sku.sold_out for sku in self.skus)


@dataclass(frozen=True, slots=True)
class QuoteView:
    """Answer of ``quote_url``: the price and the tax of ``quantity`` pieces of one SKU."""

    sku: SkuView
    quantity: int
    tax: TaxTable
    was_basis: str = ""
    tax_included: bool = True


@dataclass(frozen=True, slots=True)
class StarChoice:
    value: str
    rating: float
    text: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A bought line with its form, or with what was said. ``open``: signed for and not reviewed yet; ``adds``: a
    follow-up may be written; ``field``: where ``problem`` belongs (stars, text, pictures; empty: the whole)."""

    id: str
    title: str
    url: str
    sku: str = ""
    image: Image | None = None
    open: bool = False
    review: ReviewView | None = None
    hidden_because: str = ""
    adds: bool = False
    stars: tuple[StarChoice, ...] = ()
    text: str = ""
    more: str = ""
    problem: str = ""
    field: str = ""
    most_letters: int = 1000
