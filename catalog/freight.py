"""Freight by weight, volume or pieces, by province, free from a value of goods on (运费模板). Pure.

A zone is a set of provinces with a first step and next steps. Goods that are large for their weight are counted by
their volume: cubic centimetres over the divisor are kilograms (体积重), and the greater of both counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import Any

ZERO = Decimal("0.00")
WEIGHT, VOLUME, PIECES = "weight", "volume", "pieces"


@dataclass(frozen=True, slots=True)
class Zone:
    """`provinces` two digits each, none: everywhere that no other zone names. Sizes are kg, or pieces; fees yuan."""

    provinces: frozenset[str]
    delivers: bool
    first: Decimal
    first_fee: Decimal
    next: Decimal
    next_fee: Decimal
    free_from: Decimal | None


@dataclass(frozen=True, slots=True)
class FreightRules:
    """`counts_by` weight, volume (the greater of both) or pieces; `divisor` in cm³ for one kg."""

    counts_by: str
    divisor: int
    zones: tuple[Zone, ...]

    def zone(self, province: str) -> Zone | None:
        """The zone of a province; an unknown one travels as everywhere else does. None: nobody goes there."""
        named = next((zone for zone in self.zones if province and province in zone.provinces), None)
        found = named or next((zone for zone in self.zones if not zone.provinces), None)
        return found if found is not None and found.delivers else None


@dataclass(frozen=True, slots=True)
class Load:
    """What travels in one package: gross kilograms, cubic centimetres, pieces."""

    kg: Decimal
    cm3: Decimal
    pieces: int


def counted(rules: FreightRules, load: Load) -> Decimal:
    """What the steps are counted in: kilograms, or pieces."""
    if rules.counts_by == PIECES:
        return Decimal(load.pieces)
    if rules.counts_by == VOLUME:
        return max(load.kg, load.cm3 / rules.divisor)
    return load.kg


def fee(zone: Zone, size: Decimal) -> Decimal:
    """Yuan for `size`, its free-from set aside: the first step, and each begun next one."""
    over = max(size - zone.first, Decimal(0))
    steps = (over / zone.next).to_integral_value(ROUND_CEILING) if zone.next else Decimal(0)
    return (zone.first_fee + steps * zone.next_fee).quantize(ZERO)


def due(zone: Zone, size: Decimal, goods: Decimal) -> Decimal:
    """What the package pays."""
    return ZERO if zone.free_from is not None and goods >= zone.free_from else fee(zone, size)


def read(counts_by: str, divisor: int, rows: Iterable[dict[str, Any]]) -> FreightRules:
    """From rows of the database; numbers come as texts."""
    return FreightRules(counts_by, divisor, tuple(_zone(row) for row in rows))


def rules_of(found: Sequence[Any] | None) -> FreightRules | None:
    """From the JSON of one column: counted by, divisor, zones. A template without zones does not count."""
    return read(found[0], found[1], found[2]) if found and found[2] else None


def _zone(row: dict[str, Any]) -> Zone:
    free = row["free_from"]
    return Zone(
        provinces=frozenset(row["provinces"].split()),
        delivers=row["delivers"],
        free_from=None if free is None else Decimal(free),
        **{name: Decimal(row[name]) for name in ("first", "first_fee", "next", "next_fee")},
    )
