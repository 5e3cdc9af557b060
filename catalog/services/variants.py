"""Verbs of variants (规格): by which values a SKU differs from its sisters, and what it is therefore called; and SKUs
made at once for all combinations of values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import product as combinations
from math import prod

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from catalog import locks
from catalog.models import AttributeChoice, Category, Sku, SkuChoice
from catalog.services.keep import SkuFields, tell_changed
from catalog.services.skus import create_sku
from catalog.types import CatalogError, Edited
from tenancy.bilingual import columns, words

MOST = 60
"""SKUs that one form may make: more are brought in by a spreadsheet."""


def make_variants(
    *, product_id: int, values: Mapping[int, Sequence[int]], price: Decimal, now: datetime
) -> int:
    """A SKU at `price` (yuan before tax) for each combination of `values` (attribute -> its values) that no SKU of the
    product has yet. Returns how many were made.

    Raises NotThere, CatalogError (`field`: variant, price or code); then none is made.
    """
    wanted = {attribute: list(dict.fromkeys(choices)) for attribute, choices in values.items() if choices}
    if not wanted:
        raise CatalogError(_("Choose at least one value."), field="variant")
    if prod(map(len, wanted.values())) > MOST:
        raise CatalogError(str(_("At most %(count)d SKUs at once.")) % {"count": MOST}, field="variant")
    with transaction.atomic():
        row = locks.product(product_id)
        pairs = [(attribute, choice) for attribute, choices in wanted.items() for choice in choices]
        known = {choice.pk: choice for choice in _offered(row.category_id, pairs)}
        groups = sorted(
            ([known[choice] for choice in choices] for choices in wanted.values()),
            key=lambda group: (group[0].attribute.position, group[0].attribute_id),
        )
        there = [
            {c.attribute_id: c.choice_id for c in sku.choices.all()}
            for sku in Sku.objects.filter(product=row.pk).prefetch_related("choices")
        ]
        missing = [
            combined
            for combined in combinations(*groups)
            if {choice.attribute_id: choice.pk for choice in combined} not in there
        ]
        for place, combined in enumerate(missing, start=len(there)):
            _make(row.pk, row.code, combined, price, place, now)
    return len(missing)


def _make(
    product_id: int, code: str, combined: Sequence[AttributeChoice], price: Decimal, place: int, now: datetime
) -> None:
    named = "-".join([code, *(choice.code for choice in combined)]).upper()[:60]
    made = create_sku(
        product_id=product_id, fields=SkuFields(named, price, _said(combined), position=place), now=now
    )
    SkuChoice.objects.bulk_create(
        SkuChoice(sku_id=made.id, attribute=choice.attribute, choice=choice) for choice in combined
    )


def set_variant(*, sku_id: int, version: int, choices: Mapping[int, int]) -> Edited:
    """`choices`: attribute -> value; replaces all of them. The SKU's option is then said by its values, in both
    languages; without any it stays as it is written.

    Raises NotThere, Stale, CatalogError (`field` is `variant`).
    """
    with transaction.atomic():
        row = locks.sku(sku_id, version)
        chosen = _checked(row, choices)
        _alone(row, choices)
        SkuChoice.objects.filter(sku=row.pk).delete()
        SkuChoice.objects.bulk_create(
            SkuChoice(sku=row, attribute=choice.attribute, choice=choice) for choice in chosen
        )
        said = columns("option", _said(chosen)) if chosen else {}
        Sku.objects.filter(pk=row.pk).update(version=row.version + 1, **said)
        tell_changed(row.product_id)
    return Edited(row.pk, row.version + 1)


def keep_variant(*, sku_id: int, choices: Mapping[int, int]) -> None:
    """`set_variant` for seeds and imports: whoever has these values already is left as it is. Raises as that does."""
    with transaction.atomic():
        row = locks.sku(sku_id)
        if {c.attribute_id: c.choice_id for c in row.choices.all()} != dict(choices):
            set_variant(sku_id=sku_id, version=row.version, choices=choices)


def line_of(category_id: int) -> list[int]:
    """The category and those above it: an attribute of any of them may tell its SKUs apart."""
    parents = dict(Category.objects.values_list("pk", "parent_id"))
    found: list[int] = []
    at: int | None = category_id
    while at is not None and at not in found:
        found.append(at)
        at = parents.get(at)
    return found


def _checked(row: Sku, choices: Mapping[int, int]) -> list[AttributeChoice]:
    """The values in the order of their attributes. Raises CatalogError for one that is not offered here."""
    rows = _offered(row.product.category_id, list(choices.items()))
    return sorted(rows, key=lambda choice: (choice.attribute.position, choice.attribute_id))


def _offered(category_id: int, pairs: Sequence[tuple[int, int]]) -> list[AttributeChoice]:
    """The values of (attribute, value) that the category knows. Raises CatalogError for any other."""
    rows = AttributeChoice.objects.filter(pk__in=[choice for _attribute, choice in pairs])
    known = {choice.pk: choice for choice in rows.select_related("attribute")}
    allowed = {None, *line_of(category_id)}
    for attribute_id, choice_id in pairs:
        choice = known.get(choice_id)
        if (
            choice is None
            or choice.attribute_id != attribute_id
            or choice.attribute.category_id not in allowed
        ):
            raise CatalogError(_("Choose one of the offered values."), field="variant")
    return list(known.values())


def _alone(row: Sku, choices: Mapping[int, int]) -> None:
    """Two SKUs of a product that nothing tells apart cannot be chosen between. Raises CatalogError."""
    if not choices:
        return
    for sister in Sku.objects.filter(product=row.product_id).exclude(pk=row.pk).prefetch_related("choices"):
        if {c.attribute_id: c.choice_id for c in sister.choices.all()} == dict(choices):
            says = _("%(code)s has the same values already.")
            raise CatalogError(str(says) % {"code": sister.code}, field="variant")


def _said(chosen: Iterable[AttributeChoice]) -> dict[str, str]:
    texts = [words(choice, "value") for choice in chosen]
    return {code: " / ".join(text[code] for text in texts)[:80] for code in ("zh-hans", "en")}
