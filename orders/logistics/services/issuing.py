"""Get a number for one leg of a package from its carrier, and keep it; asked again, it is the same one."""

from __future__ import annotations

from orders.logistics.carriers.registry import carrier
from orders.logistics.models import Waybill
from orders.logistics.trackers.registry import in_use
from orders.logistics.types import Issued, Leg, Parcel
from orders.models import Package


def issued(package_id: int, leg: Leg, carrier_name: str) -> Issued:
    """Asked outside of a transaction. Raises CarrierAway, CarrierRefused, NoCarrier."""
    found = Waybill.objects.filter(package_id=package_id, leg=leg).first()
    if found is not None:
        return Issued(found.number, found.sorting_code)
    package = Package.objects.select_related("order").get(pk=package_id)
    order = package.order
    return carrier(carrier_name).create(
        Parcel(package.number, order.consignee, order.phone, order.address, f"{package.gross_kg:f}")
    )


def keep(package_id: int, leg: Leg, given: Issued, carrier_name: str) -> None:
    """Who tells of the parcel is settled here, once: its carrier, or the mall's tracking service."""
    company = carrier(carrier_name)
    told_by = in_use() if company.tracked_as else ""
    Waybill.objects.bulk_create(
        [
            Waybill(
                package_id=package_id,
                leg=leg,
                carrier=carrier_name,
                carrier_code=company.company_code,
                carrier_name=company.company_name,
                number=given.number,
                sorting_code=given.sorting_code,
                tracked_by=told_by,
            )
        ],
        ignore_conflicts=True,
    )
