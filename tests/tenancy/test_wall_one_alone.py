"""Wall one by itself: asked as the owner of the tables with row security off, the statements alone keep malls apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Subquery

from catalog.models import Category, Product, Sku
from partners.models import Supplier
from tenancy.postgresql import compiler
from tenancy.scope import Actor, in_mall
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


class _Aside(Exception):
    """Ends a transaction that must leave nothing."""


@contextmanager
def row_security_off() -> Iterator[None]:
    """The owner, freed from its own policies for one transaction that is rolled back."""
    try:
        with transaction.atomic(using="owner"):
            with transaction.get_connection("owner").cursor() as cursor:
                for model in (Category, Product, Sku, Supplier):
                    cursor.execute(f"ALTER TABLE {model._meta.db_table} NO FORCE ROW LEVEL SECURITY")
            yield
            raise _Aside
    except _Aside:
        pass


@pytest.fixture
def malls():
    """Two malls, each with one category, product and SKU; the codes and titles differ."""
    made = [factories.mall(code) for code in ("harbor", "meridian")]
    for one in made:
        with in_mall(one.pk, actor=Actor.staff()):
            factories.sku()
    return made


def rows(model: Any) -> Any:
    return model.objects.using("owner")


PREBUILT = Product.objects.using("owner").filter(state="listed")
# Each way to ask, and what it says with the wall up and with it down: one mall's row, or both malls'.
ASKS: dict[str, tuple[Callable[[], Any], Any, Any]] = {
    "list": (lambda: len(list(rows(Product).all())), 1, 2),
    "prebuilt": (lambda: len(list(PREBUILT.all())), 1, 2),
    "count": (lambda: rows(Product).count(), 1, 2),
    "exclude": (lambda: rows(Product).exclude(code="x").count(), 1, 2),
    "or": (lambda: (rows(Product).filter(code="x") | rows(Product).all()).count(), 1, 2),
    "values": (lambda: len(rows(Product).values_list("code")), 1, 2),
    "aggregate": (lambda: rows(Sku).aggregate(n=Count("id"))["n"], 1, 2),
    "annotate": (lambda: [c.n for c in rows(Category).annotate(n=Count("products__skus"))], [1], [1, 1]),
    "joined": (lambda: len(rows(Sku).select_related("product__supplier").filter(product__state="listed")), 1, 2),
    "correlated": (
        lambda: rows(Product).filter(Exists(rows(Sku).filter(product=OuterRef("pk")))).count(), 1, 2,
    ),
    "in a subquery": (
        lambda: rows(Product).filter(pk__in=Subquery(rows(Sku).values("product_id"))).count(), 1, 2,
    ),
    "union": (lambda: len(rows(Product).values("id").union(rows(Sku).values("id"), all=True)), 2, 4),
    "iterator": (lambda: len(list(rows(Product).iterator())), 1, 2),
    "base manager": (lambda: Product._base_manager.using("owner").count(), 1, 2),
    "update": (lambda: rows(Sku).update(position=3), 1, 2),
    "update over a join": (lambda: rows(Sku).filter(product__mode="bonded_1210").update(position=4), 1, 2),
    "delete": (lambda: rows(Sku).all()._raw_delete("owner"), 1, 2),
}  # fmt: skip


@pytest.mark.parametrize("way", ASKS)
def test_the_statements_alone_keep_two_malls_apart(malls, way, monkeypatch):
    ask, own, everybodys = ASKS[way]
    for one in malls:
        with in_mall(one.pk, actor=Actor.staff()), row_security_off():
            assert ask() == own
    # The control: without the wall, the same question brings the other mall's rows.
    monkeypatch.setattr(compiler, "with_mall", lambda where, query: where)
    with in_mall(malls[0].pk, actor=Actor.staff()), row_security_off():
        assert ask() == everybodys


def test_nothing_of_it_stayed(malls):
    with in_mall(malls[0].pk), row_security_off():
        rows(Sku).all()._raw_delete("owner")
    with in_mall(malls[0].pk):
        assert Sku.objects.count() == 1
        with transaction.atomic(using="owner"):
            assert rows(Sku).count() == 1
