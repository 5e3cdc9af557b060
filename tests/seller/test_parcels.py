"""Two packages of one person put into one parcel at the packing table, in both languages; another supplier's are not
there."""

from __future__ import annotations

import pytest

from orders.logistics.carriers.domestic.account import Account
from orders.logistics.models import Waybill
from orders.logistics.services import assign_waybill
from orders.models import Package
from orders.services.record_paid import record_paid
from tenancy.scope import Actor, in_mall
from tests import factories
from tests.orders import factories as orders
from tests.orders.logistics.conftest import carrier_url  # noqa: F401
from tests.outside import carrier_account

pytestmark = [pytest.mark.django_db]


def package_of(shopper, sku) -> Package:
    made = orders.placed(shopper, (sku, 1))
    record_paid(order_id=made.order_id, now=orders.NOW)
    assign_waybill(package_id=made.packages[0][0], now=orders.NOW)
    return Package.objects.get(pk=made.packages[0][0])


@pytest.fixture
def two(mall, ours, carrier_url) -> list[Package]:  # noqa: F811
    """Of acme, in China already, one person's."""
    with in_mall(mall.pk, actor=Actor.staff()):
        Account(**carrier_account(carrier_url)).keep()
        sku = factories.sku(mode="general", warehouse_code="shop")
        shopper = factories.shopper()
        return [package_of(shopper, sku), package_of(shopper, sku)]


def numbers(mall, packages) -> set[str]:
    with in_mall(mall.pk, actor=Actor.staff()):
        return set(Waybill.objects.filter(package__in=packages).values_list("number", flat=True))


@pytest.mark.parametrize(("root", "together"), [("", "合并发货"), ("/en", "In one parcel with")])
def test_the_ticked_ones_share_a_waybill_and_are_taken_apart(mall, supplier, two, root, together):
    ticked = {"package": [p.number for p in two]}
    told = supplier.post(f"{root}/seller/queue/merge", ticked, follow=True).content.decode()
    [number] = numbers(mall, two)
    assert number in told and together in told
    page = supplier.get(f"{root}/seller/orders/{two[0].number}").content.decode()
    assert two[1].number in page and f"{root}/seller/orders/{two[0].number}/part" in page
    supplier.post(f"{root}/seller/orders/{two[0].number}/part")
    assert len(numbers(mall, two)) == 2 and number not in numbers(mall, two)


def test_one_label_for_both_whichever_is_ticked(mall, supplier, two, monkeypatch):
    from seller import printing

    drawn: list[str] = []
    line = printing._line
    monkeypatch.setattr(
        printing, "_line", lambda pdf, text, *a, **k: (drawn.append(text), line(pdf, text, *a, **k))
    )
    supplier.post("/seller/queue/merge", {"package": [p.number for p in two]})
    [number] = numbers(mall, two)
    supplier.post("/seller/queue/labels.pdf", {"package": two[1].number})
    assert drawn.count(number) == 1
    assert any(two[0].number in text and two[1].number in text for text in drawn)


def test_what_passes_customs_is_refused_in_words(mall, supplier, two, ours):
    with in_mall(mall.pk, actor=Actor.staff()):
        declared = package_of(two[0].order.shopper, ours)
    before = numbers(mall, [*two, declared])
    ticked = {"package": [two[0].number, declared.number]}
    said = supplier.post("/en/seller/queue/merge", ticked, follow=True).content.decode()
    assert "a package that passes customs is never put with another" in said
    said = supplier.post("/seller/queue/merge", ticked, follow=True).content.decode()
    assert "须清关的包裹不能与其他包裹合并" in said
    assert numbers(mall, [*two, declared]) == before


def test_anothers_package_is_as_if_it_were_not_there(mall, supplier, two):
    with in_mall(mall.pk, actor=Actor.staff()):
        sku = factories.sku(mode="general", warehouse_code="shop", supplier_code="rival")
        rivals = [package_of(two[0].order.shopper, sku) for _ in range(2)]
    before = numbers(mall, [*two, *rivals])
    supplier.post("/seller/queue/merge", {"package": [p.number for p in rivals]})
    supplier.post("/seller/queue/merge", {"package": [two[0].number, rivals[0].number]})
    assert supplier.post(f"/seller/orders/{rivals[0].number}/part").status_code == 404
    assert numbers(mall, [*two, *rivals]) == before
