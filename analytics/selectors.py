"""What was counted, for whom it may be shown to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from analytics.models import VisitCount
from analytics.types import Day, share
from orders.selectors.daily import DayOfOrders, orders_by_day

DAYS = 30


@dataclass(frozen=True, slots=True)
class Part:
    """`name`: a page, a channel or a product's id, and how much of the views and visits fell on it."""

    name: Any
    views: int
    visits: int


@dataclass(frozen=True, slots=True)
class Period:
    """Days one after another, none left out, and their sums."""

    days: tuple[Day, ...]

    @property
    def whole(self) -> Day:
        """The sums, under the first day."""
        sums = {
            name: sum(getattr(day, name) for day in self.days)
            for name in ("visits", "views", "placed", "paid")
        }
        return Day(self.days[0].day, **sums, amount=sum((day.amount for day in self.days), Decimal("0.00")))


def period(until: date, days: int = DAYS) -> Period:
    """Visits and orders of the `days` days that end with `until`. Three statements."""
    since = until - timedelta(days=days - 1)
    read = {
        row["day"]: (row["all_visits"], row["all_views"])
        for row in _counted(since, until)
        .values("day")
        .annotate(all_visits=Sum("visits"), all_views=Sum("views"))
    }
    orders = orders_by_day(since, until)
    return Period(tuple(_day(since + timedelta(days=n), read, orders) for n in range(days)))


def _day(day: date, read: dict[date, tuple[int, int]], orders: dict[date, DayOfOrders]) -> Day:
    sold = orders.get(day, DayOfOrders())
    return Day(day, *read.get(day, (0, 0)), sold.placed, sold.paid, sold.amount)


def parts(by: str, until: date, days: int = DAYS, most: int = 10) -> list[Part]:
    """`by`: "page", "channel" or "product_id", the most read first."""
    rows = _counted(until - timedelta(days=days - 1), until)
    if by == "product_id":
        rows = rows.filter(product__isnull=False)
    sums = (
        rows.values_list(by)
        .annotate(all_views=Sum("views"), all_visits=Sum("visits"))
        .order_by("-all_views", by)
    )
    return [Part(*row) for row in sums[:most]]


def views_of(product_ids: Iterable[int], until: date, days: int = DAYS) -> dict[int, int]:
    """Views of these products' pages, by product; those without any are not in it. Who may ask is the door's matter:
    it names only products that it may show."""
    rows = _counted(until - timedelta(days=days - 1), until).filter(product__in=list(product_ids))
    return dict(rows.values_list("product_id").annotate(all_views=Sum("views")))


def _counted(since: date, until: date) -> Any:
    return VisitCount.objects.filter(day__gte=since, day__lte=until).order_by()


__all__ = ["DAYS", "Part", "Period", "parts", "period", "share", "views_of"]
