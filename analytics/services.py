"""Counting what was read."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.db import connection

from analytics.models import SLOTS
from analytics.types import View
from orders.clock import beijing_day
from tenancy.scope import current_mall_id

_COUNT = """
    INSERT INTO analytics_visitcount (mall_id, day, page, product_id, channel, slot, views, visits)
    SELECT %(mall)s, %(day)s, n.page, n.product, n.channel, %(slot)s, n.views, n.visits
    FROM unnest(%(pages)s::text[], %(products)s::bigint[], %(channels)s::text[], %(views)s::bigint[],
                %(visits)s::bigint[]) AS n(page, product, channel, views, visits)
    ON CONFLICT (mall_id, day, page, product_id, channel, slot) DO UPDATE
    SET views = analytics_visitcount.views + EXCLUDED.views,
        visits = analytics_visitcount.visits + EXCLUDED.visits
"""


def count_views(*, views: Iterable[View], now: datetime) -> None:
    """Add to the counters of the day in Beijing; one statement, however many they are.

    The products must be this mall's: a key of the database refuses others.
    """
    read, began = Counter[tuple[str, int | None, str]](), Counter[tuple[str, int | None, str]]()
    for view in views:
        key = (view.page.value, view.product_id, view.channel.value)
        read[key] += 1
        began[key] += view.begins
    if not read:
        return
    keys = sorted(read, key=lambda key: (key[0], key[1] or 0, key[2]))  # locked in one order by everybody
    with connection.cursor() as cursor:
        cursor.execute(
            _COUNT,
            {
                "mall": current_mall_id(),
                "day": beijing_day(now),
                "slot": secrets.randbelow(SLOTS),
                "pages": [page for page, _product, _channel in keys],
                "products": [product for _page, product, _channel in keys],
                "channels": [channel for _page, _product, channel in keys],
                "views": [read[key] for key in keys],
                "visits": [began[key] for key in keys],
            },
        )
