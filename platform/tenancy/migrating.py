"""How a migration that only makes tables runs: its models are added to Django's picture of the models all at once.

Django itself draws anew, after each operation, every model that is related to the changed one; by their foreign key to
the mall these are nearly all models. For the tables of every app that was half a minute of processor.
"""

from __future__ import annotations

from typing import Any

from django.db.migrations import CreateModel, Migration, RunSQL

from tenancy.schema import SecureMallTables, SecureMixedTable

_ADDS = (CreateModel, RunSQL, SecureMallTables, SecureMixedTable)


class TablesAtOnce(Migration):
    """New tables, their walls and plain statements: each operation sees the state that the last one leaves.

    Raises TypeError where another operation stands in it.
    """

    def __init__(self, name: str, app_label: str) -> None:
        super().__init__(name, app_label)
        for operation in self.operations:
            if not isinstance(operation, _ADDS):
                raise TypeError(f"{self} is for new tables: {operation.describe()}. Use Django's Migration.")

    def apply(self, project_state: Any, schema_editor: Any, collect_sql: bool = False) -> Any:
        if collect_sql:  # sqlmigrate shows each operation under its heading
            return super().apply(project_state, schema_editor, collect_sql)
        before = set(project_state.models)
        picture = project_state.__dict__.pop("apps", None)  # without one, models are entered and not drawn
        for operation in self.operations:
            operation.state_forwards(self.app_label, project_state)
        if picture is not None:
            new = [model for key, model in project_state.models.items() if key not in before]
            picture.render_multiple(new)
            project_state.apps = picture
        for operation in self.operations:
            operation.database_forwards(self.app_label, schema_editor, project_state, project_state)
        return project_state
