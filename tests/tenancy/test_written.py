"""Rows by a written condition are those of the ORM, of the open mall alone."""

from __future__ import annotations

from typing import Any

import pytest

from orders.models import Line, Order, Package
from tenancy import written
from tenancy.errors import NoMall
from tenancy.scope import Actor, in_mall
from tests import factories, sql_checker
from tests.orders import factories as orders

pytestmark = pytest.mark.django_db


def values(found: list[Any]) -> list[dict[str, Any]]:
    return [{name: value for name, value in vars(row).items() if name != "_state"} for row in found]


@pytest.fixture
def placed(in_harbor) -> None:
    orders.placed(factories.shopper(), (factories.sku(), 2))


@pytest.mark.parametrize("model", [Order, Package, Line])
def test_they_are_the_rows_of_the_orm(placed, model):
    assert values(written.rows(model, "true ORDER BY id")) == values(list(model.objects.order_by("pk"))) != []
    first = model.objects.earliest("pk")
    assert written.row(model, "id = %(id)s", id=first.pk) == first
    assert written.row(model, "id = %(id)s", id=first.pk + 99) is None


def test_control_without_what_json_is_read_by_they_would_differ(placed, monkeypatch):
    names, converters, select = written._columns(Line)
    assert converters
    monkeypatch.setattr(written, "_columns", lambda model: (names, [], select))
    assert values(written.rows(Line, "true")) != values(list(Line.objects.all()))


def test_a_row_can_be_saved_again(placed):
    order = written.rows(Order, "true")[0]
    order.consignee = "王五"
    order.save(update_fields=["consignee"])
    assert Order.objects.get().consignee == "王五"


def test_another_malls_rows_are_not_there(placed, other_mall):
    with in_mall(other_mall.pk, actor=Actor.staff()):
        assert written.rows(Order, "true") == []


def test_without_a_mall_nothing_is_asked(mall, django_assert_num_queries):
    with django_assert_num_queries(0), pytest.raises(NoMall):
        written.rows(Order, "true")


def test_the_checker_of_statements_passes_it_and_not_one_without_its_mall():
    select = written._columns(Order)[2] + "id = %(id)s FOR NO KEY UPDATE"
    assert sql_checker.faults(select) == ()
    bare = select.replace("mall_id = %(mall)s AND ", "")
    assert sql_checker.faults(bare) == ("orders_order stands without its mall",)
