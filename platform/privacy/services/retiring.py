"""What the clock lets go once the law does (到期销毁): for whoever asked to be erased, and for everybody else."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.selectors import consents_of
from accounts.services import forget_identity, forget_person
from journal.services import record
from orders.aftersale.services import forget_words
from orders.selectors.personal import dealt_until, identities_let_go
from orders.services.forget_contacts import forget_contacts
from privacy.locks import lock_erasure
from privacy.models import Erasure
from privacy.retention import over_since
from privacy.selectors import policy

_AT_ONCE = 200


def finish_erasures(*, now: datetime) -> int:
    """Erased accounts whose dealings the law lets go: identities shredded, contacts emptied. Returns how many."""
    due = Erasure.objects.filter(state=Erasure.State.ERASED, acts_at__lte=now).order_by("acts_at", "pk")
    return sum(finish_erasure(erasure_id=pk, now=now) for pk in due.values_list("pk", flat=True)[:_AT_ONCE])


def finish_erasure(*, erasure_id: int, now: datetime) -> bool:
    """False where the law does not let go yet (the mall may have lengthened its years meanwhile)."""
    before = over_since(now, policy().keep_years)
    with transaction.atomic():
        row = lock_erasure(erasure_id)
        ended = dealt_until(row.shopper_id)
        if row.state != Erasure.State.ERASED or (ended is not None and ended > before):
            return False
        for identity in consents_of(row.shopper_id):
            forget_person(identity_id=identity.pk)
        while forget_contacts(before=now, shopper_id=row.shopper_id):
            pass
        forget_words(shopper_id=row.shopper_id, before=now)
        row.state, row.done_at = Erasure.State.DONE, now
        row.save()
        record(
            kind="privacy.person_erased",
            subject=f"shopper:{row.shopper_id}",
            payload={"erasure_id": row.pk},
            at=now,
        )
    return True


def retire_identities(*, now: datetime) -> int:
    """Shred every identity that no law keeps any more, whoever's it is. Returns how many."""
    found = identities_let_go(over_since(now, policy().keep_years), _AT_ONCE)
    for identity_id in found:
        with transaction.atomic():
            forget_identity(identity_id=identity_id, now=now)
            record(
                kind="privacy.identity_shredded",
                subject=f"identity:{identity_id}",
                payload={"identity_id": identity_id},
                at=now,
            )
    return len(found)


def retire_contacts(*, now: datetime) -> int:
    """Consignee, telephone and address of dealings past the lawful time. Returns how many orders."""
    return forget_contacts(before=over_since(now, policy().keep_years))
