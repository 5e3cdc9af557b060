"""A parcel from its waybill to the signature, with a carrier of its own process."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
import requests
from django.utils import timezone

from catalog.inventory.models import Stock
from journal.models import Fact
from journal.services import as_fact
from orders.logistics import services
from orders.logistics.models import TrackingEvent, Waybill
from orders.logistics.tasks import assign_waybills, read_events
from orders.logistics.types import CarrierAway, CarrierEvent
from orders.models import Package
from orders.services.advance_package import advance_package
from orders.services.cancel_order import cancel_order
from orders.services.record_paid import record_paid
from tests.orders.factories import NOW, placed
from tests.orders.logistics.conftest import stands

pytestmark = [pytest.mark.django_db, pytest.mark.processes]


def release(package: Package) -> None:
    for event in ("declare", "port_received", "port_accepts", "port_releases"):
        advance_package(package_id=package.pk, axis="clearance", event=event, now=NOW, actor="customs")


def test_one_waybill_however_often_it_is_asked_for(package):
    number = Waybill.objects.get().number
    assert services.assign_waybill(package_id=package.pk, now=NOW) == number
    assert (Waybill.objects.count(), Fact.objects.filter(kind="package.waybill_assigned").count()) == (1, 1)
    assert stands(package) == ("waybill_assigned", "pending")


def test_dispatched_tracked_and_signed_for(package):
    release(package)
    services.dispatch(package_id=package.pk, now=NOW)
    services.dispatch(package_id=package.pk, now=NOW)
    assert stands(package) == ("released", "dispatched")
    assert Stock.objects.values_list("on_hand", "reserved").get() == (9, 0)
    until = time.monotonic() + 20
    while stands(package)[1] != "signed" and time.monotonic() < until:
        read_events("domestic", timezone.now())
    assert stands(package) == ("released", "signed")
    codes = [event.code for event in TrackingEvent.objects.all()]
    assert codes == ["picked_up", "in_transit", "out_for_delivery", "signed"]
    assert Fact.objects.filter(kind="package.signed").count() == 1


def test_what_the_carrier_said_before_we_knew_that_the_parcel_left_moves_it_then(package):
    """The worker died between the hand-over and its own note of it; the parcel was quicker than the retry."""
    release(package)
    number = Waybill.objects.get().number
    for n, step in enumerate(("picked_up", "in_transit", "out_for_delivery", "signed")):
        event = CarrierEvent(n, number, step, "", NOW + timedelta(hours=n))
        assert services.record_event(event=event, source="domestic", now=event.at) == "recorded"
    assert stands(package) == ("released", "pending")
    services.dispatch(package_id=package.pk, now=NOW)
    assert stands(package) == ("released", "signed")
    assert Fact.objects.filter(kind="package.signed").count() == 1


def test_a_carrier_that_is_away_is_said_so(package, carrier_url):
    release(package)
    requests.post(f"{carrier_url}/_sim/down", json={"seconds": 60}, timeout=5)
    try:
        with pytest.raises(CarrierAway):
            services.dispatch(package_id=package.pk, now=NOW)
        assert stands(package) == ("released", "pending")
    finally:
        requests.post(f"{carrier_url}/_sim/down", json={"seconds": 0}, timeout=5)


def test_an_order_taken_back_before_the_news_of_its_payment_was_heard_gets_no_waybill(account):
    order_id = placed().order_id
    record_paid(order_id=order_id, now=NOW)
    paid = as_fact(Fact.objects.get(kind="order.paid"))
    cancel_order(order_id=order_id, now=NOW, actor="shopper")
    assign_waybills(paid)
    assert (Waybill.objects.count(), Fact.objects.filter(kind="package.waybill_assigned").count()) == (0, 0)
