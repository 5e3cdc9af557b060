"""What a carrier pushes: verified on the raw body, kept once, each event judged for itself."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from django.db import connection

from orders.logistics.carriers.registry import carrier
from orders.logistics.models import CarrierPush
from orders.logistics.services.record_event import record_event
from orders.logistics.types import BadPush, CarrierEvent
from tenancy.scope import current_mall_id

REPEATED = "repeated"


def receive_push(*, carrier_name: str, headers: Mapping[str, str], body: bytes, now: datetime) -> str:
    """What became of it, by name: `recorded 2, unknown_step 1`. The same body again is `repeated` and changes nothing.

    Raises ForgedPush (nothing is kept), BadPush (kept, with its reason), NoCarrier.
    """
    client = carrier(carrier_name)
    try:
        events = client.read_push(headers, body, now.timestamp())
    except BadPush as bad:
        keep_push(carrier_name, body, f"bad_push: {bad}", now)
        raise
    if not keep_push(carrier_name, body, "", now):
        return REPEATED
    return judged(carrier_name, body, events, now)


def judged(source: str, body: bytes, events: list[CarrierEvent], now: datetime, note: str = "") -> str:
    """Record the events and write beside the push what became of them."""
    outcomes = Counter(record_event(event=event, source=source, now=now) for event in events)
    counted = [f"{name} {count}" for name, count in sorted(outcomes.items())]
    said = ", ".join([*counted, *([note] if note else [])]) or "nothing"
    CarrierPush.objects.filter(source=source, digest=digest_of(body)).update(outcome=said[:200])
    return said


def keep_push(source: str, body: bytes, outcome: str, now: datetime) -> bool:
    """Whether it came for the first time, or came before and its events were never told to the end (a process died)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO logistics_carrierpush (mall_id, source, digest, body, outcome, received_at) "
            "VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (mall_id, source, digest) DO NOTHING",
            [
                current_mall_id(),
                source,
                digest_of(body),
                body.decode("utf-8", "replace").replace("\x00", ""),
                outcome,
                now,
            ],
        )
        if cursor.rowcount == 1:
            return True
    return CarrierPush.objects.filter(source=source, digest=digest_of(body), outcome="").exists()


def digest_of(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
