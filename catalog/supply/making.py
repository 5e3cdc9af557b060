"""What the maker of a SKU chooses from: values that tell SKUs apart, and parts of a bundle."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalog import locks
from catalog.models import Attribute, BundleItem, Sku
from catalog.services.variants import line_of
from catalog.types import CatalogError, Words
from tenancy.bilingual import words

_PART = re.compile(r"^(?P<code>\S+?)(?:\s*[x×*\s]\s*(?P<pieces>\d{1,3}))?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Choice:
    """An attribute, its values as (id, words), and the one that the SKU has."""

    attribute_id: int
    name: Words
    values: tuple[tuple[int, Words], ...]
    chosen: int | None


@dataclass(frozen=True, slots=True)
class PartLine:
    """A part of a bundle. `unit_price`: yuan for a piece inside it."""

    code: str
    title: Words
    option: Words
    quantity: int
    unit_price: Decimal
    own_price: Decimal


def choices_of(sku: Sku) -> list[Choice]:
    """Attributes of the product's category and those above it, and those of all categories; with their values."""
    return _choices(sku.product.category_id, dict(sku.choices.values_list("attribute_id", "choice_id")))


def choices_for(category_id: int) -> list[Choice]:
    """The same for a SKU that is still to be made."""
    return _choices(category_id, {})


def _choices(category_id: int, has: dict[int, int]) -> list[Choice]:
    mine = Q(category=None) | Q(category__in=line_of(category_id))
    rows = Attribute.objects.filter(mine).prefetch_related("choices").order_by("position", "pk")
    return [
        Choice(
            row.pk, words(row, "name"), tuple((c.pk, words(c, "value")) for c in row.choices.all()), has.get(row.pk)
        )
        for row in rows
        if row.choices.all()
    ]  # fmt: skip


def parts_in(sku_id: int) -> list[PartLine]:
    """What the SKU is made of; empty where it is no bundle."""
    items = BundleItem.objects.filter(bundle=sku_id).select_related("component__product").order_by("pk")
    return [
        PartLine(
            item.component.code, words(item.component.product, "title"), words(item.component, "option"),
            item.quantity, item.unit_price, item.component.price,
        )
        for item in items
    ]  # fmt: skip


def sku_ids_of(codes: Sequence[str]) -> dict[str, int]:
    """code -> id; a code of somebody else's is simply not in it."""
    rows = Sku.objects.filter(locks.reachable("product__supplier"), code__in=list(codes))
    return dict(rows.values_list("code", "pk"))


def read_parts(text: str) -> dict[int, int]:
    """SKU -> pieces, from lines such as `HB-001-01 x 2`. Raises CatalogError (`parts`) for what it cannot read."""
    wanted: dict[str, int] = {}
    for line in filter(None, (line.strip() for line in text.splitlines())):
        read = _PART.match(line)
        if read is None:
            says = _("This line cannot be read: %(line)s")
            raise CatalogError(str(says) % {"line": line[:60]}, field="parts")
        wanted[read["code"]] = wanted.get(read["code"], 0) + int(read["pieces"] or 1)
    known = sku_ids_of(list(wanted))
    strange = [code for code in wanted if code not in known]
    if strange:
        says = _("You have no SKU with this code: %(code)s")
        raise CatalogError(str(says) % {"code": strange[0]}, field="parts")
    return {known[code]: pieces for code, pieces in wanted.items()}
