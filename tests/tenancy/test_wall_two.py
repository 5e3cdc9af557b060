"""Wall two: composite keys in the database, audited from its own catalogue."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from catalog.models import Product, Sku
from tenancy.fields import MallForeignKey
from tenancy.scope import Actor, in_mall
from tenancy.tables import mall_models
from tests import factories

pytestmark = pytest.mark.django_db


def ask(sql: str, params: list | None = None) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def keys(table: str, kind: str) -> dict[str, tuple[list[str], bool, bool, str]]:
    """Constraints of a table from pg_constraint: name -> (columns, deferrable, deferred, on delete)."""
    rows = ask(
        """SELECT c.conname, array_agg(a.attname ORDER BY k.n), c.condeferrable, c.condeferred, c.confdeltype::text
           FROM pg_constraint c CROSS JOIN unnest(c.conkey) WITH ORDINALITY k(num, n)
           JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.num
           WHERE c.conrelid = %s::regclass AND c.contype = %s GROUP BY c.oid, c.conname""",
        [table, kind],
    )
    return {
        name: (columns, deferrable, deferred, action) for name, columns, deferrable, deferred, action in rows
    }


@pytest.mark.parametrize("model", mall_models(), ids=lambda m: m._meta.label)
def test_every_table_of_a_mall_has_the_walls(model):
    table = model._meta.db_table
    assert [columns for columns, *_ in keys(table, "p").values()] == [["mall_id", "id"]]
    assert all("mall_id" in columns for columns, *_ in keys(table, "u").values())
    composite = {tuple(columns): rest for columns, *rest in keys(table, "f").values()}
    for field in model._meta.local_fields:
        if isinstance(field, MallForeignKey):
            assert composite[("mall_id", field.column)] == [True, True, "a"], field
    ((enabled, forced, policies),) = ask(
        """SELECT relrowsecurity, relforcerowsecurity, (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid
           AND p.polname = 'mall' AND p.polcmd = '*' AND p.polroles = '{0}')
           FROM pg_class c WHERE oid = %s::regclass""",
        [table],
    )
    assert (enabled, forced, policies) == (True, True, 1)
    assert ask(
        "SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal", [table]
    ) == [(0,)]
    indexes = ask(
        "SELECT indexdef FROM pg_indexes WHERE tablename = %s AND indexdef LIKE '%%UNIQUE%%'", [table]
    )
    assert all("mall_id" in definition for (definition,) in indexes)


def test_foreign_keys_stay_inside_the_malls_or_lead_to_a_mall_or_a_user():
    """What else they led to would have to be copied to every machine of a sharded database."""
    own = {model._meta.db_table for model in mall_models()}
    pairs = ask(
        "SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint WHERE contype = 'f' "
        "AND conrelid::regclass::text = ANY(%s)",
        [sorted(own)],
    )
    assert {source for source, _ in pairs} == own
    assert {target for _, target in pairs} - own == {"tenancy_mall", "accounts_user"}


@pytest.mark.django_db(transaction=True)
def test_a_row_cannot_point_into_another_mall_and_a_plain_key_would_let_it(mall, other_mall):
    with in_mall(mall.pk, actor=Actor.staff()):
        theirs = Product.objects.get(pk=factories.sku().product_id)
    with in_mall(other_mall.pk), pytest.raises(IntegrityError, match="sku_product_id_mall_fk"):
        Sku.objects.create(product_id=theirs.pk, code="stray", price=1)
    with in_mall(other_mall.pk):
        assert Sku.objects.count() == 0
    # The control: a foreign key on the id alone does not look at the mall, nor at row security.
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE parent (id bigint PRIMARY KEY, mall_id bigint)")
        cursor.execute("CREATE TEMP TABLE child (mall_id bigint, parent_id bigint REFERENCES parent (id))")
        cursor.execute("INSERT INTO parent VALUES (1, 1)")
        cursor.execute("INSERT INTO child VALUES (2, 1)")
        assert cursor.rowcount == 1
        cursor.execute("DROP TABLE child, parent")


@pytest.mark.django_db(transaction=True)
def test_a_referenced_row_cannot_be_deleted(mall):
    with in_mall(mall.pk, actor=Actor.staff()):
        sku = factories.sku()
        with pytest.raises(IntegrityError), transaction.atomic():
            Product.objects.filter(pk=sku.product_id)._raw_delete("default")
        assert Product.objects.count() == 1


def test_the_same_code_lives_in_two_malls(mall, other_mall):
    for one in (mall, other_mall):
        with in_mall(one.pk, actor=Actor.staff()):
            factories.supplier("same")
            assert Product.objects.count() == 0
