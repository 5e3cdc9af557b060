"""What the supplier asks of the mall for a piece, in its own money, and beside it the yuan by the rate of the day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from catalog import locks
from catalog.models import Sku, SupplierCost
from catalog.services.skus import set_cost
from catalog.types import CatalogError, NotThere
from currency.selectors import YUAN, known_currencies, rate_on
from currency.types import NoRate, RateOn
from money.rounding import to_fen


@dataclass(frozen=True, slots=True)
class CostLine:
    """`amount` in `currency`. `yuan`: by `rate`, the mall's margin in it; None without a rate of the day."""

    currency: str
    amount: Decimal
    valid_from: date
    in_force: bool
    yuan: Decimal | None = None
    rate: RateOn | None = None


def costs_of(sku_id: int, on: date) -> list[CostLine]:
    """The newest first. A cost of the past or of today is counted by the rate of today, one to come not yet."""
    mine = locks.reachable("sku__product__supplier")
    rows = list(SupplierCost.objects.filter(mine, sku=sku_id).order_by("-valid_from", "-pk")[:12])
    now = next((row.pk for row in rows if row.valid_from <= on), None)
    rates = {currency: _rate(currency, on) for currency in {row.currency for row in rows}}
    return [_line(row, row.pk == now, rates[row.currency]) for row in rows]


def _rate(currency: str, on: date) -> RateOn | None:
    try:
        return rate_on(currency, on)
    except NoRate:
        return None


def _line(row: SupplierCost, in_force: bool, rate: RateOn | None) -> CostLine:
    yuan = to_fen(row.amount * rate.yuan) if rate is not None and in_force else None
    return CostLine(
        row.currency, row.amount, row.valid_from, in_force, yuan, rate if yuan is not None else None
    )


def offered_currencies() -> list[str]:
    """Those that the platform keeps rates of: another one could not be settled."""
    return known_currencies()


def ask(*, sku_id: int, currency: str, amount: Decimal, valid_from: date, today: date) -> None:
    """From a day on the supplier asks this. Past days stay as they were settled. Raises NotThere, CatalogError."""
    if not Sku.objects.filter(locks.reachable("product__supplier"), pk=sku_id).exists():
        raise NotThere
    if currency not in offered_currencies():
        raise CatalogError(_("The platform keeps no rate of this currency."), field="currency")
    if amount <= 0:
        raise CatalogError(_("This price is not possible."), field="amount")
    if valid_from < today:
        raise CatalogError(_("Past days are settled: choose today or a day to come."), field="valid_from")
    if currency == YUAN and amount != to_fen(amount):
        raise CatalogError(_("A price has at most two decimals."), field="amount")
    set_cost(sku_id=sku_id, currency=currency, amount=amount, valid_from=valid_from)
