"""The law by date, as data. Money in fen, shares and rates as (numerator, denominator).

Each table is a list of windows: first day, what holds from then on, source, confidence. A window ends where
the next one of the same table begins. Confidence: `V` two or more sources agree, `S` one source, `M` memory.
"""

from datetime import date
from typing import NamedTuple


class Limits(NamedTuple):
    """Single and yearly limit (单次/年度交易限值); what an order over a limit meets."""

    since: date
    single: int
    annual: int
    over_limit_is_refused: bool
    source: str
    confidence: str


class PostalRates(NamedTuple):
    """Rates of the three classes of the postal tax (行邮税), and of listed medicines."""

    since: date
    classes: dict[str, tuple[int, int]]
    source: str
    confidence: str


class Thresholds(NamedTuple):
    """Price per unit from which high-end goods bear consumption tax; compared as at or above."""

    since: date
    cosmetics_per_ml_or_g: int
    cosmetics_per_piece: int
    watch_per_piece: int
    source: str
    confidence: str
    watch_source: str
    watch_confidence: str


class Reduction(NamedTuple):
    """Share of the statutory consumption tax and VAT collected within the limits."""

    since: date
    share: tuple[int, int]
    source: str
    confidence: str


class Parcel(NamedTuple):
    """Limits of one personal parcel and the tax at or under which nothing is collected."""

    since: date
    limit: int
    near_limit: int
    near_origins: frozenset[str]
    waiver: int
    double: int
    half: int
    source: str
    confidence: str
    listed_source: str
    listed_confidence: str


class SmallDuty(NamedTuple):
    """Duty of one consignment at or under which it is not collected (general trade, a policy switch)."""

    since: date
    limit: int
    source: str
    confidence: str


class Law(NamedTuple):
    """Where a step of a working is written; cited, not counted with."""

    since: date
    source: str
    confidence: str


FIRST_DAY = date(2016, 4, 8)

LIMITS = (
    Limits(FIRST_DAY, 2_000_00, 20_000_00, False, "财关税〔2016〕18号", "V"),
    Limits(date(2019, 1, 1), 5_000_00, 26_000_00, True, "财关税〔2018〕49号", "V"),
)

REDUCTIONS = (Reduction(FIRST_DAY, (7, 10), "财关税〔2016〕18号", "V"),)

# The high-end category exists since 2016-10-01; a request naming it for an earlier day brings its own rate.
THRESHOLDS = (
    Thresholds(
        FIRST_DAY, 10_00, 15_00, 10_000_00, "财税〔2016〕103号", "V", "《消费税税目税率表》高档手表", "S"
    ),
)
HIGH_END_COSMETICS_SINCE = date(2016, 10, 1)

POSTAL_RATES = (
    PostalRates(FIRST_DAY, {"1": (15, 100), "2": (30, 100), "3": (60, 100)}, "税委会〔2016〕2号", "V"),
    PostalRates(
        date(2018, 11, 1),
        {"1": (15, 100), "2": (25, 100), "3": (50, 100)},
        "国务院关税税则委员会 2018-11-01 调整通知",
        "V",
    ),
    PostalRates(
        date(2019, 4, 9),
        {"1": (13, 100), "2": (20, 100), "3": (50, 100), "medicine": (3, 100)},
        "国务院关税税则委员会 2019-04-09 调整通知; 海关总署公告2019年第63号",
        "V",
    ),
    # the same three rates as far as found; its text was not read
    PostalRates(
        date(2024, 12, 1),
        {"1": (13, 100), "2": (20, 100), "3": (50, 100), "medicine": (3, 100)},
        "《进境物品关税、增值税、消费税征收办法》(税委会公告2024年第11号)",
        "M",
    ),
)

PARCELS = (
    Parcel(
        FIRST_DAY,
        1_000_00,
        800_00,
        frozenset({"HK", "MO", "TW"}),
        50_00,
        2,
        2,
        "海关总署公告2010年第43号",
        "V",
        "海关总署公告2012年第15号",
        "M",
    ),
)

SMALL_DUTIES = (
    SmallDuty(FIRST_DAY, 50_00, "《进出口关税条例》第四十五条", "M"),
    SmallDuty(date(2024, 12, 1), 50_00, "《关税法》; 财政部 海关总署公告2024年第17号", "M"),
)

TARIFFS = (Law(FIRST_DAY, "《进出口税则》", "V"),)
VAT_LAWS = (
    Law(FIRST_DAY, "《增值税暂行条例》第十四条", "M"),
    Law(date(2026, 1, 1), "《增值税法》", "M"),
)
CONSUMPTION_LAWS = (Law(FIRST_DAY, "《消费税暂行条例》第九条", "M"),)
RETAIL_VALUES = (Law(FIRST_DAY, "财关税〔2016〕18号第二条", "V"),)
GENERAL_VALUES = (Law(FIRST_DAY, "《海关审定进出口货物完税价格办法》", "M"),)
VOUCHERS = (Law(FIRST_DAY, "税管函〔2016〕73号", "M"),)
