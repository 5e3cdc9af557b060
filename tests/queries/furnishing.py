"""A mall with so many rows in every list that is counted."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from accounts.models import User
from catalog.models import Sku
from customs.models import Declaration, Message
from journal.models import Delivery, Fact
from openapi import tokens
from orders.models import Order, Package
from tenancy.models import Mall
from tenancy.scope import Actor, in_mall
from tests import factories
from tests.openapi import gateway
from tests.operations.factories import operator
from tests.orders import factories as make


@dataclass(frozen=True)
class Furnished:
    """`order`: the order with `rows` lines; its payment waits."""

    mall: Mall
    shopper: User
    owner: User
    order: str
    product: tuple[int, str]
    token: str

    @property
    def host(self) -> str:
        return f"{self.mall.code}.localhost"

    def browser(self, user: User | None) -> Client:
        client = Client(HTTP_HOST=self.host, HTTP_ACCEPT="text/html")
        if user is not None:
            with in_mall(self.mall.pk, actor=Actor.public()):
                client.force_login(user)
        return client


def furnish(code: str, rows: int) -> Furnished:
    """`rows` products, cart lines, lines of one order, orders, declarations, messages and dead letters."""
    mall = factories.mall(code)
    with in_mall(mall.pk, actor=Actor.staff()):
        shopper = factories.shopper()
        gateway.account()
        skus = [factories.sku(price="20.00", stock=200) for _ in range(rows)]
        large = make.placed(shopper, *((sku, 1) for sku in skus))
        order = Order.objects.get(pk=large.order_id)
        gateway.pending(order)
        for _ in range(rows - 1):
            make.placed(shopper, (skus[0], 1))
        _declared()
        _dead(rows)
        make.cart(shopper, *((sku, 1) for sku in skus))
        return Furnished(
            mall,
            shopper,
            operator(mall, f"owner-of-{code}"),
            order.number,
            _address(skus[0]),
            tokens.token_for(shopper),
        )


def _address(sku: Sku) -> tuple[int, str]:
    return sku.product_id, sku.product.slug


def _declared() -> None:
    """A declaration with a message for every package."""
    at = timezone.now() - timedelta(hours=1)
    declarations = Declaration.objects.bulk_create(
        Declaration(package=package, port="haikou", cop_no=f"L{package.pk:018d}", sent_at=at)
        for package in Package.objects.order_by("pk")
    )
    Message.objects.bulk_create(
        Message(
            declaration=row, kind="311", message_id=str(key), guid=str(key), business_key=row.cop_no, row_key=key,
            subject=uuid.uuid4(), body_sealed=b"", digest="0" * 64, sent_at=at, made_at=at,
        )
        for row in declarations
        for key in [uuid.uuid4()]
    )  # fmt: skip


def _dead(rows: int) -> None:
    at = timezone.now()
    for n in range(rows):
        fact = Fact.objects.create(kind="order.paid", subject=f"order:{n}", payload={}, occurred_at=at)
        Delivery.objects.create(
            fact=fact, hearer="a.b", subject=fact.subject, state="dead", next_at=at, last_error="no answer"
        )
