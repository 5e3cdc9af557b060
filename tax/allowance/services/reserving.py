"""Taking room for an order, and giving it back before customs has seen it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction

from tax.allowance.locks import locked_entry
from tax.allowance.models import AllowanceEntry
from tax.allowance.services.statements import Reservation, give_back, sweep_key, take_goods, take_room
from tax.allowance.types import NoRoomError, ReferenceTakenError
from tax.rules.ruleset import rules_on
from tenancy.scope import current_mall_id

KEPT_FOR = timedelta(days=3)


def limit_of(year: int) -> Decimal:
    """The yearly limit (年度交易限值) of a calendar year, yuan."""
    return Decimal(rules_on(date(year, 12, 31)).limits.annual).scaleb(-2)


def reserve(
    *,
    key: str,
    year: int,
    amount: Decimal,
    ref: str,
    now: datetime,
    expires_at: datetime | None = None,
    goods: Mapping[str, Decimal] | None = None,
) -> None:
    """Hold `amount` of the key's year for `ref` of the open mall; `goods` are capped goods in kilograms.

    Said twice with the same values it changes nothing. Raises NoRoomError, NoRoomForGoodError, ReferenceTakenError.
    """
    asked = Reservation(
        current_mall_id(), key, year, amount, ref, goods or {}, now, expires_at or now + KEPT_FOR
    )
    try:
        _attempt(asked)
    except NoRoomError:
        _after_sweeping(asked)


def _after_sweeping(asked: Reservation) -> None:
    """Whoever is about to be refused first gets back what others let expire."""
    refusal: NoRoomError | None = None
    with transaction.atomic():
        sweep_key(asked.key, asked.year, asked.now)
        try:
            _attempt(asked)
        except NoRoomError as error:
            # raised outside, so that what was swept stays swept
            refusal = error
    if refusal is not None:
        raise refusal


def _attempt(asked: Reservation) -> None:
    """One try in a savepoint of its own, which a refusal undoes."""
    with transaction.atomic():
        new, room = take_room(asked, limit_of(asked.year))
        if not new:
            _same(asked)
            return
        if not room:
            raise NoRoomError()
        take_goods(asked)


def _same(asked: Reservation) -> None:
    """The reference is there already: as asked, or in use for something else."""
    entry = AllowanceEntry.objects.get(ref=asked.ref)
    held = entry.state in (AllowanceEntry.State.RESERVED, AllowanceEntry.State.COUNTED)
    if not held or (entry.key, entry.year, entry.amount) != (asked.key, asked.year, asked.amount):
        raise ReferenceTakenError()


@transaction.atomic
def release(*, ref: str, now: datetime) -> bool:
    """The order will not be declared: its reservation goes back. False where nothing was reserved (any more)."""
    entry = locked_entry(ref)
    if entry is None or entry.state != AllowanceEntry.State.RESERVED:
        return False
    entry.state, entry.closed_at = AllowanceEntry.State.RELEASED, now
    entry.save(update_fields=["state", "closed_at"])
    give_back(entry.key, entry.year, entry.amount, goods_of(entry))
    return True


def goods_of(entry: AllowanceEntry) -> dict[str, Decimal]:
    """Capped goods of an entry, kilograms."""
    return {good: Decimal(amount) for good, amount in entry.goods.items()}
