"""Orders and money by the day, as they are counted in Beijing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Sum
from django.db.models.functions import TruncDate

from orders.clock import BEIJING
from orders.models import Order


@dataclass(frozen=True, slots=True)
class DayOfOrders:
    """`placed`: orders placed on the day, whatever became of them; `paid`: paid on it; `amount`: yuan of those."""

    placed: int = 0
    paid: int = 0
    amount: Decimal = Decimal("0.00")


def orders_by_day(since: date, until: date) -> dict[date, DayOfOrders]:
    """From `since` to `until`, both included; days without any are not in it. Two statements."""
    placed = {row["on"]: row["found"] for row in _by_day("placed_at", since, until)}
    paid = {row["on"]: (row["found"], row["amount"]) for row in _by_day("paid_at", since, until)}
    nothing = (0, Decimal("0.00"))
    return {day: DayOfOrders(placed.get(day, 0), *paid.get(day, nothing)) for day in sorted({*placed, *paid})}


def _by_day(moment: str, since: date, until: date) -> Any:
    first = datetime.combine(since, time.min, BEIJING)
    end = datetime.combine(until + timedelta(days=1), time.min, BEIJING)
    rows = Order.objects.filter(**{f"{moment}__gte": first, f"{moment}__lt": end}).order_by()
    days = rows.annotate(on=TruncDate(moment, tzinfo=BEIJING)).values("on")
    return days.annotate(found=Count("pk"), amount=Sum("total"))
