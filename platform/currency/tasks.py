"""The daily import: load, one call, harmless when repeated."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings

from currency.providers.central_parity import CentralParity
from currency.selectors import stale
from currency.services import import_rates

_log = logging.getLogger(__name__)
_BEIJING = ZoneInfo("Asia/Shanghai")


def import_published(now: datetime) -> int:
    """Today's and yesterday's rates where a file is set. An old rate is logged as an error: the alarm of operations."""
    today = now.astimezone(_BEIJING).date()
    kept = 0
    if settings.CURRENCY_RATES_FILE:
        provider = CentralParity(Path(settings.CURRENCY_RATES_FILE))
        kept = sum(
            import_rates(provider=provider, day=day, now=now) for day in (today - timedelta(days=1), today)
        )
    for currency, last in stale(today):
        _log.error("no exchange rate of %s since %s", currency, last)
    return kept
