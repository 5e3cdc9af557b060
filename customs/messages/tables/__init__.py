"""The field tables: one module a family; `TABLES` has every kind we know, `table(kind)` one of them."""

from customs.messages.tables import cancel, delivery, export, inventory, logistics, order, payment, tax
from customs.messages.types import Table

TABLES: dict[str, Table] = {
    table.kind: table
    for family in (order, payment, logistics, inventory, cancel, delivery, tax, export)
    for table in family.TABLES
}
BY_ROOT: dict[str, Table] = {table.message: table for table in TABLES.values()}


def table(kind: str) -> Table:
    """The table of a kind, "311"; KeyError when there is none."""
    return TABLES[kind]
