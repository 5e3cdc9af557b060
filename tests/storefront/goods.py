"""Factories of what only pages need."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.http import HttpResponse
from django.test import Client

from catalog.models import Sku
from catalog.reviews.models import Review
from content.models import Article, Block
from orders.models import CartLine
from tenancy.models import Mall
from tenancy.scope import Actor, in_mall

WHEN = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)


def article(slug: str) -> Article:
    return Article.objects.create(
        slug=slug,
        title_zh_hans="配送说明",
        title_en="Shipping",
        body_zh_hans="两天\n\n到家",
        body_en="Two days",
    )


def review(sku: Sku, stars: int, text: str) -> Review:
    return Review.objects.create(
        product_id=sku.product_id, sku=sku, name_shown="王**", stars=stars, text=text, created_at=WHEN
    )


def block(kind: str, position: int, **settings: Any) -> Block:
    return Block.objects.create(kind=kind, position=position, settings=settings)


ADDRESS = {
    "address": "new", "name": "张三丰", "phone": "13800138000", "province": "浙江省", "city": "杭州市",
    "district": "西湖区", "detail": "文三路 1 号",
}  # fmt: skip
IDENTITY = {"identity": "new", "real_name": "张三丰", "id_number": "11010519491231002X", "consent": "on"}


def add(client: Client, sku: object, quantity: object, **more: str) -> HttpResponse:
    """Put pieces into the cart of this browser, as the page's form does."""
    token = client.get("/me/strip").json()["csrf_token"]
    return client.post("/cart/add", {"csrfmiddlewaretoken": token, "sku": sku, "quantity": quantity, **more})


def lines(mall: Mall) -> list[tuple[int, int]]:
    """All lines of all carts of the mall: (SKU, pieces)."""
    with in_mall(mall.pk, actor=Actor.staff()):
        return list(CartLine.objects.order_by("pk").values_list("sku_id", "quantity"))
