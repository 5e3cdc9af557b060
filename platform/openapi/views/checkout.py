"""Checkout: one order for one Idempotency-Key, however often it is sent."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import consents
from openapi.errors import Refused
from openapi.serializers.orders import CheckoutAsked, NoticesBody, PlacedBody
from openapi.throttling import address
from openapi.views.base import ApiView, operation, told
from orders.selectors import buyers_notice, cart_of
from orders.services.place_order import place_order
from orders.types import CheckoutRequest, EmptyCart

KEY = OpenApiParameter(
    "Idempotency-Key", str, OpenApiParameter.HEADER, required=True,
    description="1 to 255 characters of the caller's choice, new for each order that is meant.",
)  # fmt: skip
KEY_MISSING = _("Send a header Idempotency-Key of 1 to 255 characters, new for each order.")


class Notices(ApiView):
    @operation(
        "The words to accept, and their hashes", answers=NoticesBody, tag="checkout", name="notices_read"
    )
    def get(self, request: Request) -> Response:
        consent = consents.agreed(self.language, self.now)
        words = {
            "buyers_notice": buyers_notice(self.language),
            "identity_consent": {
                "version": consent.version,
                "points": consents.points(self.language),
                "text_hash": consent.text_hash,
            },
        }
        return told(NoticesBody, words)


class Checkout(ApiView):
    for_shoppers = True

    @operation(
        "Place an order; the same key gives the same answer", takes=CheckoutAsked, answers=PlacedBody, status=201,
        refusals=(400, 401, 409, 422), parameters=(KEY,), tag="checkout", name="checkout_create",
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        key = request.headers.get("Idempotency-Key", "").strip()
        if not 0 < len(key) <= 255:
            raise Refused("idempotency_key_missing", KEY_MISSING, status=400)
        asked = self.asked(CheckoutAsked)
        cart_id = cart_of(shopper_id=self.shopper_id)
        if cart_id is None:
            raise EmptyCart()
        placed = place_order(request=self._wanted(asked, cart_id, key), now=self.now)
        packages = [{"id": package_id, "number": number} for package_id, number in placed.packages]
        values = {name: getattr(placed, name) for name in ("order_id", "number", "total", "expires_at")}
        response = told(PlacedBody, values | {"packages": packages}, 201)
        if not placed.fresh:
            response["Idempotent-Replayed"] = "true"
        return response

    def _wanted(self, asked: dict, cart_id: int, key: str) -> CheckoutRequest:
        chosen = asked.pop("sku_ids")
        return CheckoutRequest(
            shopper_id=self.shopper_id,
            cart_id=cart_id,
            sku_ids=None if chosen is None else tuple(chosen),
            language=self.language,
            ip=address(self.request) or None,
            idempotency_key=key,
            **asked,
        )
