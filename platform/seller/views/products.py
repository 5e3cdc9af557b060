"""The list of products: search, filters, prices and stock edited in place, many changed at once."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from catalog.inventory.types import HeldStock, InventoryError, NotEnough, StockChanged
from catalog.models import Mode, Product
from catalog.services.products import copy_product
from catalog.services.skus import update_sku
from catalog.services.states import change_state
from catalog.supply import Search, SkuLine, goods_page, goods_row, sku_line
from catalog.supply.counting import count_own
from catalog.types import CatalogError
from partners.types import Seat
from seller.access import seller
from seller.amounts import typed_amount
from seller.forms.goods import categories, slug_of
from seller.frame import frame
from seller.paging import asked_id, asked_page, pagination

MOST_AT_ONCE = 200
STATES = tuple(Product.State.choices)
BULK = {"submit": "submitted", "list": "listed", "delist": "delisted", "draft": "draft"}


@seller("goods")
@require_GET
def products(request: HttpRequest, seat: Seat) -> HttpResponse:
    asked = request.GET
    search = Search(
        text=asked.get("q", "").strip()[:100],
        state=asked.get("state", ""),
        category_id=asked_id(asked.get("category")),
        mode=asked.get("mode", ""),
        lack=asked.get("lack", ""),
        sort=asked.get("sort", "new"),
        page=asked_page(request),
    )
    found = goods_page(search)
    context = frame(request, seat, _("Products"), "products") | {
        "found": found,
        "search": search,
        "tabs_of_states": [("", _("All"), sum(found.by_state.values()))]
        + [(state, text, found.by_state.get(state, 0)) for state, text in STATES],
        "keep": _kept_query(request),
        "categories": categories(),
        "modes": Mode.choices,
        "pagination": pagination(request, found.number, found.pages),
        "may_stock": "stock" in seat.may,
    }
    return render(request, "seller/products.html", context)


def _kept_query(request: HttpRequest) -> str:
    query = request.GET.copy()
    for name in ("page", "state"):
        query.pop(name, None)
    return query.urlencode()


@seller("goods")
@require_POST
def bulk(request: HttpRequest, seat: Seat) -> HttpResponse:
    """One change to all that are ticked. What cannot change is named, and the others change."""
    ids = [pk for pk in map(asked_id, request.POST.getlist("product")) if pk][:MOST_AT_ONCE]
    what = request.POST.get("do", "")
    if not ids:
        messages.error(request, _("Tick some products first."))
    elif what == "price":
        _reprice(request, ids)
    elif what in BULK and _may_sell(request, seat, what):
        _move(request, ids, BULK[what])
    back = request.POST.get("back", "")
    tail = f"?{back}" if back else ""
    return HttpResponseRedirect(f"{reverse('seller:products')}{tail}", status=303)


def _may_sell(request: HttpRequest, seat: Seat, what: str) -> bool:
    if seat.trades or what in ("delist", "draft"):
        return True
    messages.error(request, _("Your shop is suspended: nothing can be put on sale."))
    return False


def _move(request: HttpRequest, ids: list[int], state: str) -> None:
    moved, now = 0, timezone.now()
    for pk in ids:
        try:
            moved += change_state(product_id=pk, state=state, now=now, actor=_by(request))
        except CatalogError as refused:
            _say_refused(request, pk, refused)
    _say_moved(request, moved)


def _by(request: HttpRequest) -> str:
    return f"user:{request.user.pk}"


def _say_refused(request: HttpRequest, product_id: int, refused: CatalogError) -> None:
    row = goods_row(product_id)
    messages.error(request, f"{row.code}: {refused.message}" if row else str(refused.message))


def _say_moved(request: HttpRequest, moved: int) -> None:
    if moved:
        said = ngettext("%(count)d product changed.", "%(count)d products changed.", moved) % {"count": moved}
        messages.success(request, said)


def _reprice(request: HttpRequest, ids: list[int]) -> None:
    """Every SKU by so many percent, rounded half up to the fen."""
    percent = typed_amount(request.POST.get("percent", "").replace("%", ""))
    if percent is None or not Decimal(-90) <= percent <= Decimal(500) or percent == 0:
        messages.error(request, _("Enter a change between -90 and 500 percent, such as -5."))
        return
    moved, now = 0, timezone.now()
    for row in filter(None, map(goods_row, ids)):
        try:
            for sku in row.skus:
                price = (sku.price * (100 + percent) / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
                changes = {"price": price}
                if sku.struck_price is not None and sku.struck_price <= price:
                    changes["struck_price"] = None  # type: ignore[assignment]
                update_sku(sku_id=sku.id, version=sku.version, changes=changes, now=now)
            moved += 1
        except CatalogError as refused:
            messages.error(request, f"{row.code}: {refused.message}")
    _say_moved(request, moved)


@seller("goods")
@require_POST
def sku_price(request: HttpRequest, seat: Seat, sku_id: int) -> HttpResponse:
    """A price typed into the list. Whoever comes with an old version sees the new price and decides again."""
    line = _line(sku_id)
    price, version = typed_amount(request.POST.get("price", "")), asked_id(request.POST.get("version"))
    said, status = "", 200
    if price is None or version is None:
        said, status = _("Enter an amount such as 129.00."), 422
    else:
        try:
            update_sku(sku_id=sku_id, version=version, changes={"price": price}, now=timezone.now())
        except CatalogError as refused:
            said, status = _clash(line, refused), 409 if refused.code == "stale" else 422
    return _cell(request, "seller/price_cell.html", sku_id, said, status)


def _clash(line: SkuLine, refused: CatalogError) -> str:
    if refused.code != "stale":
        return str(refused.message)
    return _("Somebody else has changed this meanwhile: the new value stands here. Yours is not kept.")


@seller("stock")
@require_POST
def sku_stock(request: HttpRequest, seat: Seat, sku_id: int) -> HttpResponse:
    """What was counted in the product's warehouse, with the figure one saw when counting."""
    line = _line(sku_id)
    counted, seen = asked_id(request.POST.get("counted")), asked_id(request.POST.get("seen"))
    said, status = "", 200
    if counted is None or seen is None or counted > 10_000_000:
        said, status = _("Enter whole pieces."), 422
    else:
        try:
            count_own(
                sku_id=sku_id, warehouse_id=line.warehouse_id, counted=counted, seen=seen, now=timezone.now(),
                by=_by(request),
            )  # fmt: skip
        except InventoryError as refused:
            said, status = stock_words(refused), 409
    return _cell(request, "seller/stock_cell.html", sku_id, said, status)


def stock_words(refused: InventoryError) -> str:
    """Why a count was not kept."""
    if isinstance(refused, StockChanged):
        return _("The stock has moved meanwhile: the new figure stands here. Count again.")
    if isinstance(refused, NotEnough):
        return str(refused)
    if isinstance(refused, HeldStock):
        return _("Orders hold more pieces than that: they are sold already.")
    return _("This count is not possible.")


def _line(sku_id: int) -> SkuLine:
    line = sku_line(sku_id)
    if line is None:
        raise Http404
    return line


def _cell(request: HttpRequest, template: str, sku_id: int, said: str, status: int) -> HttpResponse:
    """The cell as it is now: alone for htmx, the whole list for a page without script."""
    if request.headers.get("HX-Request"):
        context = {"sku": _line(sku_id), "said": said, "kept": not said}
        return render(request, template, context, status=status)
    (messages.error(request, said) if said else messages.success(request, _("Kept.")))
    return HttpResponseRedirect(reverse("seller:products"), status=303)


@seller("goods")
@require_POST
def copy(request: HttpRequest, seat: Seat, product_id: int) -> HttpResponse:
    """A draft like this one."""
    row = goods_row(product_id)
    if row is None:
        raise Http404
    number = 2
    while True:
        code = f"{row.code[:54]}-{number}"
        try:
            made = copy_product(
                product_id=product_id, code=code, slug=slug_of(row.title["en"], code), now=timezone.now()
            )
            break
        except CatalogError as refused:
            if refused.field not in ("code", "slug") or number > 50:
                messages.error(request, str(refused.message))
                return HttpResponseRedirect(reverse("seller:products"), status=303)
            number += 1
    messages.success(request, _("Here is the copy: a draft without SKUs and pictures."))
    return HttpResponseRedirect(reverse("seller:product", args=[made.id]), status=303)
