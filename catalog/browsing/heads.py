"""The first goods of categories, in the shelf's order, each found by its index: as quick among a hundred thousand goods
as among a thousand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection

from tenancy.scope import current_mall_id

_WHOLE = """SELECT p.id, p.position FROM catalog_product p
    JOIN partners_supplier s ON s.mall_id = p.mall_id AND s.id = p.supplier_id AND s.state = 'active'
    WHERE p.mall_id = %s AND p.state = 'listed' ORDER BY p.position, p.id LIMIT %s"""
_OF_CATEGORY = """SELECT p.id, p.position FROM catalog_product p
    JOIN partners_supplier s ON s.mall_id = p.mall_id AND s.id = p.supplier_id AND s.state = 'active'
    WHERE p.mall_id = %s AND p.category_id = g.category_id AND p.state = 'listed'
    ORDER BY p.position, p.id LIMIT %s"""
_GROUPS = f"""SELECT g.place, x.id, x.position FROM unnest(%s::int[], %s::bigint[]) AS g(place, category_id)
    CROSS JOIN LATERAL ({_OF_CATEGORY}) x"""
_PAGE = f"""SELECT x.id FROM unnest(%s::bigint[]) AS g(category_id)
    CROSS JOIN LATERAL ({_OF_CATEGORY}) x ORDER BY x.position, x.id LIMIT %s OFFSET %s"""

Sql = tuple[str, list[Any]]


def heads(groups: Iterable[tuple[int, ...] | None], each: int) -> list[list[int]]:
    """Ids of the first `each` goods of every group of categories (None: of the mall). One statement."""
    wanted = list(groups)
    found: list[list[tuple[int, int]]] = [[] for _ in wanted]
    sql, values = _statement(wanted, each)
    if not sql:
        return [[] for _ in wanted]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        for place, pk, position in cursor.fetchall():
            found[place].append((position, pk))
    return [[pk for _, pk in sorted(rows)[:each]] for rows in found]


def _statement(wanted: list[tuple[int, ...] | None], each: int) -> Sql:
    mall, parts, values = current_mall_id(), [], list[Any]()
    pairs = [(place, pk) for place, ids in enumerate(wanted) if ids is not None for pk in ids]
    if pairs:
        parts.append(f"({_GROUPS})")
        values += [[place for place, _ in pairs], [pk for _, pk in pairs], mall, each]
    for place, ids in enumerate(wanted):
        if ids is None:
            parts.append(f"(SELECT %s::int, w.id, w.position FROM ({_WHOLE}) w)")
            values += [place, mall, each]
    return " UNION ALL ".join(parts), values


def page_of(category_ids: tuple[int, ...] | None, most: int, skip: int) -> Sql:
    """SQL that gives the ids of a page in the shelf's order, of some categories or of the mall, and its values."""
    mall = current_mall_id()
    if category_ids is None:
        return f"SELECT w.id FROM ({_WHOLE} OFFSET %s) w ORDER BY w.position, w.id", [mall, most, skip]
    return _PAGE, [list(category_ids), mall, most + skip, most, skip]
