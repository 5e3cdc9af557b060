"""Purchases in every state, made as a shopper makes them and answered by the world outside.

Each script buys, and drives the line by the very tasks that the worker runs, until the state it is to show.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from accounts.models import User
from accounts.selectors import addresses_of, identities_of
from catalog.models import Sku
from catalog.reviews.writing import Words
from customs.tasks import poll_receipts
from demo import outside
from demo.clock import Clock
from demo.people import SHOPPERS
from journal.delivery import deliver, lease
from orders.logistics.services import measure_lanes
from orders.logistics.tasks import poll_tracking
from orders.models import Line, Order, Package
from orders.notices import buyers_notice
from orders.payments import services as payments
from orders.services.add_to_cart import add_to_cart
from orders.services.cancel_order import cancel_order
from orders.services.expire_order import expire_order
from orders.services.open_cart import open_cart
from orders.services.place_order import place_order
from orders.services.review_line import follow_up, review_line
from orders.types import CheckoutRequest, OrderError

_PATIENCE = 25.0
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Script:
    """`fate`: what the port does with the package, once; `until`: the state to wait for.

    `cancels` before it is paid, `regrets` after it, before customs hears of it; `lapses`: the time to pay runs out.
    """

    name: str
    pieces: int = 1
    fate: str = ""
    pays: bool = True
    cancels: bool = False
    regrets: bool = False
    lapses: bool = False
    until: str = "signed"


SCRIPTS = (
    Script("unpaid", pays=False, until=""),
    Script("cancelled", pays=False, cancels=True, until=""),
    Script("signed for"),
    Script("signed for too", pieces=2),
    Script("identity refused", fate="reject:1312:订购人身份信息与支付人不符", until="rejected"),
    Script("refused for its price", fate="reject:1803:申报价格异常，请核实成交价格", until="rejected"),
    Script("under inspection", fate="hold", until="inspecting"),
    Script("returned abroad", fate="return", until="returned"),
    Script("stuck at the port", fate="stall", until="declared"),
    Script("let run out", pays=False, lapses=True, until=""),
    Script("taken back after paying", regrets=True, until=""),
    Script("signed for, three of a kind", pieces=3),
    Script(
        "returned for its papers", fate="reject:1404:商品归类与备案不符，请核对后重新申报", until="rejected"
    ),
)
# Made last, at the carrier's usual pace: the shopper sees it move.
ON_ITS_WAY = Script("on its way", until="dispatched")


def make(mall: str, clock: Clock) -> int:
    """Make the mall's demo orders once. Returns how many there are."""
    if Order.objects.exists():
        return Order.objects.count()
    outside.post("CUSTOMS", "config", speed=0)
    _paces(inside=0, abroad=0)
    try:
        _drive([order for n, script in enumerate(SCRIPTS) if (order := _begin(script, n, clock))], clock)
        _say(clock)
        _paces(inside=30, abroad=0)
        moving = _begin(ON_ITS_WAY, len(SCRIPTS), clock)
        _drive([moving] if moving else [], clock)
    finally:
        outside.post("CUSTOMS", "config", speed=1)
        _paces(inside=20, abroad=20)
    measure_lanes(now=clock())
    return Order.objects.count()


def _paces(*, inside: float, abroad: float) -> None:
    """Seconds that parcels take from one step to the next, in China and abroad."""
    outside.post("CARRIER", "config", step_seconds=inside)
    if outside.address("OVERSEAS"):
        outside.post("OVERSEAS", "config", step_seconds=abroad)


def _begin(script: Script, n: int, clock: Clock) -> tuple[Script, int] | None:
    """Place, and pay where the script says so; what has an end to wait for is returned."""
    person = SHOPPERS[n % len(SHOPPERS)]
    user = User.objects.get(login=person.login, mall__isnull=False)
    order_id = _place(user, script, n, clock())
    if order_id is None:
        return None
    if script.fate:
        for package in Package.objects.filter(order_id=order_id):
            outside.post("CUSTOMS", "fates", order_no=package.number, fate=script.fate, times=1)
    if script.cancels:
        cancel_order(order_id=order_id, now=clock(), actor="shopper", shopper_id=user.pk)
    if script.lapses:
        expire_order(order_id=order_id, now=Order.objects.get(pk=order_id).expires_at + timedelta(seconds=1))
    if script.pays:
        _pay(order_id, clock, {"name": person.name, "id_number": person.number, "openid": f"o-demo-{n}"})
    if script.regrets:
        cancel_order(order_id=order_id, now=clock(), actor="shopper", shopper_id=user.pk)
    return (script, order_id) if script.until else None


def _place(user: User, script: Script, n: int, now: datetime) -> int | None:
    cart = open_cart(shopper_id=user.pk, now=now)
    for sku in _goods(n):
        try:
            add_to_cart(cart_id=cart.pk, sku_id=sku, quantity=script.pieces, now=now)
        except OrderError:
            continue
    notice = buyers_notice("zh-hans")
    try:
        placed = place_order(
            request=CheckoutRequest(
                shopper_id=user.pk,
                cart_id=cart.pk,
                address_id=addresses_of(user.pk)[0].pk,
                identity_id=identities_of(user.pk)[0].pk,
                notice_version=notice.version,
                notice_hash=notice.text_hash,
                notice_accepted=True,
                idempotency_key=f"demo-{script.name}",
            ),
            now=now,
        )
    except OrderError:
        return None
    return placed.order_id


def _goods(n: int) -> list[int]:
    """One or two SKUs that a person would buy together: cheap enough for the limit, in stock, seen by customs."""
    rows = (
        Sku.objects.filter(price__lt=900, product__state="listed", stocks__on_hand__gte=10)
        .exclude(product__mode="general")
        .order_by("product__position", "position")
        .values_list("pk", flat=True)
    )
    ids = list(rows)
    return [ids[(7 * n) % len(ids)]] if n % 3 else [ids[(7 * n) % len(ids)], ids[(7 * n + 1) % len(ids)]]


def _pay(order_id: int, clock: Clock, payer: dict[str, str]) -> None:
    for payment in payments.start_payments(order_id=order_id, now=clock()):
        mchid = outside.MERCHANTS[_mall_code()]
        outside.post("GATEWAY", "pay", mchid=mchid, out_trade_no=payment.number, payer=payer)
        payments.ask_gateway(payment_id=payment.pk, now=clock())


def _mall_code() -> str:
    from tenancy.models import Mall
    from tenancy.scope import current_mall_id

    return Mall.objects.values_list("code", flat=True).get(pk=current_mall_id())


def _drive(waiting: list[tuple[Script, int]], clock: Clock) -> None:
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


def _say(clock: Clock) -> None:
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
    stands = Package.objects.filter(order_id=order_id).values_list("clearance", "fulfilment")
    return all(script.until in pair for pair in stands)
