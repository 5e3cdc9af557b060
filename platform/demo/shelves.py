"""Fill a mall's shelves: categories, suppliers, warehouses, products with what customs must know of them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from catalog.freight import Zone
from catalog.inventory.places import keep_freight_template, keep_warehouse, note_batch
from catalog.inventory.places import stock_of as pieces_of
from catalog.inventory.services import receive
from catalog.services.attributes import KeptAttribute, keep_attribute
from catalog.services.keep import (
    ProductFields,
    SkuFields,
    keep_category,
    keep_product,
    keep_sku,
    keep_trade_profile,
)
from catalog.services.states import change_state
from catalog.services.variants import keep_variant
from catalog.types import TradeFacts
from demo import goods
from demo.goods.types import Product, Sku, Text, Warehouse
from partners.services import keep_supplier

PORT = "haikou"
ASKED_FOR = 45
"""Days for which the goods of the demo have been asked for at their usual price."""


def both(text: Text) -> dict[str, str]:
    return {"zh-hans": text.zh, "en": text.en}


def fill(mall: str, most: int | None, now: datetime) -> None:
    categories = _categories(mall)
    suppliers = {
        s.code: keep_supplier(
            code=s.code,
            name=both(s.name),
            company_code=s.customs_code,
            company_name=s.name.zh,
            intro=both(s.about),
        )
        for s in goods.suppliers()
        if s.mall == mall
    }
    offered = _attributes(mall, categories)
    warehouses = {w.code: _warehouse(w) for w in goods.warehouses() if w.mall == mall}
    for position, product in enumerate([p for p in goods.products() if p.mall == mall][:most]):
        places = (categories[product.category], suppliers[product.supplier], warehouses[product.warehouse])
        _product(product, position, places, offered, now)


def _categories(mall: str) -> dict[str, int]:
    made: dict[str, int] = {}
    for position, category in enumerate(c for c in goods.categories() if c.mall == mall):
        parent = category.parent
        made[category.code] = keep_category(
            slug=slug_of(category.code),
            name=both(category.name),
            parent_id=made[parent] if parent else None,
            position=position,
        )
    return made


def _attributes(mall: str, categories: dict[str, int]) -> dict[str, KeptAttribute]:
    return {
        one.code: keep_attribute(
            code=one.code,
            name=both(one.name),
            values={_value_code(value): both(value) for value in one.values},
            category_id=categories[one.category],
            position=position,
        )
        for position, one in enumerate(a for a in goods.attributes() if a.mall == mall)
    }


def _value_code(value: Text) -> str:
    return re.sub(r"[^a-z0-9]+", "-", value.en.lower()).strip("-")


def slug_of(code: str) -> str:
    return code.replace("/", "-")


def _warehouse(warehouse: Warehouse) -> int:
    is_bonded = warehouse.kind == "bonded"
    return keep_warehouse(
        code=warehouse.code,
        name=both(warehouse.name),
        kind=warehouse.kind,
        country=warehouse.country,
        port="" if warehouse.mode == "general" else PORT,
        account_book="T4601W000088" if is_bonded else "",
        days=warehouse.days,
        freight=Decimal("0.00") if is_bonded else Decimal("18.00"),
        free_freight_from=None if is_bonded else Decimal("299.00"),
        freight_template_id=None if is_bonded else _freight(),
    )


def _freight() -> int:
    """Parcels from abroad: dearer to the far west, and nobody goes beyond the customs border of the mainland."""
    return keep_freight_template(
        name="境外直邮 Direct mail",
        zones=[
            _zone("54 65", "38.00", "18.00", None),
            replace(_zone("71 81 82", "0.00", "0.00", None), delivers=False),
            _zone("", "18.00", "8.00", "299.00"),
        ],
    )


def _zone(provinces: str, first: str, further: str, free_from: str | None) -> Zone:
    one = Decimal("1.00")
    free = None if free_from is None else Decimal(free_from)
    return Zone(frozenset(provinces.split()), True, one, Decimal(first), one, Decimal(further), free)


def _product(
    product: Product,
    position: int,
    places: tuple[int, int, int],
    offered: dict[str, KeptAttribute],
    now: datetime,
) -> None:
    category_id, supplier_id, warehouse_id = places
    product_id = keep_product(
        fields=ProductFields(
            code=product.code,
            slug=_slug(product),
            supplier_id=supplier_id,
            category_id=category_id,
            warehouse_id=warehouse_id,
            mode=product.mode,
            brand=both(product.brand.name),
            title=both(product.title),
            subtitle={
                "zh-hans": " · ".join(p.zh for p in product.points[:3]),
                "en": " · ".join(p.en for p in product.points[:3]),
            },
            description=both(product.description),
            specifications={
                "zh-hans": [[name.zh, value.zh] for name, value in product.specs],
                "en": [[name.en, value.en] for name, value in product.specs],
            },
            label=[[name.zh, value.zh] for name, value in product.elabel],
            origin=product.origin,
            position=position,
        )
    )
    for place, sku in enumerate(product.skus):
        sku_id = _sku(product, sku, product_id, warehouse_id, place, now)
        named = zip(product.attributes, sku.options, strict=False)
        choices = {offered[code].id: offered[code].values[_value_code(value)] for code, (_, value) in named}
        if choices:
            keep_variant(sku_id=sku_id, choices=choices)
    change_state(product_id=product_id, state="listed", now=now)


def _slug(product: Product) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", product.name.en.lower()).strip("-")
    return f"{words[:60].rstrip('-')}-{product.code.lower()}"


def _sku(product: Product, sku: Sku, product_id: int, warehouse_id: int, place: int, now: datetime) -> int:
    option = {
        "zh-hans": " / ".join(value.zh for _, value in sku.options),
        "en": " / ".join(value.en for _, value in sku.options),
    }
    sku_id = keep_sku(
        product_id=product_id,
        fields=SkuFields(code=sku.code, price=sku.price, option=option, barcode=sku.barcode, position=place),
        now=now - timedelta(days=ASKED_FOR),
    )
    keep_trade_profile(sku_id=sku_id, facts=_trade(product, sku))
    if sku.stock and not pieces_of(sku_id=sku_id, warehouse_id=warehouse_id):
        receive(sku_id=sku_id, warehouse_id=warehouse_id, quantity=sku.stock, reference="opening", now=now)
        note_batch(
            sku_id=sku_id, warehouse_id=warehouse_id, batch=f"L{sku.code}", expires_on=_expiry(product, now)
        )
    return sku_id


def _trade(product: Product, sku: Sku) -> TradeFacts:
    trade = product.trade
    return TradeFacts(
        hs_code=trade.hs10,
        postal_article="",
        declared_name=trade.declared_name,
        declared_elements=trade.gmodel,
        origin=product.origin,
        unit=trade.unit,
        unit1=trade.unit1,
        unit1_factor=sku.factor1,
        unit2=trade.unit2 or "",
        unit2_factor=sku.factor2,
        content_amount=sku.content,
        content_unit=trade.content_unit,
        net_kg=sku.net_kg,
        gross_kg=sku.gross_kg,
        record_no=sku.code if product.mode == "bonded_1210" else "",
    )


def _expiry(product: Product, now: datetime) -> date | None:
    """Two thirds of the shelf life are left."""
    if not product.expiry_months:
        return None
    return (now + timedelta(days=20 * product.expiry_months)).date()
