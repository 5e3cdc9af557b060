"""Raw SQL goes past the compiler, so each string that touches a mall's table names the mall itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tenancy.tables import mall_models
from tests.docs.checkout import ROOT, named, python_files

_TOUCHES = re.compile(r'\b(?:FROM|JOIN|UPDATE|INTO|USING)\s+"?([a-z]+_[a-z]+)"?')
_NAMES_IT = re.compile(r"\bmall_id\s*=\s*(%|\w+\.mall_id)|\(\s*mall_id\s*,")
# Under the relay's role, whose only sight is which malls have something due.
_ABOVE = {"platform/journal/tasks.py"}


def strings(source: str) -> Iterator[str]:
    """Each string of a module; an f-string with its gaps left open."""
    inside: set[int] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.JoinedStr):
            inside |= {id(part) for part in node.values}
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
            yield node.value


def tables_without_mall(source: str) -> set[str]:
    walled = {model._meta.db_table for model in mall_models()}
    return {
        table
        for text in strings(source)
        for table in _TOUCHES.findall(text)
        if table in walled and not _NAMES_IT.search(text)
    }


def test_raw_sql_names_the_mall():
    ours = [
        path for path in python_files() if ROOT / "tests" not in path.parents and named(path) not in _ABOVE
    ]
    found = {named(path): tables for path in ours if (tables := tables_without_mall(path.read_text("utf-8")))}
    assert found == {}


@pytest.mark.parametrize(
    "source",
    [
        'sql = "SELECT id FROM orders_order WHERE state = %s"',
        'sql = f"UPDATE inventory_stock SET on_hand = {n} WHERE id = %s"',
        'sql = "INSERT INTO orders_cart (shopper_id) VALUES (%s)"',
    ],
)
def test_raw_sql_without_the_mall_is_found(source):
    assert len(tables_without_mall(source)) == 1


def test_raw_sql_with_the_mall_and_plain_english_are_not():
    assert tables_without_mall('sql = "SELECT id FROM orders_order WHERE mall_id = %s"') == set()
    assert tables_without_mall('says = "taken FROM orders, INTO the cart"') == set()
