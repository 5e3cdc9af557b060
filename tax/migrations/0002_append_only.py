"""Rows of the rate tables are added, never changed or removed by the application."""

from django.db import migrations
from django.db.migrations.operations.base import Operation

from tenancy.schema import app_role


class AppendOnly(Operation):
    """Take UPDATE and DELETE of these tables from the application's role."""

    reversible = True

    def __init__(self, tables):
        self.tables = list(tables)

    def state_forwards(self, app_label, state):
        """The ORM's picture of the tables does not change."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for table in self.tables:
            schema_editor.execute(f'REVOKE UPDATE, DELETE ON "{table}" FROM "{app_role()}"')

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        """The tables are dropped by the operations that made them."""


class Migration(migrations.Migration):
    dependencies = [("tax", "0001_initial"), ("tenancy", "0002_walls")]
    operations = [
        AppendOnly(["tax_hsrate", "tax_postalrate", "tax_positivelistentry"]),
    ]
