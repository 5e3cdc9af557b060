"""Rows kept in memory are of the mall they were read in."""

from __future__ import annotations

from typing import Any

from django.db import models

from tenancy.scope import mall_id_or_none


class MallQuerySet(models.QuerySet):
    """Forgets its rows when another mall is open, or none: then it asks again, and wall one answers.

    Django keeps an evaluated queryset's rows; one that outlives its scope (a form's field, a module's constant,
    prefetched rows) would tell them in the next mall without any statement that a wall could stop.
    """

    _kept: tuple[int | None, Any] = (None, None)

    @property
    def _result_cache(self) -> Any:
        mall_id, rows = self._kept
        return rows if mall_id == mall_id_or_none() else None

    @_result_cache.setter
    def _result_cache(self, rows: Any) -> None:
        self._kept = (mall_id_or_none(), rows)

    def __deepcopy__(self, memo: dict[int, Any]) -> MallQuerySet:
        """Rows are not copied, as Django does it."""
        kept, self._kept = self._kept, (None, None)
        try:
            return super().__deepcopy__(memo)
        finally:
            self._kept = kept


class MallManager(models.Manager.from_queryset(MallQuerySet)):  # type: ignore[misc]
    """The manager of every table of a mall."""
