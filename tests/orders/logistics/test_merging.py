"""Packages of one person in one parcel: one waybill, one way, undone until it leaves; never one that passes customs."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import transaction

from journal.models import Fact
from journal.services import as_fact
from journal.types import RetryLater
from notifications.models import Message
from orders.aftersale.breakdown import what_goes_back
from orders.aftersale.services import approve
from orders.aftersale.services.ask import _written as written
from orders.aftersale.types import Wish
from orders.errors import NoSuchOrder, NotAllowedNow
from orders.ledger_watch import forgotten
from orders.logistics import parcels, services, tasks
from orders.logistics.carriers.domestic.client import DomesticCarrier
from orders.logistics.models import TrackingEvent, Waybill
from orders.logistics.selectors import together_with
from orders.logistics.services import merge_parcels, take_apart
from orders.logistics.types import CarrierAway, CarrierEvent, CarrierRefused, NothingToMerge, ParcelChanged
from orders.models import LedgerEntry, Order, Package
from orders.payments.models import Payment
from orders.selectors import order_page
from orders.selectors.labels import labels_of
from orders.services.cancel_order import cancel_order
from orders.services.change_address import write_address
from orders.services.record_paid import record_paid
from tenancy.scope import Actor
from tests import factories
from tests.orders.factories import NOW, placed
from tests.orders.logistics.test_readdress import THERE

pytestmark = pytest.mark.django_db


def bought(shopper, sku) -> Package:
    """Goods that are in China already, paid, with a waybill, on the table of their supplier."""
    made = placed(shopper, (sku, 1))
    record_paid(order_id=made.order_id, now=NOW)
    services.assign_waybill(package_id=made.packages[0][0], now=NOW)
    return Package.objects.get(pk=made.packages[0][0])


@pytest.fixture
def shopper(account):
    return factories.shopper()


@pytest.fixture
def sku(account):
    return factories.sku(mode="general", warehouse_code="shop", price="58.00")


@pytest.fixture
def two(shopper, sku) -> list[Package]:
    """Two packages of two orders of one person."""
    return [bought(shopper, sku), bought(shopper, sku)]


def merged(packages) -> str:
    return merge_parcels(package_ids=[p.pk for p in packages], actor="operator:7", now=NOW)


def heard(kind: str) -> None:
    for fact in Fact.objects.filter(kind=kind):
        tasks.cancel_numbers(as_fact(fact))


def numbers(packages) -> list[str]:
    return [Waybill.objects.get(package=p).number for p in packages]


def fulfilment(packages) -> list[str]:
    return [Package.objects.get(pk=p.pk).fulfilment for p in packages]


def test_they_carry_one_number_and_their_old_ones_are_given_back(two):
    old = numbers(two)
    number = merged(two)
    assert numbers(two) == [number, number] and number not in old
    assert [p.pk for p in together_with(two[0].pk)] == [two[1].pk]
    heard("parcel.merged")
    for one in old:
        with pytest.raises(CarrierRefused):
            DomesticCarrier.of_mall().hand_over(one)
    notes = list(LedgerEntry.objects.filter(event="merge").values_list("package_id", "actor", "note"))
    both = f"{two[0].number}, {two[1].number}"
    assert notes == [(p.pk, "operator:7", f"{both}: {n} -> {number}") for p, n in zip(two, old, strict=True)]
    assert forgotten() == []


def test_the_carrier_is_told_the_whole_weight(two, monkeypatch):
    create, asked = DomesticCarrier.create, []
    monkeypatch.setattr(DomesticCarrier, "create", lambda self, p: asked.append(p) or create(self, p))
    merged(two)
    [parcel] = asked
    assert Decimal(parcel.weight_kg) == sum(p.gross_kg for p in two) > 0


def test_one_leaves_and_so_does_the_other_and_the_carriers_word_is_of_both(two):
    number = merged(two)
    services.dispatch(package_id=two[1].pk, now=NOW)
    assert fulfilment(two) == ["dispatched", "dispatched"]
    services.dispatch(package_id=two[0].pk, now=NOW)
    said = CarrierEvent(1, number, "in_transit", "杭州", NOW)
    assert services.record_event(event=said, source="domestic", now=NOW) == "recorded"
    assert services.record_event(event=said, source="domestic", now=NOW) == "repeated"
    assert fulfilment(two) == ["in_transit", "in_transit"]
    assert TrackingEvent.objects.filter(code="in_transit").count() == 2
    assert services.record_event(event=replace(said, step="signed"), source="domestic", now=NOW) == "recorded"
    assert fulfilment(two) == ["signed", "signed"]
    assert forgotten() == []


def test_the_control_without_it_each_leaves_alone(two):
    services.dispatch(package_id=two[1].pk, now=NOW)
    assert fulfilment(two) == ["pending", "dispatched"]


def test_it_is_taken_apart_until_it_leaves(two):
    number = merged(two)
    assert take_apart(package_id=two[1].pk, actor="operator:7", now=NOW) == 2
    assert len({number, *numbers(two)}) == 3 and together_with(two[0].pk) == []
    heard("parcel.merged")
    heard("parcel.parted")
    with pytest.raises(CarrierRefused):
        DomesticCarrier.of_mall().hand_over(number)
    again = merged(two)
    assert again not in (number, *numbers([])) and numbers(two) == [again, again]
    services.dispatch(package_id=two[0].pk, now=NOW)
    with pytest.raises(NotAllowedNow) as refused:
        take_apart(package_id=two[0].pk, actor="operator:7", now=NOW)
    assert refused.value.code == "cannot_be_parted" and numbers(two) == [again, again]


def test_a_package_that_passes_customs_is_never_put_together(shopper, two):
    declared = bought(shopper, factories.sku(mode="bonded_1210"))
    old = numbers([*two, declared])
    with pytest.raises(NotAllowedNow) as refused:
        merged([two[0], declared])
    assert "customs" in refused.value.reason.lower()
    assert numbers([*two, declared]) == old and not Fact.objects.filter(kind="parcel.merged").exists()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda p: Order.objects.filter(pk=p.order_id).update(address="别处 1 号"), "one address"),
        (lambda p: Order.objects.filter(pk=p.order_id).update(consignee="李四"), "one address"),
        (
            lambda p: Package.objects.filter(pk=p.pk).update(supplier=factories.supplier("another")),
            "one supplier",
        ),
        (lambda p: services.dispatch(package_id=p.pk, now=NOW), "not left yet"),
        (lambda p: Package.objects.filter(pk=p.pk).update(closed_at=NOW), "not left yet"),
        (lambda p: Waybill.objects.filter(package=p).delete(), "have a waybill"),
        (lambda p: Waybill.objects.filter(package=p).update(carrier="international"), "different carriers"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_reason(two, change, says):
    change(two[1])
    with pytest.raises(NotAllowedNow) as refused:
        merged(two)
    assert refused.value.code == "cannot_be_merged" and says in refused.value.reason
    assert not Waybill.objects.exclude(travels_with=None).exists()


def test_another_persons_package_is_refused_even_to_the_same_address(two, sku):
    with pytest.raises(NotAllowedNow):
        merged([two[0], bought(factories.shopper(), sku)])


def test_two_parcels_are_not_put_together_without_taking_one_apart(two, shopper, sku):
    merged(two)
    with pytest.raises(NotAllowedNow) as refused:
        merged([two[0], bought(shopper, sku)])
    assert "take that parcel apart" in refused.value.reason


@pytest.mark.parametrize("count", [0, 1])
def test_one_alone_is_no_parcel_of_several(two, count):
    with pytest.raises(NothingToMerge):
        merged(two[:count])


def test_another_supplier_finds_nothing(two):
    ids = [p.pk for p in two]
    with pytest.raises(NoSuchOrder):
        merge_parcels(package_ids=ids, actor="supplier:9", now=NOW, supplier_id=two[0].supplier_id + 1)
    merged(two)
    with pytest.raises(NoSuchOrder):
        take_apart(package_id=ids[0], actor="supplier:9", now=NOW, supplier_id=two[0].supplier_id + 1)


def test_a_parcel_put_together_by_two_at_once_is_put_together_once(two, monkeypatch):
    """The second asks the carrier while the first has done it."""
    create = DomesticCarrier.create
    nested: list[bool] = []

    def first_another(self, parcel):
        if not nested:
            nested.append(True)
            merged(two)
        return create(self, parcel)

    monkeypatch.setattr(DomesticCarrier, "create", first_another)
    with pytest.raises((ParcelChanged, NotAllowedNow)):
        merged(two)
    assert Fact.objects.filter(kind="parcel.merged").count() == 1
    assert len(set(numbers(two))) == 1


def test_an_order_that_is_taken_back_leaves_the_others_parcel(two):
    number = merged(two)
    cancel_order(order_id=two[0].order_id, now=NOW, actor="shopper")
    with pytest.raises(NotAllowedNow) as refused:
        services.dispatch(package_id=two[1].pk, now=NOW)
    assert refused.value.code == "one_taken_back" and fulfilment(two) == ["pending", "pending"]
    for fact in Fact.objects.filter(kind="order.cancelled"):
        tasks.cancel_waybills(as_fact(fact))
    assert together_with(two[1].pk) == [] and Waybill.objects.get(package=two[0]).cancelled_at is not None
    services.dispatch(package_id=two[1].pk, now=NOW)
    assert fulfilment(two) == ["pending", "dispatched"] and numbers(two)[1] != number


def test_the_control_without_parting_the_other_order_never_leaves(two, monkeypatch):
    monkeypatch.setattr(services, "take_apart_order", lambda **_: 0)
    merged(two)
    cancel_order(order_id=two[0].order_id, now=NOW, actor="shopper")
    for fact in Fact.objects.filter(kind="order.cancelled"):
        tasks.cancel_waybills(as_fact(fact))
    with pytest.raises(NotAllowedNow):
        services.dispatch(package_id=two[1].pk, now=NOW)


def refunded(package: Package, pieces: int = 1) -> None:
    """The money for so many pieces goes back before it leaves."""
    order = Order.objects.get(pk=package.order_id)
    Payment.objects.create(
        order=order, package=package, gateway="wechat", number=f"{package.number}0001", amount=package.total,
        state="paid", transaction_id=f"42{package.number}", paid_at=NOW, expires_at=order.expires_at,
    )  # fmt: skip
    wish = Wish(package.pk, "refund", "lost", {line.pk: pieces for line in package.lines.all()})
    back = what_goes_back(package, wish.pieces, wish.kind, wish.reason, NOW)
    with transaction.atomic():
        request = written(order, package, wish, back, [], NOW, NOW)
    approve(request_id=request.pk, now=NOW, actor="operator:7")
    assert Fact.objects.filter(kind="aftersale.settled", payload__package_id=package.pk).count() == 1


def settled() -> None:
    for fact in Fact.objects.filter(kind="aftersale.settled"):
        tasks.let_go(as_fact(fact))


def test_a_package_that_is_refunded_before_it_leaves_holds_no_other_back(two):
    number = merged(two)
    refunded(two[0])
    assert Package.objects.get(pk=two[0].pk).closed_at == NOW
    with pytest.raises(NotAllowedNow) as refused:
        services.dispatch(package_id=two[1].pk, now=NOW)
    assert refused.value.code == "one_taken_back"
    settled()
    gone, goes = (Waybill.objects.get(package=p) for p in two)
    assert (gone.cancelled_at, goes.cancelled_at, goes.travels_with_id) == (NOW, None, None)
    assert len({number, gone.number, goes.number}) == 3
    heard("parcel.parted")
    for cancelled in (number, gone.number):
        with pytest.raises(CarrierRefused):
            DomesticCarrier.of_mall().hand_over(cancelled)
    settled()
    assert numbers(two) == [gone.number, goes.number], "heard twice is done once"
    services.dispatch(package_id=two[1].pk, now=NOW)
    assert fulfilment(two) == ["pending", "dispatched"] and forgotten() == []


def test_the_control_without_letting_it_go_the_other_never_leaves(two, monkeypatch):
    monkeypatch.setattr(services, "let_go", lambda **_: 0)
    merged(two)
    refunded(two[0])
    settled()
    with pytest.raises(NotAllowedNow):
        services.dispatch(package_id=two[1].pk, now=NOW)


def test_three_travel_and_one_is_refunded(two, shopper, sku):
    three = [*two, bought(shopper, sku)]
    merged(three)
    refunded(three[1])
    settled()
    assert len(set(numbers(three))) == 3
    for package in (three[0], three[2]):
        services.dispatch(package_id=package.pk, now=NOW)
    assert fulfilment(three) == ["dispatched", "pending", "dispatched"]


def test_a_refund_of_a_part_leaves_the_parcel_as_it_is(shopper, sku):
    made = placed(shopper, (sku, 2))
    record_paid(order_id=made.order_id, now=NOW)
    services.assign_waybill(package_id=made.packages[0][0], now=NOW)
    both = [Package.objects.get(pk=made.packages[0][0]), bought(shopper, sku)]
    number = merged(both)
    refunded(both[0])
    settled()
    assert numbers(both) == [number, number] and not Package.objects.exclude(closed_at=None).exists()


def test_while_the_carrier_is_away_it_is_tried_again(two, monkeypatch):
    number = merged(two)
    refunded(two[0])

    def away(self, parcel):
        raise CarrierAway("down")

    monkeypatch.setattr(DomesticCarrier, "create", away)
    with pytest.raises(RetryLater):
        settled()
    assert numbers(two) == [number, number]
    monkeypatch.undo()
    settled()
    services.dispatch(package_id=two[1].pk, now=NOW)
    assert fulfilment(two) == ["pending", "dispatched"]


def test_an_order_that_goes_elsewhere_goes_alone(two):
    merged(two)
    write_address(order_id=two[0].order_id, fields=THERE, now=NOW, actor="operator:7")
    for fact in Fact.objects.filter(kind="order.address_changed"):
        tasks.readdress(as_fact(fact))
    assert together_with(two[0].pk) == [] and len(set(numbers(two))) == 2
    services.dispatch(package_id=two[0].pk, now=NOW)
    assert fulfilment(two) == ["dispatched", "pending"]


def test_the_shopper_sees_it_on_both_orders_and_one_label_is_printed(two):
    number = merged(two)
    for mine, other in (two, two[::-1]):
        page = order_page(mine.order.number, Actor.shopper(mine.order.shopper_id), language="en")
        [package] = page.packages
        assert (package.waybill, package.together) == (number, (other.number,))
        assert any(step.says == "Put into one parcel with others" for step in page.timeline)
    [label] = labels_of([two[1].pk], Actor.staff())
    assert (label.waybill, label.pieces) == (number, 2)
    assert label.package == " + ".join(sorted(p.number for p in two))
    assert Message.objects.count() == 0


def test_what_could_join_is_offered(two, shopper, sku):
    bought(shopper, factories.sku(mode="bonded_1210"))
    bought(factories.shopper(), sku)
    assert [p.pk for p in parcels.may_join(two[0])] == [two[1].pk]
