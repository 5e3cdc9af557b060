"""The alarm on silence: raised once for each silence, over once somebody speaks."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction

from journal.services import record
from orders.logistics.models import Silence
from orders.logistics.silence import Quiet, patience, under_way

log = logging.getLogger(__name__)


def watch_silence(*, now: datetime) -> int:
    """Returns how many alarms were raised. Each is a fact as well, once."""
    hours = patience()
    silent = {row for row in under_way() if now - row.since >= hours[row.leg]}
    with transaction.atomic():
        known = {Quiet(s.package_id, s.leg, s.since): s.pk for s in Silence.objects.filter(over_at=None)}
        over = [pk for row, pk in known.items() if row not in silent]
        Silence.objects.filter(pk__in=over).update(over_at=now)
        raised = [_raised(row, now) for row in sorted(silent - set(known), key=lambda row: row.since)]
    return sum(raised)


def _raised(row: Quiet, now: datetime) -> bool:
    """False where another process was quicker, or the same silence had been called over."""
    values = {"package_id": row.package_id, "leg": row.leg, "since": row.since}
    alarm, made = Silence.objects.get_or_create(**values, defaults={"raised_at": now})
    if not made:
        Silence.objects.filter(pk=alarm.pk).update(over_at=None)
        return False
    log.warning("package %s is silent on the %s leg since %s", row.package_id, row.leg, row.since)
    payload = {"package_id": row.package_id, "leg": row.leg, "since": row.since.isoformat()}
    record(kind="package.silent", subject=f"package:{row.package_id}", payload=payload, at=now)
    return True
