"""Keep an orderer's identity: checked, sealed under the person's own key, masked for people."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Identity
from accounts.types import CONSENT_MISSING, NAME_WRONG, NUMBER_WRONG, Consent, InvalidIdentity
from identifiers import person_name, resident_id
from identifiers.types import IdentifierError
from tenancy.vault.keys import shred
from tenancy.vault.people import Place, platform_search_key, seal_text, search_key


def keep_identity(*, shopper_id: int, name: str, number: str, consent: Consent | None) -> Identity:
    """Keep a shopper's identity, as customs will compare it, and its consent.

    The same name and number under the same consent again gives the row that is there; a corrected name or a newer
    consent is a new row, and the old one says when it was replaced. Raises InvalidIdentity (field `name`, `number` or
    `consent`).
    """
    if consent is None:
        raise InvalidIdentity(CONSENT_MISSING, field="consent")
    name, number = _checked(name, number, consent)
    found = Identity.objects.filter(
        shopper_id=shopper_id, number_key=search_key("resident-id", number), replaced_at=None
    )
    with transaction.atomic():
        for row in found:
            if (
                _same_consent(row, consent)
                and row.name_masked == person_name.mask(name)
                and _same_name(row, name)
            ):
                return row
            Identity.objects.filter(pk=row.pk).update(replaced_at=consent.at)
        return _insert(shopper_id, name, number, consent)


def _checked(name: str, number: str, consent: Consent) -> tuple[str, str]:
    try:
        name = person_name.validate(name)
    except IdentifierError as error:
        raise InvalidIdentity(NAME_WRONG, field="name") from error
    try:
        number = resident_id.validate(number, today=timezone.localdate(consent.at))
    except IdentifierError as error:
        raise InvalidIdentity(NUMBER_WRONG, field="number") from error
    return name, number


def _same_consent(row: Identity, consent: Consent) -> bool:
    return (row.consent_version, row.consent_hash) == (consent.version, consent.text_hash)


def _same_name(row: Identity, name: str) -> bool:
    from accounts.selectors import reveal

    return reveal(row.pk).name == name


def _insert(shopper_id: int, name: str, number: str, consent: Consent) -> Identity:
    row_key, subject = uuid.uuid4(), f"person:{uuid.uuid4()}"

    def sealed(column: str, value: str) -> bytes:
        return seal_text(subject, Place("accounts_identity", column, str(row_key)), value)

    return Identity.objects.create(
        shopper_id=shopper_id,
        row_key=row_key,
        subject=subject,
        name_sealed=sealed("name", name),
        number_sealed=sealed("number", number),
        number_key=search_key("resident-id", number),
        allowance_key=platform_search_key("allowance", number),
        name_masked=person_name.mask(name),
        number_masked=resident_id.mask(number),
        consent_version=consent.version,
        consent_hash=consent.text_hash,
        consented_at=consent.at,
    )


def forget_person(*, identity_id: int) -> None:
    """Shred the keys of one person: each row of that shopper with that ID number, replaced ones too. Name, number
    and every message sealed under them are unreadable.

    The same number in somebody else's account is theirs to forget: anybody may type it.
    """
    row = Identity.objects.get(pk=identity_id)
    rows = Identity.objects.filter(shopper_id=row.shopper_id, number_key=row.number_key)
    for subject in rows.values_list("subject", flat=True):
        shred(subject)


def forget_identity(*, identity_id: int, now: datetime) -> None:
    """Shred the key of one row alone and take it out of the book; other rows of the same person stay as they are."""
    row = Identity.objects.get(pk=identity_id)
    Identity.objects.filter(pk=identity_id, replaced_at=None).update(replaced_at=now)
    shred(row.subject)


def remove_identity(*, shopper_id: int, identity_id: int, now: datetime) -> bool:
    """Take a person out of the identity book. Orders keep what they were declared with. False where it is not there."""
    own = Identity.objects.filter(shopper_id=shopper_id, pk=identity_id, replaced_at=None)
    return bool(own.update(replaced_at=now))
