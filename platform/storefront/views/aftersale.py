"""Money and goods back: ask, follow, send back, object."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from orders.aftersale import selectors, services
from orders.aftersale.breakdown import what_goes_back
from orders.aftersale.choices import check_open
from orders.aftersale.models import Request
from orders.aftersale.policy import policy
from orders.aftersale.selectors import OpenPackage
from orders.aftersale.types import BadPicture, Breakdown, NotAllHeard, Wish
from orders.errors import OrderError
from storefront.filling import aftersale as filling
from storefront.filling.language import language
from storefront.filling.mall import chrome
from storefront.presentation import PageHead
from storefront.reading import number as read_number
from storefront.serving import shopper_id, shopper_only
from storefront.views.orders import own_order
from tenancy.actors import Actor


@shopper_only
@require_GET
def requests(request: HttpRequest) -> HttpResponse:
    context = {
        "requests": filling.request_cards(selectors.requests_of(shopper_id(request) or 0)),
        "tab": "me",
        "page": PageHead(title=_("Returns and refunds")),
        **chrome(request).context(),
    }
    return render(request, "storefront/aftersales.html", context)


@shopper_only
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, number: str, sequence: int) -> HttpResponse:
    """First what and why; then the amount, words and pictures; then it is made."""
    found = _package(request, number, sequence)
    if request.method == "GET":
        return _page(request, found, {"kind": request.GET.get("kind", "")}, {})
    typed = {name: request.POST.get(name, "")[:1000] for name in ("kind", "reason", "words")}
    pieces = {line.id: read_number(request.POST, f"pieces-{line.id}", missing=0) for line in found.lines}
    try:
        back = _priced(found, typed, pieces)
    except OrderError as error:
        return _page(request, found, typed, pieces, problem=str(error))
    if "confirm" not in request.POST:
        return _page(request, found, typed, pieces, back)
    return _asked(request, found, typed, pieces, back)


def _package(request: HttpRequest, number: str, sequence: int) -> OpenPackage:
    page = own_order(request, number)
    packages = selectors.open_packages(page.id, timezone.now(), language())
    found = next((row for row in packages if row.package.sequence == sequence), None)
    if found is None:
        raise Http404
    return found


def _priced(found: OpenPackage, typed: dict[str, str], pieces: dict[int, int]) -> Breakdown:
    package, now = found.package, timezone.now()
    check_open(package, package.order.state, typed["kind"], typed["reason"], policy(), now)
    return what_goes_back(package, pieces, typed["kind"], typed["reason"], now)


def _asked(
    request: HttpRequest, found: OpenPackage, typed: dict[str, str], pieces: dict[int, int], back: Breakdown
) -> HttpResponse:
    try:
        wish = Wish(
            found.package.pk, typed["kind"], typed["reason"], pieces, typed["words"],
            tuple(_bytes(request)),
        )  # fmt: skip
        made = services.ask(wish=wish, shopper_id=shopper_id(request) or 0, now=timezone.now())
    except (NotAllHeard, BadPicture) as error:
        return _page(request, found, typed, pieces, back, problem=str(error))
    except OrderError as error:
        return _page(request, found, typed, pieces, problem=str(error))
    messages.success(request, _("Your request is with the mall."))
    return HttpResponseRedirect(reverse("storefront:aftersale", args=[made.number]), status=303)


def _bytes(request: HttpRequest) -> list[bytes]:
    """No file is read that is too large, nor more than may be given."""
    files = request.FILES.getlist("pictures")
    if len(files) > 6 or any((file.size or 0) > 5 * 1024 * 1024 for file in files):
        raise BadPicture()
    return [file.read() for file in files]


def _page(
    request: HttpRequest,
    found: OpenPackage,
    typed: dict[str, str],
    pieces: dict[int, int],
    back: Breakdown | None = None,
    problem: str = "",
) -> HttpResponse:
    context = {
        "form": filling.request_form(found, typed, pieces, back, problem),
        "tab": "me",
        "page": PageHead(title=_("Ask for a return or refund")),
        **chrome(request).context(),
    }
    return render(request, "storefront/aftersale_new.html", context, status=422 if problem else 200)


@shopper_only
@require_GET
def one(request: HttpRequest, number: str) -> HttpResponse:
    row = _own(request, number)
    context = {
        "request_view": filling.request_view(row),
        "tab": "me",
        "page": PageHead(title=_("Request %(number)s") % {"number": number}),
        **chrome(request).context(),
    }
    return render(request, "storefront/aftersale.html", context)


def _own(request: HttpRequest, number: str) -> Request:
    row = selectors.request_page(number, Actor.shopper(shopper_id(request) or 0))
    if row is None:
        raise Http404
    return row


@shopper_only
@require_GET
def picture(request: HttpRequest, number: str, position: int) -> HttpResponse:
    content = selectors.picture_of(_own(request, number), position)
    if content is None:
        raise Http404
    return HttpResponse(
        content, content_type="image/jpeg", headers={"Cache-Control": "private, max-age=3600"}
    )


@shopper_only
@require_POST
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    return _moved(request, number, services.withdraw, _("The request is withdrawn."))


@shopper_only
@require_POST
def appeal(request: HttpRequest, number: str) -> HttpResponse:
    words = request.POST.get("words", "")[:1000]
    return _moved(request, number, services.appeal, _("The mall's owner will look at it."), words=words)


@shopper_only
@require_POST
def send_back(request: HttpRequest, number: str) -> HttpResponse:
    sent = {name: request.POST.get(name, "") for name in ("carrier", "waybill")}
    return _moved(
        request, number, services.send_back, _("Thank you. The mall checks it when it arrives."), **sent
    )


def _moved(
    request: HttpRequest, number: str, verb: Callable[..., Any], said: str, **values: str
) -> HttpResponse:
    row = _own(request, number)
    try:
        verb(request_id=row.pk, shopper_id=shopper_id(request) or 0, now=timezone.now(), **values)
    except OrderError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return HttpResponseRedirect(reverse("storefront:aftersale", args=[number]), status=303)
