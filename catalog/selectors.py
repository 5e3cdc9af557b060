"""Reads of the catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.db.models import Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from catalog.inventory.models import OpenPort, Stock, Warehouse
from catalog.inventory.selectors import pieces_left
from catalog.models import BundleItem, Media, Product, Sku, TradeProfile
from catalog.types import Offer, Part, TradeFacts, WarehouseFacts, Words
from tenancy.bilingual import words

__all__ = ["bundled", "offers", "parts_of", "product_id_of", "title_of", "with_stock", "words"]


def offers(sku_ids: Iterable[int]) -> dict[int, Offer]:
    """The SKUs as they are sold now, by id; a SKU that is not this mall's is simply not there. Two statements, and
    three more where one of them is a bundle."""
    found = {row.pk: _offer(row) for row in _rows(sku_ids)}
    parts = parts_of(sku_id for sku_id, offer in found.items() if offer.trade is None)
    return found | {sku_id: bundled(found[sku_id], made) for sku_id, made in parts.items()}


def _rows(sku_ids: Iterable[int]) -> QuerySet[Sku]:
    """With everything an offer says, also whether the port behind the warehouse is open."""
    open_ports = OpenPort.objects.filter(port=OuterRef("product__warehouse__port"))
    return with_stock(Sku.objects.filter(pk__in=list(sku_ids))).annotate(port_open=Exists(open_ports))


def parts_of(sku_ids: Iterable[int]) -> dict[int, tuple[Part, ...]]:
    """bundle -> what it is made of; a SKU that is no bundle is not in it. No statement for none."""
    asked = list(sku_ids)
    items = list(BundleItem.objects.filter(bundle__in=asked).order_by("pk")) if asked else []
    if not items:
        return {}
    known = {row.pk: _offer(row) for row in _rows({item.component_id for item in items})}
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


def with_stock(skus: QuerySet[Sku]) -> QuerySet[Sku]:
    """SKUs with their product, supplier, warehouse and trade profile; `sellable` pieces and first `picture`."""
    stock = Stock.objects.filter(sku=OuterRef("pk"), warehouse=OuterRef("product__warehouse"))
    picture = Media.objects.filter(product=OuterRef("product")).order_by("position", "id")
    return (
        skus.select_related("product__supplier", "product__warehouse")
        .prefetch_related("trade_profiles")
        .annotate(
            sellable=Coalesce(Subquery(stock.values_list(pieces_left())[:1]), 0, output_field=IntegerField()),
            picture=Subquery(picture.values("name")[:1]),
        )
    )


def _offer(row: Sku) -> Offer:
    product = row.product
    profiles = list(row.trade_profiles.all())
    trade = _trade(profiles[0]) if profiles else None
    is_sold = (
        product.state == Product.State.LISTED
        and row.state == Sku.State.ACTIVE
        and product.supplier.state == "active"
    )
    return Offer(
        sku_id=row.pk,
        product_id=product.pk,
        slug=product.slug,
        sku_code=row.code,
        barcode=row.barcode,
        title=words(product, "title"),
        option=words(row, "option"),
        picture=row.picture or "",  # type: ignore[attr-defined]
        unit_price=row.price,
        supplier_id=product.supplier.pk,
        supplier_code=product.supplier.code,
        supplier_names=product.supplier.names,
        mode=product.mode,
        warehouse=_warehouse(product.warehouse, row.port_open),  # type: ignore[attr-defined]
        origin=product.origin,
        trade=trade,
        sellable=row.sellable,  # type: ignore[attr-defined]
        is_sold=is_sold,
        is_offered=is_sold and trade is not None,
    )


def _warehouse(row: Warehouse, port_open: bool) -> WarehouseFacts:
    return WarehouseFacts(
        row.pk, row.code, words(row, "name"), row.kind, row.country, row.port, row.account_book,
        row.days_min, row.days_max, row.freight, row.free_freight_from, port_open,
    )  # fmt: skip


def _trade(row: TradeProfile) -> TradeFacts:
    return TradeFacts(
        row.hs_code, row.postal_article, row.declared_name, row.declared_elements, row.origin, row.unit, row.unit1,
        row.unit1_factor, row.unit2, row.unit2_factor, row.content_amount, row.content_unit, row.net_kg,
        row.gross_kg, row.record_no,
    )  # fmt: skip


def product_id_of(code: str) -> int | None:
    """The product with that code in the open mall."""
    return Product.objects.filter(code=code).values_list("pk", flat=True).first()


def title_of(product_id: int) -> Words:
    """The product's title by language, whatever its state; empty where it is not this mall's."""
    row = Product.objects.filter(pk=product_id).first()
    return words(row, "title") if row is not None else {}
