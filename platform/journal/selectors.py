"""Reads of the journal."""

from __future__ import annotations

from datetime import datetime

from journal.models import Delivery, Fact, Pulse
from journal.pulses import SCHEDULER, SILENT_AFTER, queues


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
    """Queues whose worker was never heard, or did not answer the scheduler for a minute.

    While the scheduler itself is silent nobody is asked, and nobody owes an answer.
    """
    heard = {pulse.queue: pulse for pulse in Pulse.objects.all()}
    clock = heard.get(SCHEDULER)
    asked = clock is not None and now - clock.at <= SILENT_AFTER

    def is_silent(queue: str) -> bool:
        if queue not in heard:
            return True
        since = (clock.since if clock else None) or heard[queue].at
        return asked and now - max(heard[queue].at, since) > SILENT_AFTER

    return [queue for queue in queues() if is_silent(queue)]


def scheduler_is_silent(now: datetime) -> bool:
    """Whether the scheduler gave no tick for a minute, or never did."""
    at = Pulse.objects.filter(queue=SCHEDULER).values_list("at", flat=True).first()
    return at is None or now - at > SILENT_AFTER
