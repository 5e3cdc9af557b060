"""A mall filled in bulk, for measuring: categories, brands and countries as a real one has them, no pictures' files.

Nothing is written for the search by words, which has a bench of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db import connection, connections
from django.db.models import Model
from django.utils import timezone

from catalog.inventory.models import Stock, Warehouse
from catalog.models import Category, Media, Product, Sku, TradeProfile
from content.services import keep_article
from partners.models import Supplier
from tenancy.models import Domain, Mall
from tenancy.scope import Actor, current_mall_id, in_mall

_CATEGORIES, _BRANDS = 40, 60
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
    """One product made by hand, the others copied from it by the database: a hundred thousand in seconds."""
    supplier = Supplier.objects.create(
        code="bench", name_zh_hans="供货商", name_en="Supply", company_name="B"
    )
    place = Warehouse.objects.create(
        code="hangzhou", name_zh_hans="杭州保税仓", name_en="Hangzhou", kind="bonded", port="haikou"
    )
    roots = [_category(number, None) for number in range(8)]
    leaves = [*roots, *(_category(number, roots[number % 8]) for number in range(8, _CATEGORIES))]
    first = _product(supplier, place, leaves[0])
    sku = Sku.objects.create(product=first, code="SB0", price=first.price_from, option_zh_hans="800克")
    trade, stock = _trade(sku), Stock.objects.create(sku=sku, warehouse=place, on_hand=100)
    trade.save()
    pictures = [
        Media.objects.create(product=first, name=f"products/B0-{n}", widths=[200, 400, 800], position=n)
        for n in range(2)
    ]
    _copied(first, f"SELECT n FROM generate_series(1, {products - 1}) n", _of_product([x.pk for x in leaves]))
    of_sku = {"product_id": "w.parent", "code": "'SB' || w.n", "price": "50 + w.n %% 400"}
    _copied(sku, _PRODUCTS, of_sku)
    for row in (trade, stock):
        _copied(row, _SKUS, {"sku_id": "w.parent"})
    for place_of, picture in enumerate(pictures):
        name = f"'products/B' || w.n || '-{place_of}'"
        _copied(picture, _PRODUCTS, {"product_id": "w.parent", "name": name})
    return first


_PRODUCTS = """SELECT p.id AS parent, substr(p.code, 2)::int AS n FROM catalog_product p
    WHERE p.mall_id = %(mall)s AND p.code <> 'B0'"""
_SKUS = """SELECT k.id AS parent FROM catalog_sku k WHERE k.mall_id = %(mall)s AND k.code <> 'SB0'"""


def _of_product(leaves: list[int]) -> dict[str, str]:
    """What differs between the products, n being their number."""
    origins = ", ".join(f"'{code}'" for code in _ORIGINS)
    return {
        "code": "'B' || w.n",
        "slug": "'product-' || w.n",
        "category_id": f"(ARRAY{leaves})[1 + w.n %% {len(leaves)}]",
        "brand_zh_hans": f"'品牌' || w.n %% {_BRANDS}",
        "brand_en": f"'Brand ' || w.n %% {_BRANDS}",
        "title_zh_hans": "'进口婴儿配方奶粉 ' || w.n || ' 号 800 克'",
        "title_en": "'Infant formula no. ' || w.n || ', 800 g'",
        "origin": f"(ARRAY[{origins}])[1 + w.n %% {len(_ORIGINS)}]",
        "position": "w.n",
        "price_from": "50 + w.n %% 400",
        "price_shown": "50 + w.n %% 400",
    }


def _copied(row: Model, wanted: str, differing: dict[str, str]) -> None:
    """A copy of `row` for each row of the SQL `wanted`; `differing`: column -> SQL of its value."""
    meta = row._meta
    columns = [str(field.column) for field in meta.concrete_fields if not field.primary_key]
    values = ", ".join(differing.get(column, f"o.{column}") for column in columns)
    sql = (
        f"INSERT INTO {meta.db_table} ({', '.join(columns)}) SELECT {values} FROM ({wanted}) w"
        f" JOIN {meta.db_table} o ON o.mall_id = %(mall)s AND o.id = %(id)s"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, {"mall": current_mall_id(), "id": row.pk})


def _category(number: int, parent: Category | None) -> Category:
    return Category.objects.create(
        slug=f"category-{number}", name_zh_hans=f"类目{number}", name_en=f"Category {number}", parent=parent,
        position=number,
    )  # fmt: skip


def _product(supplier: Supplier, place: Warehouse, category: Category) -> Product:
    return Product.objects.create(
        code="B0", slug="product-0", supplier=supplier, category=category, warehouse=place, mode="bonded_1210",
        brand_zh_hans="品牌0", brand_en="Brand 0", title_zh_hans="进口婴儿配方奶粉 0 号 800 克",
        title_en="Infant formula no. 0, 800 g", origin=_ORIGINS[0], state=Product.State.LISTED,
        price_from=Decimal(50), price_shown=Decimal(50), listed_at=timezone.now(),
    )  # fmt: skip


def _trade(sku: Sku) -> TradeProfile:
    return TradeProfile(
        sku=sku, hs_code="1901101090", declared_name="婴幼儿配方奶粉", declared_elements="0|0", origin="NL",
        unit="122", unit1="035", unit1_factor=Decimal("0.8"), net_kg=Decimal("0.8"), gross_kg=Decimal(1),
        content_amount=Decimal(800), content_unit="g",
    )  # fmt: skip
