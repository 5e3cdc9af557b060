"""The verb of bundles (组合商品): what one is made of. How its price is shared among the parts: `sharing`."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from catalog import locks
from catalog.models import BundleItem, Sku
from catalog.services.keep import tell_changed
from catalog.services.sharing import share
from catalog.types import CatalogError, Edited

MOST_PARTS, MOST_PIECES = 20, 99


def set_bundle(*, sku_id: int, version: int, parts: Mapping[int, int]) -> Edited:
    """`parts`: SKU -> pieces; replaces all of them, none makes it an ordinary SKU again.

    Raises NotThere, Stale, CatalogError (`field` is `parts`, or `price` where the price cannot be shared).
    """
    with transaction.atomic():
        row = locks.sku(sku_id, version)
        rows = _checked(row, parts)
        prices = share(row.price, [(part.price, parts[part.pk]) for part in rows]) if rows else []
        BundleItem.objects.filter(bundle=row.pk).delete()
        BundleItem.objects.bulk_create(
            BundleItem(bundle=row, component=part, quantity=parts[part.pk], unit_price=price)
            for part, price in zip(rows, prices, strict=True)
        )
        Sku.objects.filter(pk=row.pk).update(version=row.version + 1)
        tell_changed(row.product_id)
    return Edited(row.pk, row.version + 1)


def _checked(row: Sku, parts: Mapping[int, int]) -> list[Sku]:
    """The parts in the order given. Raises CatalogError for what cannot travel and be declared as one package."""
    if not parts:
        return []
    if len(parts) > MOST_PARTS or any(not 1 <= pieces <= MOST_PIECES for pieces in parts.values()):
        raise CatalogError(_("A bundle has at most 20 parts, each of 1 to 99 pieces."), field="parts")
    if sum(parts.values()) < 2:
        raise CatalogError(_("A bundle holds at least two pieces."), field="parts")
    mine = Sku.objects.filter(locks.reachable("product__supplier"), pk__in=parts).select_related("product")
    known = {part.pk: part for part in mine}
    for pk in parts:
        _fits(row, known.get(pk))
    if row.trade_profiles.exists() or row.stocks.filter(on_hand__gt=0).exists():
        says = _("This SKU has stock or a trade profile of its own. Make a new SKU for the bundle.")
        raise CatalogError(says, field="parts")
    if BundleItem.objects.filter(component=row.pk).exists():
        raise CatalogError(_("This SKU is part of a bundle itself."), field="parts")
    return [known[pk] for pk in parts]


def _fits(row: Sku, part: Sku | None) -> None:
    if part is None or part.pk == row.pk:
        raise CatalogError(_("You have no SKU like this."), field="parts")
    values = {"code": part.code}
    whole, own = row.product, part.product
    if (whole.supplier_id, whole.warehouse_id, whole.mode) != (own.supplier_id, own.warehouse_id, own.mode):
        says = _("%(code)s leaves from another warehouse or in another customs mode.")
        raise CatalogError(str(says) % values, field="parts")
    if not part.trade_profiles.exists():
        raise CatalogError(str(_("%(code)s has no trade profile yet.")) % values, field="parts")
    if BundleItem.objects.filter(bundle=part.pk).exists():
        raise CatalogError(str(_("%(code)s is a bundle itself.")) % values, field="parts")
