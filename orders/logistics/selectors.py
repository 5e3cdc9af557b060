"""Reads of logistics."""

from __future__ import annotations

from customs.rules.modes import Mode, rule
from orders.logistics.models import TrackingEvent, Waybill
from orders.models import Package


def tracking_of(package_ids: list[int]) -> dict[int, list[TrackingEvent]]:
    """Tracking events by package, oldest first."""
    rows: dict[int, list[TrackingEvent]] = {package_id: [] for package_id in package_ids}
    for event in TrackingEvent.objects.filter(waybill__package__in=package_ids).select_related("waybill"):
        rows[event.waybill.package_id].append(event)
    return rows


def waybill_of(package_id: int) -> Waybill | None:
    return Waybill.objects.filter(package_id=package_id).first()


def passes_customs(package_id: int) -> bool:
    """Whether the package is declared to a port before it may leave."""
    return rule(Mode(Package.objects.values_list("mode", flat=True).get(pk=package_id))).declared


def leaves_by_itself(package_id: int) -> bool:
    """Whether the parcel goes as soon as it may; False where its supplier ships by hand."""
    return not Package.objects.filter(pk=package_id, supplier__ships_itself=True).exists()


def has_parcels_under_way() -> bool:
    """Whether the carrier has anything to tell: a package was dispatched and not yet signed for."""
    return Waybill.objects.filter(package__fulfilment__in=("dispatched", "in_transit", "delivering")).exists()
