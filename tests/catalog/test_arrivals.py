"""Goods that come, come back, go elsewhere: batches, the first to expire first, and a ledger that explains it all."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from catalog.browsing.goods import _SKUS
from catalog.browsing.statement import rows_by_ids
from catalog.inventory import batches, pool, selectors, services
from catalog.inventory.models import Batch, Movement, Reservation, Slot, Stock
from catalog.inventory.places import note_batch
from catalog.inventory.types import NotEnough, OutOfStock, TooMuchHeld, UnknownStock
from catalog.models import Product as Goods
from catalog.selectors import offers
from tests import factories

pytestmark = pytest.mark.django_db
NOW = timezone.now()
LATER = NOW + timedelta(minutes=15)
JUNE, JULY = date(2027, 6, 1), date(2027, 7, 1)


@pytest.fixture
def place(in_harbor):
    return factories.warehouse().pk


@pytest.fixture
def sku(place):
    """Five of July, then three of June, then two without a date."""
    made = factories.sku(stock=0).pk
    for quantity, batch, day in ((5, "B-JULY", JULY), (3, "B-JUNE", JUNE), (2, "", None)):
        services.receive(
            sku_id=made,
            warehouse_id=place,
            quantity=quantity,
            batch=batch,
            expires_on=day,
            reference="in",
            now=NOW,
        )
    return made


def hold(sku: int, quantity: int, reference: str, **more) -> None:
    services.reserve(
        wants={reference: {sku: quantity}},
        warehouses={sku: factories.warehouse().pk},
        expires_at=LATER,
        now=NOW,
        **more,
    )


def lying(sku: int) -> dict[str, int]:
    return dict(Batch.objects.filter(stock__sku=sku).values_list("code", "on_hand"))


def numbers(sku: int, warehouse: str = "hangzhou") -> tuple[int, int]:
    return Stock.objects.values_list("on_hand", "reserved").get(sku_id=sku, warehouse__code=warehouse)


def test_what_expires_first_leaves_first(sku):
    stock = Stock.objects.get(sku_id=sku)
    assert (stock.batch, stock.expires_on) == ("B-JUNE", JUNE)
    assert batches.proposal(stock.pk, 9, JUNE) == [("B-JUNE", JUNE, 3), ("B-JULY", JULY, 5), ("", None, 1)]
    hold(sku, 4, "package:1")
    hold(sku, 5, "package:2")
    services.consume(reference="package:1", now=NOW)
    assert lying(sku) == {"B-JUNE": 0, "B-JULY": 4}
    assert Stock.objects.get(pk=stock.pk).expires_on == JULY
    services.consume(reference="package:2", now=NOW)
    assert (lying(sku), numbers(sku)) == ({"B-JUNE": 0, "B-JULY": 0}, (1, 0))
    told = (
        Movement.objects.filter(kind="consumed")
        .order_by("pk")
        .values_list("reference", "batch__code", "on_hand")
    )
    assert list(told) == [("package:1", "B-JUNE", -3), ("package:1", "B-JULY", -1), ("package:2", "B-JULY", -4),
                          ("package:2", None, -1)]  # fmt: skip
    assert selectors.discrepancies() == []


def test_a_batch_that_holds_more_than_its_row_is_found(sku):
    """The control of the ledger: a batch changed past the verbs, and pieces below nothing."""
    Batch.objects.filter(code="B-JULY").update(on_hand=11)
    assert [found.on_hand for found in selectors.discrepancies()] == [(10, 10)]
    with pytest.raises(IntegrityError), transaction.atomic():
        Batch.objects.filter(code="B-JULY").update(on_hand=-1)


def test_pieces_go_to_another_warehouse_with_their_batches(sku, place):
    there = factories.warehouse("rotterdam", "overseas").pk
    hold(sku, 6, "package:1")
    move = {
        "sku_id": sku,
        "from_warehouse_id": place,
        "to_warehouse_id": there,
        "reference": "T-1",
        "now": NOW,
    }
    with pytest.raises(NotEnough) as refused:
        services.transfer(quantity=5, **move)
    assert refused.value.sellable == 4
    services.transfer(quantity=4, **move)
    assert (numbers(sku), numbers(sku, "rotterdam")) == ((6, 6), (4, 0))
    moved = Batch.objects.filter(stock__warehouse=there).values_list("code", "expires_on", "on_hand")
    assert set(moved) == {("B-JUNE", JUNE, 3), ("B-JULY", JULY, 1)}
    assert selectors.discrepancies() == []
    with pytest.raises(UnknownStock):
        services.transfer(quantity=1, **(move | {"to_warehouse_id": place}))


def test_what_comes_back_comes_back_once(sku, place):
    back = {"sku_id": sku, "warehouse_id": place, "quantity": 2, "reference": "refund:1", "now": NOW}
    assert [services.take_back(batch="B-JUNE", **back) for _ in range(2)] == [2, 0]
    assert (numbers(sku), lying(sku)["B-JUNE"]) == ((12, 0), 5)
    assert selectors.discrepancies() == []


def test_what_is_spoilt_leaves_but_not_what_orders_hold(sku):
    hold(sku, 8, "package:1")
    june = Batch.objects.get(code="B-JUNE").pk
    assert services.write_off(batch_id=june, reference="damp", now=NOW) == 2
    assert (numbers(sku), lying(sku)["B-JUNE"]) == ((8, 8), 1)
    assert services.write_off(batch_id=june, reference="damp", now=NOW) == 0
    assert selectors.discrepancies() == []


def test_counting_fewer_takes_them_from_the_batches(sku, place):
    services.count(sku_id=sku, warehouse_id=place, counted=6, seen=10, reference="count", now=NOW)
    assert (numbers(sku), lying(sku)) == ((6, 0), {"B-JUNE": 0, "B-JULY": 4})
    services.count(sku_id=sku, warehouse_id=place, counted=7, seen=6, reference="count", now=NOW)
    assert selectors.discrepancies() == []


def test_low_and_near_their_date_are_counted(sku, place):
    assert selectors.to_do(JUNE - timedelta(days=91)) == selectors.ToDo(0, 0)
    assert selectors.to_do(JUNE - timedelta(days=90)) == selectors.ToDo(0, 1)
    assert [batch.code for batch in selectors.near_expiry(JULY)] == ["B-JUNE", "B-JULY"]
    hold(sku, 5, "package:1")
    supplier = factories.supplier().pk
    assert selectors.to_do(JUNE, supplier) == selectors.ToDo(1, 1), "one row, two batches near their date"
    assert selectors.to_do(JUNE, supplier + 1) == selectors.ToDo(0, 0)


def test_one_person_may_hold_so_much_unpaid(sku, place, monkeypatch):
    monkeypatch.setattr(services, "MOST_HELD", 5)
    hold(sku, 3, "package:1", holder="shopper:1")
    with pytest.raises(TooMuchHeld), transaction.atomic():
        hold(sku, 3, "package:2", holder="shopper:1")
    assert (numbers(sku), Reservation.objects.count()) == ((10, 3), 1)
    hold(sku, 3, "package:3", holder="shopper:2")
    services.confirm(references=["package:1"])  # paid: it counts no longer
    hold(sku, 3, "package:2", holder="shopper:1")
    hold(sku, 1, "package:4")  # the control: nobody asked for a cap
    assert numbers(sku) == (10, 10)


def test_a_rush_is_served_from_slots(sku, place):
    at = {"sku_id": sku, "warehouse_id": place}
    assert pool.heat(slots=8, now=NOW, **at) == 8
    assert (numbers(sku), offers([sku])[sku].sellable) == ((10, 8), 10)
    hold(sku, 3, "package:1")
    hold(sku, 4, "package:2")
    assert (numbers(sku), offers([sku])[sku].sellable) == ((10, 8), 3)
    with pytest.raises(OutOfStock), transaction.atomic():
        hold(sku, 2, "package:3")
    assert Slot.objects.filter(reference="").count() == 1
    assert services.release(references=["package:1"], now=NOW) == 3
    assert services.consume(reference="package:2", now=NOW) == 4
    assert (numbers(sku), Slot.objects.count()) == ((6, 4), 4)
    assert [services.consume(reference=f"package:{n}", now=NOW) for n in (1, 2)] == [0, 0]
    assert selectors.discrepancies() == []
    assert pool.cool(now=NOW, **at) == 4
    assert (numbers(sku), Stock.objects.get(sku_id=sku).is_hot) == ((6, 0), False)
    hold(sku, 6, "package:5")
    assert selectors.discrepancies() == []


def test_a_basket_of_hot_and_plain_goods_is_held_whole_or_not_at_all(sku, place):
    plain = factories.sku(stock=0).pk
    services.receive(sku_id=plain, warehouse_id=place, quantity=1, reference="in", now=NOW)
    pool.heat(sku_id=sku, warehouse_id=place, slots=2, now=NOW)
    warehouses = {sku: place, plain: place}
    for wants in ({sku: 3, plain: 1}, {sku: 1, plain: 2}):
        with pytest.raises(OutOfStock), transaction.atomic():
            services.reserve(wants={"package:1": wants}, warehouses=warehouses, expires_at=LATER, now=NOW)
    assert (numbers(plain), Slot.objects.exclude(reference="").count()) == ((1, 0), 0)
    services.reserve(
        wants={"package:1": {sku: 2, plain: 1}}, warehouses=warehouses, expires_at=LATER, now=NOW
    )
    assert (numbers(plain), Slot.objects.exclude(reference="").count()) == ((1, 1), 2)
    assert selectors.discrepancies() == []


def at(day: date) -> datetime:
    """Noon of Beijing."""
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


def test_what_is_out_of_date_is_promised_to_nobody(sku, place, monkeypatch):
    """Ten lie there; from the second of June on the three of June are nobody's."""
    warehouses, wants = {sku: place}, {"package:1": {sku: 8}}
    second = at(JUNE + timedelta(days=1))
    with pytest.raises(OutOfStock), transaction.atomic():
        services.reserve(wants=wants, warehouses=warehouses, expires_at=second, now=second)
    assert numbers(sku) == (10, 0)
    services.reserve(wants={"package:1": {sku: 7}}, warehouses=warehouses, expires_at=second, now=second)
    services.consume(reference="package:1", now=second)
    assert (lying(sku), numbers(sku)) == ({"B-JULY": 0, "B-JUNE": 3}, (3, 0))


def test_through_its_day_it_is_still_good(sku, place):
    services.reserve(
        wants={"package:1": {sku: 10}}, warehouses={sku: place}, expires_at=at(JUNE), now=at(JUNE)
    )
    assert numbers(sku) == (10, 10)


def test_what_is_out_of_date_is_not_offered(sku, monkeypatch):
    assert offers([sku])[sku].sellable == 10
    monkeypatch.setattr("catalog.inventory.selectors.today", lambda: JUNE + timedelta(days=1))
    assert offers([sku])[sku].sellable == 7
    monkeypatch.setattr("catalog.inventory.selectors.today", lambda: JULY + timedelta(days=1))
    assert offers([sku])[sku].sellable == 2


def test_the_control_without_the_day_old_pieces_would_be_sold(sku, place, monkeypatch):
    monkeypatch.setattr("catalog.inventory.services.day_of", lambda now: date.min)
    now = at(JUNE + timedelta(days=1))
    services.reserve(wants={"package:1": {sku: 10}}, warehouses={sku: place}, expires_at=now, now=now)
    assert numbers(sku) == (10, 10)


@pytest.fixture
def dated(place):
    """Four pieces without a batch in a row that says itself how long they are good: through June the first."""
    made = factories.sku(stock=4).pk
    note_batch(sku_id=made, warehouse_id=place, batch="L1", expires_on=JUNE)
    return made


def _hold_at(sku: int, place: int, now: datetime) -> None:
    services.reserve(
        wants={"package:1": {sku: 1}},
        warehouses={sku: place},
        expires_at=now + timedelta(minutes=15),
        now=now,
    )


def test_a_row_out_of_date_by_its_own_day_is_promised_to_nobody(dated, place, monkeypatch):
    with pytest.raises(OutOfStock), transaction.atomic():
        _hold_at(dated, place, at(JUNE + timedelta(days=1)))
    assert numbers(dated) == (4, 0)
    monkeypatch.setattr("catalog.inventory.services.is_out_of_date", lambda on: Q(pk__in=[]))
    with pytest.raises(OutOfStock), transaction.atomic():
        _hold_at(dated, place, at(JUNE + timedelta(days=1)))
    _hold_at(dated, place, at(JUNE))
    assert numbers(dated) == (4, 1)


def test_the_control_without_its_day_the_old_row_would_be_sold(dated, place, monkeypatch):
    guard = selectors.out_of_date("s", "%(day)s")
    assert guard in services._RESERVE
    monkeypatch.setattr(services, "_RESERVE", services._RESERVE.replace(guard, "FALSE"))
    _hold_at(dated, place, at(JUNE + timedelta(days=1)))
    assert numbers(dated) == (4, 1)


def test_nor_is_it_sold_in_a_rush(dated, place, monkeypatch):
    assert pool.heat(sku_id=dated, warehouse_id=place, slots=9, now=at(JUNE + timedelta(days=1))) == 0
    assert pool.heat(sku_id=dated, warehouse_id=place, slots=3, now=at(JUNE)) == 3
    with pytest.raises(OutOfStock), transaction.atomic():
        _hold_at(dated, place, at(JUNE + timedelta(days=1)))
    monkeypatch.setattr("catalog.inventory.services.is_out_of_date", lambda on: Q(pk__in=[]))
    _hold_at(dated, place, at(JUNE + timedelta(days=1)))
    assert Slot.objects.filter(reference="package:1").count() == 1  # the control


def test_a_row_out_of_date_is_not_offered_and_counts_as_old(dated, place, monkeypatch):
    stock = Stock.objects.filter(sku=dated)
    shown = Goods.objects.get(skus=dated).pk
    for day, sellable in ((date.today() + timedelta(days=1), 4), (date.today() - timedelta(days=2), 0)):
        stock.update(expires_on=day)
        assert offers([dated])[dated].sellable == sellable
        assert stock.annotate(n=selectors.pieces_left()).get().n == sellable
        assert stock.annotate(n=selectors.pieces_expired()).get().n == 4 - sellable
        assert [row[_SKUS][0][8] for row in rows_by_ids([shown])] == [sellable]


def test_other_goods_do_not_take_the_day_of_what_lies_there(dated, place):
    """Fresh pieces come without a batch: what lay there keeps its day as a batch, and only the fresh ones are sold."""
    late = at(JUNE + timedelta(days=1))
    services.receive(sku_id=dated, warehouse_id=place, quantity=2, reference="in", now=late)
    assert (lying(dated), numbers(dated)) == ({"L1": 4}, (6, 0))
    assert Batch.objects.get().expires_on == JUNE
    with pytest.raises(OutOfStock), transaction.atomic():
        services.reserve(
            wants={"package:1": {dated: 3}}, warehouses={dated: place}, expires_at=late, now=late
        )
    services.reserve(wants={"package:1": {dated: 2}}, warehouses={dated: place}, expires_at=late, now=late)
    services.consume(reference="package:1", now=late)
    assert (lying(dated), numbers(dated)) == ({"L1": 4}, (4, 0))


def test_after_the_last_batch_the_row_has_no_day(place):
    made = factories.sku(stock=2).pk
    services.receive(
        sku_id=made, warehouse_id=place, quantity=1, batch="B", expires_on=JUNE, reference="in", now=at(JUNE)
    )
    services.write_off(batch_id=Batch.objects.get().pk, reference="spoilt", now=at(JUNE + timedelta(days=1)))
    row = Stock.objects.get(sku=made)
    assert (row.on_hand, row.batch, row.expires_on) == (2, "", None)
    _hold_at(made, place, at(JULY))


def test_a_row_that_was_emptied_gives_its_day_to_nobody(dated, place):
    services.count(sku_id=dated, warehouse_id=place, counted=0, seen=4, reference="count", now=at(JUNE))
    services.receive(sku_id=dated, warehouse_id=place, quantity=2, reference="in", now=at(JULY))
    assert Stock.objects.get(sku=dated).expires_on is None
    _hold_at(dated, place, at(JULY))


def test_pieces_keep_the_day_of_their_row_on_the_way(dated, place):
    there = factories.warehouse("ningbo").pk
    services.transfer(
        sku_id=dated,
        from_warehouse_id=place,
        to_warehouse_id=there,
        quantity=3,
        reference="move",
        now=at(JUNE),
    )
    batch = Batch.objects.get()
    assert (batch.stock.warehouse_id, batch.code, batch.expires_on, batch.on_hand) == (there, "L1", JUNE, 3)
