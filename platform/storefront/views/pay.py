"""Paying: QR codes, and a page that finds out by itself. A script's word that it was paid is never believed."""

from __future__ import annotations

import io
import logging
from datetime import datetime, timedelta

import qrcode
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from orders.payments.gateways.registry import offered
from orders.payments.models import Payment
from orders.payments.selectors import payments_of
from orders.payments.services import ask_gateway, start_payments
from orders.payments.types import PaymentError, Scene
from orders.selectors.views import OrderPage
from storefront import paying
from storefront.filling.mall import chrome
from storefront.filling.payments import payment_view
from storefront.presentation import PageHead, PaymentView
from storefront.serving import shopper_only
from storefront.views.orders import own_order
from wechat.account import OfficialAccount
from wechat.authorisation import open_id as asked_open_id
from wechat.types import WeChatError

log = logging.getLogger(__name__)
# The gateway's notice may be lost: whoever waits at the page asks, but not more often than this.
_ASK_EVERY = timedelta(seconds=8)


@shopper_only
@require_http_methods(["GET", "POST"])
def pay(request: HttpRequest, number: str) -> HttpResponse:
    """Something to scan, open or call, as the device can. POST: pay another way (`way`, as gateway-scene)."""
    page, problem = own_order(request, number), ""
    if request.method == "POST":
        problem = _chosen(request, number)
    way = paying.way_of(request, page)
    if page.state == "placed" and way[1] == Scene.JSAPI and not paying.open_id(request):
        return HttpResponseRedirect(paying.address_of_wechat(request))
    context = {
        "payment": _started(request, page, timezone.now(), way, problem),
        "page": PageHead(title=_("Pay")),
        **chrome(request).context(),
    }
    return render(request, "storefront/pay.html", context)


def _chosen(request: HttpRequest, number: str) -> str:
    """What is wrong with the way that was pressed; empty where it is remembered."""
    way = request.POST.get("way", "")[:40]
    name, _sign, scene = way.partition("-")
    if name not in offered() or scene not in paying.usable(request, name):
        return _("This order cannot be paid that way.")
    paying.choose(request, number, way)
    return ""


def _started(
    request: HttpRequest, page: OrderPage, now: datetime, way: tuple[str, str], problem: str
) -> PaymentView:
    name, scene = way
    if page.state == "placed" and not problem:
        try:
            start_payments(
                order_id=page.id, now=now, gateway_name=name, scene=scene, open_id=paying.open_id(request)
            )
        except PaymentError as error:
            problem = str(error.message)
        except ObjectDoesNotExist:
            log.exception("the mall has no account at a gateway")
            problem = _("This mall cannot take payments yet.")
    return payment_view(request, page, _live(page), problem)


@shopper_only
@require_GET
def wechat_named(request: HttpRequest) -> HttpResponse:
    """WeChat sends the browser back here with a code; the page that asked goes on with the open id."""
    state, back = request.session.pop(paying.STATE, ["", ""]) or ["", ""]
    told, account = request.GET.get("state", ""), OfficialAccount.of_mall()
    if account is None or not state or not constant_time_compare(told, state):
        raise Http404
    try:
        request.session[paying.OPEN_ID] = asked_open_id(account, code=request.GET.get("code", "")[:128])
    except WeChatError as error:
        log.warning("WeChat did not name its user: %s", error)
        messages.error(request, _("WeChat did not tell who you are. Please open this page in WeChat again."))
        back = reverse("storefront:orders")
    return HttpResponseRedirect(back)


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
    view = payment_view(request, page, _live(page))
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
