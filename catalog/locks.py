"""The only home of row locks in the catalogue, and of whose a product is.

A supplier reaches its own rows; staff reach all of the mall; anybody else, and nobody at all, reaches none.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from catalog.models import Product, Sku
from catalog.types import NotThere, Stale
from tenancy.actors import Kind
from tenancy.scope import current_actor


def reachable(path: str = "supplier") -> Q:
    """The condition on rows whose supplier stands at `path`: what the present actor may change."""
    actor = current_actor()
    if actor is not None and actor.kind is Kind.STAFF:
        return Q()
    if actor is not None and actor.kind is Kind.SUPPLIER and actor.id is not None:
        return Q(**{path: actor.id})
    return Q(pk__in=[])


def reachable_supplier(supplier_id: int) -> Q:
    """Nothing more where the present actor may act for that supplier, else a condition that no row meets."""
    actor = current_actor()
    staff = actor is not None and actor.kind is Kind.STAFF
    itself = actor is not None and actor.kind is Kind.SUPPLIER and actor.id == supplier_id
    return Q() if staff or itself else Q(pk__in=[])


def product(product_id: int, version: int | None = None) -> Product:
    """Lock a product. Raises NotThere; Stale where `version` is given and somebody changed it meanwhile."""
    row = Product.objects.select_for_update().filter(reachable(), pk=product_id).first()
    if row is None:
        raise NotThere
    if version is not None and row.version != version:
        raise Stale(row.version)
    return row


def batch(sku_codes: Iterable[str], product_codes: Iterable[str]) -> tuple[list[Product], list[Sku]]:
    """Lock what the actor has of these codes, in key order: products, those of the SKUs too, then SKUs."""
    own = Sku.objects.filter(reachable("product__supplier"), code__in=list(sku_codes))
    of_skus = set(own.values_list("product_id", flat=True))
    wanted = Q(code__in=list(product_codes)) | Q(pk__in=of_skus)
    products = list(Product.objects.select_for_update().filter(reachable(), wanted).order_by("pk"))
    rows = Sku.objects.select_for_update().filter(code__in=list(sku_codes), product__in=products)
    return products, list(rows.order_by("pk"))


def sku(sku_id: int, version: int | None = None) -> Sku:
    """Lock a SKU, its product first. Raises NotThere or Stale."""
    owner = Sku.objects.filter(reachable("product__supplier"), pk=sku_id).values_list("product_id", flat=True)
    found = owner.first()
    if found is None:
        raise NotThere
    product(found)
    row = Sku.objects.select_for_update().get(pk=sku_id)
    if version is not None and row.version != version:
        raise Stale(row.version)
    return row
