"""The one foreign key between tables of a mall."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.fields.related import ForeignKey


class _SameMall:
    """`a.mall_id = b.mall_id`, added to the ON of every join over a MallForeignKey."""

    def __init__(self, left: str, right: str) -> None:
        self.left, self.right = left, right

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        quote = compiler.quote_name_unless_alias
        return f'{quote(self.left)}."mall_id" = {quote(self.right)}."mall_id"', []

    def relabeled_clone(self, change_map: dict[str, str]) -> _SameMall:
        return _SameMall(change_map.get(self.left, self.left), change_map.get(self.right, self.right))


class MallForeignKey(ForeignKey):
    """A foreign key inside a mall: composite `(mall_id, x_id)` in the database (tenancy.schema makes it).

    Deleting a referenced row is refused by the database (NO ACTION); nothing is set to null or cascaded.
    """

    def __init__(self, to: Any, on_delete: Any = models.DO_NOTHING, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        kwargs.setdefault("db_index", False)
        super().__init__(to, on_delete, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("db_constraint", None)
        return name, path, args, kwargs

    def get_extra_restriction(self, alias: str, related_alias: str) -> Any:
        from tenancy.tables import Ownership, ownership

        if ownership(self.related_model) is Ownership.OWN and ownership(self.model) is Ownership.OWN:
            return _SameMall(alias, related_alias)
        return None
