"""Whose is a table: a mall's own, or above the malls (docs/decisions/tables-above-the-malls.md)."""

from __future__ import annotations

from enum import Enum
from functools import cache

from django.apps import apps
from django.db.models import Model


class Ownership(Enum):
    OWN = "own"
    """Every row has a mall."""
    OWN_OR_ABOVE = "own or above"
    """A row has a mall or none: users and sessions."""
    ABOVE = "above"


@cache
def model_of_table(table: str) -> type[Model] | None:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.db_table == table:
            return model
    return None


def ownership(model: type[Model] | None) -> Ownership:
    return getattr(model, "mall_ownership", Ownership.ABOVE)


def mall_models() -> list[type[Model]]:
    """Every model whose rows belong to a mall."""
    return [m for m in apps.get_models(include_auto_created=True) if ownership(m) is Ownership.OWN]
