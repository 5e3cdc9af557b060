"""Walls round this app's tables: composite keys and row security."""

from django.db import migrations
from django.db.migrations.operations.base import Operation

from tenancy.schema import SecureMallTables, relay_role


class RelaySeesWhatIsDue(Operation):
    """The relay's role lists malls with something due, and reads nothing else."""

    reversible = True

    def state_forwards(self, app_label, state):
        pass

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        role = relay_role()
        columns = "mall_id, state, next_at, lease_until"
        schema_editor.execute(f'GRANT SELECT ({columns}) ON journal_delivery TO "{role}"')
        schema_editor.execute(f'CREATE POLICY relay ON journal_delivery FOR SELECT TO "{role}" USING (true)')

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        pass


class Migration(migrations.Migration):
    dependencies = [('journal', '0001_initial'), ('tenancy', '0002_walls')]
    operations = [
        SecureMallTables('journal', ['Fact', 'Delivery', 'IdempotencyKey'], append_only=['Fact']),
        RelaySeesWhatIsDue(),
    ]
