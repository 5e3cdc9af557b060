"""Packages of one person leave in one parcel under one waybill (合并发货), or are taken apart again until it left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from journal.services import record
from orders.errors import NoSuchOrder, NotAllowedNow
from orders.lifecycle.axes import noop
from orders.locks import lock_orders
from orders.logistics.carriers.registry import carrier
from orders.logistics.models import Waybill
from orders.logistics.parcels import MOST, as_parcel, travelling_with, waybills_of, why_not_merge
from orders.logistics.types import CarrierRefused, Issued, NothingToMerge, ParcelChanged
from orders.services.moving import Entry, write_entry
from orders.states import Axis


def merge_parcels(
    *, package_ids: Sequence[int], actor: str, now: datetime, supplier_id: int | None = None
) -> str:
    """The number they all carry from now on. With `supplier_id` only that supplier's packages are found.

    The carrier is asked for a number of the whole weight first; what the packages had before is cancelled there
    afterwards, by who hears `parcel.merged`. Raises NothingToMerge, NoSuchOrder, NotAllowedNow (`cannot_be_merged`,
    with the reason), ParcelChanged, CarrierAway, CarrierRefused, NoCarrier.
    """
    wanted = set(package_ids)
    if not 1 < len(wanted) <= MOST:
        raise NothingToMerge()
    before = _checked(wanted, supplier_id)
    given = carrier(before[0].carrier).create(as_parcel(before, "merged"))
    with transaction.atomic():
        rows = _still(before)
        _refuse(why_not_merge(rows))
        _renumber(rows, [given] * len(rows), first=rows[0].pk)
        _told("parcel.merged", "merge", rows, [given] * len(rows), actor, now)
    return given.number


def take_apart(*, package_id: int, actor: str, now: datetime, supplier_id: int | None = None) -> int:
    """Every package of the parcel gets a waybill of its own again. Returns how many; 0 where it travels alone.

    Raises NoSuchOrder, NotAllowedNow (`cannot_be_parted`), ParcelChanged, CarrierAway, CarrierRefused, NoCarrier.
    """
    found = waybills_of([package_id])
    if not found or supplier_id not in (None, found[0].package.supplier_id):
        raise NoSuchOrder()
    before = travelling_with(found[0])
    if found[0].travels_with_id is None:
        return 0
    _here(before)
    company = carrier(before[0].carrier)
    given = [company.create(as_parcel([row], "parted")) for row in before]
    with transaction.atomic():
        rows = _still(before)
        _here(rows)
        _renumber(rows, given, first=None)
        _told("parcel.parted", "part", rows, given, actor, now)
    return len(rows)


def take_apart_order(*, order_id: int, now: datetime) -> int:
    """The order goes elsewhere, or nowhere: what travels with it no longer does. Returns how many packages."""
    rows = Waybill.objects.filter(package__order_id=order_id, package__fulfilment="pending")
    done = 0
    for package_id in list(
        rows.exclude(travels_with=None).order_by("pk").values_list("package_id", flat=True)
    ):
        done += take_apart(package_id=package_id, actor="logistics", now=now)
    return done


def _checked(wanted: set[int], supplier_id: int | None) -> list[Waybill]:
    rows = waybills_of(wanted)
    if {row.package_id for row in rows} != wanted:
        _refuse(noop("Only paid packages that have a waybill and have not left yet can be put together."))
    if supplier_id is not None and any(row.package.supplier_id != supplier_id for row in rows):
        raise NoSuchOrder()
    _refuse(why_not_merge(rows))
    return rows


def _refuse(why_not: str) -> None:
    if why_not:
        raise NotAllowedNow("cannot_be_merged", why_not)


def _here(rows: Sequence[Waybill]) -> None:
    if any(row.package.fulfilment != "pending" for row in rows):
        raise NotAllowedNow(
            "cannot_be_parted", noop("The parcel has left: it cannot be taken apart any more.")
        )


def _still(before: Sequence[Waybill]) -> list[Waybill]:
    """The same rows, their orders locked. Raises ParcelChanged where a number is another one by now."""
    lock_orders(row.package.order_id for row in before)
    rows = waybills_of(row.package_id for row in before)
    if [(row.pk, row.number) for row in rows] != [(row.pk, row.number) for row in before]:
        raise ParcelChanged()
    return rows


def _renumber(rows: Sequence[Waybill], given: Sequence[Issued], *, first: int | None) -> None:
    for row, new in zip(rows, given, strict=True):
        Waybill.objects.filter(pk=row.pk).update(
            number=new.number, sorting_code=new.sorting_code, travels_with=first, cancelled_at=None
        )


def _told(
    kind: str, event: str, rows: Sequence[Waybill], given: Sequence[Issued], actor: str, now: datetime
) -> None:
    numbers = ", ".join(row.package.number for row in rows)
    for row, new in zip(rows, given, strict=True):
        entry = Entry(actor, f"{numbers}: {row.number} -> {new.number}")
        stands = row.package.fulfilment
        write_entry(row.package.order_id, row.package_id, Axis.FULFILMENT, event, stands, stands, entry, now)
    payload = {
        "package_ids": [row.package_id for row in rows],
        "numbers": [new.number for new in given],
        "carrier": rows[0].carrier,
        "cancelled": sorted({row.number for row in rows}),
    }
    record(kind=kind, subject=f"package:{rows[0].package_id}", payload=payload, at=now)


def cancel_numbers(*, carrier_name: str, numbers: Sequence[str]) -> list[str]:
    """Numbers that no package carries any more are given back. Returns those that the carrier keeps: it has fetched
    such a parcel already. Raises CarrierAway, NoCarrier; safe to repeat."""
    kept = []
    for number in numbers:
        if Waybill.objects.filter(number=number).exists():
            continue
        try:
            carrier(carrier_name).cancel(number)
        except CarrierRefused:
            kept.append(number)
    return kept
