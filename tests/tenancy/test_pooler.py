"""Django itself through PgBouncer in transaction mode, everybody on one and the same server connection."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import IntegrityError, connection, connections, transaction

from catalog.models import Category, Product, Sku
from tenancy.errors import MallChanged, NoMall
from tenancy.postgresql.base import DatabaseWrapper
from tenancy.scope import Actor, in_mall, mall_id_or_none
from tests import factories
from tests.tenancy.pooler import pooled

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.pooler, pytest.mark.processes]


@pytest.fixture
def through(tmp_path, monkeypatch) -> Iterator[None]:
    """`default` leads through the pooler, in this thread and in all that are started."""
    settings = connections["default"].settings_dict
    with pooled(connections["default"].get_connection_params(), tmp_path, size=1) as pool:
        connection.close()
        monkeypatch.setitem(settings, "HOST", pool["host"])
        monkeypatch.setitem(settings, "PORT", str(pool["port"]))
        yield
        connection.close()
        monkeypatch.undo()


@pytest.fixture
def malls(through) -> list[Any]:
    """Two malls, each with a category named after it and one product with one SKU."""
    made = [factories.mall(code) for code in ("harbor", "meridian")]
    for one in made:
        with in_mall(one.pk, actor=Actor.staff()):
            Category.objects.create(slug=one.code, name=one.code)
            factories.sku()
    return made


def by_orm() -> list[str]:
    return list(Category.objects.exclude(slug="milk").values_list("slug", flat=True))


def by_sql() -> list[str]:
    """Without a mall in the statement: what row security shows on this server connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT slug FROM catalog_category WHERE slug <> 'milk'")
        return [row[0] for row in cursor.fetchall()]


def backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


@pytest.fixture
def another() -> Iterator[Callable[..., Any]]:
    """`another(f)` calls f in a second client: a thread with a connection of its own."""
    with ThreadPoolExecutor(1) as thread:
        yield lambda ask: thread.submit(ask).result(60)
        thread.submit(lambda: connection.close()).result(60)  # the thread's own


def test_two_clients_take_turns_on_one_server_connection_and_each_sees_its_own_mall(malls, another):
    def theirs() -> tuple[list[str], list[str], int]:
        with in_mall(malls[1].pk):
            return by_orm(), by_sql(), backend()

    for _ in range(20):
        with in_mall(malls[0].pk):
            assert (by_orm(), by_sql()) == (["harbor"], ["harbor"])
            assert Sku.objects.select_related("product__supplier").get().product.supplier.code == "acme"
            own = backend()
        assert another(theirs) == (["meridian"], ["meridian"], own)
        assert (by_sql(), another(by_sql)) == ([], [])


def test_transactions_and_savepoints_keep_their_mall(malls, another):
    with in_mall(malls[0].pk), transaction.atomic():
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            Category.objects.update(position=7)
            assert by_sql() == ["harbor"]
            raise ZeroDivisionError
        assert (by_sql(), by_orm()) == (["harbor"], ["harbor"])
        with transaction.atomic():
            assert Category.objects.filter(slug="harbor").update(position=8) == 1
    assert another(by_sql) == []
    with in_mall(malls[0].pk):
        assert Category.objects.get(slug="harbor").position == 8
    with in_mall(malls[1].pk):
        assert Category.objects.get(slug="meridian").position == 0


def test_another_mall_inside_a_transaction_is_refused(malls):
    with in_mall(malls[0].pk), transaction.atomic():
        assert by_orm() == ["harbor"]
        with in_mall(malls[1].pk), pytest.raises(MallChanged):
            by_orm()
        with transaction.atomic(), in_mall(malls[1].pk), pytest.raises(MallChanged):
            by_orm()
        assert by_orm() == ["harbor"]


def test_nothing_answers_without_a_mall(malls):
    for ask in (by_orm, Sku.objects.exists, lambda: Category(slug="x", name="x").save()):
        with pytest.raises(NoMall):
            ask()
    assert by_sql() == []


def test_a_row_cannot_point_into_another_mall_and_the_connection_is_fit_afterwards(malls):
    with in_mall(malls[0].pk):
        stray = Product.objects.get().pk
    with in_mall(malls[1].pk):
        with pytest.raises(IntegrityError, match="sku_product_id_mall_fk"), transaction.atomic():
            Sku.objects.create(product_id=stray, code="stray", price=1)
        assert (Sku.objects.count(), by_sql()) == (1, ["meridian"])


def test_a_failed_transaction_leaves_no_mall_behind(malls, another):
    with pytest.raises(ZeroDivisionError), in_mall(malls[0].pk), transaction.atomic():
        assert by_sql() == ["harbor"]
        raise ZeroDivisionError
    assert (by_sql(), another(by_sql)) == ([], [])


def test_control_a_mall_set_for_the_session_is_the_next_clients_too(malls, another, monkeypatch):
    def for_the_session(self: DatabaseWrapper) -> str:
        mall_id = mall_id_or_none()
        return f"SET app.mall = '{mall_id}'; " if mall_id else ""

    monkeypatch.setattr(DatabaseWrapper, "mall_prefix", for_the_session)
    with in_mall(malls[0].pk):
        assert by_sql() == ["harbor"]
    assert another(by_sql) == ["harbor"]
