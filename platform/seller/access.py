"""Who enters the supplier's door, as whose staff, and what they may work on.

Every view behind `seller` runs as the actor `supplier`: what belongs to another supplier is not there, whatever id
a form carries.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from partners.selectors import seat_of
from partners.types import Seat
from seller.frame import bare_frame, frame
from tenancy.scope import Actor, current_mall_id, in_mall

View = Callable[..., HttpResponse]
APPLYING = ("applied", "rejected")


def private(view: View) -> View:
    """Never kept by anybody, never indexed."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return answered


def seller(may: str = "", *, applying: bool = False) -> Callable[[View], View]:
    """For staff of a supplier of this mall. `may`: what the role must include; `applying`: also before it trades.

    The view gets the request, its `Seat`, and what the address holds.
    """

    def decorate(view: View) -> View:
        @private
        @wraps(view)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            user: Any = request.user
            if not user.is_authenticated or user.mall_id is None:
                return _to_login(request)
            seat = seat_of(user.pk)
            if seat is None:
                return _no_seat(request)
            with in_mall(current_mall_id(), actor=Actor.supplier(seat.supplier_id)):
                if seat.state in APPLYING and not applying:
                    return _waits(request, kwargs)
                if may and may not in seat.may:
                    return _not_yours(request, seat)
                return view(request, seat, *args, **kwargs)

        return answered

    return decorate


def _to_login(request: HttpRequest) -> HttpResponse:
    back = request.get_full_path() if request.method == "GET" else reverse("seller:home")
    return HttpResponseRedirect(f"{reverse('seller:login')}?{urlencode({'next': back})}")


def _no_seat(request: HttpRequest) -> HttpResponse:
    """A shopper at the front page is shown the way in; anything further is not there."""
    if request.method == "GET" and request.path == reverse("seller:home"):
        return HttpResponseRedirect(reverse("seller:apply"))
    raise Http404


def _waits(request: HttpRequest, named: dict[str, Any]) -> HttpResponse:
    if named or request.method != "GET":
        raise Http404
    return HttpResponseRedirect(reverse("seller:application"))


def _not_yours(request: HttpRequest, seat: Seat) -> HttpResponse:
    context = frame(request, seat, _("Not your task"))
    return render(request, "seller/not_yours.html", context, status=403)


def outside(request: HttpRequest, title: str) -> dict[str, Any]:
    """The frame of pages for people without a seat."""
    return bare_frame(request, title)
