"""What is asked: frozen values, already exact. Built by `reading`, or by hand in tests."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from tax.rules.numbers import Exact
from tax.rules.ruleset import RuleSet


class Regime(StrEnum):
    """The ways goods may enter; AUTO lets the engine choose in the order cbec, postal, general."""

    CBEC = "cbec"
    POSTAL = "postal"
    GENERAL = "general"
    AUTO = "auto"


class Kind(StrEnum):
    """Kinds of consumption tax (消费税): 从价, 从量, 复合, 高档化妆品, 高档手表."""

    AD_VALOREM = "ad_valorem"
    SPECIFIC = "specific"
    COMPOUND = "compound"
    COSMETICS = "high_end_cosmetics"
    WATCH = "high_end_watch"


HIGH_END = frozenset({Kind.COSMETICS, Kind.WATCH})
ZERO = Exact(0, 1)


class Content(NamedTuple):
    """What one sold piece holds."""

    amount: Exact
    unit: str
    litres_per_tonne: Exact | None = None


class Tiers(NamedTuple):
    """Two specific rates (fen per unit) parted by the dutiable value of a unit (fen).

    At or above `high_from` `high` holds, below `low_below` `low`; between them nothing can be told.
    """

    high: Exact
    high_from: int
    low: Exact
    low_below: int


@dataclass(frozen=True, slots=True)
class Consumption:
    """A consumption tax. `rate` is over the scale of its Rates; `specific` is fen per `per`, or `tiers` hold it."""

    kind: Kind
    rate: int
    specific: Exact = ZERO
    per: str = ""
    tiers: Tiers | None = None


@dataclass(frozen=True, slots=True)
class Rates:
    """Rates of a line as whole numbers over one `scale` (a power of ten). `duty` None: not known."""

    scale: int
    vat: int
    duty: int | None
    consumption: Consumption | None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where looked-up rates come from: shown beside the figures."""

    table: str
    code: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line. Money in fen; `measure` is quantity x content in the unit the consumption tax asks for.

    `label` is what a working calls the line, where a reader knows it by another name than its id.
    """

    id: str
    quantity: int
    unit_price: int
    amount: int
    rates: Rates | None = None
    specific: Exact = ZERO
    measure: Exact = ZERO
    unit: str = ""
    postal_rate: Exact | None = None
    postal_class: str = ""
    listed: Exact | None = None
    hs: str = ""
    on_list: bool | None = True
    origins: tuple[Origin, ...] = ()
    label: str = ""

    @property
    def called(self) -> str:
        """The line's name in a working."""
        return self.label or self.id


class Discount(NamedTuple):
    """`lines` holds indexes into the request's lines."""

    kind: str
    amount: int
    lines: tuple[int, ...]


class Policy(NamedTuple):
    """What the sources leave open, by name. See docs/tax.md for each default's reason."""

    threshold_includes_freight: bool = True
    round_consumption_before_vat: bool = False
    small_duty_exempt: bool = False


DEFAULT_POLICY = Policy()


@dataclass(frozen=True, slots=True)
class Request:
    """A question to the engine. `charges` = freight + insurance, fen.

    `use_known` False: `allowance_used` only stands for room or no room (a kept quote), and no working shows it.
    """

    id: str
    regime: Regime
    date: date
    rules: RuleSet
    lines: tuple[Line, ...]
    origin: str = ""
    charges: int = 0
    discounts: tuple[Discount, ...] = ()
    allowance_used: int = 0
    use_known: bool = True
    policy: Policy = DEFAULT_POLICY
    rates_version: str = field(default="given")
