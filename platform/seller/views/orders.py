"""Packages of this supplier: the list, one package, the queue with its scanner, shipping, papers to print."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from orders.logistics.services import dispatch
from orders.logistics.types import CarrierAway, CarrierRefused
from orders.models import Package
from orders.selectors.parcels import domestic
from orders.selectors.supplying import COLUMNS, package, package_page, packages, queue, work_counts
from orders.types import OrderError
from partners.types import Seat
from seller.access import seller
from seller.frame import frame, language
from seller.paging import asked_page, pagination
from seller.presenting import PackageView, package_views, parcels, walk
from seller.printing import labels, picking_list

PAGE, MOST_AT_ONCE = 20, 100


def column_names() -> dict[str, str]:
    return {
        "waiting": _("Before customs"),
        "declaring": _("With customs"),
        "refused": pgettext("by customs", "Refused"),
        "to_ship": _("To ship"),
        "shipped": _("On the way"),
        "done": _("Signed for"),
    }


@seller("orders")
@require_GET
def orders(request: HttpRequest, seat: Seat) -> HttpResponse:
    tab, text = request.GET.get("tab", ""), request.GET.get("q", "").strip()[:60]
    rows, total = package_page(tab, text, asked_page(request), PAGE)
    pages, counted = max(1, -(-total // PAGE)), work_counts()
    context = frame(request, seat, _("Orders"), "orders") | {
        "rows": package_views(rows, language()),
        "tabs_of_columns": [("", _("All"), "")] + [(n, t, counted[n]) for n, t in column_names().items()],
        "tab": tab, "text": text,
        "pagination": pagination(request, min(asked_page(request), pages), pages),
    }  # fmt: skip
    return render(request, "seller/orders.html", context)


@seller("orders")
@require_GET
def order(request: HttpRequest, seat: Seat, number: str) -> HttpResponse:
    """One package. `number` is the package's own."""
    row = _own(number)
    [view] = package_views([row], language())
    context = frame(request, seat, _("Package %(number)s") % {"number": row.number}, "orders") | {
        "package": view,
    }
    return render(request, "seller/order.html", context)


def _own(number: str) -> Package:
    row = package(number)
    if row is None:
        raise Http404
    return row


@seller("orders")
@require_http_methods(["GET", "POST"])
def fulfilment(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The queue. A scanned number (package, order or waybill) shows that parcel alone, ready to be checked."""
    scanned = (request.POST.get("scan") or request.GET.get("scan") or "").strip()[:60]
    column = request.GET.get("column", "to_ship")
    column = column if column in COLUMNS else "to_ship"
    rows = queue("all", scanned) if scanned else queue(column)
    counted, walked = work_counts(), request.GET.get("sort") == "location"
    views = package_views(rows, language())
    if walked:
        views.sort(key=lambda view: [walk(line.location) for line in view.lines])
    context = frame(request, seat, _("Fulfilment"), "queue") | {
        "columns": [(name, text, counted[name], name == column) for name, text in column_names().items()],
        "column": column, "scanned": scanned,
        "rows": views, "walked": walked,
        "can_ship": column == "to_ship" or bool(scanned),
    }  # fmt: skip
    return render(request, "seller/queue.html", context)


def _chosen(request: HttpRequest) -> list[Package]:
    """The ticked packages that are this supplier's; others are as if they were not there."""
    numbers = request.POST.getlist("package") or request.GET.getlist("package")
    return packages(list(dict.fromkeys(numbers))[:MOST_AT_ONCE])


@seller("orders")
@require_POST
def ship(request: HttpRequest, seat: Seat) -> HttpResponse:
    """What is ticked leaves the warehouse, parcel by parcel: one that cannot leave holds no other back."""
    rows, gone = _chosen(request), 0
    if not rows:
        messages.error(request, _("Tick some packages first."))
    for row in rows:
        said = _shipped(row)
        gone += not said
        if said:
            messages.error(request, f"{row.number}: {said}")
    if gone:
        told = ngettext("%(count)d package has left.", "%(count)d packages have left.", gone) % {
            "count": gone
        }
        messages.success(request, told)
    return HttpResponseRedirect(reverse("seller:queue"), status=303)


def _shipped(row: Package) -> str:
    """Why it stays; empty when it left."""
    if domestic(row) is None:
        return _("It has no waybill yet.")
    try:
        dispatch(package_id=row.pk, now=timezone.now())
    except CarrierAway:
        return _("The carrier does not answer. Try again in a moment.")
    except CarrierRefused:
        return _("The carrier refused the parcel. Ask the mall.")
    except OrderError as refused:
        return str(refused)
    return ""


def _printed(request: HttpRequest, make: Callable[..., bytes], name: str) -> HttpResponse:
    rows = package_views(_chosen(request), language())
    if not rows:
        messages.error(request, _("Tick some packages first."))
        return HttpResponseRedirect(reverse("seller:queue"), status=303)
    body = make(rows)
    answer = HttpResponse(body, content_type="application/pdf")
    answer.headers["Content-Disposition"] = (
        f'inline; filename="{name}-{timezone.localtime():%Y%m%d-%H%M}.pdf"'
    )
    return answer


@seller("orders")
@require_http_methods(["GET", "POST"])
def picking(request: HttpRequest, seat: Seat) -> HttpResponse:
    """One list of what to fetch, by SKU, and the packages it goes into."""
    return _printed(request, picking_list, "picking")


@seller("orders")
@require_http_methods(["GET", "POST"])
def label(request: HttpRequest, seat: Seat) -> HttpResponse:
    """A label of 76 by 130 mm for each parcel, whichever of its packages is ticked."""
    return _printed(request, _labels, "labels")


def _labels(rows: Sequence[PackageView]) -> bytes:
    known = {row.number for row in rows}
    others = [number for row in rows for number in row.together if number not in known]
    return labels(parcels([*rows, *package_views(packages(list(dict.fromkeys(others))), language())]))
