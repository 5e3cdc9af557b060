"""Paying: QR codes, and a page that finds out by itself. A script's word that it was paid is never believed."""

from __future__ import annotations

import io
import logging
from datetime import datetime, timedelta

import qrcode
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from orders.payments.gateways.registry import offered
from orders.payments.models import Payment
from orders.payments.selectors import payments_of
from orders.payments.services import ask_gateway, start_payments
from orders.payments.types import PaymentError
from orders.selectors.views import OrderPage
from storefront.filling.mall import chrome
from storefront.filling.payments import payment_view
from storefront.presentation import PageHead, PaymentView
from storefront.serving import shopper_only
from storefront.views.orders import own_order

log = logging.getLogger(__name__)
# The gateway's notice may be lost: whoever waits at the page asks, but not more often than this.
_ASK_EVERY = timedelta(seconds=8)


@shopper_only
@require_http_methods(["GET", "POST"])
def pay(request: HttpRequest, number: str) -> HttpResponse:
    """Something to scan or open. POST: pay another way (`way`, as gateway or gateway-scene)."""
    way = request.POST.get("way", "")[:40] if request.method == "POST" else ""
    context = {
        "payment": _started(own_order(request, number), timezone.now(), way),
        "page": PageHead(title=_("Pay")),
        **chrome(request).context(),
    }
    return render(request, "storefront/pay.html", context)


def _started(page: OrderPage, now: datetime, way: str) -> PaymentView:
    problem = ""
    name, _sign, scene = way.partition("-")
    if page.state == "placed":
        try:
            if name and name not in offered():
                raise PaymentError(_("This order cannot be paid that way."))
            start_payments(order_id=page.id, now=now, gateway_name=name or _usual(page), scene=scene)
        except PaymentError as error:
            problem = str(error.message)
        except ObjectDoesNotExist:
            log.exception("the mall has no account at a gateway")
            problem = _("This mall cannot take payments yet.")
    return payment_view(page, _live(page), problem)


def _usual(page: OrderPage) -> str:
    """As it was begun; else the first gateway at which the mall has an account."""
    if any(payment.state == Payment.State.PENDING for payment in page.payments):
        return ""
    return next(iter(offered()), "")


def _live(page: OrderPage) -> list[Payment]:
    """Closed tries are history; the page shows what can be paid or was paid."""
    rows = payments_of(page.id)
    return [row for row in rows if row.state != Payment.State.CLOSED] or rows


@shopper_only
@require_GET
def status(request: HttpRequest, number: str) -> HttpResponse:
    """For the page that waits: a piece of it, or JSON where that is asked for."""
    page = own_order(request, number)
    if page.state == "placed" and _asked(page, timezone.now()):
        page = own_order(request, number)
    view = payment_view(page, _live(page))
    if not request.accepts("text/html"):
        states = {part.number: part.state for part in view.parts}
        done = view.order_url if view.state == "paid" else ""
        return JsonResponse({"state": view.state, "payments": states, "redirect": done})
    response = render(request, "storefront/pay_status.html", {"payment": view})
    if view.state in ("paid", "closed"):
        response.headers["HX-Redirect"] = view.order_url
    return response


def _asked(page: OrderPage, now: datetime) -> bool:
    """Asks the gateway for payments that were not heard of for a while. Whether anything may have changed."""
    due = [
        row
        for row in payments_of(page.id)
        if row.state == Payment.State.PENDING
        and row.code_url
        and (row.asked_at or row.created_at) < now - _ASK_EVERY
    ]
    for row in due:
        try:
            ask_gateway(payment_id=row.pk, now=now)
        except PaymentError:
            log.info("the gateway did not answer for payment %s", row.number)
    return bool(due)


@shopper_only
@require_GET
def code(request: HttpRequest, number: str, payment_id: int) -> HttpResponse:
    """The QR code of one payment as PNG."""
    page = own_order(request, number)
    row = next((row for row in payments_of(page.id) if row.pk == payment_id and row.code_url), None)
    if row is None:
        raise Http404
    picture = io.BytesIO()
    qrcode.make(row.code_url, box_size=8, border=3).save(picture, "PNG")
    return HttpResponse(picture.getvalue(), content_type="image/png")
