"""Walls of the entries, and the three functions that see all malls' entries with the owner's rights.

Everybody else sees the entries of one mall. The functions tell a sum, give expired amounts back, and name the keys
where something is due; none of them tells whose an entry is.
"""

from django.db import migrations

from tenancy.schema import SecureMallTables, app_role

USED = """
CREATE OR REPLACE FUNCTION allowance_used(k varchar, y integer, moment timestamptz) RETURNS numeric
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce((SELECT held FROM allowance_allowanceyear WHERE key = k AND year = y), 0)
       - coalesce((SELECT sum(amount) FROM allowance_allowanceentry
                   WHERE key = k AND year = y AND state = 'reserved' AND expires_at <= moment), 0)
$$
"""

SWEEP = """
CREATE OR REPLACE FUNCTION allowance_sweep(k varchar, y integer, moment timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  entry record;
  swept integer := 0;
BEGIN
  FOR entry IN
    SELECT mall_id, id, amount, goods FROM allowance_allowanceentry
    WHERE key = k AND year = y AND state = 'reserved' AND expires_at <= moment
    ORDER BY mall_id, id FOR UPDATE
  LOOP
    UPDATE allowance_allowanceentry SET state = 'expired', closed_at = moment
      WHERE mall_id = entry.mall_id AND id = entry.id;
    UPDATE allowance_allowanceyear SET held = held - entry.amount WHERE key = k AND year = y;
    UPDATE allowance_allowancegoods g SET held = g.held - kg.value::numeric
      FROM jsonb_each_text(entry.goods) kg WHERE g.key = k AND g.year = y AND g.good = kg.key;
    swept := swept + 1;
  END LOOP;
  RETURN swept;
END $$
"""

DUE = """
CREATE OR REPLACE FUNCTION allowance_due(moment timestamptz, most integer)
RETURNS TABLE (k varchar, y integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT key, year::integer FROM allowance_allowanceentry
  WHERE state = 'reserved' AND expires_at <= moment LIMIT most
$$
"""

FUNCTIONS = (
    "allowance_used(varchar, integer, timestamptz)",
    "allowance_sweep(varchar, integer, timestamptz)",
    "allowance_due(timestamptz, integer)",
)
SIGHT = [
    "CREATE POLICY ledger ON allowance_allowanceentry TO CURRENT_USER USING (true) WITH CHECK (true)",
    *(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC" for function in FUNCTIONS),
    *(f'GRANT EXECUTE ON FUNCTION {function} TO "{app_role()}"' for function in FUNCTIONS),
]


class Migration(migrations.Migration):
    dependencies = [
        ('allowance', '0001_initial'),
        ('tenancy', '0002_walls'),
    ]
    operations = [
        SecureMallTables("allowance", ["AllowanceEntry", "AllowanceReturn"], append_only=["AllowanceReturn"]),
        migrations.RunSQL(
            [USED, SWEEP, DUE, *SIGHT],
            ["DROP POLICY ledger ON allowance_allowanceentry", *(f"DROP FUNCTION {name}" for name in FUNCTIONS)],
        ),
    ]
