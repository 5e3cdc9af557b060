"""Facts that somebody must hear of become alarms on the desk; an alarm ends with its cause, and never before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from customs.models import Alarm, Declaration, Message, PortAccount, PortSigner, StockIn
from customs.services.pacing import MOST_FAILURES
from journal.services import record

ENDING = timedelta(days=30)
"""So long before a signing certificate ends it is told of."""
_UNDER_WAY = (Declaration.State.SENT, Declaration.State.ACCEPTED)


def raise_alarm(
    *, kind: str, subject: str, port: str, about: Mapping[str, Any], since: datetime, now: datetime
) -> bool:
    """False where one is open for that subject; it then says what is known today."""
    with transaction.atomic():
        if Alarm.objects.filter(kind=kind, subject=subject, over_at=None).update(about=dict(about)):
            return False
        row = Alarm(kind=kind, subject=subject, port=port, about=dict(about), since=since, raised_at=now)
        Alarm.objects.bulk_create([row], ignore_conflicts=True)
    return True


def end_alarms(*, now: datetime) -> int:
    """Those whose cause is over; returns how many."""
    rows = list(Alarm.objects.filter(over_at=None).order_by("pk"))
    over: list[int] = []
    for kind, lasting in _LASTING.items():
        mine = {row.subject: row.pk for row in rows if row.kind == kind}
        if mine:
            still = lasting(mine, now)
            over += [pk for subject, pk in mine.items() if subject not in still]
    return Alarm.objects.filter(pk__in=over, over_at=None).update(over_at=now)


def watch_doors(*, now: datetime) -> int:
    """Ports that failed several times in a row, or do not know us: each is a fact, once. Returns how many."""
    told = set(Alarm.objects.filter(kind=Alarm.Kind.DOOR, over_at=None).values_list("subject", flat=True))
    failing = PortAccount.objects.exclude(state=PortAccount.State.OFF).filter(failures__gte=MOST_FAILURES)
    news = [row for row in failing.order_by("port") if _port(row.port) not in told]
    for row in news:
        payload = {"port": row.port, "failures": row.failures, "says": row.test_says}
        with transaction.atomic():
            record(kind="port.failing", subject=f"port:{row.pk}", payload=payload, at=now)
    return len(news)


def _silent(subjects: Iterable[str], now: datetime) -> set[str]:
    """Declarations that are under way and still silent, and later messages without an answer."""
    declarations, messages = _ids(subjects, "declaration"), _ids(subjects, "message")
    rows = Declaration.objects.filter(pk__in=declarations, silent_at__isnull=False, state__in=_UNDER_WAY)
    late = Message.objects.filter(pk__in=messages, silent_at__isnull=False, status="")
    return {f"declaration:{pk}" for pk in rows.values_list("pk", flat=True)} | {
        f"message:{pk}" for pk in late.values_list("pk", flat=True)
    }


def _stock_ins(subjects: Iterable[str], now: datetime) -> set[str]:
    rows = StockIn.objects.filter(pk__in=_ids(subjects, "stock_in"), status="")
    return {f"stock_in:{pk}" for pk in rows.values_list("pk", flat=True)}


def _signers(subjects: Iterable[str], now: datetime) -> set[str]:
    return {signer(row.port, row.serial) for row in PortSigner.objects.filter(valid_until__lt=now + ENDING)}


def _doors(subjects: Iterable[str], now: datetime) -> set[str]:
    failing = PortAccount.objects.exclude(state=PortAccount.State.OFF).filter(failures__gt=0)
    return {_port(port) for port in failing.values_list("port", flat=True)}


_LASTING: dict[str, Callable[[Iterable[str], datetime], set[str]]] = {
    Alarm.Kind.SILENT: _silent,
    Alarm.Kind.STOCK_IN: _stock_ins,
    Alarm.Kind.SIGNER: _signers,
    Alarm.Kind.DOOR: _doors,
}


def signer(port: str, serial: str) -> str:
    return f"signer:{port}:{serial}"[:120]


def _port(port: str) -> str:
    return f"port:{port}"


def _ids(subjects: Iterable[str], of: str) -> list[int]:
    return [int(name.partition(":")[2]) for name in subjects if name.startswith(f"{of}:")]
