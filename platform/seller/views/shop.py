"""The shop as shoppers see it: names, words, pictures, featured products."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from catalog.supply.codes import codes_of, ids_of
from partners import services
from partners.models import Supplier
from partners.selectors import supplier
from partners.types import PartnerError, Seat
from seller.access import seller
from seller.forms.company import ShopForm, add_refusal
from seller.frame import frame, version_for
from tenancy.bilingual import columns, gathered, own_words, words
from tenancy.pictures import MOST_BYTES


@seller("shop")
@require_http_methods(["GET", "POST"])
def shop(request: HttpRequest, seat: Seat) -> HttpResponse:
    row = supplier(seat.supplier_id)
    if row is None:
        raise Http404
    form = ShopForm(request.POST or None, initial=_initial(row))
    if request.method == "POST" and form.is_valid() and _kept(seat, form):
        messages.success(request, _("The shop is changed."))
        return HttpResponseRedirect(reverse("seller:shop"), status=303)
    stale = any(error.code == "stale" for error in form.errors.as_data().get("__all__", []))
    context = frame(request, seat, _("Shop"), "shop") | {
        "form": form,
        "supplier": row,
        "seen": _seen(row),
        "now_version": version_for(request, row.version, stale=stale),
        "shop_url": reverse("storefront:shop", args=[row.code]),
    }
    return render(request, "seller/shop.html", context, status=422 if form.errors else 200)


def _seen(row: Supplier) -> list[tuple[str, dict[str, str]]]:
    """The head of the shop's page in each language, with the other language where one says nothing."""
    names, intros = words(row, "name"), words(row, "intro")
    return [
        (html, {"name": names[code], "intro": intros[code]})
        for html, code in (("zh-Hans", "zh-hans"), ("en", "en"))
    ]


def _initial(row: Supplier) -> dict[str, Any]:
    return (
        columns("name", own_words(row, "name"))
        | columns("intro", own_words(row, "intro"))
        | {
            "featured": "\n".join(codes_of(row.featured)),
            "version": row.version,
        }
    )


def _kept(seat: Seat, form: ShopForm) -> bool:
    data = form.cleaned_data
    codes = [code for code in re.split(r"[\s,，;；]+", data["featured"]) if code]
    found = ids_of(codes)
    unknown = [code for code in codes if code not in found]
    if unknown:
        form.add_error("featured", _("You have no product with this code: %(code)s") % {"code": unknown[0]})
        return False
    try:
        services.keep_shop(
            supplier_id=seat.supplier_id,
            version=data["version"],
            **gathered(data, ("name", "intro")),
            featured=[found[code] for code in codes],
        )
    except PartnerError as refused:
        add_refusal(form, refused)
        return False
    return True


@seller("shop")
@require_POST
def picture(request: HttpRequest, seat: Seat) -> HttpResponse:
    file = request.FILES.get("file")
    if file is None:
        messages.error(request, _("Choose a picture first."))
        return HttpResponseRedirect(reverse("seller:shop"), status=303)
    try:
        services.keep_shop_picture(
            supplier_id=seat.supplier_id, place=request.POST.get("place", ""), data=file.read(MOST_BYTES + 1)
        )
    except PartnerError as refused:
        messages.error(request, str(refused.message))
    else:
        messages.success(request, _("The picture is in your shop."))
    return HttpResponseRedirect(reverse("seller:shop"), status=303)
