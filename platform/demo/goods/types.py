"""The shapes of demo goods. Money is Decimal yuan with two places, weights are Decimal kilograms."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Text:
    """One text in the two languages of the malls."""

    zh: str
    en: str


@dataclass(frozen=True)
class Category:
    """A leaf or branch of a mall's tree; `code` is the slug path such as ``beauty/skincare``."""

    mall: str
    code: str
    name: Text

    @property
    def parent(self) -> str | None:
        return self.code.rpartition("/")[0] or None


@dataclass(frozen=True)
class Brand:
    """An invented brand; `origin` is the ISO country it says it comes from."""

    code: str
    name: Text
    origin: str
    story: Text


@dataclass(frozen=True)
class Attribute:
    """By what SKUs differ (规格), offered to goods of `category` and below it; `values` in the order of choosing."""

    mall: str
    category: str
    code: str
    name: Text
    values: tuple[Text, ...]


@dataclass(frozen=True)
class Supplier:
    """An invented company; `company_code` (统一社会信用代码) has valid check characters."""

    code: str
    mall: str
    name: Text
    company_code: str
    customs_code: str
    city: Text
    about: Text


@dataclass(frozen=True)
class Warehouse:
    """`kind` is bonded, overseas or domestic; `mode` is bonded_1210, direct_9610 or general."""

    code: str
    mall: str
    name: Text
    kind: str
    mode: str
    country: str
    port: str
    days: tuple[int, int]


@dataclass(frozen=True)
class Sku:
    """One sellable choice. `price` is yuan before import tax, for one `unit` of the product.

    `options`: what each property is called and its value, in the order of the product's `attributes` where it has any.
    `content` is what one sold unit holds, in the product's `content_unit`; `factor1` and `factor2` are
    how many statutory units (法定单位) one sold unit is.
    """

    code: str
    barcode: str
    options: tuple[tuple[Text, Text], ...]
    price: Decimal
    stock: int
    content: Decimal
    net_kg: Decimal
    gross_kg: Decimal
    factor1: Decimal
    factor2: Decimal | None


@dataclass(frozen=True)
class Trade:
    """What customs must know (trade profile); units are three-digit customs codes."""

    hs10: str
    declared_name: str
    gmodel: str
    unit: str
    unit1: str
    unit2: str | None
    content_unit: str


@dataclass(frozen=True)
class Look:
    """How the product is drawn: a shape, the names of two colours, a finish."""

    shape: str
    body: str
    accent: str
    ground: str


@dataclass(frozen=True)
class Product:
    """One product in both languages, complete: whatever is optional in the TOML is filled in by its kind.

    `attributes`: codes of those its SKUs are chosen by, value by value; empty where one word tells them apart.
    """

    code: str
    mall: str
    kind: str
    category: str
    brand: Brand
    name: Text
    title: Text
    description: Text
    points: tuple[Text, ...]
    specs: tuple[tuple[Text, Text], ...]
    elabel: tuple[tuple[Text, Text], ...]
    origin: str
    trade: Trade
    skus: tuple[Sku, ...]
    attributes: tuple[str, ...]
    supplier: str
    warehouse: str
    mode: str
    expiry_months: int | None
    tags: tuple[str, ...]
    look: Look


@dataclass(frozen=True)
class Review:
    """`stars` 1 to 5; `reply` is the seller's, empty when nobody answered."""

    product: str
    author: str
    stars: int
    text: Text
    reply: Text | None
    follow_up: Text | None
    days_ago: int


@dataclass(frozen=True)
class Article:
    """A help page; `body` is plain text, blank lines between paragraphs. `mall` None: all malls."""

    code: str
    mall: str | None
    title: Text
    body: Text


@dataclass(frozen=True)
class Banner:
    """A picture with words on the home page; `link` is a path inside the mall."""

    code: str
    mall: str
    title: Text
    line: Text
    button: Text
    link: str
    products: tuple[str, ...]


@dataclass(frozen=True)
class MallProfile:
    """A demo mall. Colours are #RRGGBB; `modes` are the ways of clearance it offers."""

    code: str
    name: Text
    slogan: Text
    about: Text
    colour: str
    accent: str
    modes: tuple[str, ...]
    licence: Text
    hot_words: tuple[Text, ...]
