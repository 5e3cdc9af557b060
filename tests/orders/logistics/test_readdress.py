"""Another address: the waybill is cancelled at the carrier and made anew, until customs was told."""

from __future__ import annotations

import pytest

from accounts.services import AddressFields
from accounts.types import InvalidAddress
from journal.models import Fact
from journal.services import as_fact
from notifications.models import Message
from orders.errors import NotAllowedNow, OtherProvince
from orders.ledger_watch import forgotten
from orders.logistics import services
from orders.logistics.carriers.domestic.client import DomesticCarrier
from orders.logistics.models import Waybill
from orders.logistics.tasks import readdress
from orders.logistics.types import CarrierRefused
from orders.models import LedgerEntry, Order
from orders.reactions.tasks import tell_shopper
from orders.selectors.documents import customs_documents
from orders.services.change_address import write_address
from tests.orders.factories import NOW

pytestmark = pytest.mark.django_db
THERE = AddressFields("李四", "13900139000", "浙江省", "宁波市", "鄞州区", "百丈路 9 号", "330212")


def moved(package, fields: AddressFields = THERE) -> bool:
    return write_address(order_id=package.order_id, fields=fields, now=NOW, actor="operator:7")


def heard() -> None:
    for fact in Fact.objects.filter(kind="order.address_changed"):
        readdress(as_fact(fact))


def test_the_waybill_is_made_anew_and_customs_reads_the_new_one(package):
    old = Waybill.objects.get(package=package)
    assert moved(package) is True
    heard()
    new = Waybill.objects.get(package=package)
    assert new.number != old.number and new.cancelled_at is None and new.pk == old.pk
    papers = customs_documents(package.pk)
    assert (papers.waybill.number, papers.consignee, papers.district_code) == (new.number, "李四", "330212")
    entry = LedgerEntry.objects.get(event="waybill_anew")
    assert entry.note == f"{old.number} -> {new.number}" and forgotten() == []
    assert Fact.objects.get(kind="package.waybill_anew").payload["waybill"] == new.number
    with pytest.raises(CarrierRefused):
        DomesticCarrier.of_mall().hand_over(old.number)
    DomesticCarrier.of_mall().hand_over(new.number)


def test_the_operators_change_leaves_the_address_book_alone_and_the_shopper_is_told(package):
    from accounts.selectors import addresses_of

    book = [row.street for row in addresses_of(package.order.shopper_id)]
    moved(package)
    assert moved(package) is False, "it goes there already"
    order = Order.objects.get(pk=package.order_id)
    assert (order.consignee, order.phone, order.address) == (
        "李四",
        "13900139000",
        "浙江省宁波市鄞州区百丈路 9 号",
    )
    assert [row.street for row in addresses_of(order.shopper_id)] == book
    fact = Fact.objects.get(kind="order.address_changed")
    tell_shopper(fact)
    message = Message.objects.get()
    assert message.kind == "order.address_changed" and "百丈路" not in message.text


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        (AddressFields("李四", "12", "浙江省", "宁波市", "鄞州区", "x", "330212"), InvalidAddress),
        (AddressFields("", "13900139000", "浙江省", "宁波市", "鄞州区", "x", "330212"), InvalidAddress),
        (AddressFields("李四", "13900139000", "江苏省", "南京市", "玄武区", "x", "320102"), OtherProvince),
    ],
)
def test_nonsense_and_another_province_change_nothing(package, fields, error):
    with pytest.raises(error):
        moved(package, fields)
    assert not Fact.objects.filter(kind="order.address_changed").exists()


def test_what_customs_was_told_of_keeps_its_waybill(package):
    moved(package)
    walk_on(package, "declare")
    old = Waybill.objects.get(package=package).number
    heard()
    assert Waybill.objects.get(package=package).number == old
    with pytest.raises(NotAllowedNow):
        moved(package, AddressFields("王五", "13900139000", "浙江省", "宁波市", "鄞州区", "x", "330212"))


def walk_on(package, event: str) -> None:
    from orders.services.advance_package import advance_package

    advance_package(package_id=package.pk, axis="clearance", event=event, now=NOW, actor="test")


def test_while_it_is_being_replaced_nobody_declares_with_the_old_one(package, monkeypatch):
    monkeypatch.setattr(
        DomesticCarrier, "create", lambda self, parcel: (_ for _ in ()).throw(ConnectionError())
    )
    moved(package)
    with pytest.raises(ConnectionError):
        services.readdress(order_id=package.order_id, now=NOW)
    assert customs_documents(package.pk).waybill is None
    monkeypatch.undo()
    assert services.readdress(order_id=package.order_id, now=NOW) == 1
    assert customs_documents(package.pk).waybill is not None


def test_a_parcel_the_carrier_has_fetched_keeps_its_waybill(package, monkeypatch):
    def fetched(self, number: str) -> None:
        raise CarrierRefused("picked up")

    old = Waybill.objects.get(package=package)
    moved(package)
    monkeypatch.setattr(DomesticCarrier, "cancel", fetched)
    assert services.readdress(order_id=package.order_id, now=NOW) == 0
    kept = Waybill.objects.get(package=package)
    assert (kept.number, kept.cancelled_at) == (old.number, None)
