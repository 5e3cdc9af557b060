"""The orderer's yearly allowance: one person, all malls."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from orders.models import Order, Package
from orders.services.advance_package import advance_package
from orders.services.expire_order import expire_order
from orders.services.record_paid import record_paid
from orders.types import OverLimit
from tax.allowance import selectors
from tax.allowance import services as ledger
from tax.allowance.models import AllowanceEntry, AllowanceGoods, AllowanceYear
from tax.allowance.types import NoRoomError
from tax.services import approve, propose, tables
from tenancy.scope import Actor, in_mall
from tests import factories
from tests.orders import factories as make

pytestmark = pytest.mark.django_db
RICE = "1006302090"


def use(key: str) -> Decimal:
    return selectors.used(key=key, year=2026, now=make.NOW)


def test_an_order_holds_room_and_expiry_gives_it_back(in_harbor):
    placed = make.placed()
    order = Order.objects.select_related("identity").get(pk=placed.order_id)
    assert use(order.identity.allowance_key) == Decimal("100.00")
    expire_order(order_id=order.pk, now=order.expires_at)
    assert use(order.identity.allowance_key) == Decimal("0.00")


def test_release_by_customs_counts_what_was_held(in_harbor):
    placed = make.placed()
    record_paid(order_id=placed.order_id, now=make.NOW)
    for event in ("assign_waybill", "declare", "port_received", "port_accepts", "port_releases"):
        advance_package(
            package_id=placed.packages[0][0], axis="clearance", event=event, now=make.NOW, actor="customs"
        )
    assert AllowanceEntry.objects.values_list("state", "amount").get() == ("counted", Decimal("100.00"))


def two_packages() -> tuple[int, int]:
    """An order of two packages, 100.00 and 40.00; their ids."""
    sent = factories.sku(price="40.00", supplier_code="beta")
    made = make.placed(None, (factories.sku(), 1), (sent, 1))
    record_paid(order_id=made.order_id, now=make.NOW)
    values = dict(Package.objects.values_list("goods", "pk"))
    return values[Decimal("100.00")], values[Decimal("40.00")]


def walk(package_id: int, *events: str) -> None:
    for event in ("assign_waybill", "declare", *events):
        advance_package(package_id=package_id, axis="clearance", event=event, now=make.NOW, actor="port")


def entries() -> dict[str, tuple[str, Decimal, Decimal]]:
    rows = AllowanceEntry.objects.values_list("ref", "state", "amount", "restored")
    return {ref: (state, amount, restored) for ref, state, amount, restored in rows}


def held() -> Decimal:
    return AllowanceYear.objects.get().held


def test_every_package_holds_its_own(in_harbor):
    """Customs releases the first: the second is still only reserved, and goes back when it is sent back."""
    first, second = two_packages()
    whole = held()
    value = entries()[f"package:{second}"][1]
    assert set(entries()) == {f"package:{first}", f"package:{second}"} and whole > value > 0
    walk(first, "port_releases")
    states = {ref: entry[0] for ref, entry in entries().items()}
    assert states == {f"package:{first}": "counted", f"package:{second}": "reserved"}
    walk(second, "port_returns")
    assert entries()[f"package:{second}"] == ("released", value, Decimal("0.00"))
    assert held() == whole - value


def test_what_customs_sends_back_after_release_is_given_back_once(in_harbor):
    first, second = two_packages()
    left = held() - entries()[f"package:{first}"][1]
    walk(first, "port_releases", "port_returns")
    state, amount, restored = entries()[f"package:{first}"]
    assert (state, restored, held()) == ("counted", amount, left)
    advance_package(package_id=first, axis="clearance", event="port_returns", now=make.NOW, actor="port")
    assert held() == left and entries()[f"package:{second}"][0] == "reserved"


@pytest.mark.parametrize(("switch", "year"), [(False, 2026), (True, 2027)])
def test_an_order_of_december_released_in_january(in_harbor, settings, switch: bool, year: int):
    settings.TAX_COUNT_IN_YEAR_OF_RELEASE = switch
    first, _second = two_packages()
    walk(first)
    # 2026-12-31 16:00 UTC is the first moment of 2027 in Beijing
    new_year = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)
    advance_package(package_id=first, axis="clearance", event="port_releases", now=new_year, actor="port")
    entry = AllowanceEntry.objects.get(ref=f"package:{first}")
    assert (entry.state, entry.year) == ("counted", year)
    assert AllowanceYear.objects.get(year=year).held >= entry.amount


def test_an_order_without_room_for_its_last_package_holds_nothing(in_harbor):
    """Priced with room for both; another order takes it before the second package is reserved."""
    shopper = factories.shopper()
    key = make.identity(shopper).allowance_key
    parts = [ledger.Part("package:1", Decimal("20000.00")), ledger.Part("package:2", Decimal("6000.01"))]
    with pytest.raises(NoRoomError):
        ledger.reserve_parts(key=key, year=2026, parts=parts, now=make.NOW)
    assert (AllowanceEntry.objects.count(), use(key)) == (0, Decimal("0.00"))
    ledger.reserve_parts(key=key, year=2026, parts=parts[:1], now=make.NOW)
    assert use(key) == Decimal("20000.00")


def test_what_was_bought_in_another_mall_counts_too(mall, other_mall):
    with in_mall(mall.pk, actor=Actor.staff()):
        shopper = factories.shopper()
        key = make.identity(shopper).allowance_key
        ledger.reserve(key=key, year=2026, amount=Decimal("25900.01"), ref="order:other", now=make.NOW)
    with in_mall(other_mall.pk, actor=Actor.staff()):
        buyer = factories.shopper()
        with pytest.raises(OverLimit) as refused:
            make.placed(buyer)
        assert refused.value.code == "over_annual_limit"
        assert Order.objects.count() == 0
    assert use(key) == Decimal("25900.01")


def test_rice_has_a_cap_of_its_own_over_all_malls(mall, other_mall, rice_rates):
    """20 kg a year: 12 kg here leave no room for 12 more there, and the refused order leaves nothing."""
    with in_mall(mall.pk, actor=Actor.staff()):
        first = make.placed(None, (rice(), 2))
        key = Order.objects.select_related("identity").get(pk=first.order_id).identity.allowance_key
    assert held_rice(key) == Decimal("12.000")
    with in_mall(other_mall.pk, actor=Actor.staff()):
        buyer = factories.shopper()
        with pytest.raises(OverLimit) as refused:
            make.placed(buyer, (rice(), 2))
        assert refused.value.code == "over_goods_cap" and "20 千克" in str(refused.value)
        assert Order.objects.count() == 0
    assert (held_rice(key), use(key)) == (Decimal("12.000"), Decimal("60.00"))
    with in_mall(mall.pk, actor=Actor.staff()):
        order = Order.objects.get(pk=first.order_id)
        expire_order(order_id=order.pk, now=order.expires_at)
    assert held_rice(key) == Decimal("0.000")


def rice():
    return factories.sku(
        price="30.00", hs_code=RICE, net_kg=Decimal(6), gross_kg=Decimal("6.2"), unit1_factor=Decimal(6)
    )


def held_rice(key: str) -> Decimal:
    return AllowanceGoods.objects.get(key=key, good="rice").held


@pytest.fixture
def rice_rates(db):
    """Rates for rice and its place on the list, proposed by one operator and approved by another."""
    row = {"valid_from": "2019-04-01", "source": "test", "confidence": "M"}
    ann, ben = factories.operator("ann"), factories.operator("ben")
    rate = row | {"code": RICE, "name_zh": "大米", "duty": "0.65", "vat": "0.09"}
    for kind, made in (("hs", rate), ("list", row | {"code": RICE[:8], "standing": "listed"})):
        batch = propose(kind=kind, title="rice", rows=[made], operator_id=ann.pk, now=make.NOW)
        approve(batch_id=batch.pk, operator_id=ben.pk, now=make.NOW)
    yield
    tables.forget()
