"""Which cart the request means: the shopper's, or the guest's by the token in the session."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.http import HttpRequest

from orders.selectors import cart_of
from orders.services.adopt_cart import adopt_cart
from orders.services.open_cart import open_cart
from storefront.serving.personal import shopper_id

TOKEN = "cart_token"


def existing(request: HttpRequest) -> int | None:
    """The id of the cart, None where nothing was put into one yet. Makes nothing."""
    shopper = shopper_id(request)
    if shopper is not None:
        return cart_of(shopper_id=shopper)
    token = _token(request)
    return None if token is None else cart_of(token=token)


def opened(request: HttpRequest, now: datetime) -> int:
    """The id of the cart, made where there is none; a guest's token goes into the session."""
    shopper = shopper_id(request)
    if shopper is not None:
        return open_cart(now=now, shopper_id=shopper).pk
    cart = open_cart(now=now, token=_token(request))
    if str(cart.token) != request.session.get(TOKEN):
        request.session[TOKEN] = str(cart.token)
    return cart.pk


def adopt(request: HttpRequest, now: datetime) -> None:
    """After sign-in: what the guest had gathered is now the shopper's."""
    token, shopper = _token(request), shopper_id(request)
    if token is not None and shopper is not None:
        adopt_cart(token=token, shopper_id=shopper, now=now)
        request.session.pop(TOKEN, None)


def _token(request: HttpRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.session.get(TOKEN) or "")
    except ValueError:
        return None
