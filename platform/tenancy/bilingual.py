"""What merchants write, in both languages: the one reader and the one writer of the columns `…_zh_hans` and `…_en`.

Those columns are made by the translation registry and no model declares them, so they are reached by name here and
nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model

Words = dict[str, str]
"""A text by language code: `zh-hans` and `en`."""
Pairs = dict[str, list[list[str]]]
"""Rows of [name, value] by language code."""
COLUMNS = {"zh-hans": "zh_hans", "en": "en"}


def own_words(row: Model, field: str) -> Words:
    """What each language really says; empty where it says nothing."""
    return {language: getattr(row, f"{field}_{ending}") or "" for language, ending in COLUMNS.items()}


def own_pairs(row: Model, field: str) -> Pairs:
    """Rows of names and values that each language really has."""
    return {language: getattr(row, f"{field}_{ending}") or [] for language, ending in COLUMNS.items()}


def words(row: Model, field: str) -> Words:
    """As a reader sees it: each language falls back to the other where it says nothing."""
    return both(own_words(row, field))


def both(said: Words) -> Words:
    """Each language, or the other where it says nothing."""
    return {"zh-hans": said["zh-hans"] or said["en"], "en": said["en"] or said["zh-hans"]}


def pairs(row: Model, field: str) -> Pairs:
    """As a reader sees them: each language falls back to the other where it has none."""
    had = own_pairs(row, field)
    return {"zh-hans": had["zh-hans"] or had["en"], "en": had["en"] or had["zh-hans"]}


def columns(field: str, texts: Mapping[str, Any], *, empty: Any = "") -> dict[str, Any]:
    """Values for the columns of a field; a language that `texts` leaves out becomes `empty`."""
    return {f"{field}_{ending}": texts.get(language, empty) for language, ending in COLUMNS.items()}


def gathered(data: Mapping[str, Any], fields: Iterable[str]) -> dict[str, dict[str, Any]]:
    """From the columns of a form (`title_zh_hans`) to texts by language, for each of `fields`."""
    return {
        name: {language: data[f"{name}_{ending}"] for language, ending in COLUMNS.items()} for name in fields
    }
