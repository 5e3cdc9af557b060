"""My orders: the list, one order with its live timeline, what the shopper can do about it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import consents
from accounts.selectors import identities_of
from accounts.services import keep_identity
from accounts.types import InvalidIdentity
from orders.errors import NoSuchOrder, OrderError
from orders.selectors import order_page, orders_of
from orders.selectors.views import OrderPage
from orders.services.cancel_order import cancel_order
from orders.services.resubmit_identity import resubmit_identity
from storefront.filling import orders as filling
from storefront.filling.language import language
from storefront.filling.mall import chrome
from storefront.filling.paging import two_way
from storefront.filling.people import identity_view, pick
from storefront.forms import NEW, ResubmitForm
from storefront.presentation import PageHead
from storefront.reading import number as read_number
from storefront.reading import row_id
from storefront.serving import shopper_id, shopper_only
from tenancy.actors import Actor


def own_order(request: HttpRequest, number: str) -> OrderPage:
    """The shopper's own order; anybody else's is not there."""
    found = order_page(number, Actor.shopper(shopper_id(request) or 0), language=language())
    if found is None:
        raise Http404
    return found


@shopper_only
@require_GET
def orders(request: HttpRequest) -> HttpResponse:
    tab = request.GET.get("tab", "")
    state = tab if tab in filling.STATES else None
    shopper = shopper_id(request)
    assert shopper is not None
    asked = min(max(1, read_number(request.GET, "page", missing=1)), 10_000)
    page = orders_of(shopper, asked, language=language(), state=state)
    context = {
        "tabs": filling.tabs(state or ""),
        "orders": filling.order_cards(page.rows),
        "pagination": two_way(request, page.number, has_next=page.has_next),
        "tab": "me",
        "page": PageHead(title=_("My orders")),
        **chrome(request).context(),
    }
    return render(request, "storefront/orders.html", context)


@shopper_only
@require_GET
def order(request: HttpRequest, number: str) -> HttpResponse:
    found = own_order(request, number)
    context = {
        "order": filling.order_view(found),
        "tab": "me",
        "page": PageHead(title=_("Order %(number)s") % {"number": number}),
        **chrome(request).context(),
    }
    return render(request, "storefront/order.html", context)


@shopper_only
@require_GET
def status(request: HttpRequest, number: str) -> HttpResponse:
    """The living part of the order page, asked for every few seconds."""
    return render(
        request, "storefront/order_live.html", {"order": filling.order_view(own_order(request, number))}
    )


@shopper_only
@require_GET
def track(request: HttpRequest, number: str) -> HttpResponse:
    view = filling.order_view(own_order(request, number))
    context = {
        "packages": [package for package in view.packages if package.waybill],
        "order_number": number,
        "order_url": view.url,
        "page": PageHead(title=_("Tracking")),
        **chrome(request).context(),
    }
    return render(request, "storefront/track.html", context)


@shopper_only
@require_POST
def cancel(request: HttpRequest, number: str) -> HttpResponse:
    found, shopper = own_order(request, number), shopper_id(request)
    try:
        cancel_order(order_id=found.id, now=timezone.now(), actor=f"shopper:{shopper}", shopper_id=shopper)
    except OrderError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The order is cancelled. What was paid goes back to the same account."))
    return HttpResponseRedirect(reverse("storefront:order", args=[number]), status=303)


@shopper_only
@require_http_methods(["GET", "POST"])
def identity(request: HttpRequest, number: str) -> HttpResponse:
    """Correct who ordered, after customs refused the name or the number."""
    found = own_order(request, number)
    back = reverse("storefront:order", args=[number])
    if not found.wants_identity:
        messages.info(request, _("Customs has not asked for another identity."))
        return HttpResponseRedirect(back, status=303)
    form = ResubmitForm(request.POST) if request.method == "POST" else ResubmitForm()
    if form.is_bound and form.is_valid() and _resubmitted(request, found, form):
        messages.success(request, _("Thank you. The order goes to customs again."))
        return HttpResponseRedirect(back, status=303)
    return _identity_page(request, found, form)


def _resubmitted(request: HttpRequest, found: OrderPage, form: ResubmitForm) -> bool:
    shopper, now = shopper_id(request) or 0, timezone.now()
    try:
        identity_id = row_id(request.POST, "identity")
        if request.POST.get("identity", NEW) == NEW:
            data = form.cleaned_data
            consent = consents.agreed(language(), now) if data["consent"] else None
            identity_id = keep_identity(
                shopper_id=shopper, name=data["real_name"], number=data["id_number"], consent=consent
            ).pk
        resubmit_identity(order_id=found.id, shopper_id=shopper, identity_id=identity_id, now=now)
    except InvalidIdentity as error:
        form.add_error(form.FIELD_OF.get(error.field), str(error.message))
    except NoSuchOrder as error:
        raise Http404 from error
    except OrderError as error:
        form.add_error(None, str(error))
    return not form.errors


def _identity_page(request: HttpRequest, found: OrderPage, form: ResubmitForm) -> HttpResponse:
    rows = identities_of(shopper_id(request) or 0)
    chosen = pick(rows, request.POST.get("identity") or NEW)
    refused = next((p for p in found.packages if p.clearance == "rejected" and p.mend == "identity"), None)
    context = {
        "order_number": found.number,
        "reason": refused.reason if refused else "",
        "form": form,
        "identities": [identity_view(row, chosen=str(row.pk) == chosen) for row in rows],
        "writes_identity": chosen == NEW,
        "back_url": reverse("storefront:order", args=[found.number]),
        "page": PageHead(title=_("Correct the orderer's identity")),
        **chrome(request).context(),
    }
    return render(request, "storefront/order_identity.html", context, status=422 if form.errors else 200)
