"""What is being done at this moment, so that a strike hits the step it names."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

import redis
from django.db.models import Q

from journal import delivery
from journal.models import Delivery
from local.processes import QUEUES
from orders.models import Order, Package
from tenancy.scope import Actor, in_mall

HEARERS = {
    "waybill": "orders.logistics.tasks.assign_waybills",
    "declare": "customs.tasks.declare",
    "dispatch": "orders.logistics.tasks.dispatch",
}
_UNDER_WAY = {
    "receipts": Q(clearance__in=("declaring", "declared", "accepted", "inspecting")),
    "tracking": Q(fulfilment__in=("dispatched", "in_transit", "delivering")),
}


def is_in_flight(step: str, malls: Iterable[int], broker: redis.Redis, since: datetime) -> bool:
    """Whether somebody works on `step` now; a lease taken before `since` belongs to somebody who is dead."""
    return any(_in_mall(step, mall_id, broker, since) for mall_id in malls)


def _in_mall(step: str, mall_id: int, broker: redis.Redis, since: datetime) -> bool:
    with in_mall(mall_id, actor=Actor.staff()):
        if step == "payment":
            return Order.objects.filter(state="placed", payments__code_url__gt="").exists()
        if step in HEARERS:
            held = Q(state=Delivery.State.DUE, lease_until__gt=since + delivery.LEASE)
            return Delivery.objects.filter(held, hearer=HEARERS[step]).exists()
        return Package.objects.filter(_UNDER_WAY[step]).exists() and _runs(broker, "receipts", mall_id)


def _runs(broker: redis.Redis, job: str, mall_id: int) -> bool:
    """A task is unacknowledged from its delivery to its end, and a worker prefetches one a child."""
    for kept in broker.hvals("unacked"):
        headers = json.loads(kept)[0]["headers"]
        if headers["task"] == "journal.tasks.run_job" and headers["argsrepr"] == repr((job, mall_id)):
            return True
    return False


def waiting(broker: redis.Redis) -> int:
    """Messages that the broker holds for the workers."""
    return sum(int(broker.llen(queue)) for queue in QUEUES)
