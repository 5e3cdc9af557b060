"""The supplier's own warehouses: made, changed, closed and opened again."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from catalog.inventory.models import Warehouse
from catalog.selectors import words
from catalog.supply.places import change_place, close_place, make_place, open_again, own_place, own_places
from catalog.types import CatalogError
from partners.types import Seat
from seller.access import seller
from seller.forms.company import add_refusal
from seller.forms.places import PlaceForm
from seller.frame import frame, say

_FIELD_OF = {"name": "name_zh_hans"}


@seller("stock")
@require_GET
def warehouses(request: HttpRequest, seat: Seat) -> HttpResponse:
    context = frame(request, seat, _("Own warehouses"), "stock") | {"rows": own_places()}
    return render(request, "seller/warehouses.html", context)


@seller("stock")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, seat: Seat) -> HttpResponse:
    form = PlaceForm(request.POST or None, initial={"kind": "domestic", "days_min": 2, "days_max": 4})
    if request.method == "POST" and form.is_valid():
        try:
            make_place(supplier_id=seat.supplier_id, place=form.place(), now=timezone.now())
        except CatalogError as refused:
            _refuse(form, refused)
        else:
            messages.success(
                request, _("The warehouse is there: choose it under “Ships from” of your products.")
            )
            return HttpResponseRedirect(reverse("seller:warehouses"), status=303)
    context = frame(request, seat, _("New warehouse"), "stock") | {"form": form, "place": None}
    return render(request, "seller/warehouse.html", context, status=422 if form.errors else 200)


@seller("stock")
@require_http_methods(["GET", "POST"])
def warehouse(request: HttpRequest, seat: Seat, warehouse_id: int) -> HttpResponse:
    row = _own(warehouse_id)
    form = PlaceForm(request.POST or None, initial=PlaceForm.initial_of(row))
    if request.method == "POST" and form.is_valid():
        try:
            change_place(warehouse_id=row.pk, place=form.place(), now=timezone.now())
        except CatalogError as refused:
            _refuse(form, refused)
        else:
            messages.success(request, _("Kept."))
            return HttpResponseRedirect(reverse("seller:warehouses"), status=303)
    title = say(words(row, "name")) or row.code
    context = frame(request, seat, title, "stock") | {"form": form, "place": row}
    return render(request, "seller/warehouse.html", context, status=422 if form.errors else 200)


@seller("stock")
@require_POST
def close(request: HttpRequest, seat: Seat, warehouse_id: int) -> HttpResponse:
    """Close it, or with `again` open it again."""
    row = _own(warehouse_id)
    try:
        if request.POST.get("again"):
            open_again(warehouse_id=row.pk, now=timezone.now())
        else:
            close_place(warehouse_id=row.pk, now=timezone.now())
    except CatalogError as refused:
        messages.error(request, str(refused.message))
    else:
        messages.success(request, _("Done."))
    return HttpResponseRedirect(reverse("seller:warehouses"), status=303)


def _own(warehouse_id: int) -> Warehouse:
    row = own_place(warehouse_id)
    if row is None:
        raise Http404
    return row


def _refuse(form: PlaceForm, refused: CatalogError) -> None:
    refused.field = _FIELD_OF.get(refused.field, refused.field)
    add_refusal(form, refused)
