"""A mall filled in bulk, for measuring: categories, brands and countries as a real one has them, no pictures' files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from django.db import connections
from django.utils import timezone

from catalog.inventory.models import Stock, Warehouse
from catalog.models import Category, Media, Product, Sku, TradeProfile
from catalog.search.documents import renew_all
from content.services import keep_article
from partners.models import Supplier
from tenancy.models import Domain, Mall
from tenancy.scope import Actor, in_mall

_CATEGORIES, _BRANDS, _BATCH = 40, 60, 2_000
_ORIGINS = ("NL", "DE", "AU", "NZ", "JP", "KR", "FR", "US")


@dataclass(frozen=True, slots=True)
class Filled:
    """`pages`: one address of each kind."""

    id: int
    host: str
    products: int
    pages: dict[str, str]

    @property
    def category(self) -> str:
        return self.pages["category"]


def fill(code: str, products: int) -> Filled:
    """A mall with so many products on sale, and forty to a category at most on its first page."""
    mall = Mall.objects.create(code=code, name_zh_hans=f"{code} 商城", name_en=code)
    host = f"{code}.localhost"
    Domain.objects.create(mall=mall, host=host, is_primary=True, verified_at=timezone.now())
    with in_mall(mall.pk, actor=Actor.staff()):
        first = _shelves(products)
        keep_article(slug="help", title={"zh-hans": "帮助", "en": "Help"}, body={"zh-hans": "…", "en": "…"})
        renew_all()
    _settle()
    pages = {
        "home": "/",
        "category": "/c/category-1",
        "product": f"/p/{first.pk}-{first.slug}",
        "search": "/search",
    }
    return Filled(mall.pk, host, products, pages)


def _settle() -> None:
    """The planner gets its figures, as a database in use has them."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")


def _shelves(products: int) -> Product:
    supplier = Supplier.objects.create(
        code="bench", name_zh_hans="供货商", name_en="Supply", company_name="B"
    )
    place = Warehouse.objects.create(
        code="hangzhou", name_zh_hans="杭州保税仓", name_en="Hangzhou", kind="bonded", port="haikou"
    )
    roots = [_category(number, None) for number in range(8)]
    leaves = [*roots, *(_category(number, roots[number % 8]) for number in range(8, _CATEGORIES))]
    numbers = iter(range(products))
    first: Product | None = None
    while batch := list(islice(numbers, _BATCH)):
        made = Product.objects.bulk_create(list(_products(batch, supplier, place, leaves)))
        first = first or made[0]
        _sold(made, place)
    assert first is not None
    return first


def _category(number: int, parent: Category | None) -> Category:
    return Category.objects.create(
        slug=f"category-{number}", name_zh_hans=f"类目{number}", name_en=f"Category {number}", parent=parent,
        position=number,
    )  # fmt: skip


def _products(
    numbers: list[int], supplier: Supplier, place: Warehouse, leaves: list[Category]
) -> Iterator[Product]:
    for n in numbers:
        yield Product(
            code=f"B{n}",
            slug=f"product-{n}",
            supplier=supplier,
            category=leaves[n % len(leaves)],
            warehouse=place,
            mode="bonded_1210",
            brand_zh_hans=f"品牌{n % _BRANDS}",
            brand_en=f"Brand {n % _BRANDS}",
            title_zh_hans=f"进口婴儿配方奶粉 {n} 号 800 克",
            title_en=f"Infant formula no. {n}, 800 g",
            origin=_ORIGINS[n % len(_ORIGINS)],
            state=Product.State.LISTED,
            position=n,
            price_from=Decimal(50 + n % 400),
            listed_at=timezone.now(),
        )


def _sold(products: list[Product], place: Warehouse) -> None:
    """One SKU each, known to customs and in stock, and two pictures."""
    skus = Sku.objects.bulk_create(
        [Sku(product=p, code=f"S{p.code}", price=p.price_from, option_zh_hans="800克") for p in products]
    )
    TradeProfile.objects.bulk_create([_trade(sku) for sku in skus])
    Stock.objects.bulk_create([Stock(sku=sku, warehouse=place, on_hand=100) for sku in skus])
    Media.objects.bulk_create(
        [
            Media(product=p, name=f"products/{p.code}-{n}", widths=[200, 400, 800], position=n)
            for p in products
            for n in range(2)
        ]
    )


def _trade(sku: Sku) -> TradeProfile:
    return TradeProfile(
        sku=sku, hs_code="1901101090", declared_name="婴幼儿配方奶粉", declared_elements="0|0", origin="NL",
        unit="122", unit1="035", unit1_factor=Decimal("0.8"), net_kg=Decimal("0.8"), gross_kg=Decimal(1),
        content_amount=Decimal(800), content_unit="g",
    )  # fmt: skip
