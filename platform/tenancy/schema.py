"""Walls two and three, made in migrations: composite keys, row security, grants.

A migration that creates tables of a mall ends with `SecureMallTables("app", ["Model", …])`. Statements are
single ones, so that the same migration runs on a distributed database (docs/decisions/sharding.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.db.migrations.operations.base import Operation

from tenancy.fields import MallForeignKey

_MALL = "NULLIF(current_setting('app.mall', true), '')::bigint"


def app_role() -> str:
    return settings.DATABASES["default"]["USER"]


def relay_role() -> str:
    return settings.DATABASES["relay"]["USER"]


class SecureMallTables(Operation):
    """Primary key (mall_id, id), composite foreign keys with their index, ENABLE and FORCE row security.

    `append_only` tables keep neither UPDATE nor DELETE for the application.
    """

    reversible = True

    def __init__(self, app_label: str, models: Sequence[str], append_only: Sequence[str] = ()) -> None:
        self.app_label, self.models, self.append_only = app_label, list(models), list(append_only)

    def deconstruct(self) -> Any:
        return type(self).__name__, [self.app_label, self.models], {"append_only": self.append_only}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The ORM's picture of the tables does not change."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        models = [to_state.apps.get_model(self.app_label, name) for name in self.models]
        for model in models:
            for statement in primary_key(model._meta.db_table):
                schema_editor.execute(statement)
        for model in models:
            for statement in foreign_keys(model):
                schema_editor.execute(statement)
            for statement in row_security(model._meta.db_table):
                schema_editor.execute(statement)
        for name in self.append_only:
            schema_editor.execute(append_only(to_state.apps.get_model(self.app_label, name)._meta.db_table))

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """The tables are dropped by the operations that made them."""

    def describe(self) -> str:
        return f"Walls round {', '.join(self.models)}"


class AddMallKeys(SecureMallTables):
    """Composite keys for MallForeignKey columns that a later migration adds: `(model, field)` pairs."""

    def __init__(self, app_label: str, fields: Sequence[tuple[str, str]]) -> None:
        super().__init__(app_label, [model for model, _ in fields])
        self.fields = list(fields)

    def deconstruct(self) -> Any:
        return type(self).__name__, [self.app_label, self.fields], {}

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for model_name, field_name in self.fields:
            model = to_state.apps.get_model(self.app_label, model_name)
            for statement in composite_key(model, model._meta.get_field(field_name)):
                schema_editor.execute(statement)


class SecureMixedTable(Operation):
    """Row security for a table above the malls whose rows may have a mall: users, sessions."""

    reversible = True

    def __init__(self, app_label: str, model: str) -> None:
        self.app_label, self.model = app_label, model

    def deconstruct(self) -> Any:
        return type(self).__name__, [self.app_label, self.model], {}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The ORM's picture of the table does not change."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        table = to_state.apps.get_model(self.app_label, self.model)._meta.db_table
        for statement in row_security(table, f"mall_id IS NULL OR mall_id = {_MALL}"):
            schema_editor.execute(statement)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """The table is dropped by the operation that made it."""


def append_only(table: str) -> str:
    return f'REVOKE UPDATE, DELETE ON "{table}" FROM "{app_role()}"'


def primary_key(table: str) -> Iterator[str]:
    yield f'ALTER TABLE "{table}" DROP CONSTRAINT "{table}_pkey"'
    yield f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_pkey" PRIMARY KEY (mall_id, id)'


def foreign_keys(model: Any) -> Iterator[str]:
    for field in model._meta.local_fields:
        if isinstance(field, MallForeignKey):
            yield from composite_key(model, field)


def composite_key(model: Any, field: Any) -> Iterator[str]:
    table, column = model._meta.db_table, field.column
    target = field.remote_field.model._meta.db_table
    name = f"{table}_{column}"[:54]
    yield (
        f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}_mall_fk" FOREIGN KEY (mall_id, "{column}") '
        f'REFERENCES "{target}" (mall_id, id) DEFERRABLE INITIALLY DEFERRED'
    )
    yield f'CREATE INDEX "{name}_mall_ix" ON "{table}" (mall_id, "{column}")'


def row_security(table: str, rule: str = f"mall_id = {_MALL}") -> Iterator[str]:
    yield f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY'
    yield f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY'
    yield f'CREATE POLICY mall ON "{table}" USING ({rule})'
