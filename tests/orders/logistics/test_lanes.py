"""What parcels took by lane, the day a parcel should arrive, and the alarm on silence."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from catalog.inventory.models import Warehouse
from catalog.selectors import offers
from journal.models import Fact
from orders.logistics import services
from orders.logistics.eta import Awaited, expected, is_awaited
from orders.logistics.lanes import Lane, Measured, Trip, measured, percentile
from orders.logistics.models import LaneDays, Patience, Silence, TrackingEvent, Waybill
from orders.models import Order, Package
from orders.services.advance_package import advance_package
from orders.services.record_paid import record_paid
from tests import factories
from tests.orders import factories as make
from tests.orders.factories import NOW

HERE = Lane(1, "bonded_1210", "haikou", "33")
EVERYWHERE = Lane(1, "bonded_1210", "haikou")


def trips(*days: float, lane: Lane = HERE) -> list[Trip]:
    return [Trip(lane, NOW, NOW + timedelta(days=n)) for n in days]


@pytest.mark.parametrize(
    ("percent", "value"), [(0, 1), (10, 1), (11, 2), (50, 5), (51, 6), (90, 9), (91, 10), (100, 10)]
)
def test_percentiles_by_the_nearest_rank(percent, value):
    assert percentile(list(range(1, 11)), percent) == value


def test_days_are_whole_and_at_least_one():
    assert [trip.days for trip in trips(0.01, 1, 1.01, 2.5)] == [1, 1, 2, 3]


def test_lanes_and_all_of_them_together():
    other = Lane(1, "bonded_1210", "haikou", "65")
    found = measured([*trips(1, 2, 3, 4), *trips(9, lane=other)], {1: 3})
    assert found == {
        HERE: Measured(4, 2, 4, 3),
        other: Measured(1, 9, 9, 0),
        EVERYWHERE: Measured(5, 3, 9, 3),
    }
    nameless = measured(trips(2, lane=EVERYWHERE), {})
    assert nameless == {EVERYWHERE: Measured(1, 2, 2, 0)}, (
        "an address without a province counts for everywhere"
    )


def signed(days: int, *, paid: datetime = NOW) -> Package:
    order = make.placed()
    record_paid(order_id=order.order_id, now=paid)
    package = Package.objects.get(order_id=order.order_id)
    Package.objects.filter(pk=package.pk).update(fulfilment="signed", signed_at=paid + timedelta(days=days))
    Order.objects.filter(pk=order.order_id).update(paid_at=paid)
    return package


@pytest.mark.django_db
def test_measured_from_real_parcels_and_told_to_the_warehouse(in_harbor):
    later = NOW + timedelta(days=30)
    for days in (2, 3, 7):
        signed(days)
    signed(1, paid=NOW - timedelta(days=200))  # too long ago to count
    assert services.measure_lanes(now=later) == 2
    place = Warehouse.objects.get()
    rows = {
        row.province: (row.parcels, row.p50, row.p90, row.promised, row.on_time)
        for row in LaneDays.objects.all()
    }
    assert rows == {"33": (3, 3, 7, 4, 2), "": (3, 3, 7, 4, 2)}
    assert place.measured_days == {"parcels": 3, "p50": 3, "p90": 7}
    assert Fact.objects.filter(kind="lanes.measured").count() == 1
    services.measure_lanes(now=later)
    assert Fact.objects.filter(kind="lanes.measured").count() == 1, "the same again is no news"
    services.measure_lanes(now=NOW + timedelta(days=400))
    assert (LaneDays.objects.count(), Warehouse.objects.get().measured_days) == (0, {})


@pytest.mark.django_db
@pytest.mark.parametrize(("parcels", "days"), [(19, 4), (20, 9)])
def test_few_parcels_are_no_measure(in_harbor, parcels, days):
    """The product page: the promise of four days until twenty parcels say otherwise."""
    sku = factories.sku()
    Warehouse.objects.update(measured_days={"parcels": parcels, "p50": 3, "p90": 9})
    assert offers([sku.pk])[sku.pk].warehouse.days_likely == days


@pytest.mark.django_db
def test_the_day_of_an_order_by_its_province_else_everywhere_else_the_promise(in_harbor):
    place = factories.warehouse()
    lane = Lane(place.pk, "bonded_1210", "haikou", "33")
    asked = [Awaited(7, lane, 4)]

    def day() -> tuple[date, bool, int]:
        found = expected(asked, NOW, NOW)[7]
        return found.by, found.late, found.parcels

    assert day() == (date(2026, 3, 14), False, 0)
    values = {
        "mode": "bonded_1210",
        "port": "haikou",
        "p50": 1,
        "promised": 4,
        "on_time": 0,
        "measured_at": NOW,
    }
    LaneDays.objects.create(warehouse=place, province="", parcels=50, p90=6, **values)
    LaneDays.objects.create(warehouse=place, province="33", parcels=19, p90=2, **values)
    assert day() == (date(2026, 3, 16), False, 50)
    LaneDays.objects.filter(province="33").update(parcels=20)
    assert day() == (date(2026, 3, 12), False, 20)
    late = expected(asked, NOW, datetime(2026, 3, 12, 16, 1, tzinfo=UTC))[7]
    assert late.late, "a minute past Beijing's midnight of that day"
    assert expected(asked, None, NOW) == {}, "not paid, nothing promised"


def test_what_is_still_to_arrive():
    assert is_awaited("released", "in_transit", closed=False)
    for clearance, fulfilment, closed in (
        ("released", "signed", False), ("released", "lost", False), ("returned", "pending", False),
        ("none", "pending", True), ("rejected", "pending", False),
    ):  # fmt: skip
        assert not is_awaited(clearance, fulfilment, closed=closed)


@pytest.fixture
def moving(in_harbor) -> Package:
    """Dispatched in China at NOW, with one scan an hour later."""
    order = make.placed()
    record_paid(order_id=order.order_id, now=NOW)
    package = Package.objects.get(order_id=order.order_id)
    for event in ("assign_waybill", "declare", "port_accepts", "port_releases"):
        advance_package(package_id=package.pk, axis="clearance", event=event, now=NOW, actor="port")
    advance_package(package_id=package.pk, axis="fulfilment", event="dispatch", now=NOW, actor="warehouse")
    waybill = Waybill.objects.create(
        package=package, carrier="domestic", carrier_code="C", carrier_name="顺达", number="SF1234567890"
    )
    TrackingEvent.objects.create(
        waybill=waybill, code="picked_up", at=NOW + timedelta(hours=1), source="domestic"
    )
    return package


def watch(hours: float) -> int:
    return services.watch_silence(now=NOW + timedelta(hours=hours))


def alarms() -> list[tuple[str, bool]]:
    return [(row.leg, row.over_at is None) for row in Silence.objects.order_by("pk")]


@pytest.mark.django_db
def test_silence_is_told_once_and_is_over_when_somebody_speaks(moving):
    assert watch(36.9) == 0, "36 hours after the scan, not after the dispatch"
    assert watch(37) == 1
    assert watch(38) == 0
    assert (alarms(), Fact.objects.filter(kind="package.silent").count()) == ([("domestic", True)], 1)
    waybill = Waybill.objects.get()
    TrackingEvent.objects.create(
        waybill=waybill, code="in_transit", at=NOW + timedelta(hours=38), source="domestic"
    )
    watch(39)
    assert alarms() == [("domestic", False)]
    assert watch(38 + 36) == 1, "another silence is another alarm"
    Package.objects.update(fulfilment="signed")
    watch(100)
    assert alarms() == [("domestic", False), ("domestic", False)]


@pytest.mark.django_db
def test_the_hours_are_the_malls_own(moving):
    Patience.objects.create(domestic=2)
    assert (watch(2.9), watch(3)) == (0, 1)


@pytest.mark.django_db
def test_each_leg_has_its_own_clock(in_harbor):
    order = make.placed()
    record_paid(order_id=order.order_id, now=NOW)
    package = Package.objects.get(order_id=order.order_id)
    for event in ("assign_waybill", "declare"):
        advance_package(package_id=package.pk, axis="clearance", event=event, now=NOW, actor="customs")
    assert (watch(23.9), watch(24)) == (0, 1)
    flight = Waybill.objects.create(
        package=package,
        leg="overseas",
        carrier="international",
        carrier_code="C",
        carrier_name="远航",
        number="IE123456",
    )
    TrackingEvent.objects.create(waybill=flight, code="departed", at=NOW, source="international")
    assert watch(25) == 0, "in the air its carrier is waited for, 72 hours"
    assert alarms() == [("customs", False)]
    assert watch(72) == 1
    assert alarms() == [("customs", False), ("overseas", True)]
    TrackingEvent.objects.create(
        waybill=flight, code="arrived", at=NOW + timedelta(hours=72), source="international"
    )
    watch(73)
    assert alarms() == [("customs", True), ("overseas", False)], "landed: customs is waited for again"


@pytest.mark.django_db
def test_nothing_is_waited_for_before_it_is_paid_or_after_its_money_went_back(moving):
    Package.objects.update(closed_at=NOW)
    assert watch(1000) == 0
    Package.objects.update(closed_at=None)
    Order.objects.update(state="completed")
    assert watch(1000) == 0
