"""For browsers: the mall's colours, and the personal strip."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.decorators.http import require_GET

from orders.selectors import cart_pieces
from storefront import carts
from storefront.filling.people import masked_login
from storefront.serving import personal, public, shopper_id
from tenancy.colours import theme_of


@public(query=())
def theme(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "storefront/theme.css",
        theme_of(request.mall.brand_colour),  # type: ignore[attr-defined]
        content_type="text/css; charset=utf-8",
    )


@personal
@require_GET
def strip(request: HttpRequest) -> HttpResponse:
    """What is personal on a public page: who it is, how much is in the cart, the token of forms."""
    shopper = shopper_id(request)
    return JsonResponse(
        {
            "authenticated": shopper is not None,
            "name": _name(request) if shopper is not None else "",
            "cart_count": cart_pieces(carts.existing(request)),
            "csrf_token": get_token(request),
        }
    )


def _name(request: HttpRequest) -> str:
    user = request.user
    return getattr(user, "display_name", "") or masked_login(getattr(user, "login", ""))
