"""A struck price was really asked, and stands for a while only."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from catalog.models import DailyPrice, Sku
from catalog.services import struck
from catalog.services.history import note_price
from catalog.services.skus import set_price
from catalog.tasks import drop_struck_prices
from config.subscriptions import JOBS
from journal.models import Fact
from tenancy.scope import Actor, in_mall
from tests import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)


@pytest.fixture
def sku(mall):
    """Asked for at 100.00 since a hundred days, at 80.00 since today."""
    with in_mall(mall.pk, actor=Actor.staff()):
        made = factories.sku(price="100.00")
        note_price(sku_id=made.pk, price=Decimal("100.00"), now=NOW - timedelta(days=100))
        set_price(sku_id=made.pk, version=1, price=Decimal("80.00"), struck_price=Decimal("100.00"), now=NOW)
        yield made


def price(sku: Sku) -> Decimal | None:
    return Sku.objects.values_list("struck_price", flat=True).get(pk=sku.pk)


def test_it_stands_thirty_days_after_the_higher_price_was_last_asked(sku):
    for days in (1, 30):
        drop_struck_prices(NOW + timedelta(days=days))
        assert price(sku) == Decimal("100.00")
    told = Fact.objects.filter(kind="product.changed").count()
    drop_struck_prices(NOW + timedelta(days=31))
    assert price(sku) is None
    assert Fact.objects.filter(kind="product.changed").count() == told + 1
    assert Sku.objects.get(pk=sku.pk).version == 3
    drop_struck_prices(NOW + timedelta(days=32))
    assert Fact.objects.filter(kind="product.changed").count() == told + 1


def test_asked_again_meanwhile_it_stands_on(sku):
    note_price(sku_id=sku.pk, price=Decimal("100.00"), now=NOW + timedelta(days=20))
    note_price(sku_id=sku.pk, price=Decimal("80.00"), now=NOW + timedelta(days=21))
    drop_struck_prices(NOW + timedelta(days=50))
    assert price(sku) == Decimal("100.00")


def test_without_a_history_it_goes_at_once(sku):
    """The control of what was asked: forgotten, nothing bears the struck price any more."""
    DailyPrice.objects.filter(last=Decimal("100.00")).delete()
    drop_struck_prices(NOW + timedelta(days=1))
    assert price(sku) is None


def test_without_the_limit_of_days_it_would_stand_for_ever(sku, monkeypatch):
    """The control."""
    monkeypatch.setattr(struck, "STANDS_DAYS", 10_000)
    drop_struck_prices(NOW + timedelta(days=31))
    assert price(sku) == Decimal("100.00")


def test_the_day_runs_it():
    assert "catalog.tasks.drop_struck_prices" in JOBS["daily"]
