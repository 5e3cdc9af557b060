"""What an operator changed at the desk is told to whoever registered: this floor knows no journal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest

Tell = Callable[[Model, Any, str], None]
"""(row, its id, `added`, `changed` or `deleted`), in the transaction of the change."""

_tells: list[Tell] = []


def when_saved(tell: Tell) -> None:
    if tell not in _tells:
        _tells.append(tell)


def _told(row: Model, pk: Any, what: str) -> None:
    for tell in _tells:
        tell(row, pk, what)


class TellsChanges:
    """For Django's ModelAdmin. Its views save inside a transaction; deleting a selection gets one here."""

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        _told(obj, obj.pk, "added")
        return super().log_addition(request, obj, message)  # type: ignore[misc]

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        _told(obj, obj.pk, "changed")
        return super().log_change(request, obj, message)  # type: ignore[misc]

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        pk = obj.pk
        with transaction.atomic():
            super().delete_model(request, obj)  # type: ignore[misc]
            _told(obj, pk, "deleted")

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        with transaction.atomic():
            rows = [(row, row.pk) for row in queryset]
            super().delete_queryset(request, queryset)  # type: ignore[misc]
            for row, pk in rows:
                _told(row, pk, "deleted")
