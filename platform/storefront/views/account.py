"""My account: addresses, the identity book, favourites."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import consents
from accounts.forms import AddressForm, IdentityForm
from accounts.models import Address
from accounts.selectors import addresses_of, identities_of
from accounts.services import keep_address, keep_identity, remove_address
from accounts.types import InvalidAddress, InvalidIdentity
from notifications.selectors import messages_of, unread_count
from notifications.services import mark_read
from orders.selectors import order_counts, orders_of
from storefront.filling.language import language
from storefront.filling.mall import chrome
from storefront.filling.orders import order_cards
from storefront.filling.people import address_view, identity_view, masked_login, signs_in_openly
from storefront.presentation import Link, PageHead
from storefront.serving import shopper_id, shopper_only


@shopper_only
@require_GET
def account(request: HttpRequest) -> HttpResponse:
    page = orders_of(_me(request), 1, language=language())
    user: Any = request.user  # a shopper: nobody else gets here
    context = {
        "name": user.display_name or masked_login(user.login),
        "login": masked_login(user.login),
        "may_change_login": signs_in_openly(user),
        "order_links": _order_links(order_counts(_me(request))),
        "tools": _tools(unread_count(_me(request))),
        "quota_text": _(
            "One person may buy 26,000 yuan of cross-border goods a year. What other malls sold you is not known"
            " here; the official figure stands at the customs app."
        ),
        "recent": order_cards(page.rows[:3]),
        "tab": "me",
        "page": PageHead(title=_("Mine")),
        **chrome(request).context(),
    }
    return render(request, "storefront/account.html", context)


def _order_links(counts: dict[str, int]) -> list[Link]:
    """What waits for the shopper carries its number; what is over needs none."""
    orders = reverse("storefront:orders")
    words = (
        ("placed", _("Awaiting payment"), "wallet"),
        ("paid", pgettext("order", "Under way"), "stamp"),
        ("completed", _("Completed"), "check"),
        ("cancelled", pgettext("order", "Cancelled"), "close"),
    )
    links = [
        Link(text, f"{orders}?tab={state}", icon=icon, count=_badge(counts, state))
        for state, text, icon in words
    ]
    return [*links, Link(_("Returns and refunds"), reverse("storefront:aftersales"), icon="refresh")]


def _badge(counts: dict[str, int], state: str) -> str:
    return str(counts[state]) if state in ("placed", "paid") and counts.get(state) else ""


def _tools(unread: int) -> list[Link]:
    places = (
        ("messages", _("Messages"), "bell", str(unread) if unread else ""),
        ("addresses", _("Addresses"), "pin", ""),
        ("identities", _("Identity book"), "id", ""),
        ("favourites", _("Favourites"), "heart", ""),
        ("my_history", _("Seen lately"), "history", ""),
        ("data", pgettext("tile", "My data"), "shield", ""),
        ("notice", _("Buyer's notice"), "doc", ""),
    )
    return [Link(text, reverse(f"storefront:{name}"), icon=icon, count=n) for name, text, icon, n in places]


@shopper_only
@require_GET
def messages_page(request: HttpRequest) -> HttpResponse:
    """What the mall told the shopper, newest first; opening the page is reading it."""
    rows = messages_of(_me(request), language=language())
    context = {
        "rows": [(row, _here(row.link)) for row in rows],
        "tab": "me",
        "page": PageHead(title=_("Messages")),
        **chrome(request).context(),
    }
    response = render(request, "storefront/messages.html", context)
    if any(row.read_at is None for row in rows):
        mark_read(user_id=_me(request), up_to=rows[0].pk, now=timezone.now())
    return response


def _here(link: str) -> str:
    """A message leads on within the language of its reader."""
    return f"/en{link}" if link.startswith("/") and language() == "en" else link


def _me(request: HttpRequest) -> int:
    found = shopper_id(request)
    if found is None:
        raise Http404
    return found


@shopper_only
@require_GET
def addresses(request: HttpRequest) -> HttpResponse:
    context = {
        "addresses": [address_view(row) for row in addresses_of(_me(request))],
        "new_url": reverse("storefront:address_new"),
        "tab": "me",
        "page": PageHead(title=_("Addresses")),
        **chrome(request).context(),
    }
    return render(request, "storefront/addresses.html", context)


@shopper_only
@require_http_methods(["GET", "POST"])
def address_new(request: HttpRequest) -> HttpResponse:
    return _address(request, None, _("New address"))


@shopper_only
@require_http_methods(["GET", "POST"])
def address_edit(request: HttpRequest, address_id: int) -> HttpResponse:
    row = next((row for row in addresses_of(_me(request)) if row.pk == address_id), None)
    if row is None:
        raise Http404
    return _address(request, row, _("Edit address"))


def _address(request: HttpRequest, row: Address | None, title: str) -> HttpResponse:
    form = AddressForm(request.POST or None, initial=AddressForm.initial_of(row) if row else None)
    if request.method == "POST" and form.is_valid():
        try:
            keep_address(
                shopper_id=_me(request),
                fields=form.address_fields(),
                is_default=form.cleaned_data["default"],
                address_id=row.pk if row else None,
            )
        except InvalidAddress as error:
            form.add_error(form.FIELD_OF.get(error.field, error.field), str(error.message))
        else:
            messages.success(request, _("The address is kept."))
            return HttpResponseRedirect(reverse("storefront:addresses"), status=303)
    context = {"form": form, "title": title, "page": PageHead(title=title), **chrome(request).context()}
    return render(request, "storefront/address_edit.html", context, status=422 if form.errors else 200)


@shopper_only
@require_POST
def address_remove(request: HttpRequest, address_id: int) -> HttpResponse:
    if not remove_address(shopper_id=_me(request), address_id=address_id):
        raise Http404
    messages.success(request, _("The address is deleted."))
    return HttpResponseRedirect(reverse("storefront:addresses"), status=303)


@shopper_only
@require_http_methods(["GET", "POST"])
def identities(request: HttpRequest) -> HttpResponse:
    form = IdentityForm(request.POST) if request.method == "POST" else IdentityForm()
    if form.is_bound and form.is_valid() and _kept(request, form):
        messages.success(request, _("The person is in your identity book."))
        return HttpResponseRedirect(reverse("storefront:identities"), status=303)
    context = {
        "identities": [identity_view(row) for row in identities_of(_me(request))],
        "form": form,
        "tab": "me",
        "page": PageHead(title=_("Identity book")),
        **chrome(request).context(),
    }
    return render(request, "storefront/identities.html", context, status=422 if form.errors else 200)


def _kept(request: HttpRequest, form: IdentityForm) -> bool:
    data = form.cleaned_data
    try:
        keep_identity(
            shopper_id=_me(request),
            name=data["real_name"],
            number=data["id_number"],
            consent=consents.agreed(language(), timezone.now()) if data["consent"] else None,
        )
    except InvalidIdentity as error:
        form.add_error(form.FIELD_OF.get(error.field), str(error.message))
        return False
    return True
