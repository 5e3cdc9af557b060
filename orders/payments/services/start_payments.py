"""Ask a gateway for something to scan or open: one payment per package, since customs sees one per order number."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache

from django.db import transaction
from django.utils.translation import gettext as _

from customs.rules.modes import Mode, rule
from money.formatting import fen
from orders.locks import lock_order
from orders.models import Order, Package
from orders.payments.gateways.face import Gateway
from orders.payments.gateways.registry import DECLARES, gateway
from orders.payments.models import Original, Payment
from orders.payments.services.close_payments import close_one
from orders.payments.types import GatewayAway, GatewayRefused, PaymentError, Scene, Started
from orders.services.keep_open import keep_open
from tenancy.hosts import address_of
from tenancy.written import rows

_NOTICE_PATH = "openapi/v1/webhooks/{gateway}"
# The gateway closes a little later than we do: money on the way is late, not lost.
_LONGER = timedelta(minutes=1)
# A bank needs days; the goods are kept so long.
BANK_DAYS = timedelta(days=3)


def start_payments(
    *,
    order_id: int,
    now: datetime,
    gateway_name: str = "",
    scene: str = "",
    return_url: str = "",
    open_id: str = "",
) -> list[Payment]:
    """The order's payments, each with something to scan; idempotent. Without a name: as they were begun, else WeChat.

    Another gateway or scene than before: what is pending is closed there first; what was paid stays paid.
    `open_id`: who pays inside WeChat (scene jsapi). Raises PaymentError, GatewayAway, NoSuchOrder, KeyError for an
    unknown gateway.
    """
    opened = cache(gateway)  # an account is unsealed once for all that is asked of it
    begun = rows(Payment, "order_id = %(order)s AND state = 'pending' ORDER BY id", order=order_id)
    name, scene = _chosen(begun, gateway_name, scene, opened)
    if scene == Scene.JSAPI and not open_id and not _is_started(begun):
        raise PaymentError(_("WeChat did not tell who you are. Please open this page in WeChat again."))
    for payment in begun:
        if (payment.gateway, payment.scene) != (name, scene):
            _let_go(payment, now)
    with transaction.atomic():
        order = lock_order(order_id)
        if order.state != "placed" or order.expires_at <= now:
            raise PaymentError(_("This order cannot be paid any more."))
        if name == "bank":
            _for_companies(order, now)
        payments = _rows(order, name, scene)
    waiting = [row for row in payments if row.state == Payment.State.PENDING and not row.code_url]
    home = address_of(order.mall_id) if waiting else ""
    for payment in waiting:
        _start(payment, order, now, opened(payment.gateway), home, return_url, open_id)
    return payments


def _is_started(begun: list[Payment]) -> bool:
    """Everything that is open has been taken by its gateway: nobody need be named again."""
    return bool(begun) and all(payment.code_url for payment in begun)


def _let_go(payment: Payment, now: datetime) -> None:
    """A gateway that does not answer keeps nobody from paying elsewhere: what still comes there is late, and goes
    back by itself."""
    try:
        close_one(payment, now)
    except GatewayAway:
        Payment.objects.filter(pk=payment.pk, state=Payment.State.PENDING).update(state=Payment.State.CLOSED)


def _chosen(begun: list[Payment], name: str, scene: str, opened: Callable[[str], Gateway]) -> tuple[str, str]:
    """Raises PaymentError for a scene the gateway does not have."""
    if not name and begun:
        return begun[0].gateway, begun[0].scene
    name = name or "wechat"
    scenes = opened(name).scenes
    if scene and scene not in scenes:
        raise PaymentError(_("This order cannot be paid that way."))
    return name, scene or scenes[0].value


def _for_companies(order: Order, now: datetime) -> None:
    """Raises PaymentError where customs wants the word of a payment company."""
    modes = Package.objects.filter(order=order).values_list("mode", flat=True)
    if any(rule(Mode(mode)).declared for mode in modes):
        raise PaymentError(
            _("Goods from abroad cannot be paid by bank transfer: customs wants the payment declared.")
        )
    keep_open(order=order, until=order.placed_at + BANK_DAYS, now=now, actor="payments")


def _rows(order: Order, gateway_name: str, scene: str) -> list[Payment]:
    live = rows(Payment, "order_id = %(order)s AND state IN ('pending', 'paid')", order=order.pk)
    by_package = {payment.package_id: payment for payment in live}
    packages = rows(Package, "order_id = %(order)s ORDER BY sequence", order=order.pk)
    payments = [by_package.get(p.pk) or _new(order, p, gateway_name, scene) for p in packages]
    Payment.objects.bulk_create(payment for payment in payments if payment.pk is None)
    return payments


def _new(order: Order, package: Package, gateway_name: str, scene: str) -> Payment:
    return Payment(
        order=order,
        package=package,
        gateway=gateway_name,
        scene=scene,
        number=f"{package.number}{secrets.randbelow(10_000):04d}",
        amount=package.total,
        expires_at=order.expires_at,
    )


def _start(
    payment: Payment, order: Order, now: datetime, client: Gateway, home: str, return_url: str, open_id: str
) -> None:
    """The row stands before the gateway is asked, so a payment that the gateway took is never unknown to us. `home`:
    the mall's own address, with its slash."""
    if payment.gateway in DECLARES and not return_url:
        return_url = f"{home}me/orders/{order.number}"
    try:
        started = client.start(
            number=payment.number,
            amount_fen=fen(payment.amount),
            description=f"{order.number}",
            notify_url=home + _NOTICE_PATH.format(gateway=payment.gateway),
            expires_at=payment.expires_at + _LONGER,
            scene=Scene(payment.scene),
            return_url=return_url,
            client_ip=order.ip or "",
            open_id=open_id,
        )
    except GatewayRefused as refused:
        raise GatewayAway from refused
    payment.code_url = started.url
    _keep(payment, started, now)


def _keep(payment: Payment, started: Started, now: datetime) -> None:
    with transaction.atomic():
        Payment.objects.filter(pk=payment.pk).update(code_url=payment.code_url)
        kinds = ((Original.Kind.REQUEST, started.request), (Original.Kind.RESPONSE, started.response))
        Original.objects.bulk_create(
            Original(payment=payment, kind=kind, text=text, at=now) for kind, text in kinds if text
        )
