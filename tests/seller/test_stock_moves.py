"""Goods that arrive, go to another warehouse or are spoilt: what a supplier does with its stock rows."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from catalog.inventory.models import Batch, Movement, Stock, Warehouse
from catalog.inventory.places import keep_warehouse
from catalog.inventory.selectors import discrepancies
from catalog.supply import moving
from tenancy.scope import Actor, in_mall

pytestmark = [pytest.mark.django_db]
SOON = (timezone.localdate() + timedelta(days=30)).isoformat()


@pytest.fixture
def staff(mall):
    with in_mall(mall.pk, actor=Actor.staff()):
        yield


@pytest.fixture
def row(ours, staff) -> Stock:
    """Ten pieces in a domestic warehouse."""
    stock = ours.stocks.get()
    Warehouse.objects.filter(pk=stock.warehouse_id).update(kind="domestic")
    return stock


def place(code: str, kind: str = "domestic", country: str = "CN") -> int:
    return keep_warehouse(
        code=code, name={"zh-hans": code, "en": code}, kind=kind, country=country, port="", account_book="",
        days=(1, 2), freight=Decimal(0), free_freight_from=None,
    )  # fmt: skip


def arrive(client, row, **more):
    body = {"pieces": 4, "batch": "B1", "expires_on": SOON, "note": "DN-7", "seen": 10} | more
    return client.post(f"/en/seller/stock/{row.pk}/arrived", body)


def on_hand(row) -> int:
    row.refresh_from_db()
    return row.on_hand


def test_goods_arrive_in_their_batch_and_a_form_sent_twice_moves_nothing(supplier, row):
    assert arrive(supplier, row).status_code == 303
    batch = Batch.objects.get(stock=row)
    assert (on_hand(row), batch.code, batch.on_hand, batch.expires_on.isoformat()) == (14, "B1", 4, SOON)
    page = supplier.get(f"/en/seller/stock/{row.pk}").content.decode()
    assert "B1" in page and SOON in page and "soon" in page
    again = arrive(supplier, row)
    assert again.status_code == 422 and "moved meanwhile" in again.content.decode()
    assert 'name="seen" value="14"' in again.content.decode().replace('type="hidden" ', "")
    assert (
        on_hand(row),
        Movement.objects.filter(stock=row, kind="received", reference="note:DN-7").count(),
    ) == (14, 1)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"pieces": 0}, "greater than or equal to 1"),
        ({"pieces": "x"}, "whole number"),
        ({"pieces": 10**9}, "less than or equal"),
        ({"batch": "", "expires_on": SOON}, "A date belongs to a batch"),
        ({"expires_on": "2020-01-01"}, "This day is past"),
        ({"expires_on": "31.31.2030"}, "valid date"),
        ({"seen": ""}, "moved meanwhile"),
        ({"seen": "x"}, "moved meanwhile"),
    ],
)
def test_what_cannot_arrive_is_said_and_nothing_moves(supplier, row, wrong, says):
    answer = arrive(supplier, row, **wrong)
    assert answer.status_code == 422 and says in answer.content.decode()
    assert (on_hand(row), Batch.objects.count()) == (10, 0)


def test_a_batch_has_one_date(supplier, row):
    arrive(supplier, row)
    other = (timezone.localdate() + timedelta(days=60)).isoformat()
    answer = arrive(supplier, row, expires_on=other, seen=14)
    assert answer.status_code == 422 and f"good until {SOON}" in answer.content.decode()
    assert on_hand(row) == 14
    assert arrive(supplier, row, expires_on="", seen=14).status_code == 303
    assert (on_hand(row), Batch.objects.get().on_hand, Batch.objects.get().expires_on.isoformat()) == (
        18,
        8,
        SOON,
    )


def test_pieces_go_to_another_warehouse_with_their_batch(supplier, row):
    arrive(supplier, row)
    target = place("ningbo")
    answer = supplier.post(f"/seller/stock/{row.pk}/sent", {"to": target, "sent": 6, "seen": 14})
    assert answer.status_code == 303
    there = Stock.objects.get(sku=row.sku_id, warehouse=target)
    assert (on_hand(row), there.on_hand) == (8, 6)
    assert [(b.stock_id, b.code, b.on_hand) for b in Batch.objects.filter(on_hand__gt=0)] == [
        (there.pk, "B1", 4)
    ]
    mine = {row.pk, there.pk}
    assert not [
        d for d in discrepancies() if d.stock_id in mine and d.on_hand[1] - d.on_hand[0] not in (0, -10)
    ]


@pytest.mark.parametrize(
    ("kind", "country", "says"),
    [("bonded", "CN", "customs papers"), ("domestic", "DE", "exported and imported")],
)
def test_customs_is_not_walked_round_by_a_transfer(supplier, row, kind, country, says):
    target = place("elsewhere", kind, country)
    answer = supplier.post(f"/en/seller/stock/{row.pk}/sent", {"to": target, "sent": 1, "seen": 10})
    assert answer.status_code == 422 and says in answer.content.decode()
    assert (on_hand(row), Stock.objects.filter(warehouse=target).count()) == (10, 0)


def test_what_orders_hold_stays(supplier, row):
    Stock.objects.filter(pk=row.pk).update(reserved=7)
    answer = supplier.post(f"/en/seller/stock/{row.pk}/sent", {"to": place("ningbo"), "sent": 4, "seen": 10})
    assert answer.status_code == 422 and "Only 3 pieces" in answer.content.decode()
    assert on_hand(row) == 10


def test_a_spoilt_batch_leaves(supplier, row):
    arrive(supplier, row)
    batch = Batch.objects.get()
    assert supplier.post(f"/seller/stock/{row.pk}/batches/{batch.pk}/spoilt").status_code == 303
    batch.refresh_from_db()
    assert (on_hand(row), batch.on_hand) == (10, 0)


def test_goods_under_bond_are_not_offered_a_transfer(supplier, row):
    Warehouse.objects.filter(pk=row.warehouse_id).update(kind="bonded")
    page = supplier.get(f"/en/seller/stock/{row.pk}").content.decode()
    assert "customs papers" in page and f"/stock/{row.pk}/sent" not in page


def test_another_suppliers_rows_and_batches_are_not_there(supplier, row, theirs):
    stranger = theirs.stocks.get()
    batch = Batch.objects.create(stock=stranger, code="X", on_hand=2)
    for path in (
        f"{stranger.pk}/arrived", f"{stranger.pk}/sent", f"{stranger.pk}/batches/{batch.pk}/spoilt",
        f"{row.pk}/batches/{batch.pk}/spoilt",
    ):  # fmt: skip
        body = {"pieces": 1, "sent": 1, "to": row.warehouse_id, "seen": stranger.on_hand}
        assert supplier.post(f"/seller/stock/{path}", body).status_code == 404, path
    batch.refresh_from_db()
    assert (on_hand(stranger), batch.on_hand) == (10, 2)


def test_the_control_without_what_was_seen_a_second_click_doubles(supplier, row, monkeypatch):
    monkeypatch.setattr(moving, "_unmoved", lambda stock_id, seen: Stock.objects.get(pk=stock_id))
    for _ in range(2):
        arrive(supplier, row, batch="", expires_on="")
    assert on_hand(row) == 18
