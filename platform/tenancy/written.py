"""Rows of the open mall by a written condition, for the hot paths: building the same query anew costs several times
what asking it does. The mall stands in front of every condition, so that nothing can be asked without it (wall one).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

from django.db import connection

from tenancy.models import MallModel
from tenancy.scope import current_mall_id

Row = TypeVar("Row", bound=MallModel)


def rows(model: type[Row], condition: str, **values: Any) -> list[Row]:
    """`condition` is SQL of our own, never a person's: it follows `WHERE mall_id = … AND`, may end in ORDER BY or FOR,
    and takes its values by name. Raises NoMall."""
    names, converters, select = _columns(model)
    with connection.cursor() as cursor:
        cursor.execute(select + condition, values | {"mall": current_mall_id()})
        found = [list(row) for row in cursor.fetchall()]
    for row in found:
        for place, convert in converters:
            row[place] = convert(row[place], None, connection)
    return [model.from_db(connection.alias, names, row) for row in found]


def row(model: type[Row], condition: str, **values: Any) -> Row | None:
    """The first of them."""
    return next(iter(rows(model, condition, **values)), None)


@cache
def _columns(model: type[MallModel]) -> tuple[list[str], list[tuple[int, Callable[..., Any]]], str]:
    """Names of the attributes; by its place what a value is read by (JSON); the statement up to its condition."""
    fields = model._meta.concrete_fields
    converters = [
        (place, convert)
        for place, field in enumerate(fields)
        for convert in field.get_db_converters(connection)
    ]
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    return (
        [f.attname for f in fields],
        converters,
        f"SELECT {columns} FROM {table} WHERE mall_id = %(mall)s AND ",
    )
