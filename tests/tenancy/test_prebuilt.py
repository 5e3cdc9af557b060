"""A queryset made, or even evaluated, in one mall is asked in another: it answers for the mall that is open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.db.models import QuerySet, prefetch_related_objects

from accounts.models import User
from catalog.models import Category, Product, Sku
from tenancy.errors import CrossMall, NoMall
from tenancy.querysets import MallQuerySet
from tenancy.scope import Actor, in_mall
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

ASKS: dict[str, Callable[[Any], Any]] = {
    "list": lambda rows: [row.slug for row in rows],
    "again": lambda rows: [row.slug for row in rows.all()],
    "count": lambda rows: [rows.get().slug] * rows.count(),
    "exists": lambda rows: [row.slug for row in rows] if rows.exists() else [],
    "len": lambda rows: [rows[0].slug] * len(rows),
    "index": lambda rows: [rows[0].slug],
    "slice": lambda rows: [row.slug for row in rows[:5]],
    "bool": lambda rows: [rows[0].slug] if rows else [],
    "first": lambda rows: [rows.first().slug],
    "last": lambda rows: [rows.last().slug],
    "iterator": lambda rows: [row.slug for row in rows.iterator()],
    "contains": lambda rows: [c.slug for c in Category.objects.all() if rows.contains(c)],
    "as a subquery": lambda rows: [c.slug for c in Category.objects.filter(pk__in=rows)],
    "async": lambda rows: async_to_sync(_slugs)(rows),
}


async def _slugs(rows: Any) -> list[str]:
    return [row.slug async for row in rows]


@pytest.fixture
def malls():
    """Two malls with one category each, named after the mall."""
    made = [factories.mall(code) for code in ("harbor", "meridian")]
    for one in made:
        with in_mall(one.pk, actor=Actor.staff()):
            Category.objects.create(slug=one.code, name=one.code)
    return made


@pytest.mark.parametrize("evaluated", [False, True], ids=["only built", "evaluated"])
@pytest.mark.parametrize("way", ASKS)
def test_it_answers_for_the_mall_that_is_open(malls, way, evaluated):
    with in_mall(malls[0].pk, actor=Actor.staff()):
        rows = Category.objects.order_by("slug")
        if evaluated:
            assert [row.slug for row in rows] == ["harbor"]
    with in_mall(malls[1].pk, actor=Actor.staff()):
        assert ASKS[way](rows) == ["meridian"]
    with in_mall(malls[0].pk, actor=Actor.staff()):
        assert ASKS[way](rows) == ["harbor"]


@pytest.mark.parametrize("way", ASKS)
def test_outside_of_every_mall_an_evaluated_one_says_nothing(malls, way):
    with in_mall(malls[0].pk, actor=Actor.staff()):
        rows = Category.objects.order_by("slug")
        assert len(rows) == 1
    with pytest.raises(NoMall):
        ASKS[way](rows)


def test_control_rows_kept_without_their_mall_are_told_in_another(malls, monkeypatch):
    monkeypatch.setattr(MallQuerySet, "_result_cache", None)
    with in_mall(malls[0].pk):
        rows = Category.objects.order_by("slug")
        assert len(rows) == 1
    with in_mall(malls[1].pk):
        assert [row.slug for row in rows] == ["harbor"]


def test_in_its_own_mall_it_is_asked_once(malls, django_assert_num_queries):
    with in_mall(malls[0].pk), django_assert_num_queries(1):
        rows = Category.objects.order_by("slug")
        assert [len(rows), len(list(rows)), rows.count(), rows[0].slug] == [1, 1, 1, "harbor"]


def test_prefetched_rows_are_of_their_mall(malls, django_assert_num_queries):
    with in_mall(malls[0].pk, actor=Actor.staff()):
        sku = factories.sku()
        product = Product.objects.get(pk=sku.product_id)
        prefetch_related_objects([product], "skus")
        with django_assert_num_queries(0):
            assert [row.pk for row in product.skus.all()] == [sku.pk]
    with in_mall(malls[1].pk, actor=Actor.staff()):
        assert list(product.skus.all()) == []
    with pytest.raises(NoMall):
        list(product.skus.all())


@pytest.mark.parametrize("model", [Category, Product, Sku])
def test_tables_of_a_mall_have_the_queryset_that_remembers(model):
    assert isinstance(model.objects.all(), MallQuerySet)
    assert not isinstance(User.objects.all(), MallQuerySet) and isinstance(User.objects.all(), QuerySet)


async def _write(slug: str) -> Any:
    made = await Category.objects.acreate(slug=slug, name=slug)
    made.position = 3
    await made.asave()
    await made.arefresh_from_db()
    return made.mall_id, made.position, await Category.objects.filter(slug=slug).aexists()


async def _create() -> None:
    await Category.objects.acreate(slug="x", name="x")


async def _exists() -> bool:
    return await Category.objects.aexists()


async def _save() -> None:
    await Category(slug="x", name="x").asave()


async def _bulk() -> None:
    await Category.objects.abulk_create([Category(slug="x", name="x")])


async def _get_or_create() -> None:
    await Category.objects.aget_or_create(slug="x")


async def _update() -> None:
    await Category.objects.aupdate(position=1)


async def _delete() -> None:
    await Category.objects.all().adelete()


@pytest.mark.parametrize(
    "way",
    [_exists, _save, _bulk, _get_or_create, _update, _delete, _create],
    ids=["aexists", "asave", "abulk_create", "aget_or_create", "aupdate", "adelete", "acreate"],
)
def test_async_verbs_do_not_answer_without_a_mall(malls, way):
    with pytest.raises(NoMall):
        async_to_sync(way)()
    for one in malls:
        with in_mall(one.pk):
            assert Category.objects.count() == 1


def test_async_verbs_write_and_read_their_own_mall(malls):
    for one in malls:
        with in_mall(one.pk):
            assert async_to_sync(_write)("new") == (one.pk, 3, True)
    with in_mall(malls[0].pk):
        theirs = Category.objects.get(slug="harbor")
    with in_mall(malls[1].pk), pytest.raises(CrossMall):
        async_to_sync(theirs.asave)()
