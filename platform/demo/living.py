"""Live through the planned days: visits, orders at their hour, parcels and receipts, what people ask back.

Everything is done by the services and tasks that do it today, each at its moment (`clock.Past`). What has not come to
its end by the last evening is on its way today.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, time, timedelta
from functools import partial

from analytics.services import count_views
from customs.tasks import poll_receipts
from demo import outside, visitors
from demo.afterwards import Stories
from demo.buying import Script, begin
from demo.clock import Past, past
from demo.days import Day, is_large, plan
from demo.people import EVERYBODY
from journal.delivery import deliver, lease
from orders.clock import BEIJING, beijing_day
from orders.logistics.models import Waybill
from orders.logistics.tasks import poll_tracking
from orders.models import Order
from orders.payments.tasks import ask_for_pending
from tenancy.scope import Actor, in_mall

log = logging.getLogger(__name__)
# Hours of Beijing at which the line goes on, and between which people buy.
_MORNING, _EVENING = time(8, 30), time(22, 0)
_STEP = 11 * 3600
"""Seconds from one step of a parcel to the next: two a day."""
Act = tuple[datetime, Callable[[], None]]


def live(malls: Mapping[str, int], now: datetime, days: int) -> None:
    """`malls`: code -> id, none of which has an order. The days before that of `now`, and its visits until `now`."""
    today = beijing_day(now)
    plans = {code: plan(code, today, days=days) for code in malls}
    outside.post("CUSTOMS", "config", speed=0)
    outside.paces(inside=_STEP, abroad=_STEP)
    with past() as clock:
        mall_days = [_MallDays(code, mall_id, plans[code], now, clock) for code, mall_id in malls.items()]
        for place in range(days):
            acts = [act for one in mall_days for act in one.acts(place)]
            for moment, act in sorted(acts, key=lambda found: found[0]):
                clock.go_to(moment)
                act()


class _MallDays:
    """The acts of one mall. Its orders are numbered through, so that goods and buyers take turns."""

    def __init__(self, code: str, mall_id: int, days: list[Day], now: datetime, clock: Past) -> None:
        self._code, self._mall_id, self._days, self._now, self._clock = code, mall_id, days, now, clock
        self._stories, self._orders = Stories(), 0
        self._told, self._spoken = dict[int, str](), set[int]()

    def acts(self, place: int) -> Iterator[Act]:
        """Of the day at that place of the plan, each with its moment; today has its visits only."""
        day = self._days[place]
        on = beijing_day(self._now) - timedelta(days=day.ago)
        if day.ago == 0:
            yield self._now, self._within(lambda: self._visits(day))
            return
        morning, evening = (datetime.combine(on, hour, BEIJING) for hour in (_MORNING, _EVENING))
        yield morning, self._within(self._go_on)
        for n, script in enumerate(day.orders):
            self._orders += 1
            number = self._orders
            moment = morning + (evening - morning) * (n + 1) / (len(day.orders) + 1)
            yield moment, self._within(partial(self._buy, script, number))
        yield evening, self._within(lambda: self._end(day))

    def _within(self, act: Callable[[], None]) -> Callable[[], None]:
        def done() -> None:
            with in_mall(self._mall_id, actor=Actor.staff()):
                act()

        return done

    def _buy(self, script: Script, number: int) -> None:
        person = EVERYBODY[number % len(EVERYBODY)]
        order_id = begin(script, person, number, self._clock, f"{script.name} {number}")
        if order_id is None:
            log.warning("%s: the order %r was not placed: the demo lacks it", self._code, script.name)
        elif script.carrier:
            self._told[order_id] = script.carrier
        _hear()

    def _end(self, day: Day) -> None:
        self._visits(day)
        self._go_on()
        if is_large(self._code):
            self._stories.go_on(day.ago, self._clock)

    def _visits(self, day: Day) -> None:
        now = self._clock()
        count_views(views=visitors.views(self._code, beijing_day(now), day.visits), now=now)

    def _go_on(self) -> None:
        """What worker and scheduler would do: facts are heard, the port and the carriers are asked, money is sent."""
        now = self._clock()
        _hear()
        if Order.objects.filter(state="paid").exists():
            poll_receipts(now)
            _hear()
            poll_tracking(now)
            _hear()
        ask_for_pending(now)
        self._carrier_speaks()

    def _carrier_speaks(self) -> None:
        """It says its last word of what it was handed of those orders, once: the parcel goes no step of its own."""
        handed = Waybill.objects.filter(package__order__in=self._told, carrier="domestic")
        for waybill in handed.exclude(pk__in=self._spoken):
            if waybill.package.fulfilment in ("dispatched", "in_transit"):
                self._spoken.add(waybill.pk)
                code = self._told[waybill.package.order_id]
                outside.post("CARRIER", "say", number=waybill.number, code=code, stops=True)


def _hear() -> None:
    while batch := lease(50):
        for leased in batch:
            deliver(leased)
