"""Send an order to another of the shopper's addresses, until customs was told."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.selectors import addresses_of
from orders.errors import OrderError
from orders.selectors.views import OrderPage
from orders.services.change_address import change_address
from storefront.filling.mall import chrome
from storefront.filling.people import address_view, pick
from storefront.presentation import PageHead
from storefront.reading import row_id
from storefront.serving import shopper_id, shopper_only
from storefront.views.orders import own_order


@shopper_only
@require_http_methods(["GET", "POST"])
def address(request: HttpRequest, number: str) -> HttpResponse:
    found = own_order(request, number)
    back = reverse("storefront:order", args=[number])
    if found.cannot_change_address:
        messages.info(request, found.cannot_change_address)
        return HttpResponseRedirect(back, status=303)
    problem = _changed(request, found) if request.method == "POST" else ""
    if request.method == "POST" and not problem:
        return HttpResponseRedirect(back, status=303)
    rows = addresses_of(shopper_id(request) or 0)
    chosen = pick(rows, request.POST.get("address"))
    context = {
        "order_number": found.number,
        "now_at": f"{found.consignee} {found.address}",
        "problem": problem,
        "addresses": [address_view(row, chosen=str(row.pk) == chosen) for row in rows],
        "back_url": back,
        "page": PageHead(title=_("Change the address")),
        **chrome(request).context(),
    }
    return render(request, "storefront/order_address.html", context, status=422 if problem else 200)


def _changed(request: HttpRequest, found: OrderPage) -> str:
    """Why not; empty where it goes there now, or went there before."""
    shopper = shopper_id(request) or 0
    try:
        moved = change_address(
            order_id=found.id,
            address_id=row_id(request.POST, "address") or 0,
            now=timezone.now(),
            actor=f"shopper:{shopper}",
            shopper_id=shopper,
        )
    except OrderError as error:
        return str(error)
    messages.success(
        request, _("The address is changed.") if moved else _("It goes to this address already.")
    )
    return ""
