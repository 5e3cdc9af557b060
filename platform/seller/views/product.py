"""One product: its words in both languages, its SKUs, its pictures, what it still lacks, how it will look."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from catalog import locks
from catalog.completeness import completeness
from catalog.models import Product, Sku
from catalog.selectors import words
from catalog.services.products import create_product, update_product
from catalog.services.skus import create_sku
from catalog.services.states import change_state
from catalog.services.variants import make_variants
from catalog.supply import goods_row
from catalog.supply.pictures import add_picture, remove_picture
from catalog.types import CatalogError
from partners.types import Seat
from seller.access import seller
from seller.amounts import yuan
from seller.forms.company import add_refusal
from seller.forms.goods import ProductForm, SkuForm
from seller.forms.making import MatrixForm
from seller.frame import frame, say, version_for
from tenancy.pictures import MOST_BYTES

_FIELD_OF = {"title": "title_zh_hans", "slug": "code", "brand": "brand_zh_hans", "option": "option_zh_hans"}


def refuse(form: Any, refused: CatalogError) -> None:
    """A refusal beside its field, by the form's own name for it."""
    refused.field = _FIELD_OF.get(refused.field, refused.field)
    add_refusal(form, refused)


def own_product(product_id: int) -> Product:
    row = Product.objects.filter(locks.reachable(), pk=product_id).first()
    if row is None:
        raise Http404
    return row


def own_sku(sku_id: int) -> Sku:
    rows = Sku.objects.filter(locks.reachable("product__supplier"), pk=sku_id).select_related("product")
    row = rows.first()
    if row is None:
        raise Http404
    return row


@seller("goods")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, seat: Seat) -> HttpResponse:
    form = ProductForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = create_product(fields=form.fields_of(seat.supplier_id), now=timezone.now())
        except CatalogError as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("The draft is saved. Add its SKUs now."))
            return HttpResponseRedirect(reverse("seller:product", args=[made.id]), status=303)
    context = frame(request, seat, _("New product"), "products") | {"form": form}
    return render(request, "seller/product_new.html", context, status=422 if form.errors else 200)


@seller("goods")
@require_http_methods(["GET", "POST"])
def product(request: HttpRequest, seat: Seat, product_id: int) -> HttpResponse:
    """Edit it. Two at once: the second keeps what was typed, is told, and saves over it knowingly or not at all."""
    row = own_product(product_id)
    form, stale = ProductForm(request.POST or None, initial=ProductForm.initial_of(row)), False
    if request.method == "POST" and form.is_valid():
        try:
            update_product(
                product_id=product_id, version=form.cleaned_data["version"] or 0, changes=form.changes(),
                now=timezone.now(),
            )  # fmt: skip
        except CatalogError as refused:
            stale = refused.code == "stale"
            refuse(form, refused)
        else:
            messages.success(request, _("Kept."))
            return HttpResponseRedirect(reverse("seller:product", args=[product_id]), status=303)
    return _page(request, seat, row, form, SkuForm(), stale=stale)


def _page(
    request: HttpRequest,
    seat: Seat,
    row: Product,
    form: ProductForm,
    sku_form: SkuForm,
    *,
    stale: bool = False,
    matrix: MatrixForm | None = None,
) -> HttpResponse:
    meter, shown = completeness(row), goods_row(row.pk)
    context = frame(request, seat, say(words(row, "title")) or row.code, "products") | {
        "product": row,
        "row": shown,
        "form": form,
        "sku_form": sku_form,
        "matrix": matrix or MatrixForm(row.category_id),
        "meter": meter,
        "gaps": [(gap.says, gap.language) for gap in meter.gaps],
        "media": list(row.media.all()),
        "skus": list(row.skus.all()),
        "stale": stale,
        "now_version": version_for(request, row.version, stale=stale),
        "can_sell": seat.trades,
    }
    refused = form.errors or sku_form.errors or (matrix and matrix.errors)
    status = 409 if stale else 422 if refused else 200
    return render(request, "seller/product.html", context, status=status)


@seller("goods")
@require_POST
def move(request: HttpRequest, seat: Seat, product_id: int) -> HttpResponse:
    """Submit, list, delist, back to draft: one product, with the version one saw."""
    row, state = own_product(product_id), request.POST.get("state", "")
    if state in ("submitted", "listed") and not seat.trades:
        messages.error(request, _("Your shop is suspended: nothing can be put on sale."))
    else:
        try:
            change_state(product_id=row.pk, state=state, now=timezone.now(), actor=f"user:{request.user.pk}")
        except CatalogError as refused:
            messages.error(request, str(refused.message))
        else:
            messages.success(request, _("Done."))
    return HttpResponseRedirect(reverse("seller:product", args=[row.pk]), status=303)


@seller("goods")
@require_POST
def sku_add(request: HttpRequest, seat: Seat, product_id: int) -> HttpResponse:
    row, form = own_product(product_id), SkuForm(request.POST)
    if form.is_valid():
        try:
            create_sku(product_id=row.pk, fields=form.fields_of(), now=timezone.now())
        except CatalogError as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("The SKU is there. Its trade profile comes next."))
            return HttpResponseRedirect(reverse("seller:product", args=[row.pk]), status=303)
    return _page(request, seat, row, ProductForm(initial=ProductForm.initial_of(row)), form)


@seller("goods")
@require_POST
def matrix(request: HttpRequest, seat: Seat, product_id: int) -> HttpResponse:
    """SKUs for all combinations of the ticked values."""
    row = own_product(product_id)
    form = MatrixForm(row.category_id, request.POST)
    if form.is_valid():
        price = form.cleaned_data["matrix_price"]
        try:
            made = make_variants(product_id=row.pk, values=form.values(), price=price, now=timezone.now())
        except CatalogError as refused:
            form.add_error("matrix_price" if refused.field == "price" else None, str(refused.message))
        else:
            told = ngettext("%(count)d SKU was made.", "%(count)d SKUs were made.", made)
            messages.success(request, told % {"count": made})
            return HttpResponseRedirect(reverse("seller:product", args=[row.pk]), status=303)
    return _page(request, seat, row, ProductForm(initial=ProductForm.initial_of(row)), SkuForm(), matrix=form)


@seller("goods")
@require_POST
def picture_add(request: HttpRequest, seat: Seat, product_id: int) -> HttpResponse:
    row, files = own_product(product_id), request.FILES.getlist("picture")[:12]
    if not files:
        messages.error(request, _("Choose a picture first."))
    for file in files:
        try:
            add_picture(product_id=row.pk, data=file.read(MOST_BYTES + 1))
        except CatalogError as refused:
            messages.error(request, f"{file.name}: {refused.message}")
        else:
            messages.success(request, f"{file.name}: {_('Kept.')}")
    return HttpResponseRedirect(reverse("seller:product", args=[row.pk]), status=303)


@seller("goods")
@require_POST
def picture_remove(request: HttpRequest, seat: Seat, product_id: int, media_id: int) -> HttpResponse:
    try:
        remove_picture(product_id=product_id, media_id=media_id)
    except CatalogError as refused:
        raise Http404 from refused
    return HttpResponseRedirect(reverse("seller:product", args=[product_id]), status=303)


@seller("goods")
@require_GET
def preview(request: HttpRequest, seat: Seat, product_id: int) -> HttpResponse:
    """As shoppers will read it, in the page's language, before it is on sale."""
    row = own_product(product_id)
    context = frame(request, seat, _("Preview"), "products") | {
        "product": row,
        "shown_title": say(words(row, "title")),
        "shown_subtitle": say(words(row, "subtitle")),
        "shown_brand": say(words(row, "brand")),
        "shown_description": say(words(row, "description")),
        "specifications": row.specifications or [],
        "label": row.label or [],
        "media": list(row.media.all()),
        "skus": [(say(words(s, "option")) or s.code, yuan(s.price)) for s in row.skus.all()],
    }
    return render(request, "seller/preview.html", context)
