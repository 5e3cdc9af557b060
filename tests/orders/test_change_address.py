"""Another address until customs was told; afterwards a sentence in the button's place. And what customs then reads."""

from __future__ import annotations

import pytest

from customs.rules.modes import RULES, Mode
from journal.models import Fact
from orders.errors import NoSuchOrder, NotAllowedNow, NotYours, OtherProvince
from orders.ledger_watch import forgotten
from orders.lifecycle import guards
from orders.models import LedgerEntry, Order
from orders.selectors import order_page
from orders.selectors.documents import customs_documents
from orders.services.cancel_order import cancel_order
from orders.services.change_address import change_address
from orders.services.record_paid import record_paid
from tenancy.scope import Actor
from tests import factories
from tests.orders.aftersale.conftest import walk
from tests.orders.factories import NOW, address, placed

pytestmark = pytest.mark.django_db
HERE = {
    "province": "浙江省",
    "city": "宁波市",
    "district": "鄞州区",
    "street": "百丈路 9 号",
    "district_code": "330212",
}
LINE = "浙江省宁波市鄞州区百丈路 9 号"
REASON = "The address was told to customs with the order and cannot be changed any more."


@pytest.fixture
def shopper(in_harbor):
    return factories.shopper()


@pytest.fixture
def order(shopper) -> Order:
    return Order.objects.get(pk=placed(shopper).order_id)


def change(order: Order, place, **more) -> bool:
    values = {
        "order_id": order.pk,
        "address_id": place.pk,
        "now": NOW,
        "actor": f"shopper:{order.shopper_id}",
    }
    return change_address(**(values | more))


def told() -> tuple[int, int]:
    return (
        LedgerEntry.objects.filter(event="change_address").count(),
        Fact.objects.filter(kind="order.address_changed").count(),
    )


def test_an_unpaid_and_a_paid_order_go_elsewhere_and_the_ledger_says_so(order, shopper):
    place = address(shopper, consignee="李四", phone="13900139000", **HERE)
    assert change(order, place) is True
    order.refresh_from_db()
    assert (order.consignee, order.phone, order.address, order.district_code, order.state) == (
        "李四", "13900139000", LINE, "330212", "placed",
    )  # fmt: skip
    entry = LedgerEntry.objects.get(event="change_address")
    assert (entry.before, entry.after, entry.note, entry.actor) == (
        "placed", "placed", "330106 -> 330212", f"shopper:{shopper.pk}",
    )  # fmt: skip
    assert change(order, place) is False and told() == (1, 1)
    record_paid(order_id=order.pk, now=NOW)
    assert change(order, address(shopper)) is True and told() == (2, 2)
    assert "文三路" not in str(
        Fact.objects.filter(kind="order.address_changed").values_list("payload", flat=True)
    )
    assert forgotten() == []


def test_all_that_customs_reads_carries_the_new_address_also_after_a_refusal(order, shopper):
    record_paid(order_id=order.pk, now=NOW)
    package = walk(order.packages.get(), until="declare")
    from orders.services.advance_package import Said, advance_package

    advance_package(
        package_id=package.pk,
        axis="clearance",
        event="port_rejects",
        now=NOW,
        actor="port",
        said=Said(code="100"),
    )
    assert change(order, address(shopper, **HERE)) is True
    papers = customs_documents(package.pk)
    assert (papers.address, papers.district_code) == (LINE, "330212")


@pytest.mark.parametrize("until", ["declare", "port_releases", "dispatch", "sign"])
def test_past_the_point_of_no_return_nothing_changes_and_the_reason_is_shown(order, shopper, until):
    record_paid(order_id=order.pk, now=NOW)
    actor = Actor.shopper(shopper.pk)
    assert order_page(order.number, actor, language="en").cannot_change_address == ""
    walk(order.packages.get(), until=until)
    with pytest.raises(NotAllowedNow) as refused:
        change(order, address(shopper, **HERE))
    assert refused.value.code == "address_fixed"
    assert order_page(order.number, actor, language="en").cannot_change_address == REASON
    order.refresh_from_db()
    assert (order.district_code, told()) == ("330106", (0, 0))


def test_control_without_the_guard_a_declared_order_would_go_elsewhere(order, shopper, monkeypatch):
    record_paid(order_id=order.pk, now=NOW)
    walk(order.packages.get(), until="declare")
    object.__setattr__(guards.ADDRESS_OPEN, "holds", lambda facts: True)
    try:
        assert change(order, address(shopper, **HERE)) is True
    finally:
        object.__setattr__(guards.ADDRESS_OPEN, "holds", guards._address_open)


def test_a_closed_order_another_province_and_strange_addresses_are_refused(order, shopper):
    with pytest.raises(OtherProvince):
        change(order, address(shopper, **(HERE | {"province": "江苏省", "district_code": "320102"})))
    with pytest.raises(NotYours):
        change(order, address(factories.shopper(), **HERE))
    with pytest.raises(NoSuchOrder):
        change(order, address(shopper, **HERE), shopper_id=shopper.pk + 1)
    cancel_order(order_id=order.pk, now=NOW, actor="x")
    with pytest.raises(NotAllowedNow):
        change(order, address(shopper, **HERE))
    order.refresh_from_db()
    assert (order.district_code, told()) == ("330106", (0, 0))


def test_goods_that_are_never_declared_may_be_sent_elsewhere_until_they_leave(shopper):
    assert not RULES[Mode.GENERAL].declared
    sku = factories.sku(mode="general", warehouse_code="shop")
    order = Order.objects.get(pk=placed(shopper, (sku, 1)).order_id)
    record_paid(order_id=order.pk, now=NOW)
    assert change(order, address(shopper, **HERE)) is True
    walk(order.packages.get(), until="dispatch")
    with pytest.raises(NotAllowedNow):
        change(order, address(shopper))
