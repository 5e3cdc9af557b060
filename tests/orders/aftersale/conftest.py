"""Orders that were paid, released and signed for, without any gateway: what after-sale starts from."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from orders.models import Order, Package
from orders.payments.models import Payment
from orders.services.advance_package import Said, advance_package
from orders.services.record_paid import record_paid
from tests.orders.factories import NOW, placed

LINE = (
    ("clearance", "assign_waybill"), ("clearance", "declare"), ("clearance", "port_accepts"),
    ("clearance", "port_releases"), ("fulfilment", "dispatch"), ("fulfilment", "sign"),
)  # fmt: skip


def paid(*wants: Any, **changes: Any) -> Order:
    made = placed(None, *wants, **changes)
    order = Order.objects.get(pk=made.order_id)
    for package in order.packages.order_by("pk"):
        Payment.objects.create(
            order=order, package=package, gateway="wechat", number=f"{package.number}0001", amount=package.total,
            state="paid", transaction_id=f"42{package.number}", paid_at=NOW, expires_at=order.expires_at,
        )  # fmt: skip
    record_paid(order_id=order.pk, now=NOW)
    return Order.objects.get(pk=order.pk)


def walk(package: Package, *, now: datetime = NOW, until: str = "sign", **said: Any) -> Package:
    """Through customs to the door; `until` an event of LINE."""
    declares = package.mode != "general"
    for axis, event in LINE:
        if declares or (axis == "fulfilment"):
            advance_package(
                package_id=package.pk, axis=axis, event=event, now=now, actor="test", said=Said(**said)
            )
        if event == until:
            break
    return Package.objects.get(pk=package.pk)


def signed(*wants: Any, now: datetime = NOW, **changes: Any) -> Package:
    """The only package of an order that was delivered at `now`."""
    order = paid(*wants, **changes)
    return walk(order.packages.get(), now=now)


@pytest.fixture
def later() -> datetime:
    return NOW + timedelta(days=2)
