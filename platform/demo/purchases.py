"""Purchases in every state, made as a shopper makes them and answered by the world outside.

Each script buys, and drives the line by the very tasks that the worker runs, until the state it is to show.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from typing import Any

from catalog.reviews.writing import Words
from customs.tasks import poll_receipts
from demo import outside
from demo.buying import Script, begin, sells_duty_paid
from demo.clock import Moment
from demo.people import SHOPPERS
from journal.delivery import deliver, lease
from orders.logistics.services import measure_lanes
from orders.logistics.tasks import poll_tracking
from orders.models import Line, Order, Package
from orders.services.review_line import follow_up, review_line

_PATIENCE = 25.0
log = logging.getLogger(__name__)


SCRIPTS = (
    Script("unpaid", pays=False, until=""),
    Script("cancelled", pays=False, cancels=True, until=""),
    Script("signed for"),
    Script("signed for too", pieces=2),
    Script("identity refused", fate="reject:1312:订购人身份信息与支付人不符", until="rejected"),
    Script("refused for its price", fate="reject:1803:申报价格异常，请核实成交价格", until="rejected"),
    Script("under inspection", fate="hold", until="inspecting"),
    Script("taken up, not decided", fate="manual", until="accepted"),
    Script("returned abroad", fate="return", until="returned"),
    Script("stuck at the port", fate="stall", until="declared"),
    Script("let run out", pays=False, lapses=True, until=""),
    Script("taken back after paying", regrets=True, until=""),
    Script("signed for, three of a kind", pieces=3),
    Script(
        "returned for its papers", fate="reject:1404:商品归类与备案不符，请核对后重新申报", until="rejected"
    ),
)
# Those of them that the days before today have not shown already.
OF_TODAY = tuple(
    script
    for script in SCRIPTS
    if script.until in ("rejected", "accepted", "inspecting", "declared") or script.name == "unpaid"
)
# Never declared: its waybill is all that customs' axis ever says of it.
DUTY_PAID = Script("cleared long ago", duty_paid=True, until="waybill_assigned")
# The bank takes its days.
MONEY_BACK = Script("money on its way back", regrets=True, until="refunding")
_BANK, _AT_ONCE = 2 * 86_400, [0.3, 1.0]
"""Seconds until refunded money is there: as at a bank, and as the simulated gateway is set else."""
# Made last, at the carrier's usual pace: the shopper sees it move.
ON_ITS_WAY = Script("on its way", until="dispatched")


def make(clock: Moment, scripts: Sequence[Script] = SCRIPTS) -> int:
    """Make today's orders of the open mall. Returns how many orders it has."""
    outside.post("CUSTOMS", "config", speed=0)
    outside.paces(inside=0, abroad=0)
    try:
        begun = [_begin(script, n, clock) for n, script in enumerate(scripts)]
        if sells_duty_paid():
            begun.append(_begin(DUTY_PAID, len(scripts), clock))
        _drive([one for one in begun if one], clock)
        _say(clock)
        outside.post("GATEWAY", "config", refund_seconds=[_BANK, _BANK])
        _alone(MONEY_BACK, len(scripts) + 1, clock)
        outside.paces(inside=30, abroad=0)
        _alone(ON_ITS_WAY, len(scripts) + 2, clock)
    finally:
        outside.post("GATEWAY", "config", refund_seconds=_AT_ONCE)
        outside.post("CUSTOMS", "config", speed=1)
        outside.paces(inside=20, abroad=20)
    measure_lanes(now=clock())
    return Order.objects.count()


def _begin(script: Script, n: int, clock: Moment) -> tuple[Script, int] | None:
    """What has an end to wait for is returned."""
    order_id = begin(script, SHOPPERS[n % len(SHOPPERS)], n, clock, script.name)
    return (script, order_id) if script.until and order_id is not None else None


def _alone(script: Script, n: int, clock: Moment) -> None:
    begun = _begin(script, n, clock)
    _drive([begun] if begun else [], clock)


def _drive(waiting: list[tuple[Script, int]], clock: Moment) -> None:
    """Run the worker's own tasks until every script has come to its state, or patience ends."""
    deadline = time.monotonic() + _PATIENCE
    while any(not _arrived(script, order_id) for script, order_id in waiting) and time.monotonic() < deadline:
        for leased in lease(50):
            deliver(leased)
        now = clock()
        poll_receipts(now)
        poll_tracking(now)
    for script, order_id in waiting:
        if not _arrived(script, order_id):
            log.warning(
                "the order %r did not come to %s in time: the demo lacks it", script.name, script.until
            )


# What those who signed for their goods say of them: stars, words, and what they add later.
_SAID = (
    (5, "包装很严实，日期也新鲜，清关两天就放行了。", "用了一个礼拜，会回购。"),
    (4, "东西是正品，就是比预计晚到了一天。", ""),
)


def _say(clock: Moment) -> None:
    """Reviews of the first lines that were signed for, each by its buyer."""
    lines = Line.objects.filter(package__signed_at__isnull=False).select_related("order").order_by("pk")
    for line, (stars, text, more) in zip(lines, _SAID, strict=False):
        own: dict[str, Any] = {
            "number": line.order.number, "line_id": line.pk, "shopper_id": line.order.shopper_id,
        }  # fmt: skip
        review_line(**own, words=Words(stars, text), now=clock())
        if more:
            follow_up(**own, text=more, now=clock())


def _arrived(script: Script, order_id: int) -> bool:
    stands = Package.objects.filter(order_id=order_id)
    found = stands.values_list("clearance", "fulfilment", "order__payment_state")
    return all(script.until in axes for axes in found)
