"""Wall three: row security alone, by plain SQL under the weak role, without the ORM's wall."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import psycopg2
import pytest
from django.db import ProgrammingError, connection, connections, transaction

from catalog.models import Category
from tenancy.scope import in_mall
from tests import factories
from tests.tenancy.pooler import pooled

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def malls():
    """Two malls with one category each, named after the mall."""
    made = [factories.mall(code) for code in ("harbor", "meridian")]
    for one in made:
        with in_mall(one.pk):
            Category.objects.create(slug=one.code, name=one.code)
    return made


def slugs(role: str = "default") -> list[str]:
    """By plain SQL without a mall in it: only row security stands here."""
    with connections[role].cursor() as cursor:
        cursor.execute("SELECT slug FROM catalog_category")
        return [row[0] for row in cursor.fetchall()]


def test_without_a_mall_nothing_is_seen(malls):
    assert slugs() == []


def test_a_mall_sees_its_own_alone_and_in_a_transaction(malls):
    for one in malls:
        with in_mall(one.pk):
            assert slugs() == [one.code]
            with transaction.atomic():
                assert slugs() == [one.code]
                with transaction.atomic():
                    assert slugs() == [one.code]
    assert slugs() == []


def test_after_a_rollback_to_a_savepoint_the_mall_is_said_again(malls):
    with in_mall(malls[0].pk), transaction.atomic():
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            assert slugs() == ["harbor"]
            raise ZeroDivisionError
        assert slugs() == ["harbor"]


def test_a_row_for_another_mall_is_refused_by_the_database(malls):
    with (
        in_mall(malls[0].pk),
        pytest.raises(ProgrammingError, match="row-level security"),
        connection.cursor() as c,
    ):
        c.execute(
            "INSERT INTO catalog_category (mall_id, slug, name, position) VALUES (%s, 'x', 'x', 0)",
            [malls[1].pk],
        )
    with in_mall(malls[0].pk), connection.cursor() as c:
        c.execute("UPDATE catalog_category SET name = 'taken' WHERE slug = 'meridian'")
        assert c.rowcount == 0


def test_the_owner_is_bound_too_and_only_a_superuser_is_not(malls):
    """The control: without FORCE the owner sees all; FORCE stands, so it sees nothing."""
    owner = psycopg2.connect(**connections["owner"].get_connection_params())
    try:
        with owner, owner.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM catalog_category")
            assert cursor.fetchone() == (0,)
            cursor.execute("ALTER TABLE catalog_category NO FORCE ROW LEVEL SECURITY")
            cursor.execute("SELECT count(*) FROM catalog_category")
            assert cursor.fetchone() == (2,)
            owner.rollback()
    finally:
        owner.close()


def test_nobody_may_truncate_or_switch_row_security_off(malls):
    for forbidden, says in (
        ("TRUNCATE catalog_category CASCADE", "permission denied"),
        ("ALTER TABLE catalog_category DISABLE ROW LEVEL SECURITY", "must be owner"),
    ):
        with pytest.raises(ProgrammingError, match=says), connection.cursor() as cursor:
            cursor.execute(forbidden)
    with in_mall(malls[0].pk), connection.cursor() as cursor:
        cursor.execute("SET row_security = off")
        with pytest.raises(ProgrammingError, match="row-level security"):
            cursor.execute("SELECT count(*) FROM catalog_category")
        cursor.execute("SET row_security = on")


def seen_through(pool: dict, *statements: str) -> list[set[str]]:
    """What one client sees by each statement that answers, each in a transaction of its own."""
    seen = []
    with closing(psycopg2.connect(connect_timeout=5, **pool)) as client, client.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
            if cursor.description:
                seen.append({row[0] for row in cursor.fetchall()})
            client.commit()
    return seen


@pytest.mark.pooler
@pytest.mark.processes
def test_through_a_pooler_in_transaction_mode_nothing_leaks_and_a_session_setting_would(malls, tmp_path):
    ask = "SELECT slug FROM catalog_category"
    with pooled(connections["default"].get_connection_params(), tmp_path) as pool:

        def own(n: int) -> list[set[str]]:
            mall = malls[n % 2]
            return seen_through(pool, *[f"SELECT set_mall({mall.pk}); {ask}"] * 50)

        with ThreadPoolExecutor(4) as workers:
            for n, seen in enumerate(workers.map(own, range(4))):
                assert seen == [{malls[n % 2].code}] * 50
        assert seen_through(pool, ask) == [set()]
        # The control: what a session keeps, the next client of the same server connection inherits.
        seen_through(pool, f"SET app.mall = '{malls[0].pk}'")
        assert seen_through(pool, ask) == [{"harbor"}]
