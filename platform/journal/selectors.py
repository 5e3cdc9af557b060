"""Reads of the journal."""

from __future__ import annotations

from datetime import datetime, timedelta

from journal.models import Delivery, Fact, Pulse

_SILENT_AFTER = timedelta(seconds=60)


def facts_about(subject: str) -> list[Fact]:
    """The facts of one order or package, oldest first."""
    return list(Fact.objects.filter(subject=subject).order_by("id"))


def dead_letters() -> list[Delivery]:
    return list(Delivery.objects.filter(state=Delivery.State.DEAD).select_related("fact").order_by("id"))


def held_back_by(delivery: Delivery) -> int:
    """How many later facts of the same subject wait behind a dead letter."""
    return (
        Delivery.objects.filter(hearer=delivery.hearer, subject=delivery.subject, pk__gt=delivery.pk)
        .exclude(state=Delivery.State.DONE)
        .count()
    )


def silent_queues(now: datetime) -> list[str]:
    """Queues whose worker was not heard for a minute; one that was never heard counts as silent."""
    heard = dict(Pulse.objects.values_list("queue", "at"))
    return [queue for queue in ("default",) if queue not in heard or now - heard[queue] > _SILENT_AFTER]
