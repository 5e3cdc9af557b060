"""What a tracking service pushes: the whole way of one parcel, every time; what is known already changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from orders.logistics.services.receive_push import REPEATED, judged, keep_push
from orders.logistics.trackers.registry import tracker
from orders.logistics.types import BadPush


def receive_tracking(*, service: str, headers: Mapping[str, str], body: bytes, now: datetime) -> str:
    """What became of it, by name. Raises ForgedPush (nothing is kept), BadPush (kept), NoCarrier."""
    client = tracker(service)
    try:
        said = client.read_push(headers, body)
    except BadPush as bad:
        keep_push(service, body, f"bad_push: {bad}", now)
        raise
    if not keep_push(service, body, "", now):
        return REPEATED
    given_up = f"given up: {said.message}" if said.status == "abort" else ""
    return judged(service, body, list(said.events), now, note=given_up)
