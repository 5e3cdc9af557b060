"""Goods come back in parts: an application each, together never more than was declared, all shares adding up."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from django.utils.module_loading import import_string

from config.subscriptions import SUBSCRIPTIONS
from customs.models import Declaration, Message, TaxBill
from customs.services import declare, returns
from customs.services.returns import NotReturnable, TooMany, left_to_take_back, take_back
from journal.models import Fact
from journal.services import as_fact
from orders.aftersale import services as aftersale
from orders.aftersale.models import Request
from orders.aftersale.types import Wish
from orders.models import Line, Package
from orders.services.advance_package import Said, advance_package
from tax.allowance.models import AllowanceEntry, AllowanceYear
from tests import factories
from tests.customs import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.processes]
PIECES = 3


def hear(kind: str) -> None:
    """As the relay does it: every hearer of every fact of the kind, at least once."""
    for row in Fact.objects.filter(kind=kind).order_by("pk"):
        for path in SUBSCRIPTIONS[kind]:
            import_string(path)(as_fact(row))


@pytest.fixture
def released(at_port, until) -> Declaration:
    """Three pieces of one line, released."""
    declare(package_id=make.package((factories.sku(), PIECES)).pk, now=timezone.now())
    until(lambda: Declaration.objects.get().status == "899")
    return Declaration.objects.get()


def back(released: Declaration, count: int) -> int:
    pieces = {1: Decimal(count)}
    return take_back(declaration_id=released.pk, pieces=pieces, reason="七天无理由", now=timezone.now())


def statuses() -> list[str]:
    return list(Message.objects.filter(kind="625").order_by("revision").values_list("status", flat=True))


def test_two_parts_on_their_way_at_once_each_end_with_their_own_receipts(at_port, until, released):
    back(released, 1), back(released, 2)
    with pytest.raises(TooMany):
        back(released, 1)
    assert left_to_take_back(released.pk, {1: Decimal(PIECES)}) == {}
    numbers = set(Message.objects.filter(kind="625").values_list("business_key", flat=True))
    assert len(numbers) == 2 and released.cop_no in numbers
    until(lambda: Declaration.objects.get().state == "taken_back")
    until(lambda: statuses() == ["399", "399"])
    assert Fact.objects.filter(kind="declaration.taken_back").count() == 2
    hear("declaration.taken_back"), hear("declaration.taken_back")
    entry = AllowanceEntry.objects.get()
    assert entry.restored == entry.amount == Line.objects.get().dutiable_value > 0
    assert AllowanceYear.objects.get().held == 0


def test_a_part_leaves_the_rest_declared_and_its_share_of_the_year_counted(at_port, until, released):
    back(released, 1)
    until(lambda: statuses() == ["399"])
    assert Declaration.objects.get().state == "released"
    hear("declaration.taken_back")
    entry, whole = AllowanceEntry.objects.get(), Line.objects.get().dutiable_value
    assert entry.restored == (whole / PIECES).quantize(Decimal("0.01"))
    assert not TaxBill.objects.filter(status="3").exists()
    back(released, 2)
    until(
        lambda: (
            Declaration.objects.get().state == "taken_back" and TaxBill.objects.filter(status="3").exists()
        )
    )
    hear("declaration.taken_back")
    entry.refresh_from_db()
    assert entry.restored == whole
    with pytest.raises(NotReturnable):
        back(released, 1)


def test_what_was_refused_may_be_asked_for_again(at_port, until, released):
    fate = {"kind": "625", "fate": "reject:1500:理由不充分", "times": 1}
    at_port.post("fates", order_no=released.package.number, **fate)
    back(released, PIECES)
    until(lambda: statuses() == ["100"])
    assert Declaration.objects.get().state == "released"
    back(released, PIECES)
    until(lambda: Declaration.objects.get().state == "taken_back")
    assert statuses() == ["100", "399"]


def test_the_port_refuses_what_our_count_would_not_send(at_port, until, released, monkeypatch):
    """The control: without our count more comes back than was declared, and only the port says no."""
    monkeypatch.setattr(returns, "_no_more_than_left", lambda *_: None)
    back(released, 2)
    until(lambda: statuses() == ["399"])
    back(released, 2)
    until(lambda: statuses() == ["399", "-625010"])
    assert Declaration.objects.get().state == "released"


def asked(released: Declaration, pieces: int, *, reason: str = "not_as_described") -> Request:
    """The buyer has the goods, and asks for some of them to be taken back; the mall agrees."""
    package, now = Package.objects.get(pk=released.package_id), timezone.now()
    for event in ("dispatch", "sign"):
        advance_package(
            package_id=package.pk, axis="fulfilment", event=event, now=now, actor="test", said=Said()
        )
    wish = Wish(package.pk, "return", reason, {Line.objects.get().pk: pieces}, "太大了")
    order = package.order
    request = aftersale.ask(wish=wish, shopper_id=order.shopper_id, now=now)
    aftersale.approve(request_id=request.pk, now=now, actor="operator:1")
    return request


def hand_over(request: Request) -> None:
    aftersale.send_back(
        request_id=request.pk, shopper_id=request.shopper_id, carrier="顺达", waybill="SF1234567", now=timezone.now()
    )  # fmt: skip
    hear("aftersale.returning"), hear("aftersale.returning")


def test_what_the_mall_agreed_to_is_applied_for_by_itself_and_once(at_port, until, released):
    request = asked(released, 2)
    assert Request.objects.get().tax_from == "customs"
    hear("aftersale.approved")
    assert statuses() == [], "the buyer may still think better of it"
    hand_over(request)
    until(lambda: statuses() == ["399"])
    hear("declaration.taken_back")
    entry = AllowanceEntry.objects.get()
    assert 0 < entry.restored < entry.amount
    assert left_to_take_back(released.pk, {1: Decimal(PIECES)}) == {1: Decimal(1)}
    assert Request.objects.get(pk=request.pk).state == "returning"


def test_where_customs_gives_no_tax_back_nothing_is_applied_for(at_port, until, released):
    Package.objects.update(released_at=timezone.now() - timedelta(days=40))
    request = asked(released, 1, reason="damaged")
    assert Request.objects.get().tax_from == "mall"
    hand_over(request)
    assert statuses() == []


def test_after_the_window_the_desk_hears_no_application(at_port, until, released, caplog):
    request = asked(released, 1)
    Declaration.objects.update(settled_at=timezone.now() - timedelta(days=40))
    hand_over(request)
    assert statuses() == []
    assert "not_returnable" in caplog.text


def test_a_return_handed_over_after_the_window_is_nobodys_at_customs(at_port, until, released):
    """Asked for in time and handed over late: no application, and the tax is counted as customs keeps it."""
    request = asked(released, 1)
    assert Request.objects.get().tax_from == "customs"
    Package.objects.update(released_at=timezone.now() - timedelta(days=40))
    hand_over(request)
    assert (Request.objects.get().tax_from, statuses()) == ("mall", [])


def test_what_the_buyer_withdraws_was_never_applied_for(at_port, until, released):
    request = asked(released, 1)
    hear("aftersale.approved")
    aftersale.withdraw(request_id=request.pk, shopper_id=request.shopper_id, now=timezone.now())
    hear("aftersale.withdrawn")
    assert statuses() == []
    entry = AllowanceEntry.objects.get()
    assert (entry.state, entry.restored) == ("counted", 0)
