"""What shoppers say of one's goods, and what the shop answers."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from catalog.reviews.supplying import PAGE, STAGES, answer, counts, reviews_page
from catalog.types import CatalogError, NotThere
from partners.types import Seat
from seller.access import seller
from seller.frame import frame
from seller.paging import asked_page, pagination


@seller("goods")
@require_GET
def reviews(request: HttpRequest, seat: Seat) -> HttpResponse:
    asked = request.GET.get("tab", "")
    tab, number = asked if asked in STAGES else "", counts()
    names = {"": _("All reviews"), "unanswered": _("Without an answer"), "poor": _("Poor reviews")}
    pages = max(1, -(-number[tab or "all"] // PAGE))
    page = min(asked_page(request), pages)
    context = frame(request, seat, _("Reviews"), "reviews") | {
        "rows": reviews_page(tab, page), "tab": tab,
        "tabs_of_reviews": [(stage, name, number[stage or "all"]) for stage, name in names.items()],
        "pagination": pagination(request, page, pages),
    }  # fmt: skip
    return render(request, "seller/reviews.html", context)


@seller("goods")
@require_POST
def reply(request: HttpRequest, seat: Seat, review_id: int) -> HttpResponse:
    try:
        answer(review_id=review_id, text=request.POST.get("reply", "")[:1000])
    except NotThere as gone:
        raise Http404 from gone
    except CatalogError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The answer is shown."))
    back = reverse("seller:reviews")
    tab = request.POST.get("tab", "")
    return HttpResponseRedirect(
        f"{back}?tab={tab}" if tab in STAGES and tab else f"{back}#review-{review_id}", status=303
    )
