"""The chain of keys: the platform's wraps a mall's, a mall's wraps each person's."""

from __future__ import annotations

import os

from django.db import transaction
from django.utils import timezone

from tenancy.models import DataKey, MallKey
from tenancy.scope import current_mall_id
from tenancy.vault.sealing import Unreadable, platform_key, seal, unseal

# A mall's key is read once per process; it never changes under its id.
_mall_keys: dict[int, bytes] = {}


def mall_key() -> bytes:
    """The open mall's key; made at its first use."""
    mall_id = current_mall_id()
    if mall_id not in _mall_keys:
        bound_to = f"mall-key|{mall_id}".encode()
        row = MallKey.objects.first() or _new_mall_key(bound_to)
        _mall_keys[mall_id] = unseal(platform_key(), bytes(row.wrapped), bound_to)
    return _mall_keys[mall_id]


def _new_mall_key(bound_to: bytes) -> MallKey:
    wrapped = seal(platform_key(), os.urandom(32), bound_to)
    with transaction.atomic():
        MallKey.objects.bulk_create([MallKey(wrapped=wrapped)], ignore_conflicts=True)
    return MallKey.objects.get()


def forget_keys() -> None:
    _mall_keys.clear()


def data_key(subject: str) -> bytes:
    """The key of one person (`person:<uuid>`) in the open mall; made at its first use.

    Raises Unreadable once it was shredded.
    """
    row = DataKey.objects.filter(subject=subject).first() or _new_data_key(subject)
    if row.shredded_at is not None:
        raise Unreadable("this person's key was shredded")
    return unseal(mall_key(), bytes(row.wrapped), _bound_to(subject))


def _new_data_key(subject: str) -> DataKey:
    wrapped = seal(mall_key(), os.urandom(32), _bound_to(subject))
    DataKey.objects.bulk_create([DataKey(subject=subject, wrapped=wrapped)], ignore_conflicts=True)
    return DataKey.objects.get(subject=subject)


def shred(subject: str) -> None:
    """Empty a person's key: nothing sealed under it can be read again, by anybody."""
    DataKey.objects.filter(subject=subject).update(wrapped=b"", shredded_at=timezone.now())


def _bound_to(subject: str) -> bytes:
    return f"data-key|{current_mall_id()}|{subject}".encode()
