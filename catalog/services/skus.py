"""Verbs of those who work on SKUs: made, changed, priced, with the version they saw (see products.py)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from catalog import locks
from catalog.models import BundleItem, PriceTier, Sku, SupplierCost, TradeProfile
from catalog.services.history import note_price
from catalog.services.keep import SkuFields, check_price, lower_price_from, tell_changed
from catalog.services.sharing import share_anew
from catalog.services.struck import check_struck_price
from catalog.types import CatalogError, Edited, TradeFacts
from tenancy.bilingual import columns, own_words


def create_sku(*, product_id: int, fields: SkuFields, now: datetime) -> Edited:
    """A new SKU of a product. Raises NotThere, CatalogError."""
    with transaction.atomic():
        locks.product(product_id)
        _check(fields, other_than=None)
        _lawful(fields, None, now)
        made = Sku.objects.create(product_id=product_id, **_values(fields))
        _settled(made.pk, product_id, fields.price, now)
    return Edited(made.pk, made.version)


def update_sku(*, sku_id: int, version: int, changes: Mapping[str, Any], now: datetime) -> Edited:
    """Change some of SkuFields, or `state` (active, inactive). Raises NotThere, Stale, CatalogError."""
    known = set(SkuFields.__dataclass_fields__) | {"state"}
    if set(changes) - known:
        raise CatalogError(_("This cannot be changed."), field=sorted(set(changes) - known)[0])
    with transaction.atomic():
        row = locks.sku(sku_id, version)
        state = changes.get("state", row.state)
        if state not in Sku.State.values:
            raise CatalogError(_("Choose one of the offered values."), field="state")
        fields = replace(_present(row), **{name: changes[name] for name in changes if name != "state"})
        _check(fields, other_than=row.pk)
        _lawful(fields, row, now)
        Sku.objects.filter(pk=row.pk).update(**_values(fields), state=state, version=row.version + 1)
        _settled(row.pk, row.product_id, fields.price, now)
    return Edited(row.pk, row.version + 1)


def set_price(
    *, sku_id: int, version: int, price: Decimal, now: datetime, struck_price: Decimal | None = None
) -> Edited:
    """Yuan before import tax, for one piece. A struck price must have been asked lately (price history)."""
    return update_sku(
        sku_id=sku_id, version=version, changes={"price": price, "struck_price": struck_price}, now=now
    )


def set_tiers(*, sku_id: int, tiers: Sequence[tuple[int, Decimal]]) -> None:
    """Prices by quantity: (from pieces, yuan), each lower than the one before. Replaces all of them."""
    with transaction.atomic():
        row = locks.sku(sku_id)
        below = row.price
        quantities = [quantity for quantity, _price in tiers]
        if quantities != sorted(set(quantities)) or any(quantity < 2 for quantity in quantities):
            raise CatalogError(_("Quantities start at 2 and rise from step to step."), field="tiers")
        for _quantity, price in tiers:
            check_price(price, "tiers")
            if price >= below:
                raise CatalogError(_("Each step must be cheaper than the one before."), field="tiers")
            below = price
        PriceTier.objects.filter(sku_id=sku_id).delete()
        PriceTier.objects.bulk_create(
            PriceTier(sku_id=sku_id, min_quantity=quantity, price=price) for quantity, price in tiers
        )


def set_cost(*, sku_id: int, currency: str, amount: Decimal, valid_from: date) -> None:
    """What the supplier asks of the mall for one piece, in its own money, from a day on."""
    if len(currency) != 3 or not currency.isascii() or not currency.isupper():
        raise CatalogError(_("A currency has three capital letters, such as EUR."), field="currency")
    if not amount.is_finite() or not Decimal("0") <= amount < Decimal("10000000"):
        raise CatalogError(_("This price is not possible."), field="amount")
    with transaction.atomic():
        locks.sku(sku_id)
        values = {"currency": currency, "amount": amount}
        SupplierCost.objects.update_or_create(sku_id=sku_id, valid_from=valid_from, defaults=values)


def set_trade_profile(*, sku_id: int, version: int, facts: TradeFacts) -> Edited:
    """What customs must know of a SKU, whole. What it still lacks is told, not refused (see completeness)."""
    with transaction.atomic():
        row = locks.sku(sku_id, version)
        if BundleItem.objects.filter(bundle=sku_id).exists():
            raise CatalogError(_("A bundle has no trade profile: customs sees its parts."), field="hs_code")
        values = {name: getattr(facts, name) for name in TradeFacts.__dataclass_fields__}
        TradeProfile.objects.update_or_create(sku_id=sku_id, defaults=values)
        Sku.objects.filter(pk=sku_id).update(version=row.version + 1)
        tell_changed(row.product_id)
    return Edited(sku_id, row.version + 1)


def _present(row: Sku) -> SkuFields:
    option = own_words(row, "option")
    return SkuFields(row.code, row.price, option, row.barcode, row.struck_price, row.position)


def _values(fields: SkuFields) -> dict[str, Any]:
    plain = {name: getattr(fields, name) for name in ("code", "price", "struck_price", "barcode", "position")}
    return plain | columns("option", fields.option)


def _check(fields: SkuFields, other_than: int | None) -> None:
    check_price(fields.price, "price")
    if fields.struck_price is not None:
        check_price(fields.struck_price, "struck_price")
        if fields.struck_price <= fields.price:
            raise CatalogError(_("A struck price stands above the price."), field="struck_price")
    if not fields.code.strip():
        raise CatalogError(_("This is needed."), field="code")
    if Sku.objects.filter(code=fields.code).exclude(pk=other_than or 0).exists():
        raise CatalogError(_("Another SKU has this already."), field="code")


def _lawful(fields: SkuFields, row: Sku | None, now: datetime) -> None:
    """A new struck price must be one that really was asked in the days before."""
    before = row.struck_price if row is not None else None
    if fields.struck_price is not None and fields.struck_price != before:
        check_struck_price(sku_id=row.pk if row is not None else None, struck=fields.struck_price, now=now)


def _settled(sku_id: int, product_id: int, price: Decimal, now: datetime) -> None:
    share_anew(sku_id=sku_id, price=price)
    lower_price_from(product_id)
    note_price(sku_id=sku_id, price=price, now=now)
    tell_changed(product_id)
