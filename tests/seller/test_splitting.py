"""A supplier lets part of a package go first, from its own queue."""

from __future__ import annotations

import pytest

from orders.models import LedgerEntry, Order, Package
from tenancy.scope import Actor, in_mall
from tests import factories
from tests.orders.aftersale.conftest import paid
from tests.seller.conftest import seated

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def order(mall, ours) -> Order:
    """Paid: three of one and two of another, both in stock in China."""
    with in_mall(mall.pk, actor=Actor.staff()):
        skus = [
            factories.sku(mode="general", warehouse_code="shop", price=price) for price in ("33.33", "58.00")
        ]
        return paid((skus[0], 3), (skus[1], 2))


def whole(order: Order) -> Package:
    with in_mall(order.mall_id, actor=Actor.staff()):
        return order.packages.order_by("pk")[0]


def lines(order: Order) -> list[int]:
    with in_mall(order.mall_id, actor=Actor.staff()):
        return list(whole(order).lines.order_by("sequence").values_list("pk", flat=True))


def parts(order: Order) -> list[tuple[str, int]]:
    with in_mall(order.mall_id, actor=Actor.staff()):
        return [
            (row.number, sum(row.lines.values_list("quantity", flat=True)))
            for row in order.packages.order_by("pk")
        ]


@pytest.mark.parametrize(("prefix", "word"), [("", "拆分"), ("/en", "Split")])
def test_part_of_it_goes_first(supplier, order, prefix, word):
    package, (first, second) = whole(order), lines(order)
    page = f"{prefix}/seller/orders/{package.number}"
    assert f"{page}/split" in supplier.get(page).content.decode()
    shown = supplier.get(f"{page}/split").content.decode()
    assert word in shown and f'name="line-{first}"' in shown
    assert supplier.post(f"{page}/split", {f"line-{first}": "2", f"line-{second}": ""}).status_code == 303
    assert parts(order) == [(package.number, 3), (f"{order.number}02", 2)]
    with in_mall(order.mall_id, actor=Actor.staff()):
        assert LedgerEntry.objects.get(package=package, event="split").actor.startswith("user:")


@pytest.mark.parametrize(
    "pieces", [("3", "2"), ("0", ""), ("4", "0"), ("-1", "1"), ("x", ""), ("9" * 30, "")]
)
def test_what_cannot_be_split_off_is_refused_and_nothing_moves(supplier, order, pieces):
    package, rows = whole(order), lines(order)
    body = {f"line-{pk}": n for pk, n in zip(rows, pieces, strict=True)}
    assert supplier.post(f"/seller/orders/{package.number}/split", body).status_code == 422
    assert parts(order) == [(package.number, 5)]


def test_a_declared_package_says_why_it_stays_whole(mall, supplier, ours):
    with in_mall(mall.pk, actor=Actor.staff()):
        order = paid((ours, 3))
    package, (line,) = whole(order), lines(order)
    page = f"/en/seller/orders/{package.number}"
    assert "/split" not in supplier.get(page).content.decode()
    answer = supplier.post(f"{page}/split", {f"line-{line}": "1"})
    assert answer.status_code == 409 and "one list for one payment" in answer.content.decode()
    assert parts(order) == [(package.number, 3)]


def test_neither_a_rival_nor_who_has_another_task_splits_it(mall, order, ours, theirs):
    package, (first, _second) = whole(order), lines(order)
    rival, keeper = seated(mall, theirs, "owner", "13700000008"), seated(mall, ours, "goods", "13700000009")
    for client, status in ((rival, 404), (keeper, 403)):
        assert client.get(f"/seller/orders/{package.number}/split").status_code == status
        answer = client.post(f"/seller/orders/{package.number}/split", {f"line-{first}": "1"})
        assert answer.status_code == status
    assert parts(order) == [(package.number, 5)]
