"""The verb of variants (规格): by which values a SKU differs from its sisters, and what it is therefore called."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from catalog import locks
from catalog.models import AttributeChoice, Category, Sku, SkuChoice
from catalog.services.keep import tell_changed
from catalog.types import CatalogError, Edited
from tenancy.bilingual import columns, words


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
    rows = AttributeChoice.objects.filter(pk__in=choices.values()).select_related("attribute")
    known = {choice.pk: choice for choice in rows}
    allowed = {None, *line_of(row.product.category_id)}
    for attribute_id, choice_id in choices.items():
        choice = known.get(choice_id)
        if (
            choice is None
            or choice.attribute_id != attribute_id
            or choice.attribute.category_id not in allowed
        ):
            raise CatalogError(_("Choose one of the offered values."), field="variant")
    return sorted(known.values(), key=lambda choice: (choice.attribute.position, choice.attribute_id))


def _alone(row: Sku, choices: Mapping[int, int]) -> None:
    """Two SKUs of a product that nothing tells apart cannot be chosen between. Raises CatalogError."""
    if not choices:
        return
    for sister in Sku.objects.filter(product=row.product_id).exclude(pk=row.pk).prefetch_related("choices"):
        if {c.attribute_id: c.choice_id for c in sister.choices.all()} == dict(choices):
            says = _("%(code)s has the same values already.")
            raise CatalogError(str(says) % {"code": sister.code}, field="variant")


def _said(chosen: list[AttributeChoice]) -> dict[str, str]:
    texts = [words(choice, "value") for choice in chosen]
    return {code: " / ".join(text[code] for text in texts)[:80] for code in ("zh-hans", "en")}
