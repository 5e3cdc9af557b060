"""What runs low or out of date is told to those who answer for it, once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from catalog.inventory import selectors, services
from catalog.inventory.models import Batch, Stock
from catalog.services.warnings import warn_of_stock
from catalog.supply import stock_page
from notifications.models import Message
from partners.models import Supplier
from tenancy.scope import Actor, in_mall
from tests import factories
from tests.partners import factories as make

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 4, tzinfo=UTC)  # a Wednesday


@pytest.fixture
def goods(mall):
    """Acme's SKU with three left and a warning at five, the rival's with plenty; an owner and a clerk each."""
    with in_mall(mall.pk, actor=Actor.staff()):
        ours, theirs = factories.sku(stock=3), factories.sku(stock=50, supplier_code="rival")
        make.seat(ours.product.supplier, "13700000001")
        make.seat(ours.product.supplier, "13700000002", "finance")
        make.seat(theirs.product.supplier, "13700000003")
        yield ours, theirs


def told() -> list[tuple[str, str, str]]:
    rows = Message.objects.order_by("pk").values_list("user__login", "kind", "text")
    return [(login, kind, text) for login, kind, text in rows if kind.startswith("stock.")]


def test_low_stock_is_told_to_its_own_keepers_once(goods):
    ours, _theirs = goods
    assert warn_of_stock(now=NOW) == 1
    assert [(login, kind) for login, kind, _text in told()] == [("13700000001", "stock.low")]
    assert ours.code in told()[0][2]
    assert warn_of_stock(now=NOW + timedelta(hours=1)) == 0
    assert warn_of_stock(now=NOW + timedelta(days=1)) == 0  # the same list in the same week
    assert warn_of_stock(now=NOW + timedelta(days=7)) == 1


def test_another_list_is_told_the_next_day_and_not_before(goods):
    ours, _theirs = goods
    warn_of_stock(now=NOW)
    second = factories.sku(stock=0)
    assert warn_of_stock(now=NOW + timedelta(hours=2)) == 0
    assert warn_of_stock(now=NOW + timedelta(days=1)) == 1
    assert second.code in told()[-1][2] and ours.code in told()[-1][2]


def test_batches_near_their_date_are_told_and_who_does_not_trade_is_not(goods):
    ours, _theirs = goods
    Stock.objects.filter(sku=ours.pk).update(on_hand=60)
    for sku in goods:
        services.receive(
            sku_id=sku.pk, warehouse_id=sku.product.warehouse_id, quantity=4, reference="in", now=NOW, batch="B1",
            expires_on=date(2027, 1, 1),
        )  # fmt: skip
    Supplier.objects.filter(code="rival").update(state="suspended")
    assert warn_of_stock(now=NOW) == 1
    assert [(login, kind) for login, kind, _text in told()] == [("13700000001", "stock.expiring")]


def test_a_stock_row_with_a_date_of_its_own_is_told_unless_batches_say_better(goods, mall):
    """Goods that came without batches carry their date on the row; a batch that lies there knows it better."""
    ours, theirs = goods
    Stock.objects.filter(sku=ours.pk).update(on_hand=60, expires_on=date(2027, 1, 1), batch="B0")
    Stock.objects.filter(sku=theirs.pk).update(expires_on=date(2027, 3, 1))
    assert warn_of_stock(now=NOW) == 1
    assert [(login, kind) for login, kind, _text in told()] == [("13700000001", "stock.expiring")]
    assert selectors.to_do(NOW.date(), ours.product.supplier_id).near_expiry == 1
    assert selectors.to_do(NOW.date(), theirs.product.supplier_id).near_expiry == 0
    assert [row.sku_id for row in stock_page(warn="expiring", before=date(2027, 2, 23))[0]] == [ours.pk]
    services.receive(
        sku_id=ours.pk, warehouse_id=ours.product.warehouse_id, quantity=4, reference="in", now=NOW, batch="B1",
        expires_on=date(2028, 1, 1),
    )  # fmt: skip
    assert selectors.near_expiry_unbatched(NOW.date()) == []
    assert [(row.code, row.on_hand) for row in selectors.near_expiry(NOW.date())] == [
        ("B0", 60)
    ]  # now a batch itself
    Batch.objects.filter(code="B0").update(on_hand=0)
    Stock.objects.filter(sku=ours.pk).update(expires_on=date(2027, 1, 1))
    assert selectors.near_expiry_unbatched(NOW.date()) == []
    assert stock_page(warn="expiring", before=date(2027, 2, 23)) == ([], 0)


def test_pieces_out_of_date_do_not_hide_that_the_rest_is_low(goods, monkeypatch):
    ours, _theirs = goods
    services.receive(
        sku_id=ours.pk, warehouse_id=ours.product.warehouse_id, quantity=40, reference="in", now=NOW, batch="OLD",
        expires_on=date(2026, 11, 1),
    )  # fmt: skip
    assert warn_of_stock(now=NOW) == 2  # low, and the old batch


def test_the_control_with_nothing_remembered_it_is_told_every_time(goods, monkeypatch):
    monkeypatch.setattr("catalog.services.warnings.told_since", lambda users, kind, since: set())
    monkeypatch.setattr("catalog.services.warnings._occasion", lambda rows, now: now.isoformat())
    assert [warn_of_stock(now=NOW + timedelta(hours=n)) for n in range(3)] == [1, 1, 1]
