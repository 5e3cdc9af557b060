"""Wall one: the mall is put into every statement when its SQL is built.

Every query of the ORM passes through a compiler, whatever built it: `exists`, `save`, `bulk_create`,
a foreign key's access, async iteration, a queryset made before the mall was opened. Here each statement
on a mall's table gets `mall_id = n` as a bound value, or is refused where no mall is open.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import Any

from django.db.models import Model
from django.db.models.sql import compiler
from django.db.models.sql.datastructures import Join
from django.db.models.sql.where import AND, WhereNode

from tenancy.errors import CrossMall, NoMall
from tenancy.scope import mall_id_or_none
from tenancy.tables import Ownership, model_of_table, ownership


class MallIs:
    """The condition `alias.mall_id = n` (or, for tables above the malls with a nullable mall, `n or none`)."""

    conditional = True
    contains_aggregate = False
    contains_over_clause = False
    contains_column_references = True

    def __init__(self, alias: str, kind: Ownership) -> None:
        self.alias = alias
        self.kind = kind

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        mall_id = mall_id_or_none()
        column = f'{compiler.quote_name_unless_alias(self.alias)}."mall_id"'
        if self.kind is Ownership.OWN:
            if mall_id is None:
                raise NoMall(f"{self.alias} belongs to a mall, and none is open.")
            return f"{column} = %s", [mall_id]
        if mall_id is None:
            return f"{column} IS NULL", []
        return f"({column} = %s OR {column} IS NULL)", [mall_id]

    def relabeled_clone(self, change_map: dict[str, str]) -> MallIs:
        return MallIs(change_map.get(self.alias, self.alias), self.kind)

    def get_source_expressions(self) -> list[Any]:
        return []

    def get_group_by_cols(self) -> list[Any]:
        return []

    def resolve_expression(self, *args: Any, **kwargs: Any) -> MallIs:
        return self


def condition(query: Any) -> list[MallIs]:
    """One condition for the table a statement starts from; joins carry their own through MallForeignKey."""
    found: list[MallIs] = []
    for alias, source in query.alias_map.items():
        if not query.alias_refcount.get(alias):
            continue
        model = model_of_table(source.table_name)
        kind = ownership(model)
        if kind is Ownership.ABOVE:
            continue
        if isinstance(source, Join):
            _refuse_plain_join(source, kind)
        else:
            found.append(MallIs(alias, kind))
    return found


def _refuse_plain_join(join: Join, kind: Ownership) -> None:
    if kind is Ownership.OWN and join.join_field.get_extra_restriction("a", "b") is None:
        raise CrossMall(f"{join.table_name} is joined without its mall: use MallForeignKey.")


def with_mall(where: WhereNode | None, query: Any) -> WhereNode | None:
    walls = condition(query)
    if not walls:
        return where
    return WhereNode([*walls, *([where] if where is not None and where.children else [])], AND)


class _SelectInMall:
    query: Any
    where: Any

    def pre_sql_setup(self, *args: Any, **kwargs: Any) -> Any:
        result = super().pre_sql_setup(*args, **kwargs)  # type: ignore[misc]
        if not self.query.combinator:
            self.where = with_mall(self.where, self.query)
        return result


@contextmanager
def _where_in_mall(query: Any) -> Any:
    original = query.where
    query.where = with_mall(original, query) or original
    try:
        yield
    finally:
        query.where = original


class SQLCompiler(_SelectInMall, compiler.SQLCompiler):
    pass


class SQLAggregateCompiler(compiler.SQLAggregateCompiler):
    """The inner query has a compiler of its own, and with it the mall."""


class SQLUpdateCompiler(compiler.SQLUpdateCompiler):
    def pre_sql_setup(self) -> None:
        super().pre_sql_setup()
        self.query.where = with_mall(self.query.where, self.query) or self.query.where

    def as_sql(self) -> Any:
        original = self.query.where
        try:
            return super().as_sql()
        finally:
            if isinstance(self.query.where, WhereNode) and original in self.query.where.children:
                self.query.where = original


class SQLDeleteCompiler(compiler.SQLDeleteCompiler):
    def _as_sql(self, query: Any) -> Any:
        query.get_initial_alias()
        with _where_in_mall(query):
            return super()._as_sql(query)


class SQLInsertCompiler(compiler.SQLInsertCompiler):
    def as_sql(self, *args: Any, **kwargs: Any) -> Any:
        if ownership(self.query.model) is Ownership.OWN:
            for row in self.query.objs:
                _claim(row)
        return super().as_sql(*args, **kwargs)


def _claim(row: Model) -> None:
    """A new row belongs to the open mall; a row of another one is refused."""
    mall_id = mall_id_or_none()
    if mall_id is None:
        raise NoMall(f"{row._meta.label} belongs to a mall, and none is open.")
    owner = getattr(row, "mall_id", None)
    if owner is None:
        row.mall_id = mall_id  # type: ignore[attr-defined]
    elif owner != mall_id:
        raise CrossMall(f"A {row._meta.label} of mall {owner} cannot be written in mall {mall_id}.")
