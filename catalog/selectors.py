"""Reads of the catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import connection

from catalog.freight import rules_of
from catalog.inventory import selectors as stock
from catalog.models import BundleItem, Product, Sku
from catalog.types import (
    BookEntry,
    BookItem,
    Days,
    DaysMeasured,
    Offer,
    Part,
    TradeFacts,
    WarehouseFacts,
    Words,
)
from partners.types import named
from tenancy.bilingual import both, words
from tenancy.scope import current_mall_id

__all__ = ["bundled", "offers", "parts_of", "product_id_of", "title_of", "words"]

_TRADE = (
    "hs_code", "postal_article", "declared_name", "declared_elements", "origin", "unit", "unit1", "unit1_factor",
    "unit2", "unit2_factor", "content_amount", "content_unit", "net_kg", "gross_kg", "record_no",
    "volume_cm3",
)  # fmt: skip

# By hand: it is asked at every step of buying, and building this query took more than half of the order's processor
# time. The pieces are those of catalog.inventory.selectors.pieces_left; a test holds the two together.
_OFFERS = f"""
    SELECT s.id, s.code, s.barcode, s.price, s.state, s.option_zh_hans, s.option_en,
           p.id, p.slug, p.state, p.mode, p.origin, p.title_zh_hans, p.title_en,
           r.id, r.code, r.state, r.company_name, r.name_zh_hans, r.name_en,
           w.id, w.code, w.kind, w.country, w.port, w.account_book, w.days_min, w.days_max, w.freight,
           w.free_freight_from, w.name_zh_hans, w.name_en, {stock.freight_rules("w")}, w.measured_days::json,
           coalesce((SELECT CASE WHEN {stock.out_of_date("k", "%(today)s")} THEN 0 ELSE
                     greatest(k.on_hand - k.reserved - coalesce((
                         SELECT sum(b.on_hand) FROM inventory_batch b
                         WHERE b.mall_id = %(mall)s AND b.stock_id = k.id AND b.on_hand > 0
                           AND b.expires_on < %(today)s), 0), 0)
                     + CASE WHEN k.is_hot THEN (
                         SELECT count(*) FROM inventory_slot h
                         WHERE h.mall_id = %(mall)s AND h.stock_id = k.id AND h.reference = '') ELSE 0 END END
                     FROM inventory_stock k
                     WHERE k.mall_id = %(mall)s AND k.sku_id = s.id AND k.warehouse_id = p.warehouse_id LIMIT 1), 0),
           (SELECT m.name FROM catalog_media m WHERE m.mall_id = %(mall)s AND m.product_id = p.id
            ORDER BY m.position, m.id LIMIT 1),
           (SELECT o.wants_filing FROM inventory_openport o WHERE o.mall_id = %(mall)s AND o.port = w.port),
           (SELECT ARRAY[f.valid_from::text, f.valid_until::text] FROM inventory_filedgoods f
            WHERE f.mall_id = %(mall)s AND f.port = w.port AND f.sku_id = s.id),
           (SELECT ARRAY[z.valid_until::text, l.hs_code, l.name, l.unit]
            FROM inventory_zonebook z
            LEFT JOIN inventory_zonebookline l ON l.mall_id = %(mall)s AND l.mall_id = z.mall_id AND l.book_id = z.id
                 AND l.number = t.record_no
            WHERE z.mall_id = %(mall)s AND z.number = w.account_book),
           {", ".join(f"t.{name}" for name in _TRADE)}
    FROM catalog_sku s
    JOIN catalog_product p ON p.mall_id = s.mall_id AND p.id = s.product_id
    JOIN partners_supplier r ON r.mall_id = p.mall_id AND r.id = p.supplier_id
    JOIN inventory_warehouse w ON w.mall_id = p.mall_id AND w.id = p.warehouse_id
    LEFT JOIN catalog_tradeprofile t ON t.mall_id = %(mall)s AND t.sku_id = s.id
    WHERE s.mall_id = %(mall)s AND p.mall_id = %(mall)s AND r.mall_id = %(mall)s AND w.mall_id = %(mall)s
      AND s.id = ANY(%(skus)s)
    ORDER BY s.position, s.id
"""


def offers(sku_ids: Iterable[int]) -> dict[int, Offer]:
    """The SKUs as they are sold now, by id; a SKU that is not this mall's is simply not there. One statement, and
    two more where one of them is a bundle."""
    found = _read(sku_ids)
    parts = parts_of(sku_id for sku_id, offer in found.items() if offer.trade is None)
    return found | {sku_id: bundled(found[sku_id], made) for sku_id, made in parts.items()}


def _read(sku_ids: Iterable[int]) -> dict[int, Offer]:
    """With everything an offer says, also whether the port behind the warehouse is open."""
    asked: dict[str, Any] = {"mall": current_mall_id(), "skus": list(sku_ids), "today": stock.today()}
    with connection.cursor() as cursor:
        cursor.execute(_OFFERS, asked)
        return {row[0]: _offer(row) for row in cursor.fetchall()}


def parts_of(sku_ids: Iterable[int]) -> dict[int, tuple[Part, ...]]:
    """bundle -> what it is made of; a SKU that is no bundle is not in it. No statement for none."""
    asked = list(sku_ids)
    items = list(BundleItem.objects.filter(bundle__in=asked).order_by("pk")) if asked else []
    if not items:
        return {}
    known = _read({item.component_id for item in items})
    parts: dict[int, tuple[Part, ...]] = {}
    for item in items:
        part = Part(replace(known[item.component_id], unit_price=item.unit_price), item.quantity)
        parts[item.bundle_id] = (*parts.get(item.bundle_id, ()), part)
    return parts


def bundled(offer: Offer, parts: tuple[Part, ...]) -> Offer:
    """A bundle as it is sold: as many as its scarcest part allows, and only while every part is offered and would
    travel with the others at the price of the whole."""
    together = all(
        (part.offer.supplier_id, part.offer.warehouse.id, part.offer.mode)
        == (offer.supplier_id, offer.warehouse.id, offer.mode)
        for part in parts
    )
    adds_up = sum(part.offer.unit_price * part.quantity for part in parts) == offer.unit_price
    sound = together and adds_up and all(part.offer.is_offered for part in parts)
    return replace(
        offer,
        parts=parts,
        sellable=min(part.offer.sellable // part.quantity for part in parts),
        is_offered=sound and offer.is_sold,
    )


def _offer(row: tuple[Any, ...]) -> Offer:
    sku, product, supplier, place = row[:7], row[7:14], row[14:20], row[20:34]
    sellable, picture, wants_filing, filed, entry, *facts = row[34:]
    trade = TradeFacts(*facts) if facts[0] is not None else None  # hs_code: no profile where it is null
    is_sold = product[2] == Product.State.LISTED and sku[4] == Sku.State.ACTIVE and supplier[2] == "active"
    return Offer(
        sku_id=sku[0],
        product_id=product[0],
        slug=product[1],
        sku_code=sku[1],
        barcode=sku[2],
        title=_words(*product[5:]),
        option=_words(*sku[5:]),
        picture=picture or "",
        unit_price=sku[3],
        supplier_id=supplier[0],
        supplier_code=supplier[1],
        supplier_names=named(supplier[3], {"zh-hans": supplier[4] or "", "en": supplier[5] or ""}),
        mode=product[3],
        warehouse=_warehouse(place, wants_filing),
        origin=product[4],
        trade=trade,
        sellable=sellable,
        is_sold=is_sold,
        is_offered=is_sold and trade is not None,
        filed=Days(*map(_day, filed)) if filed else None,
        book=_entry(entry),
    )


def _entry(row: list[str | None] | None) -> BookEntry | None:
    if row is None:
        return None
    until, hs_code, name, unit = row
    item = BookItem(hs_code, name or "", unit or "") if hs_code is not None else None
    return BookEntry(_day(until), item)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _warehouse(row: tuple[Any, ...], wants_filing: bool | None) -> WarehouseFacts:
    """`wants_filing` of its port; None where the port takes no declarations of the mall."""
    (
        number,
        code,
        kind,
        country,
        port,
        book,
        days_min,
        days_max,
        freight,
        free_from,
        zh,
        en,
        rules,
        measured,
    ) = row
    return WarehouseFacts(
        number,
        code,
        _words(zh, en),
        kind,
        country,
        port,
        book,
        days_min,
        days_max,
        freight,
        free_from,
        wants_filing is not None,
        rules_of(rules),
        DaysMeasured.of(measured),
        bool(wants_filing),
    )


def _words(zh: str | None, en: str | None) -> Words:
    return both({"zh-hans": zh or "", "en": en or ""})


def sku_id_of(code: str) -> int | None:
    return Sku.objects.filter(code=code).values_list("pk", flat=True).first()


def product_id_of(code: str) -> int | None:
    """The product with that code in the open mall."""
    return Product.objects.filter(code=code).values_list("pk", flat=True).first()


def title_of(product_id: int) -> Words:
    """The product's title by language, whatever its state; empty where it is not this mall's."""
    row = Product.objects.filter(pk=product_id).first()
    return words(row, "title") if row is not None else {}


def titles_of(product_ids: Iterable[int]) -> dict[int, Words]:
    """The products' titles by language, whatever their state; another mall's is not in it."""
    return {row.pk: words(row, "title") for row in Product.objects.filter(pk__in=list(product_ids))}
