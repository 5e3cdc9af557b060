"""Reads every statement that a test makes the product send, and wants the mall in it (wall one, from outside).

Each table of a mall must stand under `mall_id = <bound value>` or be joined by `mall_id` to one that does; a row
is inserted with its `mall_id`. The statements of the tests themselves are not judged: some break the rule on
purpose. Parsed once per text. `tests/conftest.py` says which parts of the tests
it reads.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import sqlglot
from django.db import connections
from django.db.backends.signals import connection_created
from sqlglot import exp

from tenancy.tables import mall_models

_TESTS = str(Path(__file__).parent)
_LIBRARIES = ("site-packages", "/lib/python", "/tenancy/postgresql/")
_PARTS = (exp.Query, exp.Insert, exp.Update, exp.Delete)
# The relay's role may see of every mall that something is due, and nothing else: then it opens that mall.
_LISTING = "SELECT DISTINCT mall_id FROM journal_delivery WHERE"
_WATCHED = ("default", "relay")
_NAMED = re.compile(r"%\((\w+)\)s")
_LISTS = re.compile(r"\bIN \((?:\s*%s\s*,)+\s*%s\s*\)")
_ROWS = re.compile(r"(VALUES\s*\([^()]*\))(?:\s*,\s*\([^()]*\))+")


class StatementWithoutMall(AssertionError):
    """A statement of the product reaches a mall's table without its mall."""


def watch() -> None:
    """Judge what the app and the relay send from now on, on every connection of this process."""
    connection_created.connect(_watch_new, dispatch_uid="tests.sql_checker")
    for alias in _WATCHED:
        _attach(connections[alias])


def unwatch() -> None:
    connection_created.disconnect(dispatch_uid="tests.sql_checker")
    for alias in _WATCHED:
        connection = connections[alias]
        connection.execute_wrappers[:] = [w for w in connection.execute_wrappers if w is not wrapper]


def _watch_new(connection: Any, **kwargs: Any) -> None:
    if connection.alias in _WATCHED:
        _attach(connection)


def _attach(connection: Any) -> None:
    if wrapper not in connection.execute_wrappers:
        connection.execute_wrappers.append(wrapper)


def wrapper(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    text = sql if isinstance(sql, str) else sql.as_string(context["cursor"].cursor)
    if context["connection"].alias == "relay" and text.startswith(_LISTING):
        return execute(sql, params, many, context)
    wrong = faults(text)
    if wrong and not _sent_by_a_test():
        raise StatementWithoutMall(f"{'; '.join(wrong)}:\n{text}")
    return execute(sql, params, many, context)


def _sent_by_a_test() -> bool:
    """Whether the nearest caller that is neither Django nor a library nor the backend is a file of the tests."""
    frame = sys._getframe(1)
    while frame is not None:
        name = frame.f_code.co_filename
        if name != __file__ and not any(part in name for part in _LIBRARIES):
            return name.startswith(_TESTS)
        frame = frame.f_back  # type: ignore[assignment]
    return False


@cache
def mall_tables() -> frozenset[str]:
    return frozenset(model._meta.db_table for model in mall_models())


@cache
def _mentions() -> re.Pattern[str]:
    return re.compile(rf"\b({'|'.join(sorted(mall_tables()))})\b")


def faults(sql: str) -> tuple[str, ...]:
    """What is wrong with a statement, in words."""
    if not _mentions().search(sql):
        return ()
    return _judged(_ROWS.sub(r"\1", _LISTS.sub("IN (%s)", _NAMED.sub("%s", sql))))


@lru_cache(maxsize=20_000)
def _judged(sql: str) -> tuple[str, ...]:
    text = sql.replace("%s", "$1").replace("%%", "%")
    try:
        statements = sqlglot.parse(text, dialect="postgres")
    except sqlglot.errors.ParseError as error:
        return (f"cannot be read: {str(error).splitlines()[0]}",)
    return tuple(
        fault for one in statements if one is not None for fault in _of(one, frozenset(), frozenset())
    )


def _of(node: exp.Expression, bound: frozenset[str], hidden: frozenset[str]) -> Iterator[str]:
    """Faults of a statement or subquery. `bound`: aliases outside that have their mall; `hidden`: CTE names."""
    if isinstance(node, exp.Command | exp.Create | exp.Drop | exp.Set | exp.Transaction):
        return
    hidden = hidden | {cte.alias for cte in node.find_all(exp.CTE) if cte.find_ancestor(exp.With)}
    if isinstance(node, exp.Insert):
        yield from _inserted(node)
    tables, joins = dict(_tables(node)), list(_conditions(node))
    own = {alias for alias, name in tables.items() if name in mall_tables() and name not in hidden}
    known = _with_their_mall(own | set(tables), joins, bound, single=len(tables) == 1)
    yield from (f"{tables[alias]} stands without its mall" for alias in sorted(own - known))
    for inner in _inner(node):
        yield from _of(inner, bound | known, hidden)


def _inserted(node: exp.Insert) -> Iterator[str]:
    target = node.this
    table = target.this if isinstance(target, exp.Schema) else target
    columns = {column.name for column in target.expressions} if isinstance(target, exp.Schema) else set()
    if table.name in mall_tables() and "mall_id" not in columns:
        yield f"{table.name} gets a row without its mall"


def _tables(node: exp.Expression) -> Iterator[tuple[str, str]]:
    """(alias, table) of what the statement itself names, subqueries apart. An insert's target is judged apart."""
    for table in _own(node, exp.Table):
        if not (isinstance(node, exp.Insert) and _is_target(node, table)):
            yield table.alias or table.name, table.name


def _is_target(node: exp.Insert, table: exp.Expression) -> bool:
    return table is node.this or table.parent is node.this


def _own(node: exp.Expression, *kinds: type[exp.Expression]) -> Iterator[Any]:
    """Expressions of these kinds below `node`, not those inside of another query."""
    for child in node.iter_expressions():
        if isinstance(child, _PARTS) and not isinstance(child, exp.Table):
            continue
        if isinstance(child, kinds):
            yield child
        yield from _own(child, *kinds)


def _inner(node: exp.Expression) -> Iterator[exp.Expression]:
    """The queries directly inside."""
    for child in node.iter_expressions():
        if isinstance(child, _PARTS) and not isinstance(child, exp.Table):
            yield child
        else:
            yield from _inner(child)


def _conditions(node: exp.Expression) -> Iterator[exp.Expression]:
    """What must hold for every row: the terms of WHERE and of each join, split at AND."""
    where = node.args.get("where")
    roots = [where.this] if where is not None else []
    for join in _own(node, exp.Join):
        if join.args.get("on") is not None:
            roots.append(join.args["on"])
    for root in roots:
        yield from _terms(root)


def _terms(node: exp.Expression) -> Iterator[exp.Expression]:
    if isinstance(node, exp.Paren):
        yield from _terms(node.this)
    elif isinstance(node, exp.And):
        yield from _terms(node.left)
        yield from _terms(node.right)
    else:
        yield node


def _with_their_mall(
    aliases: set[str], terms: Iterable[exp.Expression], bound: frozenset[str], *, single: bool
) -> set[str]:
    """Aliases under a bound mall, or joined by mall_id to one of them."""
    only = next(iter(aliases)) if single else ""
    pairs = [pair for term in terms for pair in _equalities(term)]
    known = set(bound)
    sides = [({_mall_of(one, only), _mall_of(other, only)}, one, other) for one, other in pairs]
    for names, one, other in sides:
        if None in names and (_is_bound(one) or _is_bound(other)):
            known |= {name for name in names if name}
    for _ in range(len(sides)):
        for names, _one, _other in sides:
            if None not in names and names & known:
                known |= names
    return known


def _equalities(term: exp.Expression) -> Iterator[tuple[exp.Expression, exp.Expression]]:
    if isinstance(term, exp.EQ):
        left, right = term.left.unnest(), term.right.unnest()
        if isinstance(left, exp.Tuple) and isinstance(right, exp.Tuple):
            yield from zip(left.expressions, right.expressions, strict=False)
        else:
            yield left, right


def _mall_of(node: exp.Expression, only: str) -> str | None:
    """The alias whose mall_id this is; None for anything else."""
    if isinstance(node, exp.Column) and node.name == "mall_id":
        return node.table or only or None
    return None


def _is_bound(node: exp.Expression) -> bool:
    return isinstance(node, exp.Parameter | exp.Placeholder)
