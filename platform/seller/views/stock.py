"""Stock by warehouse, counted in place; and prices of all SKUs on one page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from catalog.inventory.types import InventoryError
from catalog.supply import Search, StockLine, goods_page, stock_line, stock_page
from catalog.supply.counting import count_own, lies_at, warn_at
from catalog.supply.moving import batches_in, receive_own, send_own, write_off_own
from catalog.supply.stocks import PAGE, movements_of
from catalog.types import CatalogError
from partners.types import Seat
from seller.access import seller
from seller.forms.company import add_refusal
from seller.forms.goods import places
from seller.forms.stock import ArriveForm, SendForm
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
    row = _own(stock_id)
    if request.method == "POST":
        _change(request, row.sku_id, row.warehouse_id, stock_id)
        return HttpResponseRedirect(reverse("seller:stock_row", args=[stock_id]), status=303)
    return _page(request, seat, row)


def _own(stock_id: int) -> StockLine:
    row = stock_line(stock_id)
    if row is None:
        raise Http404
    return row


def _page(request: HttpRequest, seat: Seat, row: StockLine, **forms: Any) -> HttpResponse:
    """`forms` are those that came back with a refusal; the others are fresh."""
    now, start = timezone.now(), {"seen": row.on_hand}
    send = SendForm(row.warehouse_id, initial=start)
    context = frame(request, seat, row.sku_code, "stock") | {
        "row": row, "movements": movements_of(row.id), "arrive": ArriveForm(initial=start), "send": send,
        "batches": batches_in(row.id, now, timezone.localdate() + SOON), "may_send": row.kind != "bonded",
    } | forms  # fmt: skip
    return render(request, "seller/stock_row.html", context, status=422 if forms else 200)


@seller("stock")
@require_POST
def arrived(request: HttpRequest, seat: Seat, stock_id: int) -> HttpResponse:
    """Goods arrive, with their batch and its date."""
    row, form = _own(stock_id), ArriveForm(request.POST)
    if form.is_valid() and _done(request, form, receive_own, row, **form.cleaned_data):
        return HttpResponseRedirect(reverse("seller:stock_row", args=[stock_id]), status=303)
    return _page(request, seat, _own(stock_id), arrive=form)


@seller("stock")
@require_POST
def sent(request: HttpRequest, seat: Seat, stock_id: int) -> HttpResponse:
    """Pieces go to another warehouse."""
    row = _own(stock_id)
    form = SendForm(row.warehouse_id, request.POST)
    if form.is_valid():
        data = form.cleaned_data
        values = {"seen": data["seen"], "to_warehouse_id": int(data["to"]), "pieces": data["sent"]}
        if _done(request, form, send_own, row, **values, by=f"user:{request.user.pk}"):
            return HttpResponseRedirect(reverse("seller:stock_row", args=[stock_id]), status=303)
    return _page(request, seat, _own(stock_id), send=form)


def _done(request: HttpRequest, form: Any, verb: Any, row: StockLine, **values: Any) -> bool:
    """Whether the verb did it; a refusal stands beside its field."""
    try:
        verb(stock_id=row.id, now=timezone.now(), **values)
    except InventoryError as refused:
        form.add_error(None, stock_words(refused))
        form.data = form.data.copy()  # what was typed stays; the figure to go by is the new one
        form.data["seen"] = str(_own(row.id).on_hand)
        return False
    except CatalogError as refused:
        add_refusal(form, refused)
        return False
    messages.success(request, _("Kept."))
    return True


@seller("stock")
@require_POST
def written_off(request: HttpRequest, seat: Seat, stock_id: int, batch_id: int) -> HttpResponse:
    """What is left of a batch is spoilt."""
    try:
        pieces = write_off_own(
            stock_id=stock_id, batch_id=batch_id, by=f"user:{request.user.pk}", now=timezone.now()
        )
    except CatalogError as refused:
        raise Http404 from refused
    told = ngettext("%(count)d piece was written off.", "%(count)d pieces were written off.", pieces)
    messages.success(request, told % {"count": pieces})
    return HttpResponseRedirect(reverse("seller:stock_row", args=[stock_id]), status=303)


def _change(request: HttpRequest, sku_id: int, warehouse_id: int, stock_id: int) -> None:
    counted, seen = asked_id(request.POST.get("counted")), asked_id(request.POST.get("seen"))
    low = asked_id(request.POST.get("low_at"))
    if "location" in request.POST:
        try:
            lies_at(stock_id=stock_id, location=request.POST["location"])
        except CatalogError as refused:
            messages.error(request, str(refused.message))
        else:
            messages.success(request, _("Kept."))
    elif low is not None and low <= 1_000_000:
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
