"""One row decided against what stands there. Nothing is changed here; a refusal is raised before anything is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from catalog.inventory.stocktaking import Seen
from catalog.models import Mode, Product, Sku
from catalog.services.keep import ProductFields, check_price, product_values
from catalog.services.products import present
from catalog.services.sharing import shares_of
from catalog.supply.importing.shelf import Planned, Shelf, product_code, slug_of
from catalog.types import CatalogError, TradeFacts
from tenancy.bilingual import columns, own_words

_FACTS = ("hs_code", "declared_name", "declared_elements", "unit", "unit1")
_FIGURES = ("unit1_factor", "net_kg", "gross_kg")
_MAY, _MAY_FIGURES = ("unit2", "record_no"), ("unit2_factor",)
_BLANK = {
    "postal_article": "", "unit2": "", "unit2_factor": None, "content_amount": None, "content_unit": "",
    "record_no": "",
}  # fmt: skip
_WORDS = ("title", "brand", "description")
_PLAIN = {"category_id": "category", "warehouse_id": "warehouse", "mode": "mode", "origin": "origin"}


def plan(values: Mapping[str, Any], shelf: Shelf, now: datetime) -> Planned:
    """What the row makes or changes. Raises CatalogError, `field` a key of the import."""
    sku = shelf.skus.get(values["sku"])
    if sku is None:
        planned = _new(values, shelf)
    else:
        planned = Planned(sku.product, sku)
        planned.product_columns = _product_changes(sku.product, values, shelf)
        _change_sku(planned, values, shelf)
    planned.facts = _facts(planned, values, shelf)
    planned.counted = _counted(planned, values, shelf)
    changes = (planned.product_columns, planned.sku_columns, planned.facts, planned.counted)
    if sku is not None and any(change for change in changes):
        planned.outcome = "changed"
    return planned


def _new(values: Mapping[str, Any], shelf: Shelf) -> Planned:
    code = values["sku"]
    if code in shelf.taken_skus:
        raise CatalogError(_("Another SKU has this already."), field="sku")
    price = Decimal(values["price"])
    check_price(price, "price")
    product = shelf.products.get(product_code(values)) or _product(values, shelf)
    sku = Sku(product=product, code=code, price=price, barcode=values.get("barcode", ""))
    for name, text in columns("option", _both(values, "option")).items():
        setattr(sku, name, text)
    return Planned(product, sku, outcome="new")


def _product(values: Mapping[str, Any], shelf: Shelf) -> Product:
    """A new draft, called and placed as the row says."""
    code, slug = product_code(values), slug_of(values)
    if code in shelf.taken_products or slug in shelf.taken_slugs:
        raise CatalogError(_("Another product has this already."), field="product")
    fields = ProductFields(
        code=code, slug=slug, supplier_id=shelf.supplier_id, category_id=int(values["category"]),
        warehouse_id=int(values["warehouse"]), mode=values["mode"], origin=values["origin"],
        brand=_both(values, "brand"), title=_both(values, "title"), description=_both(values, "description"),
    )  # fmt: skip
    return Product(code=code, **_checked(fields, shelf))


def _checked(fields: ProductFields, shelf: Shelf) -> dict[str, Any]:
    """Columns of the product. Raises CatalogError for what the mall no longer offers."""
    if fields.mode not in Mode.values:
        raise CatalogError(_("Choose one of the offered values."), field="mode")
    for key, value, offered in (
        ("category", fields.category_id, shelf.categories),
        ("warehouse", fields.warehouse_id, shelf.warehouses),
    ):
        if value not in offered:
            raise CatalogError(_("Choose one of the offered values."), field=key)
    try:
        return product_values(fields)
    except CatalogError as refused:
        raise CatalogError(refused.message, field="title_zh") from refused


def _product_changes(product: Product, values: Mapping[str, Any], shelf: Shelf) -> dict[str, Any]:
    """Only what differs."""
    changes = _differing_words(product, values, _WORDS)
    for name, key in _PLAIN.items():
        if key in values and str(getattr(product, name)) != str(values[key]):
            changes[name] = int(values[key]) if name.endswith("_id") else values[key]
    if not changes:
        return {}
    wanted = _checked(ProductFields(**(present(product) | changes)), shelf)
    return {
        column: wanted[column]
        for name in changes
        for column in (columns(name, {}) if name in _WORDS else (name,))
    }


def _change_sku(planned: Planned, values: Mapping[str, Any], shelf: Shelf) -> None:
    sku = planned.sku
    for name, texts in _differing_words(sku, values, ("option",)).items():
        planned.sku_columns |= columns(name, texts)
    if values.get("barcode", sku.barcode) != sku.barcode:
        planned.sku_columns["barcode"] = values["barcode"]
    price = Decimal(values.get("price", sku.price))
    if price != sku.price:
        check_price(price, "price")
        if sku.struck_price is not None and sku.struck_price <= price:
            raise CatalogError(_("A struck price stands above the price."), field="price")
        if sku.pk in shelf.bundles:
            planned.shares = shares_of(sku_id=sku.pk, price=price)
        planned.sku_columns["price"] = price


def _both(values: Mapping[str, Any], name: str) -> dict[str, str]:
    return {"zh-hans": values.get(f"{name}_zh", ""), "en": values.get(f"{name}_en", "")}


def _differing_words(row: Any, values: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in names:
        has = own_words(row, name)
        wants = has | {code: text for code, text in _both(values, name).items() if text}
        if wants != has:
            found[name] = wants
    return found


def _facts(planned: Planned, values: Mapping[str, Any], shelf: Shelf) -> TradeFacts | None:
    """A trade profile is whole: what the row leaves out is taken from the one that is there. None: it stays."""
    given = {key: values[key] for key in (*_FACTS, *_FIGURES, *_MAY, *_MAY_FIGURES) if key in values}
    if not given:
        return None
    if planned.sku.pk in shelf.bundles:
        raise CatalogError(_("A bundle has no trade profile: customs sees its parts."), field="hs_code")
    there = shelf.profiles.get(planned.sku.code)
    if there is None and not all(key in given for key in (*_FACTS, *_FIGURES)):
        raise CatalogError(_("A trade profile is whole or not at all."), field="hs_code")
    names = TradeFacts.__dataclass_fields__
    base = {name: getattr(there, name) for name in names} if there else _BLANK | {"origin": _origin(planned)}
    figures = {key: Decimal(given[key]) for key in (*_FIGURES, *_MAY_FIGURES) if key in given}
    facts = TradeFacts(**(base | given | figures))
    if bool(facts.unit2) != (facts.unit2_factor is not None):
        raise CatalogError(_("The second statutory unit and its quantity are given together."), field="unit2")
    same = there is not None and all(getattr(there, name) == getattr(facts, name) for name in names)
    return None if same else facts


def _origin(planned: Planned) -> str:
    return str(planned.product_columns.get("origin", planned.product.origin))


def _counted(planned: Planned, values: Mapping[str, Any], shelf: Shelf) -> tuple[int, int] | None:
    """(warehouse, pieces) where they differ from what lies there. Raises CatalogError."""
    if "stock" not in values:
        return None
    warehouse_id = planned.product_columns.get("warehouse_id", planned.product.warehouse_id)
    place, pieces = (planned.sku.code, warehouse_id), int(values["stock"])
    seen = shelf.stocks.get(place, Seen(0, 0))
    if shelf.counted.get(place, seen.on_hand) == pieces:
        return None
    if planned.sku.pk in shelf.bundles:
        raise CatalogError(_("This count is not possible."), field="stock")
    if pieces < seen.reserved:
        raise CatalogError(_("Orders hold more pieces than that: they are sold already."), field="stock")
    return warehouse_id, pieces
