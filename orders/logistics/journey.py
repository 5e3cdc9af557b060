"""A package's whole way in one list and one language: abroad and in China by its carriers, customs by its own axes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import override

from orders.logistics.models import TrackingEvent
from orders.logistics.vocabulary import LEG_NAMES, PHRASES, Leg, Step, step_of
from orders.models import LedgerEntry
from orders.selectors.language import is_english


@dataclass(frozen=True, slots=True)
class Moment:
    """One step for people. `leg` in words, empty where it may happen on any; `trouble`: somebody has to look."""

    at: datetime
    step: Step
    says: str
    leg: str
    place: str
    icon: str
    trouble: bool


@dataclass(frozen=True, slots=True)
class Told:
    """One entry as ledger (`clearance`, `fulfilment`) or carriers (`tracking`) hold it."""

    at: datetime
    axis: str
    event: str
    place: str = ""


def journey(package_id: int, language: str) -> tuple[Moment, ...]:
    """Oldest first. Two statements."""
    ledger = LedgerEntry.objects.filter(package_id=package_id, axis__in=("clearance", "fulfilment"))
    said = [Told(e.at, e.axis, e.event) for e in ledger]
    events = TrackingEvent.objects.filter(waybill__package=package_id)
    said += [Told(e.at, "tracking", e.code, place_in(e, language)) for e in events]
    return moments(said, language)


def place_in(event: TrackingEvent, language: str) -> str:
    """Where it happened, in the language if the carrier named it so."""
    return event.place_en if is_english(language) and event.place_en else event.place


def moments(said: Iterable[Told], language: str) -> tuple[Moment, ...]:
    """The steps of the way among the entries, in the order of their times, in words."""
    steps = sorted(
        ((told, step) for told in said if (step := step_of(told.axis, told.event))), key=lambda row: row[0].at
    )
    with override(language):
        return tuple(_moment(told, step) for told, step in _once(steps))


def _once(steps: list[tuple[Told, Step]]) -> Iterable[tuple[Told, Step]]:
    """What customs says again is told once; after a new attempt it is told from the beginning."""
    known: set[Step] = set()
    for told, step in steps:
        if step is Step.CUSTOMS_AGAIN:
            known.clear()
        if PHRASES[step].leg is not Leg.CUSTOMS or step not in known:
            yield told, step
        known.add(step)


def _moment(told: Told, step: Step) -> Moment:
    phrase = PHRASES[step]
    leg = str(LEG_NAMES[phrase.leg]) if phrase.leg else ""
    return Moment(told.at, step, str(phrase.says), leg, told.place, phrase.icon, phrase.trouble)
