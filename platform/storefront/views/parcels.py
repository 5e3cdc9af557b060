"""Where a parcel is, and where it comes from: for whoever holds it, without a login. Nothing of a person is shown."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.adapter import client_address
from orders.logistics.public import parcel_by, provenance_by, token_of
from orders.logistics.tries import may_try
from storefront.filling.language import language
from storefront.filling.mall import chrome
from storefront.filling.parcels import parcel_view, provenance_view
from storefront.forms import ParcelForm
from storefront.presentation import PageHead
from storefront.serving import personal


@personal
@require_http_methods(["GET", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """A waybill or package number and the last four digits of the phone it goes to."""
    form = ParcelForm(request.POST or None)
    token = _found(request, form) if request.method == "POST" and form.is_valid() else ""
    if token:
        return HttpResponseRedirect(reverse("storefront:parcel", args=[token]), status=303)
    context = {"form": form, "page": PageHead(title=_("Track a parcel")), **chrome(request).context()}
    return render(request, "storefront/parcel_find.html", context, status=422 if form.errors else 200)


def _found(request: HttpRequest, form: ParcelForm) -> str:
    """Which of the two is wrong is not told: it would tell which numbers there are."""
    number, digits = form.cleaned_data["number"], form.cleaned_data["digits"]
    if not may_try(number, client_address(request)):
        form.add_error(None, _("Too many attempts. Please wait a quarter of an hour."))
        return ""
    token = token_of(number, digits)
    if not token:
        form.add_error(None, _("We know no parcel with this number and these digits."))
    return token


@personal
@require_GET
def parcel(request: HttpRequest, token: str) -> HttpResponse:
    found = parcel_by(token, language(), timezone.now())
    return _page(request, "storefront/parcel.html", {"parcel": found and parcel_view(found)}, _("Tracking"))


@personal
@require_GET
def trace(request: HttpRequest, token: str) -> HttpResponse:
    found = provenance_by(token, language(), timezone.now())
    shown = {"trace": found and provenance_view(found)}
    return _page(request, "storefront/trace.html", shown, _("Where it comes from"))


def _page(request: HttpRequest, template: str, shown: dict[str, Any], title: str) -> HttpResponse:
    if not all(shown.values()):
        raise Http404
    return render(request, template, shown | {"page": PageHead(title=title), **chrome(request).context()})
