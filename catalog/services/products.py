"""Verbs of those who work on a product: made and changed with the version they saw.

Every verb reaches only what the actor of the open scope may change (catalog.locks): a supplier its own products,
staff all of the mall. Whoever comes with an old `version` gets Stale, and nothing is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from catalog import locks
from catalog.inventory.models import Warehouse
from catalog.models import Brand, Category, Product
from catalog.search.documents import renew
from catalog.services.keep import ProductFields, product_values
from catalog.types import CatalogError, Edited
from journal.services import record
from tenancy.actors import Kind
from tenancy.bilingual import own_pairs, own_words
from tenancy.scope import current_actor


def create_product(*, fields: ProductFields, now: datetime) -> Edited:
    """A new draft. A supplier makes its own only. Raises CatalogError (`field` tells where)."""
    actor = current_actor()
    if actor is None or actor.kind not in (Kind.STAFF, Kind.SUPPLIER):
        raise CatalogError(_("Only suppliers and operators make products."))
    if actor.kind is Kind.SUPPLIER and actor.id != fields.supplier_id:
        raise CatalogError(_("A supplier makes its own products only."), field="supplier_id")
    values = product_values(fields) | {"code": fields.code}
    with transaction.atomic():
        _check(fields, other_than=None)
        made = Product.objects.create(**values)
        _tell("product.created", made.pk, {}, now)
    return Edited(made.pk, made.version)


def update_product(
    *, product_id: int, version: int, changes: Mapping[str, Any], now: datetime
) -> Edited:  # fmt: skip
    """Change some of ProductFields (not `code`, `supplier_id`): `changes` by their names.

    Raises NotThere, Stale, CatalogError.
    """
    unknown = set(changes) - (set(ProductFields.__dataclass_fields__) - {"code", "supplier_id"})
    if unknown:
        raise CatalogError(_("This cannot be changed."), field=sorted(unknown)[0])
    with transaction.atomic():
        row = locks.product(product_id, version)
        fields = ProductFields(**(present(row) | dict(changes)))
        values = product_values(fields)
        _check(fields, other_than=row.pk)
        Product.objects.filter(pk=row.pk).update(**values, version=row.version + 1, updated_at=now)
        renew([row.pk])
        _tell("product.changed", row.pk, {"fields": sorted(changes)}, now)
    return Edited(row.pk, row.version + 1)


def copy_product(*, product_id: int, code: str, slug: str, now: datetime) -> Edited:
    """A new draft like this one, without its SKUs and pictures."""
    with transaction.atomic():
        row = locks.product(product_id)
        return create_product(fields=ProductFields(**(present(row) | {"code": code, "slug": slug})), now=now)


def present(row: Product) -> dict[str, Any]:
    return {
        "code": row.code,
        "slug": row.slug,
        "supplier_id": row.supplier_id,
        "category_id": row.category_id,
        "warehouse_id": row.warehouse_id,
        "brand_id": row.brand_record_id,
        "mode": row.mode,
        "origin": row.origin,
        "label": row.label,
        "position": row.position,
        "specifications": own_pairs(row, "specifications"),
    } | {name: own_words(row, name) for name in ("brand", "title", "subtitle", "description")}


def _check(fields: ProductFields, other_than: int | None) -> None:
    """Refuse what the database would refuse later, with the field's name. Code and address are the mall's own."""
    if fields.mode not in dict(Product._meta.get_field("mode").choices or ()):
        raise CatalogError(_("Choose one of the offered values."), field="mode")
    places = Warehouse.objects.filter(Q(supplier=None) | Q(supplier=fields.supplier_id)).filter(
        Q(closed_at=None) | Q(products=other_than or 0)
    )
    offered: tuple[tuple[str, QuerySet[Any]], ...] = (
        ("category_id", Category.objects.all()), ("warehouse_id", places), ("brand_id", Brand.objects.all()),
    )  # fmt: skip
    for name, rows in offered:
        value = getattr(fields, name)
        if value is not None and not rows.filter(pk=value).exists():
            raise CatalogError(_("Choose one of the offered values."), field=name)
    for name in ("code", "slug"):
        if not getattr(fields, name).strip():
            raise CatalogError(_("This is needed."), field=name)
        twin = Product.objects.filter(**{name: getattr(fields, name)}).exclude(pk=other_than or 0)
        if twin.exists():
            raise CatalogError(_("Another product has this already."), field=name)


def _tell(kind: str, product_id: int, payload: dict[str, Any], now: datetime) -> None:
    actor = current_actor()
    who = f"{actor.kind}:{actor.id or ''}" if actor else ""
    record(
        kind=kind,
        subject=f"product:{product_id}",
        payload={"product_id": product_id, "actor": who} | payload,
        at=now,
    )
