"""What facts and the clock start with personal data."""

from __future__ import annotations

import logging
from datetime import datetime

from journal.types import Fact
from privacy import services
from privacy.models import Erasure
from privacy.types import PrivacyError

log = logging.getLogger(__name__)
_AT_ONCE = 200


def make_export(fact: Fact) -> None:
    services.make_export(export_id=int(fact.payload["export_id"]), now=fact.occurred_at)


def tell_old_phone(fact: Fact) -> None:
    services.tell_old_phone(change_id=int(fact.payload["change_id"]), now=fact.occurred_at)


def end_exports(now: datetime) -> int:
    return services.end_exports(now=now)


def erase_due(now: datetime) -> int:
    """Accounts whose days to think again are over, each in a transaction of its own."""
    due = Erasure.objects.filter(state=Erasure.State.ASKED, acts_at__lte=now).order_by("acts_at", "pk")
    return sum(_erased(pk, now) for pk in due.values_list("pk", flat=True)[:_AT_ONCE])


def _erased(erasure_id: int, now: datetime) -> bool:
    try:
        return services.erase_account(erasure_id=erasure_id, now=now)
    except PrivacyError as waits:
        log.info("erasure %s waits: %s", erasure_id, waits.code)
        return False


def let_go(now: datetime) -> int:
    """What the law lets go: of erased accounts first, then of everybody's old dealings."""
    return (
        services.finish_erasures(now=now)
        + services.retire_identities(now=now)
        + services.retire_contacts(now=now)
    )
