"""Supply prices in foreign currency, locked at the rate of the day an order was placed, with source and time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from currency.selectors import rate_on
from currency.types import RateOn
from money.rounding import to_fen
from orders.clock import beijing_day
from orders.models import Line
from orders.settlement.models import LockedCost, SupplyPrice

ZERO = Decimal("0.00")
_EIGHT = Decimal("0.00000001")


@dataclass(frozen=True, slots=True)
class Costs:
    """Of a package: what its lines with a supply price were sold for, and what they cost in yuan."""

    sold_for: Decimal = ZERO
    yuan: Decimal = ZERO


def lock_costs(*, order_id: int, now: datetime) -> int:
    """Lock each line that has a supply price on the day of the order; locked before, it stays. Returns how many.

    The rate is that of the day the order was placed in Beijing, whenever this is called. Raises NoRate: then nothing
    is locked, and whoever called comes again.
    """
    lines = list(Line.objects.filter(order_id=order_id, locked_costs=None).select_related("order"))
    if not lines:
        return 0
    on = beijing_day(lines[0].order.placed_at)
    prices = _prices({line.sku_id for line in lines}, on)
    rates = {currency: rate_on(currency, on) for currency in sorted({p.currency for p in prices.values()})}
    rows = [
        _locked(line, prices[line.sku_id], rates[prices[line.sku_id].currency], now)
        for line in lines
        if line.sku_id in prices
    ]
    LockedCost.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _prices(sku_ids: Iterable[int], on: date) -> dict[int, SupplyPrice]:
    """The latest begun of each SKU."""
    rows = SupplyPrice.objects.filter(sku_id__in=sku_ids, valid_from__lte=on).order_by("valid_from")
    return {row.sku_id: row for row in rows}


def _locked(line: Line, price: SupplyPrice, rate: RateOn, now: datetime) -> LockedCost:
    yuan = rate.yuan.quantize(_EIGHT)
    return LockedCost(
        line=line, package_id=line.package_id, currency=price.currency, unit_cost=price.cost, quantity=line.quantity,
        rate=yuan, bare=rate.bare, margin=rate.margin, source=rate.source, rate_day=rate.day, locked_at=now,
        yuan=to_fen(price.cost * line.quantity * yuan),
    )  # fmt: skip


def costs_of(package_id: int, order_id: int, now: datetime) -> Costs:
    """Locked already or now, at the same rate. A line that was split keeps its rate: cost goes by pieces.

    Raises NoRate.
    """
    lock_costs(order_id=order_id, now=now)
    rows = LockedCost.objects.filter(line__package_id=package_id).select_related("line")
    sold, yuan = ZERO, ZERO
    for row in rows:
        sold += row.line.amount
        yuan += to_fen(row.unit_cost * row.line.quantity * row.rate)
    return Costs(sold, yuan)
