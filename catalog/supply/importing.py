"""One row of a spreadsheet into the catalogue: made or changed by its SKU, and never doubled."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from catalog import locks
from catalog.inventory.models import Stock
from catalog.inventory.types import HeldStock, InventoryError
from catalog.models import Product, Sku
from catalog.services.keep import ProductFields, SkuFields
from catalog.services.products import create_product, update_product
from catalog.services.skus import create_sku, set_trade_profile, update_sku
from catalog.supply.counting import count_own
from catalog.types import CatalogError, TradeFacts
from tenancy.bilingual import own_words

_FACTS = ("hs_code", "declared_name", "declared_elements", "unit", "unit1")
_FIGURES = ("unit1_factor", "net_kg", "gross_kg")


def put_row(values: Mapping[str, Any], *, supplier_id: int, by: str, now: datetime) -> str:
    """Returns `new`, `changed` or `same`. `values` by the keys of the import; what is not in them stays as it is.

    Called in a transaction of the supplier's scope. Raises CatalogError; then nothing of the row is kept.
    """
    sku = (
        Sku.objects.filter(locks.reachable("product__supplier"), code=values["sku"])
        .select_related("product")
        .first()
    )
    if sku is None:
        product = _product(values, supplier_id, now)
        made = create_sku(product_id=product.pk, fields=_sku_fields(values), now=now)
        sku, changed, outcome = Sku.objects.select_related("product").get(pk=made.id), True, "new"
    else:
        changed, outcome = _change(sku, values, now), "changed"
        sku.refresh_from_db()
    changed = _profile(sku, values) or changed
    changed = _stock(sku, values, by, now) or changed
    return outcome if changed else "same"


def _product(values: Mapping[str, Any], supplier_id: int, now: datetime) -> Product:
    """The product that the row names, or a new draft."""
    code = values.get("product") or values["sku"]
    row = Product.objects.filter(locks.reachable(), code=code).first()
    if row is not None:
        return row
    fields = ProductFields(
        code=code, slug=_slug(values.get("title_en", ""), code), supplier_id=supplier_id,
        category_id=int(values["category"]), warehouse_id=int(values["warehouse"]), mode=values["mode"],
        origin=values["origin"], brand=_both(values, "brand"), title=_both(values, "title"),
        description=_both(values, "description"),
    )  # fmt: skip
    return Product.objects.get(pk=create_product(fields=fields, now=now).id)


def _slug(title: str, code: str) -> str:
    tail = re.sub(r"[^a-z0-9]+", "-", code.lower()).strip("-") or secrets.token_hex(4)
    head = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[: 100 - len(tail)].strip("-")
    return f"{head}-{tail}" if head else tail


def _both(values: Mapping[str, Any], name: str) -> dict[str, str]:
    return {"zh-hans": values.get(f"{name}_zh", ""), "en": values.get(f"{name}_en", "")}


def _sku_fields(values: Mapping[str, Any]) -> SkuFields:
    return SkuFields(
        code=values["sku"], price=Decimal(values["price"]), option=_both(values, "option"),
        barcode=values.get("barcode", ""),
    )  # fmt: skip


def _change(sku: Sku, values: Mapping[str, Any], now: datetime) -> bool:
    """Only what differs is written."""
    product = sku.product
    changes = _differing_words(product, values, ("title", "brand", "description"))
    plain = {"category_id": "category", "warehouse_id": "warehouse", "mode": "mode", "origin": "origin"}
    for name, key in plain.items():
        if key in values and str(getattr(product, name)) != str(values[key]):
            changes[name] = int(values[key]) if name.endswith("_id") else values[key]
    if changes:
        update_product(product_id=product.pk, version=product.version, changes=changes, now=now)
    own = _differing_words(sku, values, ("option",))
    if "price" in values and Decimal(values["price"]) != sku.price:
        own["price"] = Decimal(values["price"])
    if values.get("barcode", sku.barcode) != sku.barcode:
        own["barcode"] = values["barcode"]
    if own:
        update_sku(sku_id=sku.pk, version=sku.version, changes=own, now=now)
    return bool(changes or own)


def _differing_words(row: Any, values: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in names:
        has = own_words(row, name)
        wants = has | {code: text for code, text in _both(values, name).items() if text}
        if wants != has:
            found[name] = wants
    return found


def _profile(sku: Sku, values: Mapping[str, Any]) -> bool:
    """A trade profile is whole: what the row leaves out is taken from the one that is there."""
    given = {key: values[key] for key in (*_FACTS, *_FIGURES, "record_no") if key in values}
    if not given:
        return False
    there = sku.trade_profiles.first()
    if there is None and not all(key in given for key in (*_FACTS, *_FIGURES)):
        raise CatalogError(_("A trade profile is whole or not at all."), field="hs_code")
    base = {name: getattr(there, name) for name in TradeFacts.__dataclass_fields__} if there else {
        "postal_article": "", "origin": sku.product.origin, "unit2": "", "unit2_factor": None, "content_amount": None,
        "content_unit": "", "record_no": "",
    }  # fmt: skip
    figures = {key: Decimal(given[key]) for key in _FIGURES if key in given}
    facts = TradeFacts(**(base | given | figures))
    if there is not None and all(getattr(there, name) == getattr(facts, name) for name in base):
        return False
    set_trade_profile(sku_id=sku.pk, version=sku.version, facts=facts)
    return True


def _stock(sku: Sku, values: Mapping[str, Any], by: str, now: datetime) -> bool:
    if "stock" not in values:
        return False
    warehouse_id = Product.objects.values_list("warehouse_id", flat=True).get(pk=sku.product_id)
    seen = (
        Stock.objects.filter(sku=sku.pk, warehouse=warehouse_id).values_list("on_hand", flat=True).first()
        or 0
    )
    if seen == values["stock"]:
        return False
    try:
        count_own(
            sku_id=sku.pk, warehouse_id=warehouse_id, counted=values["stock"], seen=seen, now=now, by=by
        )
    except HeldStock as held:
        raise CatalogError(
            _("Orders hold more pieces than that: they are sold already."), field="stock"
        ) from held
    except InventoryError as refused:
        raise CatalogError(_("This count is not possible."), field="stock") from refused
    return True
