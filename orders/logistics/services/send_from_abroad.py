"""A package of direct mail (直邮) starts from the warehouse abroad while customs is told of it."""

from __future__ import annotations

from datetime import datetime

from orders.logistics.carriers.registry import USUAL, carrier, has_account
from orders.logistics.services.issuing import issued, keep
from orders.logistics.types import Leg
from orders.logistics.vocabulary import legs_of
from orders.models import Package


def send_from_abroad(*, package_id: int, now: datetime) -> str:
    """The number of the overseas leg; idempotent. Empty where the package flies with nobody of ours: another mode, a
    mall whose goods are collected abroad by hand, an order that was taken back. Raises CarrierAway, CarrierRefused."""
    package = Package.objects.select_related("order").get(pk=package_id)
    name = USUAL[Leg.OVERSEAS]
    if Leg.OVERSEAS not in legs_of(package.mode) or not has_account(name):
        return ""
    if package.order.state != "paid" or package.closed_at is not None:
        return ""
    given = issued(package_id, Leg.OVERSEAS, name)
    keep(package_id, Leg.OVERSEAS, given, name)
    carrier(name).hand_over(given.number)
    return given.number
