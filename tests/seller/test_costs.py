"""What a supplier asks of the mall in its own money, and beside it the yuan by the rate of the day."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from catalog.models import SupplierCost
from currency.models import Rate
from currency.services import set_margin
from tenancy.scope import Actor, in_mall

pytestmark = [pytest.mark.django_db]
TODAY = timezone.localdate()


@pytest.fixture
def staff(mall):
    with in_mall(mall.pk, actor=Actor.staff()):
        yield


@pytest.fixture
def euro(staff) -> Rate:
    return Rate.objects.create(
        currency="EUR", day=TODAY - timedelta(days=1), yuan=Decimal("7.81230000"), source="bank",
        imported_at=timezone.now(),
    )  # fmt: skip


def ask(client, sku, **more):
    body = {"currency": "EUR", "amount": "12.3456", "valid_from": TODAY.isoformat()} | more
    return client.post(f"/en/seller/skus/{sku.pk}/cost", body)


def page(client, sku) -> str:
    return client.get(f"/en/seller/skus/{sku.pk}").content.decode()


def test_a_cost_stands_in_its_money_beside_the_yuan_of_the_day(supplier, ours, euro):
    assert ask(supplier, ours).status_code == 303
    text = page(supplier, ours)
    assert "EUR 12.3456" in text and "¥96.45" in text  # 12.3456 x 7.8123 = 96.4475…
    assert "1 EUR = 7.8123 CNY" in text and f"{TODAY - timedelta(days=1)} · bank" in text


def test_the_margin_of_the_mall_is_in_the_yuan(supplier, ours, euro):
    set_margin(currency="EUR", percent=Decimal("1.00"))
    ask(supplier, ours)
    assert "¥97.41" in page(supplier, ours)  # 12.3456 x 7.890423


def test_the_newest_of_today_is_in_force_and_one_to_come_waits(supplier, ours, euro):
    ask(supplier, ours, amount="10")
    ask(supplier, ours, amount="20", valid_from=(TODAY + timedelta(days=9)).isoformat())
    text = page(supplier, ours)
    assert "¥78.12" in text and "EUR 20.00" in text and "¥156.25" not in text
    ask(supplier, ours, amount="11")
    assert SupplierCost.objects.filter(sku=ours.pk).count() == 2  # one a day: the last word of it


def test_without_a_rate_no_yuan_is_told(supplier, ours, staff):
    Rate.objects.create(
        currency="EUR",
        day=TODAY - timedelta(days=11),
        yuan=Decimal("7.8"),
        source="bank",
        imported_at=timezone.now(),
    )
    assert ask(supplier, ours).status_code == 303
    text = page(supplier, ours)
    assert "No rate of the last ten days is known." in text and "¥96.45" not in text


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"currency": "XXX"}, "not one of the available choices"),
        ({"amount": "0"}, "This price is not possible."),
        ({"amount": "-1"}, "greater than or equal to 0"),
        ({"amount": "zwölf"}, "Enter a number"),
        ({"amount": "1.23456"}, "4 decimal places"),
        ({"currency": "CNY", "amount": "1.234"}, "at most two decimals"),
        ({"valid_from": (TODAY - timedelta(days=1)).isoformat()}, "Past days are settled"),
        ({"valid_from": "soon"}, "valid date"),
    ],
)
def test_what_cannot_be_asked_is_said_and_nothing_is_kept(supplier, ours, euro, wrong, says):
    answer = ask(supplier, ours, **wrong)
    assert answer.status_code == 422 and says in answer.content.decode()
    assert SupplierCost.objects.count() == 0


def test_another_suppliers_costs_are_not_there(supplier, ours, theirs, euro):
    SupplierCost.objects.create(sku=theirs, currency="EUR", amount=Decimal("77.7700"), valid_from=TODAY)
    assert ask(supplier, theirs).status_code == 404
    assert SupplierCost.objects.count() == 1 and "77.77" not in page(supplier, ours)
