"""Trade profiles: which SKUs still lack what, and the form where the code is found by name."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from catalog import locks
from catalog.completeness import needs
from catalog.models import Mode, Sku
from catalog.selectors import words
from catalog.services.skus import set_trade_profile
from catalog.types import CatalogError
from partners.types import Seat
from seller.access import seller
from seller.forms.company import add_refusal
from seller.forms.goods import TradeForm
from seller.frame import frame, language, say, version_for
from seller.paging import asked_page, pagination
from seller.views.product import own_sku
from tax.naming import find_articles, find_hs, hs_named

PAGE = 30


@seller("goods")
@require_GET
def trade(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The filing board: SKUs without a profile first, then those whose own mode still lacks something."""
    rows = Sku.objects.filter(locks.reachable("product__supplier"), state=Sku.State.ACTIVE)
    rows = (
        rows.exclude(product__state="recalled").select_related("product").prefetch_related("trade_profiles")
    )
    text = request.GET.get("q", "").strip()
    if text:
        rows = rows.filter(code__icontains=text)
    only = request.GET.get("show", "")
    if only != "all":
        rows = (
            rows.filter(trade_profiles__isnull=True, bundle_items__isnull=True)
            if only != "with"
            else rows.filter(trade_profiles__isnull=False)
        )
    page, total = asked_page(request), rows.count()
    pages = max(1, -(-total // PAGE))
    page = min(page, pages)
    shown = rows.order_by("-pk")[(page - 1) * PAGE : page * PAGE]
    today = timezone.localdate()
    context = frame(request, seat, _("Trade profiles"), "trade") | {
        "rows": [
            {
                "sku": row,
                "title": say(words(row.product, "title")),
                "profile": next(iter(row.trade_profiles.all()), None),
                "missing": [f.text(_) for f in needs(row, today)[row.product.mode]],
            }
            for row in shown
        ],
        "show": only, "text": text, "total": total, "pagination": pagination(request, page, pages),
    }  # fmt: skip
    return render(request, "seller/trade.html", context)


@seller("goods")
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest, seat: Seat, sku_id: int) -> HttpResponse:
    sku = own_sku(sku_id)
    row = sku.trade_profiles.first()
    form = TradeForm(request.POST or None, initial=TradeForm.initial_of(sku, row))
    stale = False
    if request.method == "POST" and form.is_valid():
        try:
            set_trade_profile(sku_id=sku.pk, version=form.cleaned_data["version"], facts=form.facts())
        except CatalogError as refused:
            stale = refused.code == "stale"
            add_refusal(form, refused)
        else:
            messages.success(request, _("Kept. What each mode still needs stands beside the form."))
            return HttpResponseRedirect(reverse("seller:profile", args=[sku.pk]), status=303)
    today, lacks = timezone.localdate(), needs(sku, timezone.localdate())
    context = frame(request, seat, _("Trade profile of %(code)s") % {"code": sku.code}, "trade") | {
        "form": form, "sku": sku, "title": say(words(sku.product, "title")), "stale": stale,
        "now_version": version_for(request, sku.version, stale=stale),
        "named": (found.name(language()) if (found := hs_named(row.hs_code, today)) else "") if row else "",
        "modes": [
            {
                "name": name, "own": mode == sku.product.mode,
                "missing": [f.text(_) for f in lacks[mode]],
            }
            for mode, name in Mode.choices
        ],
    }  # fmt: skip
    return render(
        request, "seller/profile.html", context, status=409 if stale else 422 if form.errors else 200
    )


@seller("goods")
@require_GET
def codes(request: HttpRequest, seat: Seat) -> HttpResponse:
    """HS codes or postal articles that a name or the first digits mean; a piece of the profile page."""
    today, query = timezone.localdate(), request.GET.get("code_query", "").strip()[:60]
    is_article = request.GET.get("of") == "article"
    found = (find_articles if is_article else find_hs)(query, today) if query else []
    context = frame(request, seat, _("Find a code"), "trade") | {
        "query": query, "is_article": is_article,
        "found": [(row, row.name(language())) for row in found],
        "sku_id": request.GET.get("sku") if (request.GET.get("sku") or "").isdigit() else "",
    }  # fmt: skip
    return render(request, "seller/codes.html", context)
