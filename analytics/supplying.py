"""What a supplier may read: how often the pages of its goods were read, beside the orders that bought them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q, Sum

from analytics.models import VisitCount
from analytics.selectors import DAYS
from analytics.types import share
from orders.selectors.goods import orders_by_product, orders_of_goods
from tenancy.actors import Kind
from tenancy.scope import current_actor


@dataclass(frozen=True, slots=True)
class Figures:
    """`views` of the product pages, `orders` paid in which the goods were bought."""

    views: int
    orders: int

    @property
    def conversion(self) -> Decimal | None:
        """Orders paid of a hundred page views, with two places; None where nothing was read."""
        return share(self.orders, self.views)


@dataclass(frozen=True, slots=True)
class GoodsDay(Figures):
    day: date


@dataclass(frozen=True, slots=True)
class GoodsPart(Figures):
    product_id: int


def goods_by_day(until: date, days: int = DAYS, product_id: int | None = None) -> list[GoodsDay]:
    """The `days` days that end with `until`, none left out: of all the actor's goods, or of one product. Two
    statements."""
    since = until - timedelta(days=days - 1)
    rows = _own(since, until)
    if product_id is not None:
        rows = rows.filter(product=product_id)
    views = dict(rows.values_list("day").annotate(all_views=Sum("views")))
    orders = orders_of_goods(since, until, product_id)
    span = (since + timedelta(days=n) for n in range(days))
    return [GoodsDay(views.get(day, 0), orders.get(day, 0), day) for day in span]


def goods_by_product(until: date, days: int = DAYS) -> list[GoodsPart]:
    """Those of the actor's goods that were read or bought in the same days, the most read first. Two statements."""
    since = until - timedelta(days=days - 1)
    views = dict(_own(since, until).values_list("product_id").annotate(all_views=Sum("views")))
    orders = orders_by_product(since, until)
    found = [GoodsPart(views.get(pk, 0), orders.get(pk, 0), pk) for pk in {*views, *orders}]
    return sorted(found, key=lambda part: (-part.views, -part.orders, part.product_id))


def whole(parts: Sequence[Figures]) -> Figures:
    """Their sum. Orders of several products hold an order once a product: sum days, not products."""
    return Figures(sum(part.views for part in parts), sum(part.orders for part in parts))


def _own(since: date, until: date) -> Any:
    """A supplier's goods; all of the mall's for its staff; nothing for anybody else."""
    rows = VisitCount.objects.filter(day__gte=since, day__lte=until, product__isnull=False).order_by()
    actor = current_actor()
    if actor is not None and actor.kind is Kind.STAFF:
        return rows
    if actor is not None and actor.kind is Kind.SUPPLIER and actor.id is not None:
        return rows.filter(product__supplier=actor.id)
    return rows.filter(Q(pk__in=[]))
