"""Deliver what is due in one mall: lease, hear, settle.

A lease is a short transaction that picks rows nobody holds (FOR UPDATE SKIP LOCKED). The hearer runs outside
of any transaction, since it may talk to the world; the result is settled in a statement of its own. A worker
that dies leaves a lease which runs out, and the row is due again.
"""

from __future__ import annotations

import logging
import random
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from journal import registry
from journal.models import Delivery
from journal.services import as_fact
from journal.types import Fact, GiveUp, RetryLater
from tenancy.scope import current_mall_id

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=70)
MOST_ATTEMPTS = 12
FIRST_WAIT = 1.0
LONGEST_WAIT = 300.0
LONGEST_AWAY = timedelta(days=1)

# Only the oldest undone delivery of a subject is eligible for its hearer: facts are heard in their order.
_DUE = """
    SELECT d.id, d.attempts FROM journal_delivery d
    WHERE d.mall_id = %(mall)s AND d.state = 'due' AND d.next_at <= %(now)s
      AND (d.lease_until IS NULL OR d.lease_until < %(now)s)
      AND NOT EXISTS (
        SELECT 1 FROM journal_delivery p
        WHERE p.mall_id = d.mall_id AND p.mall_id = %(mall)s AND p.hearer = d.hearer
          AND p.subject = d.subject AND p.id < d.id AND p.state <> 'done')
    ORDER BY d.next_at, d.id LIMIT %(most)s FOR UPDATE OF d SKIP LOCKED
"""


@dataclass(frozen=True, slots=True)
class Leased:
    """`until`: when the lease runs out; whoever settles under another one comes too late."""

    id: int
    hearer: str
    attempts: int
    until: datetime
    fact: Fact


def work(until: float) -> int:
    """Deliver what is due in the open mall until the monotonic time `until`. Returns how many were done.

    What was leased and not begun by then is given back, so that nobody has to wait for its lease.
    """
    done = 0
    while time.monotonic() < until and (batch := lease()):
        for place, leased in enumerate(batch):
            if time.monotonic() >= until:
                _give_back(batch[place:])
                break
            done += deliver(leased)
    return done


def lease(most: int = 8) -> list[Leased]:
    """Take due deliveries of the open mall that nobody holds."""
    now = timezone.now()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_DUE, {"mall": current_mall_id(), "now": now, "most": most})
            ids = _together(cursor.fetchall())
        if not ids:
            return []
        rows = list(Delivery.objects.filter(pk__in=ids).select_related("fact").order_by("pk"))
        # A lease that ran out was settled by nobody: the worker is dead, or sleeps.
        worn_out = rows[0].attempts >= MOST_ATTEMPTS and rows[0].lease_until is not None
        for row in rows:
            row.lease_until, row.attempts = now + LEASE, row.attempts + 1
        Delivery.objects.bulk_update(rows, ["lease_until", "attempts"])
    batch = [Leased(row.pk, row.hearer, row.attempts, now + LEASE, as_fact(row.fact)) for row in rows]
    if worn_out:
        _settle_dead(batch[0], "the worker died at every try")
        return lease(most)
    return batch


def _together(due: Sequence[tuple[int, int]]) -> list[int]:
    """Ids to take at once. One that was tried before goes alone: should it be what kills its worker, it takes no
    other's tries with it."""
    if due and due[0][1]:
        return [due[0][0]]
    return [pk for pk, _ in takewhile(lambda row: not row[1], due)]


def _give_back(batch: Sequence[Leased]) -> None:
    for leased in batch:
        _held(leased).update(lease_until=None, attempts=leased.attempts - 1)


def _held(leased: Leased) -> Any:
    """The row, while the lease is still this one's: a worker that slept settles nothing for its successor."""
    return Delivery.objects.filter(pk=leased.id, state=Delivery.State.DUE, lease_until=leased.until)


def deliver(leased: Leased) -> bool:
    """Let the hearer hear, and settle. Returns whether it is done."""
    try:
        registry.function(leased.hearer)(leased.fact)
    except GiveUp as reason:
        _settle_dead(leased, str(reason))
        return False
    except Exception as error:
        _settle_failed(leased, error)
        return False
    Delivery.objects.filter(pk=leased.id).update(
        state=Delivery.State.DONE, done_at=timezone.now(), lease_until=None, last_error=""
    )
    return True


def _settle_failed(leased: Leased, error: Exception) -> None:
    says = f"{type(error).__name__}: {error}"
    if _is_hopeless(leased, error):
        _settle_dead(leased, says)
        return
    if not isinstance(error, RetryLater):
        log.warning("%s failed on fact %s: %s", leased.hearer, leased.fact.id, traceback.format_exc())
    next_at = timezone.now() + wait(leased.attempts, error)
    _held(leased).update(next_at=next_at, lease_until=None, last_error=says)


def _is_hopeless(leased: Leased, error: Exception) -> bool:
    """A partner who is away is asked again for a day; what fails of itself does so twelve times."""
    if isinstance(error, RetryLater):
        return timezone.now() - leased.fact.occurred_at > LONGEST_AWAY
    return leased.attempts >= MOST_ATTEMPTS


def _settle_dead(leased: Leased, says: str) -> None:
    log.error("%s gave up on fact %s: %s", leased.hearer, leased.fact.id, says)
    _held(leased).update(state=Delivery.State.DEAD, lease_until=None, last_error=says)


def wait(
    attempts: int, error: Exception, *, uniform: Callable[[float, float], float] = random.uniform
) -> timedelta:
    """Full jitter: anything from nothing to the bound, so that a recovered partner is not stormed.

    The bound doubles with each try up to five minutes; a hearer may ask for a longer one.
    """
    asked = (error.seconds if isinstance(error, RetryLater) else None) or 0.0
    bound = max(asked, min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(attempts, 16)))
    return timedelta(seconds=uniform(0.0, bound))
