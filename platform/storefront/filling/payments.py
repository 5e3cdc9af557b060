"""The pay page: one row per payment, since customs sees one payment for each package."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orders.payments.gateways.bank.account import Account
from orders.payments.gateways.registry import DECLARES, NAMES, offered
from orders.payments.models import Payment
from orders.payments.selectors import invocation_of
from orders.payments.types import Scene
from orders.selectors.views import OrderPage
from storefront import paying
from storefront.presentation import PaymentPart, PaymentView, Price
from storefront.presentation.order import PaymentWay

_STATES = {"pending": "waiting", "paid": "paid", "late": "closed", "closed": "closed", "refunded": "closed"}

_SCENES = {
    Scene.QR: gettext_lazy("(scan)"), Scene.PAGE: gettext_lazy("(web page)"), Scene.WAP: gettext_lazy("(phone)"),
    Scene.TRANSFER: "", Scene.JSAPI: "",
}  # fmt: skip


def payment_view(
    request: HttpRequest, page: OrderPage, payments: Iterable[Payment], problem: str = ""
) -> PaymentView:
    rows = list(payments)
    parts = tuple(_part(page, row, place, len(rows)) for place, row in enumerate(rows, start=1))
    return PaymentView(
        number=page.number,
        amount=Price.of(page.total),
        state=overall(page, parts, problem),
        ends_at=_ends_at(page, rows),
        payer=_payer(page),
        order_url=reverse("storefront:order", args=[page.number]),
        message=problem,
        parts=parts,
        ways=_ways(request, page, rows) if page.state == "placed" else (),
        simulated=bool(settings.GATEWAY_SIMULATOR_URL),
    )


def _ends_at(page: OrderPage, rows: list[Payment]) -> datetime:
    """Until when it may be paid: a bank transfer that was chosen just now keeps the order open for longer than the page
    knew when it was read."""
    return max([page.expires_at, *(row.expires_at for row in rows if row.state == Payment.State.PENDING)])


def _ways(request: HttpRequest, page: OrderPage, rows: list[Payment]) -> tuple[PaymentWay, ...]:
    """Every way the mall offers and this device can use, the chosen one marked; one way alone is no choice."""
    live = next((row for row in rows if row.state == Payment.State.PENDING), None)
    chosen = f"{live.gateway}-{live.scene}" if live else ""
    found = [
        PaymentWay(
            f"{name}-{scene.value}",
            f"{NAMES[name]} {_SCENES[scene]}".strip().replace(" （", "（"),
            f"{name}-{scene.value}" == chosen,
        )
        for name in offered()
        if name in DECLARES or not any(p.declares for p in page.packages)
        for scene in paying.usable(request, name)
    ]
    return tuple(found) if len(found) > 1 else ()


def overall(page: OrderPage, parts: tuple[PaymentPart, ...], problem: str) -> str:
    if page.state in ("cancelled", "expired"):
        return "closed"
    if page.state != "placed":
        return "paid"
    return "failed" if problem and not parts else "waiting"


def _part(page: OrderPage, row: Payment, place: int, of: int) -> PaymentPart:
    package = next((p for p in page.packages if p.id == row.package_id), None)
    title = (
        _("Payment %(place)s of %(of)s") % {"place": place, "of": of} if of > 1 else str(NAMES[row.gateway])
    )
    waiting = row.state == Payment.State.PENDING and bool(row.code_url) and row.gateway in DECLARES
    bank = Account.of_mall() if row.gateway == "bank" and row.state == Payment.State.PENDING else None
    return PaymentPart(
        number=row.number,
        title=title,
        text=f"{package.warehouse_name} · {package.mode_name}" if package else "",
        amount=Price.of(row.amount),
        state=_STATES[row.state],
        qr_url=reverse("storefront:pay_qr", args=[page.number, row.pk])
        if waiting and row.scene == "qr"
        else "",
        opens=row.scene != "qr",
        bank=(
            (_("Account holder"), bank.holder),
            (_("Bank"), bank.bank),
            (_("Account number"), bank.number),
            (_("Note on the transfer"), row.number),
        )
        if bank
        else (),
        open_url=_opened(row.code_url) if waiting else "",
        call=json.dumps(invocation_of(row)) if waiting and row.scene == "jsapi" else "",
    )


def _opened(started: str) -> str:
    """An address for the browser. The simulated gateway has a page for what WeChat itself is called with, too."""
    if started.startswith("prepay_id=") and settings.GATEWAY_SIMULATOR_URL:
        return f"{settings.GATEWAY_SIMULATOR_URL}/pay/{started.removeprefix('prepay_id=')}"
    return started if is_address(started) else ""


def is_address(url: str) -> bool:
    """Whether a browser may be sent there: WeChat's own scheme opens the app, the simulated gateway a page."""
    return url.startswith(("weixin://", "https://", "http://"))


def _payer(page: OrderPage) -> str:
    if not page.orderer:
        return ""
    return _("Please pay from an account of %(name)s: customs compares the payer with the orderer.") % {
        "name": page.orderer
    }
