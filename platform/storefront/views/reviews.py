"""What somebody who signed for an order says of its goods: once a line, and once more later."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog.reviews.pictures import MOST, MOST_BYTES, TooMany
from catalog.reviews.writing import Words
from catalog.types import CatalogError
from orders.errors import OrderError
from orders.selectors.bought import BoughtLine, bought_lines
from orders.services.review_line import follow_up, review_line
from storefront.filling.language import language
from storefront.filling.mall import chrome
from storefront.filling.reviews import Typed, review_lines
from storefront.presentation import PageHead
from storefront.reading import number as read_number
from storefront.reading import row_id
from storefront.serving import shopper_id, shopper_only
from tenancy.actors import Actor

_LONGEST = 2_000
"""Letters of a form that are looked at; the rule of how many a review may have is the catalogue's."""


@shopper_only
@require_http_methods(["GET", "POST"])
def reviews(request: HttpRequest, number: str) -> HttpResponse:
    lines = bought_lines(number, Actor.shopper(shopper_id(request) or 0), language=language())
    if not lines:
        raise Http404
    if request.method == "GET":
        return _page(request, number, lines)
    line = next((line for line in lines if line.id == row_id(request.POST, "line")), None)
    if line is None:
        raise Http404
    typed = Typed(
        line.id, read_number(request.POST, "stars", missing=0), request.POST.get("text", "")[:_LONGEST],
        request.POST.get("more", "")[:_LONGEST],
    )  # fmt: skip
    try:
        said = _write(request, number, line, typed)
    except (CatalogError, OrderError) as refused:
        return _page(request, number, lines, typed, str(refused), getattr(refused, "field", "") or "")
    messages.success(request, said)
    return HttpResponseRedirect(
        f"{reverse('storefront:order_reviews', args=[number])}#line-{line.id}", status=303
    )


def _write(request: HttpRequest, number: str, line: BoughtLine, typed: Typed) -> str:
    shopper, now = shopper_id(request) or 0, timezone.now()
    if "more" in request.POST:
        follow_up(number=number, line_id=line.id, shopper_id=shopper, text=typed.more, now=now)
        return _("Thank you. What you added is shown below your review.")
    words = Words(typed.stars, typed.text, tuple(_bytes(request)))
    review_line(number=number, line_id=line.id, shopper_id=shopper, words=words, now=now)
    return _("Thank you. Your review is shown with the goods.")


def _bytes(request: HttpRequest) -> list[bytes]:
    """No file is read that is too large, nor more than may be given."""
    files = request.FILES.getlist("pictures")
    if len(files) > MOST or any((file.size or 0) > MOST_BYTES for file in files):
        raise TooMany
    return [file.read() for file in files]


def _page(
    request: HttpRequest,
    number: str,
    lines: list[BoughtLine],
    typed: Typed | None = None,
    problem: str = "",
    field: str = "",
) -> HttpResponse:
    context = {
        "lines": review_lines(lines, typed, problem, field),
        "order_number": number,
        "order_url": reverse("storefront:order", args=[number]),
        "tab": "me",
        "page": PageHead(title=_("Review the goods")),
        **chrome(request).context(),
    }
    return render(request, "storefront/reviews.html", context, status=422 if problem else 200)
