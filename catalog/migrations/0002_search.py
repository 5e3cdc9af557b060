"""The search's tables behind their walls, its indexes, and the two functions that may use them.

`@@` and `%` are not leakproof, so under row security PostgreSQL would read every document of the mall before it
tries one: the indexes on lexemes and trigrams would lie idle. The functions run as the owner, who has a policy of
its own on these two tables, and name the open mall themselves.
"""

import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

import tenancy.fields
from tenancy.migrating import TablesAtOnce
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
OWNER = [
    *(f"CREATE INDEX {name} ON {target}" for name, target in INDEXES.items()),
    *(f"CREATE POLICY search ON {table} FOR SELECT TO CURRENT_USER USING (true)" for table in TABLES),
    *(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC" for function in FUNCTIONS),
    *(f'GRANT EXECUTE ON FUNCTION {function} TO "{app_role()}"' for function in FUNCTIONS),
]


class Migration(TablesAtOnce):
    dependencies = [
        ('catalog', '0001_initial'),
        ('inventory', '0001_initial'),
        ('partners', '0001_initial'),
        ('tenancy', '0002_walls'),
    ]
    operations = [
        migrations.CreateModel(
            name='SearchDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('document', django.contrib.postgres.search.SearchVectorField(default='')),
                ('brand_zh', models.CharField(blank=True, max_length=80)),
                ('brand_en', models.CharField(blank=True, max_length=80)),
                ('origin', models.CharField(max_length=2)),
                ('mode', models.CharField(max_length=20)),
                ('price', models.DecimalField(decimal_places=2, default=0, max_digits=12)),
                ('sold', models.PositiveIntegerField(default=0)),
                ('listed_at', models.DateTimeField(null=True)),
                ('category', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='catalog.category')),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
                ('product', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='documents', to='catalog.product')),
                ('supplier', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partners.supplier')),
                ('warehouse', tenancy.fields.MallForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='inventory.warehouse')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('mall', 'product'), name='one_search_document')],
            },
        ),
        migrations.CreateModel(
            name='SearchTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(db_collation='C', max_length=80)),
                ('kind', models.CharField(choices=[('brand', 'Brand'), ('category', 'Category'), ('word', 'Word')], max_length=10)),
                ('word', models.CharField(max_length=80)),
                ('english', models.CharField(blank=True, max_length=80)),
                ('weight', models.PositiveIntegerField(default=1)),
                ('mall', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenancy.mall')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('mall', 'key', 'kind', 'word'), name='one_search_term')],
            },
        ),
        SecureMallTables('catalog', ['SearchDocument', 'SearchTerm']),
        migrations.RunSQL([MATCHES, SIMILAR, *OWNER], [f"DROP FUNCTION {name}" for name in FUNCTIONS]),
    ]
