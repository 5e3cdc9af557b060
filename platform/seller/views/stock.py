"""Stock by warehouse, counted in place; and prices of all SKUs on one page."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from catalog.inventory.types import InventoryError
from catalog.supply import Search, goods_page, stock_line, stock_page
from catalog.supply.counting import count_own, warn_at
from catalog.supply.stocks import PAGE, movements_of
from catalog.types import CatalogError
from partners.types import Seat
from seller.access import seller
from seller.forms.goods import places
from seller.frame import frame
from seller.paging import asked_id, asked_page, pagination
from seller.views.products import stock_words

SOON = timedelta(days=90)


@seller("stock")
@require_GET
def stock(request: HttpRequest, seat: Seat) -> HttpResponse:
    asked, page = request.GET, asked_page(request)
    warehouse_id = asked_id(asked.get("warehouse"))
    text, warn = asked.get("q", "").strip()[:60], asked.get("warn", "")
    before = timezone.localdate() + SOON
    rows, total = stock_page(warehouse_id=warehouse_id, text=text, warn=warn, before=before, page=page)
    pages = max(1, -(-total // PAGE))
    context = frame(request, seat, _("Stock"), "stock") | {
        "rows": [(row, row.expires_on is not None and row.expires_on < before) for row in rows],
        "places": places(), "warehouse": str(warehouse_id or ""), "text": text, "warn": warn, "total": total,
        "pagination": pagination(request, min(page, pages), pages),
    }  # fmt: skip
    return render(request, "seller/stock.html", context)


@seller("stock")
@require_http_methods(["GET", "POST"])
def stock_row(request: HttpRequest, seat: Seat, stock_id: int) -> HttpResponse:
    """One SKU in one warehouse: count it, say when to warn, read what moved it."""
    row = stock_line(stock_id)
    if row is None:
        raise Http404
    if request.method == "POST":
        _change(request, row.sku_id, row.warehouse_id, stock_id)
        return HttpResponseRedirect(reverse("seller:stock_row", args=[stock_id]), status=303)
    context = frame(request, seat, row.sku_code, "stock") | {"row": row, "movements": movements_of(stock_id)}
    return render(request, "seller/stock_row.html", context)


def _change(request: HttpRequest, sku_id: int, warehouse_id: int, stock_id: int) -> None:
    counted, seen = asked_id(request.POST.get("counted")), asked_id(request.POST.get("seen"))
    low = asked_id(request.POST.get("low_at"))
    if low is not None and low <= 1_000_000:
        warn_at(stock_id=stock_id, pieces=low)
        messages.success(request, _("Kept."))
    elif counted is None or seen is None or counted > 10_000_000:
        messages.error(request, _("Enter whole pieces."))
    else:
        try:
            count_own(
                sku_id=sku_id, warehouse_id=warehouse_id, counted=counted, seen=seen, now=timezone.now(),
                by=f"user:{request.user.pk}",
            )  # fmt: skip
        except InventoryError as refused:
            messages.error(request, stock_words(refused))
        except CatalogError as refused:
            raise Http404 from refused
        else:
            messages.success(request, _("Kept."))


@seller("goods")
@require_GET
def prices(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Every SKU with its price and struck price; edited in place, or by percent under Products."""
    search = Search(text=request.GET.get("q", "").strip()[:100], sort="title", page=asked_page(request))
    found = goods_page(search, size=30)
    context = frame(request, seat, _("Prices"), "prices") | {
        "found": found, "search": search, "pagination": pagination(request, found.number, found.pages),
    }  # fmt: skip
    return render(request, "seller/prices.html", context)
