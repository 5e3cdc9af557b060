"""How often one's goods were looked at, day by day and product by product, and how often that led to an order."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from analytics.charts import chart
from analytics.selectors import DAYS
from analytics.supplying import GoodsPart, goods_by_day, goods_by_product, whole
from analytics.types import asked_day
from catalog.selectors import titles_of
from catalog.supply import goods_row
from orders.clock import beijing_day
from partners.types import Seat
from seller.access import seller
from seller.frame import frame, say
from seller.paging import asked_id, asked_page, pagination

PAGE = 50


@seller("goods")
@require_GET
def visits(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Thirty days that end today, or at `until`; of one product where it is named."""
    today = beijing_day(timezone.now())
    until = min(asked_day(request.GET.get("until", "")) or today, today)
    product = _product(request)
    days = goods_by_day(until, product_id=product[0] if product else None)
    drawn = [(day.day, day.views) for day in days], [(day.day, day.orders) for day in days]
    context = frame(request, seat, _("Visits"), "visits") | {
        "product": product,
        "until": until,
        "periods": _periods(request, until, today),
        "figures": whole(days),
        "charts": [
            chart(_("Page views by day"), "views", drawn[0]),
            chart(_("Orders by day"), "orders", drawn[1]),
        ],
        "days": [day for day in reversed(days) if day.views or day.orders],
        **({} if product else _products(request, until)),
    }
    return render(request, "seller/visits.html", context)


def _product(request: HttpRequest) -> tuple[int, str] | None:
    """(id, title) of the product asked for. Http404 for one that is not the supplier's."""
    asked = request.GET.get("product", "")
    if not asked:
        return None
    product_id = asked_id(asked)
    row = goods_row(product_id) if product_id is not None else None
    if product_id is None or row is None:
        raise Http404
    return product_id, say(row.title)


def _products(request: HttpRequest, until: date) -> dict[str, object]:
    found = goods_by_product(until)
    pages = max(1, -(-len(found) // PAGE))
    page = min(asked_page(request), pages)
    shown = found[(page - 1) * PAGE : page * PAGE]
    return {"products": _titled(shown), "pagination": pagination(request, page, pages)}


def _titled(parts: list[GoodsPart]) -> list[tuple[GoodsPart, str]]:
    """What was deleted meanwhile has no title and goes by its number."""
    titles = titles_of([part.product_id for part in parts])
    return [(part, say(titles.get(part.product_id)) or f"# {part.product_id}") for part in parts]


def _periods(request: HttpRequest, until: date, today: date) -> dict[str, str]:
    """Addresses of the thirty days before and, unless they have not been yet, after; the product stays."""

    def at(day: date) -> str:
        query = request.GET.copy()
        query["until"] = day.isoformat()
        query.pop("page", None)
        return f"?{query.urlencode()}"

    step = timedelta(days=DAYS)
    return {
        "earlier": at(until - step) if until.year > 2000 else "",
        "later": at(min(until + step, today)) if until < today else "",
    }
