"""A mall filled with goods by a few statements, for what asks for many."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from catalog.models import Category, Product, Sku
from catalog.search.documents import renew_all
from tests import factories


def fill_mall(goods: Iterable[Any]) -> None:
    """The demo's goods (demo.goods.products) on sale in the open mall, found by the search."""
    supplier, place, now = factories.supplier(), factories.warehouse(), timezone.now()
    names = {one.category: one for one in goods}
    from demo.goods import categories

    known = {one.code: one.name for one in categories()}
    made = {
        code: Category.objects.create(
            slug=code.replace("/", "-"), name_zh_hans=known[code].zh, name_en=known[code].en
        )
        for code in names
    }
    products = Product.objects.bulk_create(
        Product(
            code=one.code,
            slug=one.code.lower(),
            supplier=supplier,
            warehouse=place,
            category=made[one.category],
            mode=one.mode,
            origin=one.origin,
            state=Product.State.LISTED,
            listed_at=now,
            brand_zh_hans=one.brand.name.zh,
            brand_en=one.brand.name.en,
            title_zh_hans=one.title.zh,
            title_en=one.title.en,
            subtitle_zh_hans=" · ".join(point.zh for point in one.points[:3]),
            subtitle_en=" · ".join(point.en for point in one.points[:3]),
            price_from=one.skus[0].price,
        )
        for one in goods
    )
    Sku.objects.bulk_create(
        Sku(
            product=product,
            code=sku.code,
            price=sku.price,
            barcode=sku.barcode,
            option_zh_hans=" ".join(value.zh for _, value in sku.options),
            option_en=" ".join(value.en for _, value in sku.options),
        )
        for product, one in zip(products, goods, strict=True)
        for sku in one.skus
    )
    renew_all()
