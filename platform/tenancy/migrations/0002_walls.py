"""The function that opens a mall for a transaction, the roles' grants, and the walls of this app's tables."""

from django.db import migrations
from django.db.migrations.operations.base import Operation

from tenancy.schema import SecureMallTables, app_role, relay_role

# SET LOCAL, not set_config: only the former reaches the other nodes of a distributed database.
SET_MALL = """
CREATE OR REPLACE FUNCTION set_mall(n bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN EXECUTE format('SET LOCAL app.mall = %L', coalesce(n::text, '')); END $$
"""


class Grants(Operation):
    """The application reads and writes rows; it never truncates, and changes no table."""

    reversible = True

    def state_forwards(self, app_label, state):
        pass

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for role in {app_role(), relay_role()}:
            schema_editor.execute(f'GRANT USAGE ON SCHEMA public TO "{role}"')
            schema_editor.execute(f'GRANT EXECUTE ON FUNCTION set_mall(bigint) TO "{role}"')
        role = app_role()
        rows, counters = "SELECT, INSERT, UPDATE, DELETE", "USAGE, SELECT"
        schema_editor.execute(f'GRANT {rows} ON ALL TABLES IN SCHEMA public TO "{role}"')
        schema_editor.execute(f'GRANT {counters} ON ALL SEQUENCES IN SCHEMA public TO "{role}"')
        schema_editor.execute(f'ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {rows} ON TABLES TO "{role}"')
        schema_editor.execute(f'ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {counters} ON SEQUENCES TO "{role}"')

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        pass


class Migration(migrations.Migration):
    dependencies = [("tenancy", "0001_initial")]
    operations = [
        migrations.RunSQL(SET_MALL, migrations.RunSQL.noop),
        Grants(),
        SecureMallTables("tenancy", ["MallKey", "MallSecret", "DataKey"]),
    ]
