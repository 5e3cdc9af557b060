"""Checkout on one page: where it goes, who orders, what it costs, the notice, and one button."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.forms import AddressForm
from accounts.models import Address
from accounts.selectors import addresses_of
from customs.rules.modes import Mode, rule
from identifiers.provinces import province_of
from orders.errors import NotDelivered
from orders.pricing import NOT_DELIVERED
from orders.selectors import cart_view
from orders.types import CartView
from storefront import carts, devices
from storefront.filling.checkout import checkout_view
from storefront.filling.language import language
from storefront.filling.mall import chrome
from storefront.filling.people import pick
from storefront.forms import NEW, CheckoutForm
from storefront.placing import Posted, place
from storefront.presentation import PageHead
from storefront.serving import shopper_id, shopper_only


@shopper_only
@require_http_methods(["GET", "POST"])
def checkout(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    cart_id = carts.opened(request, now)
    if request.method == "POST":
        return _placed(request, cart_id, now)
    split = request.GET.get("split") == "1"
    addresses = addresses_of(shopper_id(request) or 0)
    cart = cart_view(cart_id, language(), now=now, split=split, province=_goes_to(addresses, None))
    if not _can_go_on(cart):
        return _back_to_cart(request, cart)
    needs = needs_identity(cart)
    key = str(uuid.uuid4())
    page = _page(
        request, cart, CheckoutForm(needs_identity=needs), AddressForm(), key, split, None, addresses
    )
    devices.give_token(request, page)
    return page


def _goes_to(addresses: list[Address], data: QueryDict | None) -> str:
    """The province of the address that stands chosen, for freight."""
    chosen = pick(addresses, data.get("address") if data is not None else None)
    if chosen == NEW:
        typed: Mapping[str, str] = data or {}
        return province_of(typed.get("district_code") or "", (typed.get("province") or "").strip())
    row = next(row for row in addresses if str(row.pk) == chosen)
    return province_of(row.district_code, row.province)


def needs_identity(cart: CartView) -> bool:
    return any(rule(Mode(group.mode)).needs_identity for group in cart.groups)


def _can_go_on(cart: CartView) -> bool:
    return bool(cart.groups) and not any(group.refusal for group in cart.groups)


def _back_to_cart(request: HttpRequest, cart: CartView) -> HttpResponse:
    if not cart.groups:
        messages.info(request, _("There is nothing in the cart to buy."))
    elif any(group.refusal == NOT_DELIVERED for group in cart.groups):
        messages.error(request, str(NotDelivered()))
    return HttpResponseRedirect(reverse("storefront:cart"), status=303)


def _placed(request: HttpRequest, cart_id: int, now: datetime) -> HttpResponse:
    split = request.POST.get("split") == "1"
    goes_to = _goes_to(addresses_of(shopper_id(request) or 0), request.POST)
    cart = cart_view(cart_id, language(), now=now, split=split, province=goes_to)
    needs = needs_identity(cart) if cart.groups else "identity" in request.POST
    shopper = shopper_id(request)
    assert shopper is not None
    posted = Posted(
        data=request.POST,
        shopper_id=shopper,
        cart_id=cart_id,
        ip=request.META.get("REMOTE_ADDR") or None,
        device=devices.token_of(request),
        form=CheckoutForm(request.POST, needs_identity=needs),
        address_form=AddressForm(request.POST),
        needs_identity=needs,
    )
    order = place(posted, now)
    if order is not None:
        return HttpResponseRedirect(reverse("storefront:pay", args=[order.number]), status=303)
    return _refused(request, posted, cart, split)


def _refused(request: HttpRequest, posted: Posted, cart: CartView, split: bool) -> HttpResponse:
    if posted.already_placed:
        messages.info(request, _("This order was placed already. Here are your orders."))
        return HttpResponseRedirect(reverse("storefront:orders"), status=303)
    if not _can_go_on(cart):
        for error in posted.form.non_field_errors():
            messages.error(request, str(error))
        return _back_to_cart(request, cart)
    key = request.POST.get("key") or str(uuid.uuid4())
    address_form = posted.address_form if posted.writes_address else AddressForm(initial=request.POST.dict())
    return _page(request, cart, posted.form, address_form, key, split, posted)


def _page(
    request: HttpRequest,
    cart: CartView,
    form: CheckoutForm,
    address_form: AddressForm,
    key: str,
    split: bool,
    posted: Posted | None = None,
    addresses: list[Address] | None = None,
) -> HttpResponse:
    shopper = shopper_id(request)
    assert shopper is not None
    context = {
        "checkout": checkout_view(cart, shopper, key, split, posted, addresses),
        "form": form,
        "address_form": address_form,
        "page": PageHead(title=_("Checkout")),
        **chrome(request).context(),
    }
    return render(request, "storefront/checkout.html", context, status=422 if posted else 200)
