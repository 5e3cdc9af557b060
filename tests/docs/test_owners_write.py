"""Rows are written by the app that owns them: others call its verbs (docs/decisions/whose-rows.md)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.docs.checkout import ROOT, named, python_files

WRITES = {
    "create", "acreate", "update", "aupdate", "delete", "adelete", "bulk_create", "bulk_update", "update_or_create",
    "get_or_create",
}  # fmt: skip
ALLOWED = {
    "platform/demo/declaring.py": "the bench's packages stand where a paid order would, without an hour of paying",
    "catalog/search/bench.py": "fills a hundred thousand rows to be searched, and takes them back",
    "platform/seller/importing/bench.py": "makes a mall to import into",
    "platform/storefront/shelving.py": "fills a thousand pages to be measured",
    "platform/demo/bench/shop.py": "makes shoppers and goods that are bought to be measured",
    "platform/demo/bench/orders.py": "fills a cart in one statement, so that only the order is measured",
    "platform/operations/services/opening.py": "opening a mall is this door's own verb",
    "platform/seller/importing/tasks.py": "a job's rows belong to the door that imports; partners only keeps them",
}
_TOPS = {path.parent.name for path in (ROOT / "platform").glob("*/__init__.py")} | {
    "analytics", "catalog", "customs", "marketing", "orders", "tax",
}  # fmt: skip


def app_of(path: Path) -> str:
    parts = path.relative_to(ROOT).parts
    return parts[1] if parts[0] == "platform" else parts[0]


def writes_to_others(tree: ast.AST, app: str) -> Iterator[str]:
    """`Model.objects…create(…)` and the like, for models of another app."""
    foreign = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and ".models" in f".{node.module}."
        for alias in node.names
        if (top := node.module.split(".")[0]) in _TOPS and top != app
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
            root: ast.expr = node.func
            while isinstance(root, ast.Attribute | ast.Call):
                root = root.value if isinstance(root, ast.Attribute) else root.func
            if isinstance(root, ast.Name) and root.id in foreign:
                yield f"{root.id}.{node.func.attr} in line {node.lineno}"


def test_nobody_writes_another_apps_rows():
    found = {}
    for path in python_files():
        if app_of(path) in _TOPS and (
            rows := list(writes_to_others(ast.parse(path.read_text()), app_of(path)))
        ):
            found[named(path)] = rows
    assert set(found) <= set(ALLOWED), {name: rows for name, rows in found.items() if name not in ALLOWED}
    assert set(found) == set(ALLOWED), "an exception that nobody needs any more"


def test_a_write_is_seen():
    text = "from orders.models import Order\nOrder.objects.filter(pk=1).update(state='paid')\n"
    assert list(writes_to_others(ast.parse(text), "seller")) == ["Order.update in line 2"]
    assert list(writes_to_others(ast.parse(text), "orders")) == []
