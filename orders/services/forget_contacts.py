"""Orders forget who received them once no law asks to keep it (到期匿名化); the amounts stay in the books."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from orders.models import Cart, CartLine, Order
from orders.selectors.personal import ended

_AT_ONCE = 500


def forget_contacts(*, before: datetime, shopper_id: int | None = None) -> int:
    """Empty consignee, telephone, address and IP of orders over before that time; open ones never. Returns how many.

    At most five hundred a call: whoever calls comes again.
    """
    rows = ended(Order.objects.filter(state__in=("completed", "cancelled", "expired")).exclude(consignee=""))
    rows = rows.filter(ended__lt=before).exclude(payment_state="refunding")
    if shopper_id is not None:
        rows = rows.filter(shopper_id=shopper_id)
    found = list(rows.order_by("pk").values_list("pk", flat=True)[:_AT_ONCE])
    return Order.objects.filter(pk__in=found).update(consignee="", phone="", address="", ip=None)


def forget_cart(*, shopper_id: int) -> None:
    with transaction.atomic():
        CartLine.objects.filter(cart__shopper_id=shopper_id).delete()
        Cart.objects.filter(shopper_id=shopper_id).delete()
