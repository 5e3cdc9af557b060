"""Part of a package goes first, the rest follows (拆分发货): a package of its own for the pieces that are taken out.

Only of goods that no customs list names: a declared package is one payment and one list, and its split is proposed in
the cart, before anybody pays.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from catalog.inventory.services import divide
from catalog.inventory.types import OutOfStock as NotHeld
from customs.rules.modes import Mode, rule
from journal.services import record
from money.allocation import allocate
from orders.errors import NoSuchOrder, NotAllowedNow, NothingToSplit
from orders.lifecycle.axes import noop
from orders.locks import lock_order_of_package
from orders.models import Line, Order, Package
from orders.numbers import package_number
from orders.services.moving import Entry, write_entry
from orders.states import Axis

ZERO = Decimal("0.00")
_SHARED = ("discount", "dutiable_value", "duty", "consumption_tax", "vat", "postal_tax")
_SUMS = ("goods", "freight", "discount", "tax", "total")
_MOST = 99


def split_package(
    *, package_id: int, pieces: Mapping[int, int], actor: str, now: datetime, supplier_id: int | None = None
) -> int:
    """`pieces` line_id -> pieces that leave in a package of their own. Returns its id; sums stay what they were.

    With `supplier_id` only that supplier's package is found. Raises NoSuchOrder, NothingToSplit, NotAllowedNow
    (`cannot_be_split`, with the reason).
    """
    with transaction.atomic():
        order = lock_order_of_package(package_id)
        package = Package.objects.get(pk=package_id)
        if supplier_id is not None and package.supplier_id != supplier_id:
            raise NoSuchOrder()
        why_not = why_not_split(order, package)
        if why_not:
            raise NotAllowedNow("cannot_be_split", why_not)
        lines = list(Line.objects.filter(package_id=package_id).order_by("sequence"))
        _check(lines, pieces)
        made = _made(order, package, lines, pieces)
        _hold(package, made, lines, pieces, now)
        _told(order, package, made, actor, now)
    return made.pk


def why_not_split(order: Order, package: Package) -> str:
    """Empty where it may be split, else the reason (msgid)."""
    if rule(Mode(package.mode)).declared:
        return noop(
            "Customs gets one list for one payment: such a package cannot be split after it was ordered."
        )
    if order.state != "paid" or package.fulfilment != "pending" or package.closed_at is not None:
        return noop("Only a paid package that has not left yet can be split.")
    if package.aftersale_requests.exists() or package.disputes.exists():
        return noop("There is a return, refund or dispute about this package: finish it first.")
    return ""


def _check(lines: list[Line], pieces: Mapping[int, int]) -> None:
    """Raises NothingToSplit: some pieces must go and some must stay; parts of a bundle stay together."""
    known = {line.pk: line for line in lines}
    sound = pieces and all(pk in known and 0 < n <= known[pk].quantity for pk, n in pieces.items())
    if not sound or sum(pieces.values()) >= sum(line.quantity for line in lines):
        raise NothingToSplit()
    if any(known[pk].bundle for pk in pieces):
        raise NothingToSplit()


def _made(order: Order, package: Package, lines: list[Line], pieces: Mapping[int, int]) -> Package:
    sequence = order.packages.count() + 1
    if sequence > _MOST:
        raise NothingToSplit()
    made = Package(
        order=order, number=package_number(order.number, sequence), sequence=sequence,
        supplier_id=package.supplier_id, warehouse_id=package.warehouse_id, mode=package.mode, port=package.port,
        tax_outcome=package.tax_outcome, tax_snapshot=package.tax_snapshot,
        split_from_id=package.split_from_id or package.pk,
    )  # fmt: skip
    gone = sum((line.unit_price * pieces.get(line.pk, 0) for line in lines), ZERO)
    stays = package.goods - gone
    made.freight, package.freight = allocate(package.freight, [gone, stays])
    made.net_kg, made.gross_kg = (_weight(lines, pieces, name) for name in ("net_kg", "gross_kg"))
    package.net_kg, package.gross_kg = (
        max(package.net_kg - made.net_kg, Decimal(0)), max(package.gross_kg - made.gross_kg, Decimal(0)),
    )  # fmt: skip
    made.save()
    for place, (line, n) in enumerate(
        ((line, pieces[line.pk]) for line in lines if line.pk in pieces), start=1
    ):
        _move(line, n, made, place)
    _summed(made)
    _summed(package)
    return made


def _weight(lines: list[Line], pieces: Mapping[int, int], name: str) -> Decimal:
    return sum(
        (Decimal((line.trade or {}).get(name) or 0) * pieces.get(line.pk, 0) for line in lines), Decimal(0)
    )


def _move(line: Line, n: int, made: Package, place: int) -> None:
    """A whole line goes over; of a part the shares go, to the fen, and the rest stays."""
    if n == line.quantity:
        Line.objects.filter(pk=line.pk).update(package=made, sequence=place)
        return
    rest = line.quantity - n
    shares = {name: allocate(getattr(line, name), [Decimal(n), Decimal(rest)]) for name in _SHARED}
    values: dict[str, Any] = {
        field.attname: getattr(line, field.attname)
        for field in Line._meta.concrete_fields
        if field.name not in ("id", "mall")
    }
    values |= {name: gone for name, (gone, _stays) in shares.items()}
    values |= {"package_id": made.pk, "sequence": place, "quantity": n, "amount": line.unit_price * n}
    Line.objects.filter(pk=line.pk).update(
        quantity=rest,
        amount=line.unit_price * rest,
        **{name: stays for name, (_gone, stays) in shares.items()},
    )
    Line.objects.create(**values)


def _summed(package: Package) -> None:
    lines = list(Line.objects.filter(package_id=package.pk))
    package.goods = sum((line.amount for line in lines), ZERO)
    package.discount = sum((line.discount for line in lines), ZERO)
    package.tax = sum((line.tax for line in lines), ZERO)
    package.total = package.goods + package.freight + package.tax - package.discount
    package.save(update_fields=[*_SUMS, "net_kg", "gross_kg"])


def _hold(
    package: Package, made: Package, lines: list[Line], pieces: Mapping[int, int], now: datetime
) -> None:
    wants: dict[int, int] = {}
    for line in lines:
        if line.pk in pieces:
            wants[line.sku_id] = wants.get(line.sku_id, 0) + pieces[line.pk]
    try:
        divide(reference=f"package:{package.pk}", into=f"package:{made.pk}", pieces=wants, now=now)
    except NotHeld as missing:
        raise NotAllowedNow(
            "cannot_be_split", noop("Its pieces are not held in a way that can be split.")
        ) from missing


def _told(order: Order, package: Package, made: Package, actor: str, now: datetime) -> None:
    entry = Entry(actor, f"{package.number} -> {made.number}")
    write_entry(order.pk, package.pk, Axis.FULFILMENT, "split", "pending", "pending", entry, now)
    payload = {
        "order_id": order.pk, "number": order.number, "package_ids": [made.pk], "split_from": package.pk,
    }  # fmt: skip
    record(kind="package.split", subject=f"order:{order.pk}", payload=payload, at=now)
