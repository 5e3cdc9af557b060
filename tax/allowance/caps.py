"""What one person may buy of some goods in a year, in kilograms. Source: remarks of the positive list (2022)."""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple


class Cap(NamedTuple):
    """A yearly cap. `lines`: first digits of the HS codes it covers."""

    good: str
    kilograms: Decimal
    lines: tuple[str, ...]
    source: str
    confidence: str


CAPS = (
    Cap("sugar", Decimal(2), ("1701",), "跨境电商零售进口商品清单(2022) 备注", "V"),
    Cap("rice", Decimal(20), ("1006",), "跨境电商零售进口商品清单(2022) 备注", "V"),
)
BY_GOOD = {cap.good: cap for cap in CAPS}


def capped_good(hs_code: str) -> str:
    """The capped good an HS code belongs to; empty where there is no cap."""
    return next((cap.good for cap in CAPS if hs_code.startswith(cap.lines)), "")


def capped_kilograms(goods: Iterable[tuple[str, int, Decimal]]) -> dict[str, Decimal]:
    """What counts against caps among (HS code, pieces, net kilograms of one piece): kilograms by capped good."""
    found: dict[str, Decimal] = {}
    for hs_code, pieces, kilograms in goods:
        good = capped_good(hs_code)
        if good:
            found[good] = found.get(good, Decimal(0)) + pieces * kilograms
    return found
