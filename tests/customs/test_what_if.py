"""What-if runs: a planned change counted over goods and open orders, slice by slice, into a safe file."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from catalog.models import Product
from catalog.selectors import offers
from customs.models import WhatIfRun, WhatIfSlice
from customs.policy import tasks
from customs.policy.what_if import BadChange, Change, ask, csv_rows, go_on, run, stop
from customs.policy.what_if.counting import of_goods
from customs.policy.what_if.sheet import safe
from journal.models import Fact
from journal.services import as_fact
from orders.models import Package
from orders.pricing import quote
from tenancy.scope import Actor, in_mall
from tests import factories
from tests.orders.factories import placed

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)
DEARER = Change(prefix="190110", vat="17")


def started(change: Change = DEARER) -> WhatIfRun:
    return ask(name="增值税 17%", change=change, on=DAY, actor="operator:7", now=timezone.now())


def finished(change: Change = DEARER) -> WhatIfRun:
    """By the facts that are due, as the worker hears them."""
    made = started(change)
    for _ in range(50):
        for fact in Fact.objects.filter(kind="what_if.slice_due", subject=f"what_if:{made.pk}"):
            tasks.count_slice(as_fact(fact))
        made.refresh_from_db()
        if made.state not in ("waiting", "running"):
            return made
    raise AssertionError("the run does not end")


def effect(sku, change: Change):
    return of_goods(offers([sku.pk])[sku.pk], change, DAY)


def test_rates_of_a_code_as_they_would_be(in_harbor):
    found = effect(factories.sku(price="100.00"), DEARER)
    # 13 and 17 per cent, seven tenths of it.
    assert (found.tax_now, found.tax_then, found.difference) == ("9.10", "11.90", Decimal("2.80"))


def test_other_codes_stay(in_harbor):
    assert effect(factories.sku(), Change(prefix="2204", vat="17")).difference == 0


def test_the_share_collected_and_the_limits(in_harbor):
    assert effect(factories.sku(price="100.00"), Change(share="100")).tax_then == "13.00"
    dear = effect(factories.sku(price="4000.00"), Change(single="3000"))
    assert (dear.outcome_now, dear.outcome_then, dear.reason_then) == ("counted", "counted", "")
    year = effect(factories.sku(price="4000.00"), Change(annual="3000"))
    assert (year.outcome_then, year.reason_then, year.tax_then) == ("refused", "over_annual_limit", "")


def test_goods_taken_off_the_list(in_harbor):
    found = effect(factories.sku(), Change(prefix="1901", listed="no"))
    assert (found.outcome_then, found.reason_then) == ("refused", "not_on_list")


def test_outside_of_it_nothing_changed(in_harbor):
    sku = factories.sku(price="100.00")
    effect(sku, DEARER)
    assert quote(wants={sku.pk: 1}, offers=offers([sku.pk]), on=DAY).tax == Decimal("9.10")


def test_the_control_where_the_plan_leaks_every_price_changes(in_harbor):
    from tax.services.planning import use_planned

    sku = factories.sku(price="100.00")
    with use_planned(rates=DEARER.rates, rules=DEARER.rules):
        assert quote(wants={sku.pk: 1}, offers=offers([sku.pk]), on=DAY).tax == Decimal("11.90")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "prefix"), ({"vat": "17"}, "prefix"), ({"prefix": "1", "vat": "17"}, "prefix"),
        ({"prefix": "19", "vat": "x"}, "vat"), ({"prefix": "19", "vat": "101"}, "vat"),
        ({"prefix": "19", "duty": "-1"}, "duty"), ({"prefix": "19", "vat": "NaN"}, "vat"),
        ({"single": "0"}, "single"), ({"annual": "1e9"}, "annual"), ({"share": "1.23456"}, "share"),
        ({"prefix": "19", "listed": "perhaps"}, "listed"),
    ],
)  # fmt: skip
def test_a_change_that_cannot_be(values, field):
    with pytest.raises(BadChange) as bad:
        Change(**values)
    assert bad.value.field == field


def test_a_run_over_goods_and_open_orders(in_harbor):
    sku = factories.sku(price="100.00")
    placed(None, (sku, 2))
    through = placed(None, (factories.sku(), 1))
    Package.objects.filter(order_id=through.order_id).update(clearance="released")
    delisted = factories.sku()
    Product.objects.filter(pk=delisted.product_id).update(state=Product.State.DELISTED)
    done = finished()
    assert (done.state, done.total, done.done) == ("done", 3, 3)
    assert done.summary == {
        "goods": {"difference": "5.60", "dearer": 2}, "order": {"difference": "5.60", "dearer": 1},
    }  # fmt: skip
    assert done.finished_at is not None


def test_slice_by_slice_each_once(in_harbor, monkeypatch):
    monkeypatch.setattr(run, "SLICE", 2)
    for _ in range(5):
        factories.sku(price="100.00")
    placed(None, (factories.sku(price="100.00"), 1))
    done = finished()
    assert (done.done, done.summary["goods"]["dearer"], done.summary["order"]["dearer"]) == (7, 6, 1)
    codes = [row[1] for part in WhatIfSlice.objects.order_by("number") for row in part.rows]
    assert len(codes) == len(set(codes)) == 7
    for number in range(1, done.slices + 1):
        assert go_on(run_id=done.pk, number=number, now=timezone.now()) is False
    done.refresh_from_db()
    assert done.done == 7


def test_a_worker_that_dies_in_a_slice_loses_that_slice_alone(in_harbor, monkeypatch):
    monkeypatch.setattr(run, "SLICE", 2)
    for _ in range(4):
        factories.sku()
    made = started()
    go_on(run_id=made.pk, number=1, now=timezone.now())
    monkeypatch.setattr(run, "_added", lambda *a: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        go_on(run_id=made.pk, number=2, now=timezone.now())
    made.refresh_from_db()
    assert (made.slices, made.done, WhatIfSlice.objects.count()) == (1, 2, 1)


def test_stopped_it_counts_no_more(in_harbor):
    factories.sku()
    made = started()
    assert stop(run_id=made.pk, now=timezone.now()) is True
    assert stop(run_id=made.pk, now=timezone.now()) is False
    assert go_on(run_id=made.pk, number=1, now=timezone.now()) is False
    assert WhatIfSlice.objects.count() == 0


def test_the_file_is_read_back_and_holds_no_formula(in_harbor):
    sku = factories.sku(price="100.00", title="=HYPERLINK(1)")
    done = finished()
    text = "".join(csv_rows(done))
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert len(rows) == 2 and all(len(row) == 13 for row in rows)
    assert rows[1][1] == sku.code and rows[1][2].startswith("'=HYPERLINK")
    assert rows[1][12] == "2.80"


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+1x", "'+1x"),
        ("@a", "'@a"),
        ("\tx", "'\tx"),
        ("-2+3", "'-2+3"),
        ("-2.80", "-2.80"),
        ("a", "a"),
    ],
)
def test_cells(cell, written):
    assert safe(cell) == written


def test_another_mall_sees_nothing_of_it(in_harbor, other_mall):
    factories.sku()
    finished()
    with in_mall(other_mall.pk, actor=Actor.staff()):
        assert (WhatIfRun.objects.count(), WhatIfSlice.objects.count()) == (0, 0)
