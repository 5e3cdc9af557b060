"""Read a person's sealed data in clear, with a reason that the person can read too (查看敏感信息)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Identity, Look
from accounts.selectors import reveal
from accounts.types import RealIdentity, ReasonMissing
from journal.services import record


def reveal_identity(
    *, identity_id: int, reason: str, actor: str, actor_name: str, now: datetime
) -> RealIdentity:
    """Name and number in clear; the look is kept in the same transaction, so that there is none without its row.

    Raises ReasonMissing, and Unreadable once the person was forgotten (then nothing is kept: nothing was seen).
    """
    with transaction.atomic():
        real = reveal(identity_id)
        note_look(
            identity_id=identity_id,
            what=Look.What.IDENTITY,
            reason=reason,
            actor=actor,
            actor_name=actor_name,
            now=now,
        )
        record(
            kind="identity.revealed",
            subject=f"identity:{identity_id}",
            payload={"identity_id": identity_id, "reason": reason.strip(), "actor": actor},
            at=now,
        )
    return real


def note_look(
    *, identity_id: int, what: str, reason: str, actor: str, actor_name: str, now: datetime
) -> Look:
    """Keep who read what of a person, and why. Raises ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing(_("Please say why."), field="reason")
    shopper_id = Identity.objects.values_list("shopper_id", flat=True).get(pk=identity_id)
    return Look.objects.create(
        shopper_id=shopper_id,
        identity_id=identity_id,
        what=what,
        reason=reason.strip()[:200],
        actor=actor,
        actor_name=actor_name[:150],
        at=now,
    )
