"""What customs decided: goods released count, accepted returns are restored."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import F

from tax.allowance.locks import locked_entry
from tax.allowance.models import AllowanceEntry, AllowanceReturn
from tax.allowance.services.reserving import goods_of, release
from tax.allowance.services.statements import add, give_back
from tax.allowance.types import NothingToRestoreError, ReferenceTakenError


@transaction.atomic
def count(*, ref: str, now: datetime, year: int | None = None) -> bool:
    """Customs released the goods: the reservation counts. False where it counted already or there is none.

    `year`: where the list was released in another year than reserved and the policy counts it there. Never refused:
    an expired reservation is taken up again whatever room is left, because customs has counted it.
    """
    entry = locked_entry(ref)
    if entry is None or entry.state == AllowanceEntry.State.COUNTED:
        return False
    counted_in = entry.year if year is None else year
    held = entry.state == AllowanceEntry.State.RESERVED
    if held and counted_in != entry.year:
        give_back(entry.key, entry.year, entry.amount, goods_of(entry))
    if not held or counted_in != entry.year:
        add(entry.key, counted_in, entry.amount, goods_of(entry))
    entry.state, entry.closed_at, entry.year = AllowanceEntry.State.COUNTED, now, counted_in
    entry.save(update_fields=["state", "closed_at", "year"])
    return True


@transaction.atomic
def restore(
    *,
    ref: str,
    amount: Decimal,
    return_ref: str,
    now: datetime,
    goods: Mapping[str, Decimal] | None = None,
) -> bool:
    """Customs accepted a return: `amount` goes back to the year it was counted in. False when said before.

    Raises NothingToRestoreError where less than `amount` is counted, ReferenceTakenError where `return_ref` stands
    for another amount.
    """
    entry = locked_entry(ref)
    if entry is None:
        raise NothingToRestoreError()
    known = AllowanceReturn.objects.filter(ref=return_ref).first()
    if known is not None:
        if (known.entry_id, known.amount) != (entry.pk, amount):
            raise ReferenceTakenError()
        return False
    if entry.state != AllowanceEntry.State.COUNTED or entry.restored + amount > entry.amount:
        raise NothingToRestoreError()
    _restore(entry, amount, return_ref, _no_more(entry, goods or {}), now)
    return True


@transaction.atomic
def give_up(*, ref: str, return_ref: str, now: datetime) -> bool:
    """The goods never enter (customs sent them back): whatever the reference still holds goes back, counted or not.

    False where nothing is held.
    """
    entry = locked_entry(ref)
    if entry is not None and entry.state == AllowanceEntry.State.RESERVED:
        return release(ref=ref, now=now)
    if entry is None or entry.state != AllowanceEntry.State.COUNTED or entry.restored == entry.amount:
        return False
    _restore(entry, entry.amount - entry.restored, return_ref, goods_of(entry), now)
    return True


def _no_more(entry: AllowanceEntry, goods: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Of each capped good no more than the entry still holds."""
    held = goods_of(entry)
    return {good: min(kilograms, held[good]) for good, kilograms in goods.items() if good in held}


def _restore(
    entry: AllowanceEntry, amount: Decimal, return_ref: str, goods: Mapping[str, Decimal], now: datetime
) -> None:
    left = {good: held - goods.get(good, Decimal(0)) for good, held in goods_of(entry).items()}
    AllowanceEntry.objects.filter(pk=entry.pk).update(
        restored=F("restored") + amount, goods={good: format(held, "f") for good, held in left.items()}
    )
    AllowanceReturn.objects.create(entry=entry, ref=return_ref, amount=amount, at=now)
    give_back(entry.key, entry.year, amount, goods)
