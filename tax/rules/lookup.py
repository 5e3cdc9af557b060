"""What the rules ask of rate tables; who answers (seed files, a database) is not their business."""

from datetime import date
from typing import NamedTuple, Protocol


class HsRow(NamedTuple):
    """Rates of a ten-digit code on a day. Rates are decimals as text; None: not known, never zero.

    `on_list`: True/False as read in the positive list (跨境电商零售进口商品清单), None where unknown.
    `list_source`, `list_confidence`: where that mark was read. `tiers`: specific tax that depends on price (beer):
    see `Tiers`. `duty_from`: the ten-digit code whose duty stands here, where the row itself holds none.
    """

    code: str
    vat: str | None
    duty: str | None
    kind: str | None
    rate: str | None
    specific: str | None
    per: str | None
    on_list: bool | None
    source: str
    confidence: str
    tiers: "Tiers | None" = None
    list_source: str = ""
    list_confidence: str = ""
    duty_from: str = ""
    duty_source: str = ""
    duty_confidence: str = ""


class Tiers(NamedTuple):
    """Two specific rates, parted by a price that follows the exchange rate.

    At or above a dutiable value of `high_from` yuan a unit `high` holds, below `low_below` yuan `low`; between
    them nobody can tell without the customs exchange rate of the month, and the answer is an error that says so.
    """

    high: str
    high_from: str
    low: str
    low_below: str


class ArticleRow(NamedTuple):
    """An article of the postal table on a day: class (or `medicine`), listed price per unit if any."""

    code: str
    postal_class: str
    listed_price: str | None
    unit: str
    source: str
    confidence: str


class Provider(Protocol):
    """A set of rate tables."""

    @property
    def version(self) -> str:
        """Names the state of the tables; kept with every quote."""

    def hs(self, code: str, on: date) -> HsRow | None:
        """The row of a code on a day; None where the code is unknown or has no row on that day."""

    def article(self, code: str, on: date) -> ArticleRow | None:
        """The row of a postal article on a day."""


class NoTables:
    """A provider that knows nothing: for requests that bring their own rates."""

    version = "given"

    def hs(self, code: str, on: date) -> HsRow | None:
        """Nothing."""
        return None

    def article(self, code: str, on: date) -> ArticleRow | None:
        """Nothing."""
        return None
