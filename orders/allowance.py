"""The yearly allowance (年度额度) of an orderer, as this floor uses it: one seam to the tax app's ledger.

Each package holds its own: customs releases, refuses and sends back packages, not orders.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from accounts.models import Identity
from catalog.types import Offer
from customs.rules.modes import Mode, rule
from orders.clock import beijing_day
from orders.errors import OverLimit
from orders.models import Line
from orders.types import QuotePackage
from tax.allowance import services
from tax.allowance.caps import capped_kilograms
from tax.allowance.types import NoRoomError, NothingToRestoreError
from tax.policy import counts_in_year_of_release
from tax.rules.answer import LineTax
from tax.rules.refunds import part_of

# Unpaid orders give their room back when they expire; a paid one keeps it until customs has decided.
_KEPT_FOR = timedelta(days=60)


def reserve(
    identity: Identity,
    packages: Iterable[tuple[int, QuotePackage]],
    offers: Mapping[int, Offer],
    now: datetime,
) -> None:
    """Hold each limited package's dutiable value, and the net weight of its goods with a yearly cap (rice, sugar).

    All packages or none. Raises OverLimit when another order of the same person, here or in another mall, took the
    room meanwhile.
    """
    parts = [
        services.Part(_ref(package_id), package.dutiable_value, _capped(package, offers))
        for package_id, package in packages
        if limited(package.mode) and package.dutiable_value
    ]
    if not parts:
        return
    try:
        services.reserve_parts(
            key=identity.allowance_key,
            year=beijing_day(now).year,
            parts=parts,
            now=now,
            expires_at=now + _KEPT_FOR,
        )
    except NoRoomError as refused:
        raise OverLimit(refused.code) from refused


def limited(mode: str) -> bool:
    """Do packages of this mode count against the limits?"""
    return rule(Mode(mode)).has_limits


def _capped(package: QuotePackage, offers: Mapping[int, Offer]) -> dict[str, Decimal]:
    """Kilograms by capped good."""
    return capped_kilograms(
        (trade.hs_code, line.quantity, trade.net_kg)
        for line in package.lines
        if (trade := offers[line.sku_id].trade) is not None
    )


def release(package_id: int, now: datetime) -> None:
    """It will not be declared, or its list was cancelled: what it reserved is free; nothing the second time."""
    services.release(ref=_ref(package_id), now=now)


def count(package_id: int, now: datetime) -> None:
    """Customs released the package: what it reserved is used, by the policy in the year of release."""
    year = beijing_day(now).year if counts_in_year_of_release() else None
    services.count(ref=_ref(package_id), now=now, year=year)


def sent_back(package_id: int, now: datetime) -> None:
    """Customs sent the package back abroad: whatever it holds, counted or not, is free."""
    services.give_up(ref=_ref(package_id), return_ref=f"{_ref(package_id)}:sent_back", now=now)


def taken_back(
    package_id: int,
    pieces: Mapping[int, Decimal],
    before: Mapping[int, Decimal],
    return_ref: str,
    now: datetime,
) -> None:
    """Customs accepted a return: the dutiable value of the pieces (by the line's place) goes back, once a `return_ref`.

    `before`: what earlier returns took back; the shares of all returns of a line add up to the line.

    What they held of capped goods is free again. What was never counted has nothing to give back.
    """
    lines = list(Line.objects.filter(package_id=package_id, sequence__in=list(pieces)))
    try:
        services.restore(
            ref=_ref(package_id),
            amount=sum(
                (
                    _share(line, pieces[line.sequence], before.get(line.sequence, Decimal(0)))
                    for line in lines
                ),
                Decimal(0),
            ),
            return_ref=return_ref,
            now=now,
            goods=capped_kilograms(
                (line.trade["hs_code"], int(pieces[line.sequence]), Decimal(line.trade["net_kg"]))
                for line in lines
                if line.trade
            ),
        )
    except NothingToRestoreError:
        return


def _share(line: Line, pieces: Decimal, before: Decimal) -> Decimal:
    """The dutiable value of the next `pieces` of a line, of which `before` went back already."""
    whole = LineTax(str(line.pk), int(line.dutiable_value.scaleb(2)), 0, 0, 0, 0)
    return Decimal(part_of(whole, line.quantity, int(before), int(pieces)).value).scaleb(-2)


def _ref(package_id: int) -> str:
    return f"package:{package_id}"
