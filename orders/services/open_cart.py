"""A cart for somebody: a shopper has one, a guest keeps the token of theirs."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from orders.models import Cart
from tenancy.written import row


def open_cart(*, now: datetime, shopper_id: int | None = None, token: uuid.UUID | None = None) -> Cart:
    """The shopper's cart, or the guest's by its token; made where there is none.

    A token that belongs to a shopper's cart opens nothing of theirs: the guest gets a new cart.
    """
    found = _found(shopper_id, token)
    if found is not None:
        return found
    with transaction.atomic():
        made = Cart(shopper_id=shopper_id, updated_at=now)
        Cart.objects.bulk_create([made], ignore_conflicts=shopper_id is not None)
    return _found(shopper_id, made.token) or made


def _found(shopper_id: int | None, token: uuid.UUID | None) -> Cart | None:
    if shopper_id is not None:
        return row(Cart, "shopper_id = %(shopper)s", shopper=shopper_id)
    return None if token is None else Cart.objects.filter(token=token, shopper_id=None).first()
