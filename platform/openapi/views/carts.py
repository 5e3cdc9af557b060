"""The cart of the caller: a shopper's own, or a guest's by the token in X-Cart."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import transaction
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from openapi.fields import read_id
from openapi.serializers.carts import AddLine, CartBody, ChangeLine
from openapi.views.base import ApiView, operation, told
from orders.selectors import cart_of, cart_view, contents_of
from orders.services.add_to_cart import add_to_cart
from orders.services.change_quantity import change_quantity
from orders.services.open_cart import open_cart
from orders.services.remove_line import remove_line
from orders.types import CartChanged, CartView

X_CART = OpenApiParameter(
    "X-Cart", str, OpenApiParameter.HEADER, description="A guest's cart token, as the first answer gave it."
)


def guest_token(request: Request) -> uuid.UUID | None:
    """The token of X-Cart, else of the session that the shop's pages began; None where neither is one."""
    kept = (
        request._request.session.get("cart_token")
        if settings.SESSION_COOKIE_NAME in request.COOKIES
        else None
    )
    try:
        return uuid.UUID(request.headers.get("X-Cart") or kept or "")
    except ValueError:
        return None


class CartDoor(ApiView):
    """What both endpoints of the cart share."""

    def owner(self) -> dict[str, Any]:
        if self.request.user.is_authenticated:
            return {"shopper_id": self.shopper_id}
        return {"token": guest_token(self.request)}

    def cart_id(self) -> int | None:
        return cart_of(**self.owner())

    def shown(self, cart_id: int | None, token: Any) -> Response:
        view = _empty() if cart_id is None else cart_view(cart_id, self.language, now=self.now)
        return told(CartBody, _values(view) | {"token": token})

    def token(self) -> str | None:
        token = self.owner().get("token")
        return None if token is None else str(token)


class Cart(CartDoor):
    @operation("The cart, grouped as it will travel", answers=CartBody, parameters=(X_CART,), tag="cart",
               name="cart_read")  # fmt: skip
    def get(self, request: Request) -> Response:
        cart_id = self.cart_id()
        return self.shown(cart_id, None if cart_id is None else self.token())


class CartLines(CartDoor):
    @operation("Put pieces of a SKU into the cart", takes=AddLine, answers=CartBody, status=201,
               refusals=(400, 409, 422), parameters=(X_CART,), tag="cart", name="cart_add")  # fmt: skip
    def post(self, request: Request) -> Response:
        wanted = self.asked(AddLine)
        with transaction.atomic():  # a refusal leaves no empty cart behind
            cart = open_cart(now=self.now, **self.owner())
            before = contents_of(cart.pk, beside=[wanted["sku_id"]])
            held = add_to_cart(cart_id=cart.pk, now=self.now, offered=before.offers, **wanted)
        token = None if request.user.is_authenticated else str(cart.token)
        view = cart_view(
            cart.pk, self.language, now=self.now, contents=before.holding(wanted["sku_id"], held)
        )
        return told(CartBody, _values(view) | {"token": token}, 201)


class CartLine(CartDoor):
    @operation("Change how many pieces the cart holds", takes=ChangeLine, answers=CartBody,
               refusals=(400, 409, 422), parameters=(X_CART,), tag="cart", name="cart_change")  # fmt: skip
    def put(self, request: Request, sku_id: str) -> Response:
        quantity = self.asked(ChangeLine)["quantity"]
        cart_id = self.cart_id()
        if cart_id is None:
            raise NotFound()
        try:
            change_quantity(cart_id=cart_id, sku_id=read_id(sku_id), quantity=quantity, now=self.now)
        except CartChanged as gone:
            raise NotFound() from gone
        return self.shown(cart_id, self.token())

    @operation("Take a SKU out of the cart", answers=CartBody, parameters=(X_CART,), tag="cart",
               name="cart_remove")  # fmt: skip
    def delete(self, request: Request, sku_id: str) -> Response:
        cart_id = self.cart_id()
        if cart_id is None or not remove_line(cart_id=cart_id, sku_id=read_id(sku_id), now=self.now):
            raise NotFound()
        return self.shown(cart_id, self.token())


_SHOWN: tuple[str, ...] = tuple(name for name in CartBody().get_fields() if name != "token")


def _empty() -> CartView:
    from orders.types import ZERO

    return CartView(0, (), (), ZERO, ZERO, ZERO, ZERO, ZERO, 0)


def _values(view: CartView) -> dict[str, Any]:
    return {name: getattr(view, name) for name in _SHOWN}
