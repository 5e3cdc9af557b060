"""Favourites, and the goods looked at lately: nothing of it is anybody else's business."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.selectors import seen_by
from accounts.services import forget_seen, note_seen
from catalog.browsing import by_ids
from storefront import reading, remembered
from storefront.filling.cards import cards
from storefront.filling.mall import chrome
from storefront.presentation import Link, PageHead
from storefront.serving import personal, shopper_id, shopper_only

_MOST_AT_ONCE = 30


@personal
@require_http_methods(["GET", "POST"])
def favourites(request: HttpRequest) -> HttpResponse:
    """POST `product` adds it, with `remove=1` takes it away; GET `?product=` asks to add (without script)."""
    if request.method == "POST":
        return _changed(request)
    kept, asked = remembered.favourites(request), reading.row_id(request.GET, "product")
    found, now = by_ids({*kept, asked} - {0}), timezone.now()
    adding = cards([found[asked]], now) if asked in found and asked not in kept else ()
    context = {
        "items": [{"card": card, "id": pk} for pk in kept if pk in found for card in cards([found[pk]], now)],
        "adding": adding[0] if adding else None,
        "adding_id": asked,
        "sign_in": _sign_in() if shopper_id(request) is None else None,
        "tab": "me",
        "page": PageHead(title=_("Favourites")),
        **chrome(request).context(),
    }
    return render(request, "storefront/favourites.html", context)


def _sign_in() -> Link:
    back = reverse("storefront:favourites")
    return Link(_("Sign in"), f"{reverse('account_login')}?{urlencode({'next': back})}")


def _changed(request: HttpRequest) -> HttpResponse:
    product_id = reading.row_id(request.POST, "product")
    if request.POST.get("remove") == "1":
        remembered.remove(request, product_id)
        said = _("Taken from your favourites")
    elif remembered.add(request, product_id, timezone.now()):
        said = _("Added to your favourites")
    else:
        raise Http404
    if not request.accepts("text/html"):
        return JsonResponse({"message": said})
    return HttpResponseRedirect(reverse("storefront:favourites"), status=303)


@shopper_only
@require_http_methods(["GET", "POST"])
def history(request: HttpRequest) -> HttpResponse:
    """What the shopper looked at. POST `product` forgets one, without it all."""
    shopper = shopper_id(request) or 0
    if request.method == "POST":
        forget_seen(shopper_id=shopper, product_id=reading.row_id(request.POST, "product") or None)
        return HttpResponseRedirect(reverse("storefront:my_history"), status=303)
    kept = seen_by(shopper)
    found = by_ids(kept)
    context = {
        "cards": cards([found[pk] for pk in kept if pk in found], timezone.now()),
        "tab": "me",
        "page": PageHead(title=_("Seen lately")),
        **chrome(request).context(),
    }
    return render(request, "storefront/my_history.html", context)


@personal
@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    """`product`, once or more, the newest first: told by script, since public pages are read by nobody we know."""
    shopper = shopper_id(request)
    if shopper is not None:
        asked = [
            int(pk) for pk in request.POST.getlist("product")[:_MOST_AT_ONCE] if pk.isascii() and pk.isdigit()
        ]
        found = by_ids(pk for pk in asked if 0 < pk < 2**63)
        if found:
            note_seen(shopper_id=shopper, product_ids=[pk for pk in asked if pk in found], now=timezone.now())
    return HttpResponse(status=204)
