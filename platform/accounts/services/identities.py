"""Keep an orderer's identity: checked, sealed under the person's own key, masked for people."""

from __future__ import annotations

import re
import uuid

from django.db import transaction
from django.utils import timezone

from accounts.models import Identity
from accounts.types import CONSENT_MISSING, NAME_WRONG, NUMBER_WRONG, Consent, InvalidIdentity
from identifiers import resident_id
from tenancy.vault.keys import shred
from tenancy.vault.people import Place, platform_search_key, seal_text, search_key

_NAME = re.compile(
    r"^(?:[\u3400-\u9fff\U00020000-\U0003ffff]{1,30}(?:·[\u3400-\u9fff]{1,30})*|[A-Za-z][A-Za-z .'-]{1,58}[A-Za-z])$"
)


def keep_identity(*, shopper_id: int, name: str, number: str, consent: Consent | None) -> Identity:
    """Keep a shopper's identity and its consent; the same name and number again gives the row that is there.

    Raises InvalidIdentity (field `name`, `number` or `consent`).
    """
    name, number = _checked(name, number, consent)
    assert consent is not None
    found = Identity.objects.filter(
        shopper_id=shopper_id, number_key=search_key("resident-id", number), replaced_at=None
    )
    with transaction.atomic():
        for row in found:
            if row.name_masked == mask_name(name) and _same_name(row, name):
                return row
            Identity.objects.filter(pk=row.pk).update(replaced_at=timezone.now())
        return _insert(shopper_id, name, number, consent)


def _checked(name: str, number: str, consent: Consent | None) -> tuple[str, str]:
    name = name.strip()
    if not _NAME.match(name):
        raise InvalidIdentity(NAME_WRONG, field="name")
    try:
        number = resident_id.validate(number)
    except ValueError as error:
        raise InvalidIdentity(NUMBER_WRONG, field="number") from error
    if consent is None:
        raise InvalidIdentity(CONSENT_MISSING, field="consent")
    return name, number


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
        name_masked=mask_name(name),
        number_masked=resident_id.mask(number),
        consent_version=consent.version,
        consent_hash=consent.text_hash,
        consented_at=consent.at,
    )


def mask_name(name: str) -> str:
    """张三丰 -> 张**: the first character stays."""
    return name[0] + "*" * min(len(name) - 1, 3)


def forget_person(*, identity_id: int) -> None:
    """Shred the person's key in this mall: name, number and every message sealed under it are unreadable."""
    shred(Identity.objects.get(pk=identity_id).subject)
