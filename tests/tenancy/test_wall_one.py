"""Wall one: the mall is in every statement, and nothing answers without one."""

from __future__ import annotations

import pytest
from asgiref.sync import async_to_sync
from django.db import connection, transaction
from django.db.models import Count, Exists, OuterRef, Subquery
from django.test.utils import CaptureQueriesContext

from catalog.models import Category, Product, Sku
from tenancy.errors import CrossMall, MallChanged, NoMall
from tenancy.scope import Actor, in_mall
from tests import factories, sql_checker

pytestmark = pytest.mark.django_db


def asks() -> dict:
    """Every way to ask or write that an ORM offers, each as a call without arguments."""
    prebuilt = Product.objects.filter(state="listed")
    return {
        "list": lambda: list(Product.objects.all()),
        "prebuilt": lambda: list(prebuilt),
        "exists": lambda: Product.objects.exists(),
        "exclude exists": lambda: Product.objects.exclude(code="x").exists(),
        "count": lambda: Product.objects.count(),
        "get": lambda: Product.objects.get(pk=1),
        "first": lambda: Product.objects.first(),
        "values": lambda: list(Product.objects.values_list("code")),
        "aggregate": lambda: Product.objects.aggregate(n=Count("id")),
        "annotate": lambda: list(Category.objects.annotate(n=Count("products"))),
        "in bulk": lambda: Product.objects.in_bulk([1]),
        "iterator": lambda: list(Product.objects.iterator()),
        "dates": lambda: list(Product.objects.dates("created_at", "day")),
        "union": lambda: list(Product.objects.values("id").union(Sku.objects.values("id"))),
        "base manager": lambda: list(Product._base_manager.all()),
        "update": lambda: Product.objects.update(sold=1),
        "delete": lambda: Product.objects.all().delete(),
        "raw delete": lambda: Product.objects.all()._raw_delete("default"),
        "create": lambda: Category.objects.create(slug="x", name="x"),
        "save": lambda: Category(slug="x", name="x").save(),
        "bulk create": lambda: Category.objects.bulk_create([Category(slug="x", name="x")]),
        "get or create": lambda: Category.objects.get_or_create(slug="x"),
        "subquery": lambda: list(Product.objects.filter(pk__in=Subquery(Sku.objects.values("product_id")))),
        "earliest": lambda: Product.objects.earliest("created_at"),
    }


@pytest.mark.parametrize("way", asks())
def test_nothing_answers_without_a_mall(way):
    with pytest.raises(NoMall):
        asks()[way]()


def test_foreign_key_and_refresh_do_not_answer_without_a_mall(mall):
    with in_mall(mall.pk):
        sku = Sku.objects.get(pk=factories.sku().pk)
    for ask in (
        lambda: sku.product,
        lambda: list(sku.stocks.all()),
        sku.refresh_from_db,
        sku.save,
        sku.delete,
    ):
        with pytest.raises(NoMall):
            ask()


async def _slugs() -> list[str]:
    return [row.slug async for row in Category.objects.all()]


def test_async_iteration_does_not_answer_without_a_mall():
    with pytest.raises(NoMall):
        async_to_sync(_slugs)()


def test_async_reads_its_own_mall(mall, other_mall):
    for one in (mall, other_mall):
        with in_mall(one.pk):
            Category.objects.create(slug=one.code, name=one.code)
    with in_mall(mall.pk):
        assert async_to_sync(_slugs)() == ["harbor"]


def two_malls_with_goods(mall, other_mall):
    made = {}
    for one in (mall, other_mall):
        with in_mall(one.pk, actor=Actor.staff()):
            made[one.code] = factories.sku()
    return made


def test_each_statement_carries_the_mall(mall, other_mall, django_assert_num_queries):
    made = two_malls_with_goods(mall, other_mall)
    with in_mall(mall.pk):
        assert [s.pk for s in Sku.objects.all()] == [made["harbor"].pk]
        assert Sku.objects.filter(pk=made["meridian"].pk).exists() is False
        assert Product.objects.filter(Exists(Sku.objects.filter(product=OuterRef("pk")))).count() == 1
        assert Sku.objects.select_related("product__supplier").get().product.supplier.code == "acme"
        assert Category.objects.annotate(n=Count("products__skus")).get().n == 1
        assert Sku.objects.filter(pk=made["meridian"].pk).update(code="taken") == 0
        assert Sku.objects.filter(product__mode="bonded_1210").update(position=3) == 1
        sql, params = Product.objects.filter(code="x").query.sql_with_params()
        assert (sql_checker.faults(sql), params) == ((), (mall.pk, "x"))
    with in_mall(other_mall.pk):
        assert Sku.objects.get().code != "taken"


def test_a_row_of_another_mall_cannot_be_written(mall, other_mall):
    made = two_malls_with_goods(mall, other_mall)
    with in_mall(other_mall.pk):
        for write in (
            made["harbor"].save,
            lambda: Category(mall_id=mall.pk, slug="x", name="x").save(),
            lambda: Category.objects.bulk_create([Category(mall_id=mall.pk, slug="x", name="x")]),
        ):
            with pytest.raises(CrossMall):
                write()


def test_saving_never_sets_the_mall_column(in_harbor):
    sku = factories.sku()
    with CaptureQueriesContext(connection) as seen:
        sku.save()
    (statement,) = [q["sql"] for q in seen if "UPDATE" in q["sql"]]
    assert '"mall_id" =' not in statement.split("WHERE")[0]
    assert '"mall_id" =' in statement.split("WHERE")[1]


@pytest.mark.django_db(transaction=True)
def test_another_mall_inside_a_transaction_is_refused():
    first, second = factories.mall("harbor"), factories.mall("meridian")
    with in_mall(first.pk), transaction.atomic():
        Category.objects.create(slug="a", name="a")
        with in_mall(second.pk), pytest.raises(MallChanged):
            Category.objects.count()
        with transaction.atomic(), in_mall(second.pk), pytest.raises(MallChanged):
            Category.objects.count()
    with in_mall(second.pk):
        assert Category.objects.count() == 0
