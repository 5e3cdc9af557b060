"""Pages of one person: never kept by anybody, and most only for a shopper of this mall."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

View = Callable[..., HttpResponse]


def personal(view: View) -> View:
    """`no-store`, for every method the view knows."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    return answered


def shopper_id(request: HttpRequest) -> int | None:
    """The shopper of this mall who asks; None for guests and for operators, who have no cart of their own."""
    user = request.user
    return user.pk if user.is_authenticated and getattr(user, "mall_id", None) is not None else None


def shopper_only(view: View) -> View:
    """As `personal`, and guests are asked to sign in and come back."""

    @personal
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if shopper_id(request) is not None:
            return view(request, *args, **kwargs)
        if request.user.is_authenticated:
            return _operators_cannot_buy(request)
        back = request.get_full_path() if request.method == "GET" else reverse("storefront:cart")
        return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': back})}")

    return answered


def _operators_cannot_buy(request: HttpRequest) -> HttpResponse:
    from storefront.filling.mall import chrome

    context = {
        "title": _("You are signed in as an operator"),
        "text": _("Sign out and sign in as a shopper of this mall to buy here."),
        "url": reverse("storefront:home"),
        **chrome(request).context(),
    }
    return render(request, "storefront/error.html", context, status=403)
