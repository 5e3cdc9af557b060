"""The yearly allowance (年度额度) of an orderer, as this floor uses it: one seam to the tax app's ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from accounts.models import Identity
from catalog.types import Offer
from customs.rules.modes import Mode, rule
from orders.clock import beijing_day
from orders.errors import OverLimit
from orders.models import Line
from orders.types import Quote
from tax.allowance import selectors, services
from tax.allowance.caps import capped_kilograms
from tax.allowance.types import NoRoomError, NothingToRestoreError

# Unpaid orders give their room back when they expire; a paid one keeps it until customs has decided.
_KEPT_FOR = timedelta(days=60)


def used(identity: Identity, on: date, now: datetime) -> Decimal:
    """Yuan of the year's allowance that the person has used or reserved, in all malls."""
    return selectors.used(key=identity.allowance_key, year=on.year, now=now)


def reserve(
    identity: Identity, priced: Quote, offers: Mapping[int, Offer], order_id: int, now: datetime
) -> None:
    """Hold the order's dutiable value, and the net weight of goods with a yearly cap of their own (rice, sugar).

    Raises OverLimit when another order of the same person, here or in another mall, took the room meanwhile.
    """
    amount = sum((p.dutiable_value for p in priced.packages if rule(Mode(p.mode)).has_limits), Decimal(0))
    if not amount:
        return
    try:
        services.reserve(
            key=identity.allowance_key,
            year=beijing_day(now).year,
            amount=amount,
            ref=_ref(order_id),
            now=now,
            expires_at=now + _KEPT_FOR,
            goods=_capped(priced, offers),
        )
    except NoRoomError as refused:
        raise OverLimit(refused.code) from refused


def _capped(priced: Quote, offers: Mapping[int, Offer]) -> dict[str, Decimal]:
    """Kilograms by capped good, of the packages that count against limits."""
    return capped_kilograms(
        (trade.hs_code, line.quantity, trade.net_kg)
        for package in priced.packages
        if rule(Mode(package.mode)).has_limits
        for line in package.lines
        if (trade := offers[line.sku_id].trade) is not None
    )


def release(order_id: int, now: datetime) -> None:
    """Give back what the order reserved; nothing the second time."""
    services.release(ref=_ref(order_id), now=now)


def count(order_id: int, now: datetime) -> None:
    """Customs released the goods: what was reserved is used."""
    services.count(ref=_ref(order_id), now=now)


def restore(
    order_id: int, amount: Decimal, return_number: str, now: datetime, pieces: Iterable[tuple[Line, int]] = ()
) -> None:
    """Customs accepted a return: `amount` of dutiable value goes back, once per `return_number`.

    `pieces` of lines came back: what they held of capped goods is free again.

    What was never counted (the order held no limited goods) has nothing to give back.
    """
    try:
        services.restore(
            ref=_ref(order_id),
            amount=amount,
            return_ref=return_number,
            now=now,
            goods=capped_kilograms(
                (line.trade["hs_code"], count, Decimal(line.trade["net_kg"]))
                for line, count in pieces
                if line.trade
            ),
        )
    except NothingToRestoreError:
        return


def _ref(order_id: int) -> str:
    return f"order:{order_id}"
