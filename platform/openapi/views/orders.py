"""The shopper's own orders: list, one, cancel, correct who ordered, pay."""

from __future__ import annotations

from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from openapi.errors import Refused
from openapi.serializers.orders import (
    AddressAsked,
    CancelAsked,
    OrderBody,
    OrdersBody,
    PaymentsBody,
    ResubmitAsked,
)
from openapi.views.base import PAGE, ApiView, operation, told
from orders.payments.services import start_payments
from orders.selectors import order_page, orders_of, payments_seen, visible_orders
from orders.selectors.views import OrderPage
from orders.services.cancel_order import cancel_order
from orders.services.change_address import change_address
from orders.services.resubmit_identity import resubmit_identity
from tenancy.actors import Actor

_STATES = ("placed", "paid", "completed", "cancelled", "expired")
_STATE = OpenApiParameter("state", str, enum=_STATES, description="Only orders in this state.")
NO_GATEWAY = _("This mall cannot take payments yet.")


class OrderDoor(ApiView):
    """Staff who call here see their own orders too: what a mall's staff may do has its own door."""

    for_shoppers = True

    @property
    def actor(self) -> Actor:
        return Actor.shopper(self.shopper_id)

    def order_id(self, number: str) -> int:
        """Raises NotFound for an order that is not there or not the caller's."""
        found = visible_orders(self.actor).filter(number=_number(number)).values_list("pk", flat=True).first()
        if found is None:
            raise NotFound()
        return found

    def found(self, number: str) -> OrderPage:
        page = order_page(_number(number), self.actor, language=self.language)
        if page is None:
            raise NotFound()
        return page


class Orders(OrderDoor):
    @operation("Orders, newest first", answers=OrdersBody, refusals=(401,), parameters=(PAGE, _STATE),
               tag="orders", name="orders_list")  # fmt: skip
    def get(self, request: Request) -> Response:
        state = request.query_params.get("state")
        rows = orders_of(
            self.shopper_id, self.page(), language=self.language, state=state if state in _STATES else None
        )
        return told(OrdersBody, rows)


class Order(OrderDoor):
    @operation("One order: amounts, packages, payments, timeline", answers=OrderBody, refusals=(401,),
               tag="orders", name="orders_read")  # fmt: skip
    def get(self, request: Request, number: str) -> Response:
        return told(OrderBody, self.found(number))


class Cancel(OrderDoor):
    @operation("Cancel while it can still be taken back; twice is no error", takes=CancelAsked, answers=OrderBody,
               refusals=(400, 401, 409), tag="orders", name="orders_cancel")  # fmt: skip
    def post(self, request: Request, number: str) -> Response:
        order_id, reason = self.order_id(number), self.asked(CancelAsked)["reason"]
        cancel_order(
            order_id=order_id,
            now=self.now,
            actor=f"shopper:{self.shopper_id}",
            shopper_id=self.shopper_id,
            reason=reason,
        )
        return told(OrderBody, self.found(number))


class Resubmit(OrderDoor):
    @operation("Correct who ordered, after customs refused name and number", takes=ResubmitAsked,
               answers=OrderBody, refusals=(400, 401, 409), tag="orders",
               name="orders_resubmit_identity")  # fmt: skip
    def post(self, request: Request, number: str) -> Response:
        order_id, identity_id = self.order_id(number), self.asked(ResubmitAsked)["identity_id"]
        resubmit_identity(
            order_id=order_id, shopper_id=self.shopper_id, identity_id=identity_id, now=self.now
        )
        return told(OrderBody, self.found(number))


class Destination(OrderDoor):
    @operation("Send it to another of the shopper's addresses, until customs was told; twice is no error",
               takes=AddressAsked, answers=OrderBody, refusals=(400, 401, 409), tag="orders",
               name="orders_change_address")  # fmt: skip
    def post(self, request: Request, number: str) -> Response:
        order_id, address_id = self.order_id(number), self.asked(AddressAsked)["address_id"]
        change_address(
            order_id=order_id,
            address_id=address_id,
            now=self.now,
            actor=f"shopper:{self.shopper_id}",
            shopper_id=self.shopper_id,
        )
        return told(OrderBody, self.found(number))


class Payments(OrderDoor):
    @operation("How the payments and the order stand: what to ask while waiting", answers=PaymentsBody,
               refusals=(401,), tag="payments", name="payments_list")  # fmt: skip
    def get(self, request: Request, number: str) -> Response:
        return self.seen(number)

    @operation("Start what is to pay: something to scan for each package; twice is no error",
               answers=PaymentsBody, status=201, refusals=(401, 409, 503), tag="payments",
               name="payments_start")  # fmt: skip
    def post(self, request: Request, number: str) -> Response:
        order_id = self.order_id(number)
        try:
            start_payments(order_id=order_id, now=self.now)
        except ObjectDoesNotExist as missing:
            raise Refused("payments_not_set_up", NO_GATEWAY, status=503) from missing
        return self.seen(number, 201)

    def seen(self, number: str, status: int = 200) -> Response:
        payments = payments_seen(_number(number), self.actor)
        if payments is None:
            raise NotFound()
        return told(PaymentsBody, payments, status)


def _number(text: str) -> str:
    if not (text.isascii() and text.isalnum() and len(text) <= 32):
        raise NotFound()
    return text
