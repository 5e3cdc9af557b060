"""Who is not served, why, until when (黑名单)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Identity, User
from identifiers import phone, resident_id
from identifiers.types import IdentifierError
from journal.services import record
from orders.risk.models import BlacklistEntry
from orders.risk.rules import ACCOUNT, ADDRESS, IDENTITY, KINDS, PHONE, REFUSE, VELOCITY
from orders.risk.signals import value_key
from orders.risk.types import BadEntry


def blacklist(
    *, kind: str, value: str, reason: str, actor: str, now: datetime, until: datetime | None = None,
    causes: str = REFUSE,
) -> BlacklistEntry:  # fmt: skip
    """Keep it; one that stands already gets the new reason and end. `value`: the account's login, the telephone, the
    address as orders write it, the ID number, the device's token. Raises BadEntry.
    """
    if not reason.strip():
        raise BadEntry(_("Please say why."))
    if kind not in VELOCITY:
        raise BadEntry(_("This cannot be blacklisted."))
    if until is not None and until <= now:
        raise BadEntry(_("The end must be in the future."))
    key, shown = _known(kind, value.strip())
    with transaction.atomic():
        BlacklistEntry.objects.filter(kind=kind, value_key=key, lifted_at=None).update(
            lifted_at=now, lifted_by=actor
        )
        row = BlacklistEntry.objects.create(
            kind=kind, value_key=key, shown=shown, reason=reason.strip()[:200], causes=causes, expires_at=until,
            added_by=actor, added_at=now,
        )  # fmt: skip
        _tell(row, "risk.blacklisted", actor, now)
    return row


def lift(*, entry_id: int, actor: str, now: datetime) -> bool:
    """Serve them again. False where it was lifted before."""
    with transaction.atomic():
        done = BlacklistEntry.objects.filter(pk=entry_id, lifted_at=None).update(
            lifted_at=now, lifted_by=actor
        )
        if done:
            _tell(BlacklistEntry.objects.get(pk=entry_id), "risk.lifted", actor, now)
    return bool(done)


def _known(kind: str, value: str) -> tuple[str, str]:
    """(key, mask). Raises BadEntry."""
    if kind == ACCOUNT:
        user = User.objects.filter(login=value, mall__isnull=False).first()
        if user is None:
            raise BadEntry(_("No shopper has this login."))
        return value_key(kind, str(user.pk)), user.login
    if kind == PHONE:
        try:
            number = phone.validate(value)
        except ValueError as error:
            raise BadEntry(_("Enter an 11-digit mobile number.")) from error
        return value_key(kind, number), f"{number[:3]}****{number[-4:]}"
    if kind == IDENTITY:
        try:
            number = resident_id.validate(value)
        except IdentifierError as error:
            raise BadEntry(_("This ID number is not valid: please check all 18 characters.")) from error
        return value_key(kind, number), resident_id.mask(number)
    if not value:
        raise BadEntry(_("Please fill in this field."))
    return value_key(kind, value), f"{KINDS[kind]} …{value[-6:]}" if kind != ADDRESS else value[:80]


def blacklist_person(
    *,
    shopper_id: int,
    identity_id: int | None,
    reason: str,
    actor: str,
    now: datetime,
    until: datetime | None,
) -> None:
    """The account of an order, and the ID number it was placed under. Raises BadEntry."""
    user = User.objects.get(pk=shopper_id)
    with transaction.atomic():
        blacklist(kind=ACCOUNT, value=user.login, reason=reason, actor=actor, now=now, until=until)
        identity = Identity.objects.filter(pk=identity_id).first() if identity_id else None
        if identity is not None:
            _add_key(identity, reason, actor, now, until)


def _add_key(identity: Identity, reason: str, actor: str, now: datetime, until: datetime | None) -> None:
    """By the key that is there: the number itself is not opened for it."""
    rows = BlacklistEntry.objects.filter(kind=IDENTITY, value_key=identity.number_key, lifted_at=None)
    rows.update(lifted_at=now, lifted_by=actor)
    row = BlacklistEntry.objects.create(
        kind=IDENTITY, value_key=identity.number_key, shown=identity.number_masked, reason=reason.strip()[:200],
        expires_at=until, added_by=actor, added_at=now,
    )  # fmt: skip
    _tell(row, "risk.blacklisted", actor, now)


def _tell(row: BlacklistEntry, kind: str, actor: str, now: datetime) -> None:
    payload = {"entry_id": row.pk, "kind": row.kind, "actor": actor}
    record(kind=kind, subject=f"blacklist:{row.pk}", payload=payload, at=now)
