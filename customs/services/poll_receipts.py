"""Talk to a port for the open mall: send what waits, read what it says. One at a time per mall and port."""

from __future__ import annotations

import logging
import time
from collections import Counter
from datetime import datetime, timedelta

from django.db.models import Q

from customs import ports, selectors
from customs.messages.times import moment, stamp
from customs.models import PortAccount, Receipt
from customs.services.boxes import port_of, ports_of_box
from customs.services.doors import door_of
from customs.services.pacing import note_failure, note_success
from customs.services.record_bill import record
from customs.services.resend_unsent import resend_unsent
from customs.types import Bill, Outcome, Page, PortAway, PortReceipt, PortRefused

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=20)
LOOK_BACK_EVERY = timedelta(minutes=10)
_BUDGET_SECONDS = 15.0
"""How long one round records: well under the lease, and under the worker's limit for a task."""
_CLOCKS_APART = timedelta(minutes=10)
"""A time of publishing further ahead is not believed: it would blind us to all that comes before it."""


def poll_receipts(*, port: str, now: datetime) -> Counter[Outcome]:
    """Returns how many receipts had which outcome; empty where another is polling, or the port is away or off."""
    accounts = list(PortAccount.objects.order_by("port"))
    account = next((row for row in accounts if row.port == port and row.state != PortAccount.State.OFF), None)
    if account is None or (account.away_until and account.away_until > now) or not _lease(account, now):
        return Counter()
    try:
        resend_unsent(port=port, now=now)
        return _read(account, ports_of_box(account, accounts), now)
    except (PortAway, PortRefused) as away:
        log.warning("port %s does not answer: %s", port, away.why)
        note_failure(port, now, away)
        return Counter()
    finally:
        PortAccount.objects.filter(pk=account.pk, polling_until=now + LEASE).update(polling_until=None)


def _lease(account: PortAccount, now: datetime) -> bool:
    """Compare and set: of two who come at once, one polls."""
    free = Q(polling_until__isnull=True) | Q(polling_until__lt=now)
    return PortAccount.objects.filter(free, pk=account.pk).update(polling_until=now + LEASE) == 1


def _read(account: PortAccount, box: list[str], now: datetime) -> Counter[Outcome]:
    back = _looks_back(account, now)
    begun = time.monotonic()
    page = door_of(account).poll(_since(account, back))
    lasted = timedelta(seconds=int(time.monotonic() - begun) + 1)
    if account.failures:
        note_success(account)
    try:
        outcomes, failed = _record(_new(box, page), box, now)
    except BaseException:
        page.settle(False)
        raise
    page.settle(not failed)
    changes: dict[str, object] = {"polled_at": now}
    if back:
        changes["looked_back_at"] = now
    newest = _newest(page, now)
    if newest and not failed:
        # What was published while we asked for the other kinds is asked for again.
        changes["cursor"] = max(account.cursor, stamp(moment(newest) - lasted))
    PortAccount.objects.filter(pk=account.pk).update(**changes)
    return outcomes


def _newest(page: Page, now: datetime) -> str:
    """The latest time of publishing that is believed: one row's wrong time does not hold the cursor for ever."""
    times = page.published or ((page.newest,) if page.newest else ())
    return max((at for at in times if moment(at) <= now + _CLOCKS_APART), default="")


def _record(rows: list[PortReceipt | Bill], box: list[str], now: datetime) -> tuple[Counter[Outcome], int]:
    """One that cannot be recorded holds no other back; it is asked for again, since the cursor stays.

    So is what is left when the round has lasted long enough: a thousand receipts at once are read in several rounds.
    """
    outcomes: Counter[Outcome] = Counter()
    failed, until = 0, time.monotonic() + _BUDGET_SECONDS
    for place, row in enumerate(rows):
        if time.monotonic() > until:
            return outcomes, failed + len(rows) - place
        try:
            outcomes[record(port=port_of(row, box), row=row, now=now)] += 1
        except Exception:
            failed += 1
            log.exception("a receipt of port %s could not be recorded: %s", box[0], row.source_key)
    return outcomes, failed


def _since(account: PortAccount, back: bool) -> str:
    if not account.cursor:
        return ""
    data = ports.data(account.port)
    seconds = data.look_back_seconds if back else data.overlap_seconds
    return stamp(moment(account.cursor) - timedelta(seconds=seconds))


def _looks_back(account: PortAccount, now: datetime) -> bool:
    """Now and then, while something is silent, look further back: receipts are published late, too."""
    if account.looked_back_at and account.looked_back_at > now - LOOK_BACK_EVERY:
        return False
    return (
        selectors.silent(now).filter(port=account.port).exists()
        or selectors.unanswered(now).filter(declaration__port=account.port).exists()
        or selectors.unanswered_stock_ins(now).filter(batch__port=account.port).exists()
    )


def _new(box: list[str], page: Page) -> list[PortReceipt | Bill]:
    """Those not known yet, in the port's order: one statement for the whole page."""
    keys = {row.source_key for row in page.receipts}
    known = set(
        Receipt.objects.filter(port__in=box, source_key__in=keys).values_list("source_key", flat=True)
        if keys
        else ()
    )
    return [row for row in page.receipts if row.source_key not in known]
