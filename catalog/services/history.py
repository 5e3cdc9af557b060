"""What a SKU cost when: one row a day, written with every change of price."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Min

from catalog.models import DailyPrice
from tenancy.scope import current_mall_id

BEIJING = ZoneInfo("Asia/Shanghai")
STRUCK_DAYS = 7
"""原价: the lowest price of the seven days before a promotion (the former price-fraud rules of the NDRC, and
the Provisions on Clear Marking of Prices and Prohibition of Price Fraud, 2022, art. 16-17)."""


def note_price(*, sku_id: int, price: Decimal, now: datetime) -> None:
    """Keep the lowest and the last price of the day in Beijing."""
    note_prices(prices={sku_id: price}, now=now)


def note_prices(*, prices: Mapping[int, Decimal], now: datetime) -> None:
    """`prices` by SKU, in one statement."""
    if not prices:
        return
    rows = sorted(prices.items())
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO catalog_dailyprice (mall_id, sku_id, day, lowest, last)
               SELECT %(mall)s, n.sku, %(day)s, n.price, n.price
               FROM unnest(%(skus)s::bigint[], %(prices)s::numeric[]) AS n(sku, price)
               ON CONFLICT (mall_id, sku_id, day) DO UPDATE
               SET lowest = LEAST(catalog_dailyprice.lowest, EXCLUDED.lowest), last = EXCLUDED.last""",
            {
                "mall": current_mall_id(),
                "day": now.astimezone(BEIJING).date(),
                "skus": [sku_id for sku_id, _price in rows],
                "prices": [price for _sku_id, price in rows],
            },
        )


def lawful_struck_price(*, sku_id: int, now: datetime) -> Decimal | None:
    """The most that may stand struck through today: the lowest price of the seven days before; None: no history.

    A day without a row had the last price of the day before it.
    """
    today = now.astimezone(BEIJING).date()
    since = today - timedelta(days=STRUCK_DAYS)
    rows = DailyPrice.objects.filter(sku_id=sku_id, day__lt=today)
    before = rows.filter(day__lt=since).order_by("-day").values_list("last", flat=True).first()
    lowest = rows.filter(day__gte=since).aggregate(lowest=Min("lowest"))["lowest"]
    known = [price for price in (before, lowest) if price is not None]
    return min(known) if known else None
