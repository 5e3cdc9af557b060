"""Taking room for an order, and giving it back before customs has seen it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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


@dataclass(frozen=True, slots=True)
class Part:
    """What one reference of an order holds: `amount` yuan, and `goods`, capped goods in kilograms."""

    ref: str
    amount: Decimal
    goods: Mapping[str, Decimal] = field(default_factory=dict)


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
    parts = [Part(ref, amount, goods or {})]
    reserve_parts(key=key, year=year, parts=parts, now=now, expires_at=expires_at)


def reserve_parts(
    *, key: str, year: int, parts: Sequence[Part], now: datetime, expires_at: datetime | None = None
) -> None:
    """Hold all parts of one order, or none of them. Raises as `reserve`."""
    mall, until = current_mall_id(), expires_at or now + KEPT_FOR
    asked = [Reservation(mall, key, year, part.amount, part.ref, part.goods, now, until) for part in parts]
    try:
        _attempt(asked)
    except NoRoomError:
        _after_sweeping(asked)


def _after_sweeping(asked: Sequence[Reservation]) -> None:
    """Whoever is about to be refused first gets back what others let expire."""
    refusal: NoRoomError | None = None
    with transaction.atomic():
        sweep_key(asked[0].key, asked[0].year, asked[0].now)
        try:
            _attempt(asked)
        except NoRoomError as error:
            # raised outside, so that what was swept stays swept
            refusal = error
    if refusal is not None:
        raise refusal


def _attempt(asked: Sequence[Reservation]) -> None:
    """One try in a savepoint of its own, which a refusal undoes: no lock on the year is left behind."""
    with transaction.atomic():
        for part in asked:
            new, room = take_room(part, limit_of(part.year))
            if not new:
                _same(part)
            elif not room:
                raise NoRoomError()
            else:
                take_goods(part)


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
