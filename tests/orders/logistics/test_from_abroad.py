"""Direct mail (9610): the leg from abroad, customs, and the leg in China, in one journey."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.utils import timezone

from config.subscriptions import SUBSCRIPTIONS
from journal import types
from journal.models import Fact
from orders.logistics import services, tasks
from orders.logistics.carriers.registry import carrier
from orders.logistics.journey import journey
from orders.logistics.models import TrackingEvent, Waybill
from orders.logistics.types import CarrierEvent, CarrierRefused, Leg, NotArrived
from orders.models import Order
from orders.services.advance_package import advance_package
from orders.services.cancel_order import cancel_order
from tests.customs.factories import direct_sku
from tests.orders.factories import NOW
from tests.orders.logistics.conftest import paid, stands

HEARD = [kind for kind, hearers in SUBSCRIPTIONS.items() if "orders.logistics.tasks.dispatch" in hearers]
pytestmark = [pytest.mark.django_db, pytest.mark.processes]


@pytest.fixture
def flown(account, abroad):
    """A package of direct mail on its way from abroad."""
    package = paid((direct_sku(), 1))
    services.send_from_abroad(package_id=package.pk, now=NOW)
    return package


def release(package) -> None:
    for event in ("declare", "port_received", "port_accepts", "port_releases"):
        advance_package(package_id=package.pk, axis="clearance", event=event, now=NOW, actor="customs")


def says(package, step: str, hours: int, leg: Leg = Leg.OVERSEAS) -> str:
    waybill = Waybill.objects.get(package=package, leg=leg)
    at = NOW + timedelta(hours=hours)
    event = CarrierEvent(hours, waybill.number, step, "成田", at, "Narita")
    return services.record_event(event=event, source=waybill.carrier, now=at)


def heard(package) -> None:
    """What the journal tells of the package reaches its hearer."""
    for row in Fact.objects.filter(subject=f"package:{package.pk}", kind__in=HEARD):
        tasks.dispatch(types.Fact(row.pk, row.mall_id, row.kind, row.subject, row.occurred_at, row.payload))


def test_two_numbers_and_customs_hears_of_the_domestic_one(flown):
    legs = dict(Waybill.objects.values_list("leg", "number"))
    assert (legs["domestic"][:2], legs["overseas"][:2]) == ("SF", "IE")
    assert services.send_from_abroad(package_id=flown.pk, now=NOW) == legs["overseas"]
    from orders.selectors.documents import customs_documents

    assert customs_documents(flown.pk).waybill.number == legs["domestic"]


def test_it_leaves_the_port_when_it_is_released_and_has_landed(flown):
    release(flown)
    with pytest.raises(NotArrived):
        services.dispatch(package_id=flown.pk, now=NOW)
    heard(flown)
    assert stands(flown) == ("released", "pending"), "released, and still in the air"
    assert says(flown, "departed", 5) == "recorded"
    heard(flown)
    assert stands(flown) == ("released", "pending")
    assert says(flown, "arrived", 12) == "recorded"
    heard(flown)
    assert stands(flown) == ("released", "dispatched")


def test_it_may_land_first(flown):
    assert says(flown, "arrived", 12) == "recorded"
    heard(flown)
    assert stands(flown) == ("waybill_assigned", "pending"), "landed, and not released"
    release(flown)
    heard(flown)
    assert stands(flown) == ("released", "dispatched")


def test_bonded_goods_and_malls_without_a_carrier_abroad_have_one_leg(account):
    bonded, posted = paid(), paid((direct_sku(), 1))
    for package in (bonded, posted):
        assert services.send_from_abroad(package_id=package.pk, now=NOW) == ""
    assert set(Waybill.objects.values_list("leg", flat=True)) == {"domestic"}
    release(posted)
    services.dispatch(package_id=posted.pk, now=NOW)
    assert stands(posted) == ("released", "dispatched")


def test_bonded_goods_do_not_fly_though_the_mall_could(account, abroad):
    assert services.send_from_abroad(package_id=paid().pk, now=NOW) == ""
    assert Waybill.objects.count() == 1


def test_the_carrier_abroad_cannot_sign_for_the_parcel(flown):
    assert says(flown, "signed", 1) == "wrong_leg"
    assert says(flown, "picked_up", 1) == "wrong_leg"
    assert TrackingEvent.objects.count() == 0


def test_over_real_doors_from_the_warehouse_abroad_to_the_signature(flown):
    release(flown)
    until = time.monotonic() + 30
    while stands(flown)[1] != "signed" and time.monotonic() < until:
        tasks.poll_tracking(timezone.now())
        heard(flown)
    assert stands(flown) == ("released", "signed")
    assert [m.step for m in journey(flown.pk, "en") if m.leg == "Abroad"] == [
        "overseas_picked_up", "exported", "departed", "arrived",
    ]  # fmt: skip


def test_one_journey_in_two_languages(flown):
    release(flown)
    assert says(flown, "departed", 5) == "recorded"
    told = {
        language: [(m.leg, m.says, m.place) for m in journey(flown.pk, language)]
        for language in ("zh-hans", "en")
    }
    assert told["en"] == [
        ("Customs clearance", "Documents sent to customs", ""),
        ("Customs clearance", "Received by the port", ""),
        ("Customs clearance", "Under review by customs", ""),
        ("Customs clearance", "Released by customs", ""),
        ("Abroad", "Departed by air", "Narita"),
    ]
    assert told["zh-hans"] == [
        ("清关", "已向海关申报", ""),
        ("清关", "口岸已接收", ""),
        ("清关", "海关审核中", ""),
        ("清关", "海关已放行", ""),
        ("海外段", "航班已起飞", "成田"),
    ]


def test_an_order_that_is_taken_back_stops_its_parcels(account, abroad, overseas_url):
    package = paid((direct_sku(), 1))
    order = Order.objects.get()
    cancel_order(order_id=order.pk, now=NOW, actor="shopper", shopper_id=order.shopper_id)
    assert services.cancel_waybills(order_id=order.pk, now=NOW) == 1
    assert services.cancel_waybills(order_id=order.pk, now=NOW) == 0
    assert services.send_from_abroad(package_id=package.pk, now=NOW) == "", "nobody flies it now"
    waybill = Waybill.objects.get()
    with pytest.raises(CarrierRefused):
        carrier("domestic").hand_over(waybill.number)
