"""Walls round the search's tables, its indexes, and the two functions that may use them.

`@@` and `%` are not leakproof, so under row security PostgreSQL would read every document of the mall before it
tries one: the indexes on lexemes and trigrams would lie idle. The functions run as the owner, who has a policy of
its own on these two tables, and name the open mall themselves.
"""

from django.db import migrations
from django.db.migrations.operations.base import Operation

from tenancy.schema import SecureMallTables, app_role

MALL = "NULLIF(current_setting('app.mall', true), '')::bigint"

MATCHES = f"""
CREATE OR REPLACE FUNCTION catalog_matches(q tsquery)
RETURNS TABLE (product_id bigint, rank real, brand_zh varchar, brand_en varchar, origin varchar, mode varchar,
               supplier_id bigint, warehouse_id bigint, category_id bigint, price numeric, sold integer,
               listed_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER ROWS 500 SET search_path = public, pg_temp AS $$
  SELECT d.product_id, ts_rank('{{0.05, 0.2, 0.5, 1.0}}', d.document, q), d.brand_zh, d.brand_en, d.origin, d.mode,
         d.supplier_id, d.warehouse_id, d.category_id, d.price, d.sold, d.listed_at
  FROM catalog_searchdocument d WHERE d.mall_id = {MALL} AND d.document @@ q
$$
"""

SIMILAR = f"""
CREATE OR REPLACE FUNCTION catalog_similar(term text)
RETURNS TABLE (key varchar, word varchar, likeness real, weight integer)
LANGUAGE sql STABLE SECURITY DEFINER ROWS 20 SET search_path = public, pg_temp AS $$
  SELECT t.key, t.word, similarity(t.key, term), t.weight
  FROM catalog_searchterm t WHERE t.mall_id = {MALL} AND t.key % term
$$
"""

INDEXES = {
    "search_document_lexemes": "catalog_searchdocument USING gin (mall_id, document)",
    "search_term_trigrams": "catalog_searchterm USING gin (mall_id, key gin_trgm_ops)",
}
FUNCTIONS = ("catalog_matches(tsquery)", "catalog_similar(text)")
TABLES = ("catalog_searchdocument", "catalog_searchterm")


class OwnersSearch(Operation):
    """Indexes, the owner's policy on both tables, and who may call the functions."""

    reversible = True

    def state_forwards(self, app_label, state):
        """The ORM's picture of the tables does not change."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for name, target in INDEXES.items():
            schema_editor.execute(f"CREATE INDEX {name} ON {target}")
        for table in TABLES:
            schema_editor.execute(f"CREATE POLICY search ON {table} FOR SELECT TO CURRENT_USER USING (true)")
        for function in FUNCTIONS:
            schema_editor.execute(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC")
            schema_editor.execute(f'GRANT EXECUTE ON FUNCTION {function} TO "{app_role()}"')

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        """The tables are dropped by the operations that made them."""


class Migration(migrations.Migration):
    dependencies = [("catalog", "0006_search"), ("tenancy", "0002_walls")]
    operations = [
        SecureMallTables("catalog", ["SearchDocument", "SearchTerm"]),
        migrations.RunSQL(MATCHES, "DROP FUNCTION catalog_matches(tsquery)"),
        migrations.RunSQL(SIMILAR, "DROP FUNCTION catalog_similar(text)"),
        OwnersSearch(),
    ]
