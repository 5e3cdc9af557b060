"""Get a waybill number for a package; customs wants it in the order's documents."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from orders.logistics.carriers.registry import carrier
from orders.logistics.models import Waybill
from orders.logistics.types import Parcel
from orders.models import Package
from orders.services.advance_package import advance_package

USUAL = "domestic"


def assign_waybill(*, package_id: int, now: datetime, carrier_name: str = USUAL) -> str:
    """The package's waybill number; idempotent. Raises CarrierAway, CarrierRefused."""
    found = Waybill.objects.filter(package_id=package_id).first()
    number = found.number if found else _ask(package_id, carrier_name)
    with transaction.atomic():
        _keep(package_id, number, carrier_name)
        advance_package(
            package_id=package_id,
            axis="clearance",
            event="assign_waybill",
            now=now,
            actor="logistics",
            note=number,
            payload={"waybill": number},
        )
    return number


def _ask(package_id: int, carrier_name: str) -> str:
    """Asked outside of a transaction; the carrier gives the same number for the same package."""
    package = Package.objects.select_related("order").get(pk=package_id)
    order = package.order
    return carrier(carrier_name).create(
        Parcel(package.number, order.consignee, order.phone, order.address, f"{package.gross_kg:f}")
    )


def _keep(package_id: int, number: str, carrier_name: str) -> None:
    company = carrier(carrier_name)
    Waybill.objects.bulk_create(
        [
            Waybill(
                package_id=package_id,
                carrier=carrier_name,
                carrier_code=company.company_code,
                carrier_name=company.company_name,
                number=number,
            )
        ],
        ignore_conflicts=True,
    )
