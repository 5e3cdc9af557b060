"""How fast and when a port is spoken to: hours it is open, messages a minute, and a breaker for one that is away.

Each port has its own; another port never waits for it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F, Q
from django.db.models.functions import Coalesce, Greatest

from customs.messages.times import BEIJING
from customs.models import PortAccount
from customs.types import DoorShut

MOST_FAILURES = 3
AWAY = timedelta(seconds=5)
LONGEST = timedelta(minutes=10)


def is_open(account: PortAccount, now: datetime) -> bool:
    """Whether anything may be sent now: the account is on, the breaker closed, the port within its hours."""
    if account.state == PortAccount.State.OFF:
        return False
    return not (account.away_until and account.away_until > now) and within_hours(account, now)


def within_hours(account: PortAccount, now: datetime) -> bool:
    """By the clock of Beijing; hours may pass midnight. None of them: always."""
    if account.opens is None or account.closes is None or account.opens == account.closes:
        return True
    clock = now.astimezone(BEIJING).time()
    if account.opens < account.closes:
        return account.opens <= clock < account.closes
    return clock >= account.opens or clock < account.closes


def take_turn(account: PortAccount, now: datetime) -> bool:
    """One message's turn of this minute; False where they are used up. One statement decides between all senders."""
    if not account.per_minute:
        return True
    each = timedelta(seconds=72 / account.per_minute)
    ahead = max(timedelta(seconds=12) - each, timedelta(0))
    free = Q(turn_at__isnull=True) | Q(turn_at__lte=now + ahead)
    later = Greatest(Coalesce(F("turn_at"), now), now) + each
    return PortAccount.objects.filter(free, pk=account.pk).update(turn_at=later) == 1


def note_failure(port: str, now: datetime, why: Exception | None = None) -> None:
    """Three in a row: leave the port alone for a while, longer each time it is still away, ten minutes at most.

    A door that does not know us (DoorShut) is left alone at once, and the account says why: to knock on with a wrong
    password may lock the user out.
    """
    counted: object = F("failures") + 1
    if isinstance(why, DoorShut):
        counted = Greatest(counted, MOST_FAILURES)
        said = f"{why} {why.why}".strip()[:300]
        PortAccount.objects.filter(port=port).update(tested_at=now, test_says=said)
    PortAccount.objects.filter(port=port).update(failures=counted)
    failures = PortAccount.objects.filter(port=port).values_list("failures", flat=True).first() or 0
    if failures >= MOST_FAILURES:
        wait = min(AWAY * 2 ** min(failures - MOST_FAILURES, 10), LONGEST)
        PortAccount.objects.filter(port=port).update(away_until=now + wait)


def note_success(account: PortAccount) -> None:
    PortAccount.objects.filter(pk=account.pk).update(failures=0, away_until=None)
    account.failures, account.away_until = 0, None
