"""Buying as a shopper does, script by script: through the services of the shop, paid at the gateway's own desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import QuerySet

from accounts.models import User
from accounts.selectors import addresses_of, identities_of
from catalog.models import Sku
from demo import outside
from demo.clock import Moment
from demo.logins import OPERATOR
from demo.people import DemoShopper
from orders.models import Order, Package
from orders.notices import buyers_notice
from orders.payments import services as payments
from orders.payments.models import Payment
from orders.services.add_to_cart import add_to_cart
from orders.services.cancel_order import cancel_order
from orders.services.decide_case import hold_order, refuse_case, release_case
from orders.services.expire_order import expire_order
from orders.services.open_cart import open_cart
from orders.services.place_order import place_order
from orders.types import CheckoutRequest, OrderError
from tenancy.models import Mall
from tenancy.scope import current_mall_id


@dataclass(frozen=True, slots=True)
class Script:
    """`fate`: what the port does with the package, once; `until`: the state to wait for.

    `cancels` before it is paid, `regrets` after it, before customs hears of it; `lapses`: the time to pay runs out,
    with `late` the money comes all the same. `carrier`: the carrier's last word of the parcel.
    `checked`: an operator holds the order after it was paid, and lets it go (`released`), cancels it (`refused`) or
    has not decided (`held`). `duty_paid`: goods that were cleared long ago, in a mall that has some.
    """

    name: str
    pieces: int = 1
    fate: str = ""
    pays: bool = True
    cancels: bool = False
    regrets: bool = False
    lapses: bool = False
    late: bool = False
    carrier: str = ""
    checked: str = ""
    duty_paid: bool = False
    until: str = "signed"


def begin(script: Script, person: DemoShopper, n: int, clock: Moment, key: str) -> int | None:
    """Place the `n`-th order, and pay where the script says so. The order's id; None where nothing could be bought."""
    user = User.objects.get(login=person.login, mall__isnull=False)
    order_id = _place(user, script, n, clock, key)
    if order_id is None:
        return None
    if script.fate:
        for package in Package.objects.filter(order_id=order_id):
            outside.post("CUSTOMS", "fates", order_no=package.number, fate=script.fate, times=1)
    payer = {"name": person.name, "id_number": person.number, "openid": f"o-demo-{n}"}
    if script.late:
        _pay_too_late(order_id, clock, payer)
    elif script.lapses:
        _let_run_out(order_id)
    elif script.pays:
        _pay(_started(order_id, clock), clock, payer)
    if script.cancels or script.regrets:
        cancel_order(order_id=order_id, now=clock(), actor="shopper", shopper_id=user.pk)
    if script.checked:
        _check(order_id, script.checked, clock)
    return order_id


def _place(user: User, script: Script, n: int, clock: Moment, key: str) -> int | None:
    cart = open_cart(shopper_id=user.pk, now=clock())
    for sku in _goods(n, duty_paid=script.duty_paid):
        try:
            add_to_cart(cart_id=cart.pk, sku_id=sku, quantity=script.pieces, now=clock())
        except OrderError:
            continue
    notice = buyers_notice(user.language)
    request = CheckoutRequest(
        shopper_id=user.pk,
        cart_id=cart.pk,
        address_id=addresses_of(user.pk)[0].pk,
        identity_id=identities_of(user.pk)[0].pk,
        notice_version=notice.version,
        notice_hash=notice.text_hash,
        notice_accepted=True,
        language=user.language,
        idempotency_key=f"demo-{key}",
    )
    try:
        return place_order(request=request, now=clock()).order_id
    except OrderError:
        return None


def sells_duty_paid() -> bool:
    """Whether the open mall has goods that were cleared long ago."""
    return _offered(duty_paid=True).exists()


def _goods(n: int, *, duty_paid: bool) -> list[int]:
    """One or two SKUs that a person would buy together: cheap enough for the limit and in stock."""
    ids = list(_offered(duty_paid=duty_paid).values_list("pk", flat=True))
    if not ids:
        return []
    return [ids[(7 * n) % len(ids)]] if n % 3 else [ids[(7 * n) % len(ids)], ids[(7 * n + 1) % len(ids)]]


def _offered(*, duty_paid: bool) -> QuerySet[Sku]:
    rows = Sku.objects.filter(price__lt=900, product__state="listed", stocks__on_hand__gte=10)
    rows = rows.filter(product__mode="general") if duty_paid else rows.exclude(product__mode="general")
    return rows.order_by("product__position", "position")


def _started(order_id: int, clock: Moment) -> list[Payment]:
    return payments.start_payments(order_id=order_id, now=clock())


def _pay(started: list[Payment], clock: Moment, payer: dict[str, str]) -> None:
    mchid = outside.MERCHANTS[Mall.objects.values_list("code", flat=True).get(pk=current_mall_id())]
    for payment in started:
        outside.post("GATEWAY", "pay", mchid=mchid, out_trade_no=payment.number, payer=payer)
        payments.ask_gateway(payment_id=payment.pk, now=clock())


def _let_run_out(order_id: int) -> None:
    expire_order(order_id=order_id, now=Order.objects.get(pk=order_id).expires_at + timedelta(seconds=1))


def _pay_too_late(order_id: int, clock: Moment, payer: dict[str, str]) -> None:
    """The code was on the screen; the money comes when the order is over, and goes back by itself."""
    started = _started(order_id, clock)
    _let_run_out(order_id)
    _pay(started, clock, payer)


def _check(order_id: int, ends: str, clock: Moment) -> None:
    """An operator looks at the order before anything of it is sent."""
    actor = f"operator:{User.objects.get(login=OPERATOR, mall__isnull=True).pk}"
    case = hold_order(order_id=order_id, actor=actor, now=clock(), words="同一地址多人下单，先核实")
    if ends == "released":
        release_case(case_id=case.pk, actor=actor, now=clock(), words="已电话核实，是一家人")
    elif ends == "refused":
        refuse_case(case_id=case.pk, actor=actor, now=clock(), words="电话无人接听，疑似刷单")
