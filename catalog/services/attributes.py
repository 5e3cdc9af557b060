"""Verbs of attributes (规格): by what SKUs may differ, and the values one chooses among."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from catalog.models import Attribute, AttributeChoice
from catalog.services.keep import Words
from tenancy.bilingual import columns


@dataclass(frozen=True, slots=True)
class KeptAttribute:
    """`values`: code -> id."""

    id: int
    values: Mapping[str, int]


def keep_attribute(
    *,
    code: str,
    name: Words,
    values: Mapping[str, Words],
    category_id: int | None = None,
    position: int = 0,
) -> KeptAttribute:
    """Make or change an attribute and its `values` (code -> words, in the order of choosing), each by its code.

    `category_id`: for goods of that category and below it; None: for all. A value that is not named stays: a SKU may
    have it.
    """
    own = {"category_id": category_id, "position": position} | columns("name", name)
    kept: dict[str, int] = {}
    with transaction.atomic():
        row = Attribute.objects.update_or_create(code=code, defaults=own)[0]
        for place, (value, words) in enumerate(values.items()):
            kept[value] = AttributeChoice.objects.update_or_create(
                attribute=row, code=value, defaults={"position": place} | columns("value", words)
            )[0].pk
    return KeptAttribute(row.pk, kept)
