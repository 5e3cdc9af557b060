"""One SKU: its code and price, by which values it differs, and what a bundle is made of."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from catalog.models import Sku
from catalog.services.bundles import set_bundle
from catalog.services.skus import update_sku
from catalog.services.variants import set_variant
from catalog.supply.costs import ask, costs_of
from catalog.supply.making import parts_in
from catalog.types import CatalogError
from partners.types import Seat
from seller.access import seller
from seller.amounts import yuan
from seller.forms.company import add_refusal
from seller.forms.goods import SkuForm
from seller.forms.making import CostForm, PartsForm, VariantForm
from seller.frame import frame, version_for
from seller.views.product import own_sku, refuse


def sku_context(request: HttpRequest, seat: Seat, row: Sku, **forms: Any) -> dict[str, Any]:
    """The page of a SKU: its own form, its values, its parts; `forms` are those that came back with a refusal."""
    stale = any(
        error.code == "stale" for form in forms.values() for error in form.errors.as_data().get("__all__", [])
    )
    return frame(request, seat, row.code, "products") | {
        "form": SkuForm(initial=SkuForm.initial_of(row)), "variant": VariantForm(row),
        "parts_form": PartsForm(initial=PartsForm.initial_of(row)), "parts": parts_in(row.pk), "sku": row,
        "stale": stale, "now_version": row.version, "now_price": yuan(row.price),
        "costs": costs_of(row.pk, timezone.localdate()),
        "cost_form": CostForm(initial={"valid_from": timezone.localdate()}),
    } | forms  # fmt: skip


@seller("goods")
@require_http_methods(["GET", "POST"])
def sku(request: HttpRequest, seat: Seat, sku_id: int) -> HttpResponse:
    row = own_sku(sku_id)
    form = SkuForm(request.POST or None, initial=SkuForm.initial_of(row))
    stale = False
    if request.method == "POST" and form.is_valid():
        changes = form.changes() | {"state": form.cleaned_data["state"] or row.state}
        try:
            update_sku(
                sku_id=row.pk, version=form.cleaned_data["version"] or 0, changes=changes, now=timezone.now()
            )
        except CatalogError as refused:
            stale = refused.code == "stale"
            refuse(form, refused)
        else:
            messages.success(request, _("Kept."))
            return HttpResponseRedirect(reverse("seller:product", args=[row.product_id]), status=303)
    context = sku_context(request, seat, row, form=form) | {
        "stale": stale, "now_version": version_for(request, row.version, stale=stale),
    }  # fmt: skip
    return render(request, "seller/sku.html", context, status=409 if stale else 422 if form.errors else 200)


@seller("goods")
@require_POST
def variant(request: HttpRequest, seat: Seat, sku_id: int) -> HttpResponse:
    row = own_sku(sku_id)
    form = VariantForm(row, request.POST)
    if form.is_valid():
        try:
            set_variant(sku_id=row.pk, version=form.cleaned_data["version"], choices=form.choices())
        except CatalogError as refused:
            add_refusal(form, refused)
        else:
            return _kept(request, row)
    context = sku_context(request, seat, row, variant=form)
    return render(request, "seller/sku.html", context, status=409 if context["stale"] else 422)


@seller("goods")
@require_POST
def parts(request: HttpRequest, seat: Seat, sku_id: int) -> HttpResponse:
    row, form = own_sku(sku_id), PartsForm(request.POST)
    if form.is_valid():
        try:
            set_bundle(sku_id=row.pk, version=form.cleaned_data["version"], parts=form.cleaned_data["parts"])
        except CatalogError as refused:
            add_refusal(form, refused)
        else:
            return _kept(request, row)
    context = sku_context(request, seat, row, parts_form=form)
    return render(request, "seller/sku.html", context, status=409 if context["stale"] else 422)


@seller("goods")
@require_POST
def cost(request: HttpRequest, seat: Seat, sku_id: int) -> HttpResponse:
    """What the supplier asks of the mall from a day on."""
    row, form = own_sku(sku_id), CostForm(request.POST)
    if form.is_valid():
        try:
            ask(sku_id=row.pk, today=timezone.localdate(), **form.cleaned_data)
        except CatalogError as refused:
            add_refusal(form, refused)
        else:
            return _kept(request, row)
    context = sku_context(request, seat, row, cost_form=form)
    return render(request, "seller/sku.html", context, status=422)


def _kept(request: HttpRequest, row: Sku) -> HttpResponse:
    messages.success(request, _("Kept."))
    return HttpResponseRedirect(reverse("seller:sku", args=[row.pk]), status=303)
