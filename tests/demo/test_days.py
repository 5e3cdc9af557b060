"""The thirty days of the demo: uneven, the same at each making, and lived through by the real services."""

from __future__ import annotations

import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import requests
from django.utils import timezone

from analytics.models import VisitCount
from analytics.selectors import Period, period
from analytics.types import Page
from demo import days, outside, purchases
from demo.afterwards import STORIES
from demo.clock import COUNTERPARTS, Clock, past
from demo.days import PROMOTION, QUIET, plan
from demo.seeding import seed
from journal.models import Delivery
from local.processes import SIMULATORS
from orders.aftersale.models import Dispute, Request
from orders.clock import beijing_day
from orders.logistics.models import TrackingEvent
from orders.models import Order, Package
from orders.payments.models import Payment
from orders.risk.models import Case
from orders.states import STATES, Axis
from tenancy.models import Mall
from tenancy.scope import Actor, in_mall
from tests.outside import simulator

MALLS = ("harbor", "polar", "meridian")
ANY_DAYS = [date(2026, 1, 1) + timedelta(days=19 * n) for n in range(20)]


@pytest.mark.parametrize("today", ANY_DAYS)
def test_the_days_are_uneven_and_the_large_mall_sells_on_most(today):
    planned = plan("harbor", today)
    assert [day.ago for day in planned] == list(range(29, -1, -1))
    visits, orders = [day.visits for day in planned], [len(day.orders) for day in planned]
    assert min(visits) > 0 and len(set(visits)) > 20
    assert visits[29 - QUIET] == min(visits)
    assert sum(1 for count in orders if count) >= 25 and len(set(orders)) >= 4
    remarkable = sum(len(scripts) for scripts in days._REMARKABLE.values())
    assert sum(orders) == days.ORDERS["harbor"] + remarkable >= 40


def test_a_promotion_and_a_weekend_are_busier_than_the_days_around_them():
    today = date(2026, 11, 28)  # a Saturday
    for mall in MALLS:
        visits = {today - timedelta(days=day.ago): day.visits for day in plan(mall, today)}
        promoted = today - timedelta(days=PROMOTION)
        assert visits[promoted] > 1.5 * visits[promoted + timedelta(days=1)]
        weekend = [count for day, count in visits.items() if day.weekday() >= 5]
        assert sum(weekend) / len(weekend) > 1.1 * sum(visits.values()) / len(visits)


def test_the_plan_is_the_same_each_time_and_another_for_each_mall():
    today = date(2026, 11, 28)
    assert plan("harbor", today) == plan("harbor", today)
    assert len({tuple(day.visits for day in plan(mall, today)) for mall in MALLS}) == 3


@dataclass
class Lived:
    """What stands in the mall after its thirty days."""

    now: datetime
    found: Period
    states: dict[str, set[Any]]
    counted: Counter[date]
    read: Counter[date]
    placed: Counter[date]
    spans: list[tuple[datetime, datetime, datetime, datetime]]
    dead: int
    again: int


_LIVED: list[Lived] = []


@pytest.fixture
def lived(request) -> Lived:
    """Made by the first test that asks: the large mall, whole, with everything outside as processes."""
    if not _LIVED:
        _LIVED.append(_live(request.getfixturevalue("world")))
    return _LIVED[0]


@pytest.fixture
def world(db, tmp_path: Path, monkeypatch):
    monkeypatch.setattr(purchases, "_PATIENCE", 120.0)
    with ExitStack() as running:
        for kind, variable in SIMULATORS.items():
            state = tmp_path / kind
            state.mkdir()
            monkeypatch.setenv(variable, running.enter_context(simulator(kind, state)))
        yield monkeypatch


def _live(monkeypatch: Any) -> Lived:
    monkeypatch.setattr("demo.pictures.start", lambda *_: {})
    monkeypatch.setattr("demo.pictures.hang", lambda *_: None)
    clock = Clock(timezone.now())
    make = {"most_goods": 12, "with_orders": True, "say": str, "codes": ["harbor"], "days": 30}
    seed(clock=clock, **make)
    with in_mall(Mall.objects.get(code="harbor").pk, actor=Actor.staff()):
        before = Order.objects.count()
    seed(clock=clock, **make)
    with in_mall(Mall.objects.get(code="harbor").pk, actor=Actor.staff()):
        return _looked_at(clock(), Order.objects.count() - before)


def _looked_at(now: datetime, again: int) -> Lived:
    read: Counter[date] = Counter()
    counted: Counter[date] = Counter()
    for row in VisitCount.objects.all():
        counted[row.day] += row.visits
        read[row.day] += row.views
    signed = Package.objects.filter(fulfilment="signed").select_related("order")
    spans = [
        (row.order.placed_at, row.order.paid_at, row.signed_at, events[-1])
        for row in signed
        if (events := _events(row.pk))
    ]
    return Lived(
        now=now,
        found=period(beijing_day(now)),
        states={
            "order": _values(Order, "state"),
            "payment": _values(Payment, "state"),
            "money": _values(Order, "payment_state"),
            "clearance": _values(Package, "clearance"),
            "fulfilment": _values(Package, "fulfilment"),
            "reason": _values(Package, "reason_code"),
            "request": _values(Request, "state"),
            "dispute": _values(Dispute, "state"),
            "case": _values(Case, "state"),
        },
        counted=counted,
        read=read,
        placed=Counter(beijing_day(at) for at in Order.objects.values_list("placed_at", flat=True)),
        spans=spans,
        dead=Delivery.objects.filter(state="dead").count(),
        again=again,
    )


def _values(model: Any, field: str) -> set[Any]:
    return set(model.objects.values_list(field, flat=True))


def _events(package_id: int) -> list[datetime]:
    rows = TrackingEvent.objects.filter(waybill__package=package_id).order_by("at")
    return list(rows.values_list("at", flat=True))


# Every state in which a shopper or an operator can find an order for longer than the worker takes for one step, in a
# mall of bonded goods alone; what only duty-paid goods rest in is looked for in test_messages.
SHOWN = {
    "order": {"placed", "paid", "cancelled", "expired", "completed"},
    "payment": {"paid", "refunded"},
    "money": {"pending", "paid", "refunding", "refunded"},
    "clearance": {
        "none",
        "declaring",
        "declared",
        "accepted",
        "inspecting",
        "released",
        "rejected",
        "returned",
    },
    "fulfilment": {"pending", "dispatched", "in_transit", "delivering", "signed", "lost"},
    "reason": {"1312", "1803", "1404"},
    "request": {
        "requested",
        "approved",
        "returning",
        "received",
        "settled",
        "refused",
        "arbitrating",
        "withdrawn",
    },
    "dispute": {"open", "paid", "clawed_back", "borne", "rejected"},
    "case": {"open", "released", "refused"},
}


AXES = {"order": Axis.ORDER, "money": Axis.PAYMENT, "clearance": Axis.CLEARANCE, "fulfilment": Axis.FULFILMENT,
        "request": Axis.AFTERSALE}  # fmt: skip
NOWHERE = {
    (
        Axis.CLEARANCE,
        "waybill_assigned",
    ): "of bonded goods only while the worker writes the declaration; the demo's"
    " duty-paid goods rest in it (tests/demo/test_messages.py)",
    (
        Axis.PAYMENT,
        "failed",
    ): "no gateway of ours tells of an attempt that failed: the payment stays pending and its"
    " shopper tries again, or the time to pay ends (tests/orders/payments)",
    (Axis.AFTERSALE, "none"): "the start of the axis: nobody has asked, and a request begins as requested",
}


def test_what_is_not_shown_is_named_with_its_reason():
    """Every state of the tables is looked for in the demo, or stands here."""
    told = {(axis, state) for name, axis in AXES.items() for state in SHOWN[name]}
    of_tables = {(axis, str(state)) for axis, states in STATES.items() for state in states}
    assert told | set(NOWHERE) == of_tables and not told & set(NOWHERE)


@pytest.mark.processes
@pytest.mark.timeout(1800)
def test_an_order_stands_in_every_state(lived):
    missing = {axis: states - lived.states[axis] for axis, states in SHOWN.items()}
    assert missing == {axis: set() for axis in SHOWN}
    assert len(STORIES) == 14 and sum(lived.placed.values()) >= 40


@pytest.mark.processes
@pytest.mark.timeout(1800)
def test_each_day_was_as_planned_and_the_report_adds_up(lived):
    today = beijing_day(lived.now)
    planned = plan("harbor", today)
    assert [day.visits for day in lived.found.days] == [day.visits for day in planned]
    assert {day.day: day.visits for day in lived.found.days} == dict(lived.counted)
    assert {day.day: day.views for day in lived.found.days} == dict(lived.read)
    assert [day.placed for day in lived.found.days[:-1]] == [len(day.orders) for day in planned[:-1]]
    assert {day.day: day.placed for day in lived.found.days if day.placed} == dict(lived.placed)
    assert sum(1 for day in lived.found.days if day.placed) >= 25
    assert lived.found.whole.visits == sum(lived.counted.values())


@pytest.mark.processes
@pytest.mark.timeout(1800)
def test_parcels_took_days_and_nothing_happened_before_its_time(lived):
    assert len(lived.spans) >= 15
    for placed, paid, signed, last in lived.spans:
        assert placed < paid + timedelta(seconds=1) and paid < last <= signed < lived.now
        assert timedelta(days=1) < signed - placed < timedelta(days=8)


@pytest.mark.processes
@pytest.mark.timeout(1800)
def test_made_twice_it_is_the_same_and_no_letter_is_dead(lived):
    assert (lived.again, lived.dead) == (0, 0)


@pytest.mark.processes
def test_the_clocks_are_right_afterwards_whatever_happened(world):
    machine, now = time.time, timezone.now
    then = datetime(2026, 1, 5, 4, 0, tzinfo=UTC)
    with pytest.raises(ZeroDivisionError), past() as clock:
        clock.go_to(then)
        assert abs((timezone.now() - then).total_seconds()) < 60 > abs(time.time() - then.timestamp())
        assert abs((clock() - then).total_seconds()) < 60
        raise ZeroDivisionError
    assert (time.time, timezone.now) == (machine, now)
    for house in COUNTERPARTS:
        refused = requests.post(f"{outside.address(house)}/_sim/clock", json={"ahead": "x"}, timeout=5)
        assert refused.status_code == 400


def test_a_visit_begins_once_and_a_checkout_follows_a_cart(in_harbor):
    from demo import visitors

    views = visitors.views("harbor", date(2026, 11, 28), 200)
    assert sum(view.begins for view in views) == 200
    assert views == visitors.views("harbor", date(2026, 11, 28), 200)
    for before, view in pairwise(views):
        assert view.page is not Page.CHECKOUT or before.page is Page.CART
