"""The function that opens a mall for a transaction, the roles' grants, and the walls of this app's tables."""

from django.db import migrations

from tenancy.schema import SecureMallTables, app_role, relay_role

# SET LOCAL, not set_config: only the former reaches the other nodes of a distributed database.
SET_MALL = """
CREATE OR REPLACE FUNCTION set_mall(n bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN EXECUTE format('SET LOCAL app.mall = %L', coalesce(n::text, '')); END $$
"""
ROWS, COUNTERS = "SELECT, INSERT, UPDATE, DELETE", "USAGE, SELECT"


def grants():
    """The application reads and writes rows; it never truncates, and changes no table."""
    for role in sorted({app_role(), relay_role()}):
        yield f'GRANT USAGE ON SCHEMA public TO "{role}"'
        yield f'GRANT EXECUTE ON FUNCTION set_mall(bigint) TO "{role}"'
    role = app_role()
    yield f'GRANT {ROWS} ON ALL TABLES IN SCHEMA public TO "{role}"'
    yield f'GRANT {COUNTERS} ON ALL SEQUENCES IN SCHEMA public TO "{role}"'
    yield f'ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {ROWS} ON TABLES TO "{role}"'
    yield f'ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {COUNTERS} ON SEQUENCES TO "{role}"'


class Migration(migrations.Migration):
    dependencies = [
        ('tenancy', '0001_initial'),
    ]
    operations = [
        migrations.RunSQL([SET_MALL, *grants()], migrations.RunSQL.noop),
        SecureMallTables("tenancy", ["MallKey", "MallSecret", "DataKey"]),
    ]
