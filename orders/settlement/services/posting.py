"""Each event of money as a voucher, once. From the first second on the books say what is owed to whom.

debit above zero, credit below: paid = cash / escrow, tax held; earned = escrow / payable, commission;
refunded = escrow or payable / cash.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Sum

from orders.clock import beijing_day
from orders.models import Package
from orders.settlement.models import Terms, Voucher
from orders.settlement.services.costs import costs_of
from partners.selectors import contract_of

ZERO, _FEN = Decimal("0.00"), Decimal("0.01")
Kind = Voucher.Kind
_HOLD = 15
#: Kept where no contract was signed yet.
_COMMISSION = Decimal("0.0500")


@dataclass(frozen=True, slots=True)
class Parts:
    """What a package's money is made of; `discount` is shared between supplier and mall."""

    goods: Decimal = ZERO
    freight: Decimal = ZERO
    discount: Decimal = ZERO
    tax: Decimal = ZERO


def fen(amount: Decimal) -> Decimal:
    return amount.quantize(_FEN, ROUND_HALF_UP)


def share_of(discount: Decimal) -> Decimal:
    """The supplier's part of a discount."""
    terms = Terms.objects.first()
    return fen(discount * terms.supplier_share) if terms else ZERO


def commission_of(supplier_id: int, goods: Decimal, on: date) -> Decimal:
    contract = contract_of(supplier_id, on)
    return fen(goods * (contract.commission if contract else _COMMISSION))


def post_paid(*, package_id: int, now: datetime) -> bool:
    """The shopper's money is held for the supplier until receipt. Returns whether it was posted now."""
    package = Package.objects.get(pk=package_id)
    parts = Parts(package.goods, package.freight, package.discount, package.tax)
    return _write(_paid(package, parts, now), Kind.PAID, f"paid:{package.pk}")


def _paid(package: Package, parts: Parts, now: datetime) -> dict[str, Any]:
    mine = share_of(parts.discount)
    return _about(package, now) | {
        "goods": parts.goods, "freight": parts.freight, "promotion": mine, "tax": parts.tax,
        "cash": parts.goods + parts.freight - parts.discount + parts.tax,
        "escrow": -(parts.goods + parts.freight - mine),
        "promotion_borne": parts.discount - mine,
        "tax_held": -parts.tax,
    }  # fmt: skip


def post_split(*, package_id: int, made_id: int, now: datetime) -> bool:
    """Part of a paid package became a package of its own: what is held for it goes over, and nothing else moves.

    What is posted for the rest is brought to what the rest is worth, whichever was heard first, payment or split.
    """
    for pk in (package_id, made_id):
        post_paid(package_id=pk, now=now)
    package = Package.objects.get(pk=package_id)
    worth = _paid(package, Parts(package.goods, package.freight, package.discount, package.tax), now)
    posted = _posted(package_id)
    values = {name: worth[name] - posted[name] for name in _TAKEN}
    return _write(_about(package, now) | values, Kind.PAID, f"split:{made_id}")


_TAKEN = ("goods", "freight", "promotion", "tax", "cash", "escrow", "promotion_borne", "tax_held")


def _posted(package_id: int) -> dict[str, Decimal]:
    rows = Voucher.objects.filter(package_id=package_id, kind=Kind.PAID)
    return {name: total or ZERO for name, total in rows.aggregate(**{n: Sum(n) for n in _TAKEN}).items()}


def post_cancelled(*, package_id: int, now: datetime) -> bool:
    """A paid order was cancelled before customs: what was posted is taken back whole."""
    if not Voucher.objects.filter(package_id=package_id, kind=Kind.PAID).exists():
        return False
    values = {name: -total for name, total in _posted(package_id).items()}
    package = Package.objects.get(pk=package_id)
    return _write(_about(package, now) | values, Kind.CANCELLED, f"cancelled:{package_id}")


def post_earned(*, package_id: int, now: datetime) -> bool:
    """The parcel was signed for: what is still held for it is owed to the supplier, less what the mall keeps.

    Raises NoRate where a supply price is in a currency whose rate of the order's day is not there yet.
    """
    post_paid(package_id=package_id, now=now)
    package = Package.objects.get(pk=package_id)
    held = _held(package_id)
    commission = _kept_by_mall(package, held["goods"] or ZERO, now)
    owed = -(held["escrow"] or ZERO)
    values = _about(package, now) | {
        "goods": held["goods"], "freight": held["freight"], "promotion": held["promotion"], "tax": held["tax"],
        "commission": commission, "claw_back": held["claw_back"],
        "escrow": owed, "commission_earned": -commission, "payable": -(owed - commission),
        "due_on": _due(package.supplier_id, now),
    }  # fmt: skip
    return _write(values, Kind.EARNED, f"earned:{package_id}")


def _kept_by_mall(package: Package, goods: Decimal, now: datetime) -> Decimal:
    """Commission on what is sold by it; of goods with a supply price what is left above the cost at the locked rate
    (below zero where they cost more). `goods`: what is still held; refunds took their part of both."""
    costs = costs_of(package.pk, package.order_id, now)
    if not costs.sold_for:
        return commission_of(package.supplier_id, goods, beijing_day(now))
    left = goods / package.goods if package.goods else Decimal(0)
    by_cost = fen(costs.sold_for * left)
    commission = commission_of(package.supplier_id, goods - by_cost, beijing_day(now))
    return commission + by_cost - fen(costs.yuan * left)


def _held(package_id: int) -> dict[str, Decimal]:
    names = ("goods", "freight", "promotion", "tax", "claw_back", "escrow")
    rows = Voucher.objects.filter(package_id=package_id).exclude(kind=Kind.EARNED)
    return {name: total or ZERO for name, total in rows.aggregate(**{n: Sum(n) for n in names}).items()}


def _due(supplier_id: int, now: datetime) -> date:
    contract = contract_of(supplier_id, beijing_day(now))
    return beijing_day(now) + timedelta(days=contract.hold_days if contract else _HOLD)


def post_refunded(
    *,
    package_id: int,
    number: str,
    back: Parts,
    now: datetime,
    kept_by_customs: bool = False,
    at_fault: bool = True,
) -> bool:
    """An after-sale request `number` was settled: the supplier gives back what it got, with its commission.

    Tax that customs keeps although it went back is clawed back from the supplier `at_fault`, else a loss of the mall.
    """
    package = Package.objects.get(pk=package_id)
    post_paid(package_id=package.pk, now=now)
    earned = Voucher.objects.filter(reference=f"earned:{package.pk}").first()
    values = _refund(package, back, earned, now)
    if kept_by_customs:
        clawed = back.tax if at_fault else ZERO
        values |= {"tax": ZERO, "tax_held": ZERO, "claw_back": clawed, "loss": back.tax - clawed}
        values["escrow" if earned is None else "payable"] += clawed
    return _write(values, Kind.REFUNDED, f"refunded:{number}")


def _refund(package: Package, back: Parts, earned: Voucher | None, now: datetime) -> dict[str, Any]:
    taken = _paid(package, back, now)
    values = {name: -amount if isinstance(amount, Decimal) else amount for name, amount in taken.items()}
    if earned is None:
        return values
    rate = earned.commission / earned.goods if earned.goods else ZERO
    commission = -fen(rate * back.goods)
    owed = values["escrow"]
    return values | {
        "commission": commission, "escrow": ZERO, "commission_earned": -commission, "payable": owed + commission,
        "due_on": beijing_day(now),
    }  # fmt: skip


def post_advanced(*, package_id: int, number: str, amount: Decimal, now: datetime) -> bool:
    """Dispute `number`: the mall pays the shopper first. Until it is settled the loss is the mall's own."""
    package = Package.objects.get(pk=package_id)
    post_paid(package_id=package.pk, now=now)
    values = _about(package, now) | {"cash": -amount, "loss": amount, "note": number}
    return _write(values, Kind.ADVANCED, f"advanced:{number}"[:60])


def post_clawed_back(*, package_id: int, number: str, amount: Decimal, now: datetime) -> bool:
    """The supplier bears it: out of what is held for the package, or of what is owed once it was earned."""
    package = Package.objects.get(pk=package_id)
    earned = Voucher.objects.filter(reference=f"earned:{package.pk}").exists()
    values = _about(package, now) | {
        "claw_back": amount, "loss": -amount, ("payable" if earned else "escrow"): amount, "note": number,
        "due_on": beijing_day(now),
    }  # fmt: skip
    return _write(values, Kind.CLAWED, f"clawed:{number}"[:60])


def post_adjusted(*, supplier_id: int, amount: Decimal, key: str, note: str, now: datetime) -> bool:
    """What was agreed after a dispute: above zero to the supplier's credit, at the mall's loss."""
    values = {
        "supplier_id": supplier_id, "at": now, "claw_back": -amount, "payable": -amount, "loss": amount,
        "note": note[:200], "due_on": beijing_day(now),
    }  # fmt: skip
    return _write(values, Kind.ADJUSTED, f"adjusted:{key}"[:60])


def post_paid_out(*, supplier_id: int, amount: Decimal, number: str, now: datetime) -> bool:
    values = {"supplier_id": supplier_id, "at": now, "payable": amount, "cash": -amount, "note": number}
    return _write(values, Kind.PAID_OUT, f"paid_out:{number}"[:60])


def _about(package: Package, now: datetime) -> dict[str, Any]:
    return {"supplier_id": package.supplier_id, "package_id": package.pk, "at": now}


def _write(values: dict[str, Any], kind: str, reference: str) -> bool:
    """Once per event, whoever tells of it again."""
    if Voucher.objects.filter(reference=reference).exists():
        return False
    made = Voucher.objects.bulk_create(
        [Voucher(kind=kind, reference=reference, **values)], ignore_conflicts=True
    )
    return bool(made)
