"""What is true of a case, in the words of the model: our tables, and the gateway's own books."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

import requests
from django.db.models import Sum
from django.utils import timezone

from catalog.inventory.models import Movement, Stock
from journal.models import Delivery, Fact
from money.formatting import from_fen
from orders.clock import beijing_day
from orders.ledger_watch import forgotten
from orders.models import LedgerEntry, Order, Package
from orders.payments.models import Payment
from orders.settlement.models import ACCOUNTS, Voucher
from tax.allowance.selectors import own_use
from tests.orders.crashes.journeys import Case, trades
from tests.orders.crashes.model import PIECES, ZERO, State

_MONEY_AXES = ("order", "payment")
_TOLD = ("order.", "payment.", "aftersale.")


def look(case: Case) -> State:
    order = case.order
    return State(
        order=(order.state, order.payment_state) if order else None,
        stock=_stock(case),
        ledger=list(
            LedgerEntry.objects.filter(order=order, axis__in=_MONEY_AXES).values_list(
                "axis", "event", "amount"
            )
        )
        if order
        else [],
        gateway=_gateway(case, order),
        allowance=own_use(key=case.allowance_key, year=beijing_day(case.now).year, now=timezone.now()),
        books=_books(order),
        facts=_facts(order),
        waiting=Delivery.objects.exclude(state="done").count(),
    )


def _stock(case: Case) -> tuple[int, int]:
    """As the row says; the movements must explain it."""
    stock = Stock.objects.get(sku_id=case.sku_id)
    moved = Movement.objects.filter(stock=stock).aggregate(on=Sum("on_hand"), held=Sum("reserved"))
    assert (stock.on_hand, stock.reserved) == (PIECES + (moved["on"] or 0), moved["held"] or 0)
    assert forgotten() == []
    return stock.on_hand, stock.reserved


def _gateway(case: Case, order: Order | None) -> tuple[Decimal, Decimal, bool]:
    numbers = list(Payment.objects.filter(order=order).values_list("number", flat=True)) if order else []
    rows = [trade for number in numbers for trade in trades(case, number)]
    charged = sum(row["amount"] for row in rows if row["trade_state"] in ("SUCCESS", "REFUND"))
    refunds = requests.get(f"{case.url}/_sim/refunds", timeout=10).json()
    back = sum(row["refund"] for row in refunds if row["out_trade_no"] in numbers)
    return from_fen(charged), from_fen(back), any(row["trade_state"] == "NOTPAY" for row in rows)


def _books(order: Order | None) -> dict[str, Decimal]:
    packages = list(Package.objects.filter(order=order).values_list("pk", flat=True)) if order else []
    sums: dict[str, Any] = Voucher.objects.filter(package_id__in=packages).aggregate(
        **{name: Sum(name) for name in ACCOUNTS}
    )
    return {name: total for name, total in sums.items() if (total or ZERO) != 0}


def _facts(order: Order | None) -> dict[str, int]:
    if order is None:
        return {}
    told = Fact.objects.filter(subject=f"order:{order.pk}").values_list("kind", flat=True)
    return dict(Counter(kind for kind in told if kind.startswith(_TOLD)))
