"""An order from placed to completed, and each way out: states, ledger, facts, stock."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from catalog.inventory.models import Stock
from catalog.inventory.selectors import discrepancies
from catalog.inventory.services import receive
from journal.models import Fact
from orders.models import LedgerEntry, Order, Package
from orders.payments.models import Payment
from orders.services.advance_package import Said, advance_package
from orders.services.cancel_order import cancel_order
from orders.services.complete_order import complete_order
from orders.services.expire_order import expire_order
from orders.services.record_paid import PaidOutcome, record_paid
from orders.services.record_refund import record_refund
from orders.services.resubmit_identity import resubmit_identity
from orders.tasks import expire_unpaid
from orders.types import NoSuchOrder, NotAllowedNow, NotYours
from tests import factories
from tests.orders import factories as make

pytestmark = pytest.mark.django_db
D = Decimal
LATER = make.NOW + timedelta(minutes=30)


@pytest.fixture
def shopper(in_harbor):
    return factories.shopper()


@pytest.fixture
def order(shopper):
    sku = factories.sku(stock=0)
    receive(sku_id=sku.pk, warehouse_id=sku.product.warehouse_id, quantity=5, reference="first", now=make.NOW)
    return Order.objects.get(pk=make.placed(shopper, (sku, 2)).order_id)


@pytest.fixture
def paid(order):
    assert record_paid(order_id=order.pk, amount=D("218.20"), now=make.NOW, code="TX1") is PaidOutcome.PAID
    order.refresh_from_db()
    return order


def stock() -> tuple[int, int]:
    return Stock.objects.values_list("on_hand", "reserved").get()


def facts() -> list[str]:
    told = Fact.objects.exclude(kind__startswith="stock.")
    return list(told.order_by("pk").values_list("kind", flat=True))


def standing() -> tuple:
    """All that a refused verb must leave as it was."""
    return (
        list(Order.objects.values_list("state", "payment_state", "identity_id")),
        list(Package.objects.values_list("clearance", "fulfilment", "status", "reason")),
        LedgerEntry.objects.count(),
        Fact.objects.count(),
        stock(),
    )


def refused(code: str, verb, *events, **arguments) -> None:
    before = standing()
    with pytest.raises(NotAllowedNow) as caught:
        verb(*events, **arguments)
    assert caught.value.code == code and standing() == before


def advance(*events: str, **said) -> list[bool]:
    package = Package.objects.get()
    axis = {"dispatch": "fulfilment", "move": "fulfilment", "deliver": "fulfilment", "sign": "fulfilment"}
    return [
        advance_package(
            package_id=package.pk,
            axis=axis.get(event, "clearance"),
            event=event,
            now=LATER,
            actor="test",
            said=Said(**said),
        )
        for event in events
    ]


TO_CUSTOMS = ("assign_waybill", "declare", "port_received", "port_accepts")


def test_the_whole_way(paid):
    assert (paid.state, paid.payment_state, paid.paid_at) == ("paid", "paid", make.NOW)
    assert advance(*TO_CUSTOMS) == [True] * 4
    assert advance("port_releases", code="800", list_number="640420261000000001") == [True]
    package = Package.objects.get()
    assert (package.clearance, package.status, package.released_at) == ("released", "800", LATER)
    assert package.list_number == "640420261000000001"
    assert stock() == (5, 2)
    assert advance("dispatch") == [True] and stock() == (3, 0)
    assert advance("move", "deliver", "sign") == [True] * 3
    assert complete_order(order_id=paid.pk, now=LATER) and not complete_order(order_id=paid.pk, now=LATER)
    paid.refresh_from_db()
    assert (paid.state, paid.closed_at) == ("completed", LATER)
    assert facts() == [
        "order.placed", "order.paid", "package.waybill_assigned", "package.accepted", "package.released",
        "package.dispatched", "package.signed", "order.completed",
    ]  # fmt: skip
    ledger = LedgerEntry.objects.order_by("pk").values_list("axis", "event", "before", "after", "code")
    assert list(ledger)[:4] == [
        ("order", "place", "", "placed", ""),
        ("payment", "capture", "pending", "paid", "TX1"),
        ("order", "pay", "placed", "paid", ""),
        ("clearance", "assign_waybill", "none", "waybill_assigned", ""),
    ]
    assert ledger.count() == 13 and not discrepancies()


def test_payload_of_a_package_fact(paid):
    advance("assign_waybill")
    package = Package.objects.get()
    fact = Fact.objects.get(kind="package.waybill_assigned")
    assert (fact.subject, fact.payload) == (
        f"package:{package.pk}",
        {
            "package_id": package.pk,
            "order_id": paid.pk,
            "number": package.number,
            "shopper_id": paid.shopper_id,
        },
    )


def test_paid_twice_is_paid_once(paid):
    before = standing()
    assert record_paid(order_id=paid.pk, amount=D("218.20"), now=LATER) is PaidOutcome.ALREADY
    assert standing() == before


@pytest.mark.parametrize("amount", ["218.19", "218.21", "0.01", "436.40"])
def test_the_wrong_amount_pays_nothing(order, amount):
    refused("wrong_amount", record_paid, order_id=order.pk, amount=D(amount), now=make.NOW)


def test_an_unpaid_order_expires_and_gives_its_stock_back(order):
    assert not expire_order(order_id=order.pk, now=LATER - timedelta(seconds=1))
    assert stock() == (5, 2)
    assert expire_unpaid(LATER) == 1 and expire_unpaid(LATER) == 0
    order.refresh_from_db()
    assert (order.state, order.payment_state, order.closed_at) == ("expired", "pending", LATER)
    assert stock() == (5, 0) and facts() == ["order.placed", "order.expired"] and not discrepancies()


def test_a_paid_order_does_not_expire(paid):
    before = standing()
    assert expire_unpaid(LATER) == 0 and not expire_order(order_id=paid.pk, now=LATER)
    assert standing() == before


def test_money_that_comes_after_expiry_is_in_the_ledger_and_the_order_stays_closed(order):
    expire_unpaid(LATER)
    assert record_paid(order_id=order.pk, amount=D("218.20"), now=LATER) is PaidOutcome.LATE
    order.refresh_from_db()
    assert (order.state, order.payment_state, order.paid_at) == ("expired", "paid", None)
    assert stock() == (5, 0) and facts() == ["order.placed", "order.expired"]
    for event in ("refund", "refund_settled"):
        record_refund(order_id=order.pk, event=event, amount=D("218.20"), now=LATER, actor="gateway")
    order.refresh_from_db()
    assert (order.payment_state, facts()[-1]) == ("refunded", "order.refunded")


def test_no_more_goes_back_than_came_in(paid):
    refused(
        "refund_too_large",
        record_refund,
        order_id=paid.pk,
        event="refund",
        amount=D("218.21"),
        now=LATER,
        actor="x",
    )
    for amount in ("100.00", "118.20"):
        for event in ("refund", "refund_settled"):
            record_refund(order_id=paid.pk, event=event, amount=D(amount), now=LATER, actor="x")
    assert Order.objects.get().payment_state == "refunded"
    refused(
        "no_such_change",
        record_refund,
        order_id=paid.pk,
        event="refund",
        amount=D("0.01"),
        now=LATER,
        actor="x",
    )


def test_two_refunds_under_way_at_once_both_reach_the_ledger(paid):
    def tell(event: str, amount: str) -> str:
        return record_refund(order_id=paid.pk, event=event, amount=D(amount), now=LATER, actor="x")

    told = [tell(event, amount) for event in ("refund", "refund_settled") for amount in ("100.00", "118.20")]
    assert told == ["refunding", "refunding", "paid", "refunded"]
    settled = (
        LedgerEntry.objects.filter(event="refund_settled").order_by("pk").values_list("amount", flat=True)
    )
    assert list(settled) == [D("100.00"), D("118.20")]


def test_cancel_before_paying_and_again(order, shopper):
    assert cancel_order(order_id=order.pk, shopper_id=shopper.pk, now=LATER, actor="shopper")
    assert not cancel_order(order_id=order.pk, shopper_id=shopper.pk, now=LATER, actor="shopper")
    assert Order.objects.get().state == "cancelled" and stock() == (5, 0)
    assert facts() == ["order.placed", "order.cancelled"]
    assert Fact.objects.latest("pk").payload["was_paid"] is False


def test_while_one_of_two_payments_is_in_the_order_cannot_be_cancelled(order):
    package = Package.objects.get()
    Payment.objects.create(
        order=order, package=package, gateway="wechat", number="P1", amount=D("1.00"), state="paid",
        expires_at=LATER,
    )  # fmt: skip
    refused("payment_under_way", cancel_order, order_id=order.pk, now=LATER, actor="shopper")


def test_cancel_after_paying_says_that_money_must_go_back(paid):
    advance("assign_waybill")
    cancel_order(order_id=paid.pk, now=LATER, actor="staff", reason="customer asked")
    assert Order.objects.get().state == "cancelled" and stock() == (5, 0)
    assert Fact.objects.latest("pk").payload["was_paid"] is True
    refused("not_declarable", advance, "declare")


def test_after_declaring_there_is_no_way_back(paid):
    advance("assign_waybill", "declare")
    refused("past_no_return", cancel_order, order_id=paid.pk, now=LATER, actor="shopper")


def test_a_strangers_order_cannot_be_cancelled(order):
    before = standing()
    with pytest.raises(NoSuchOrder):
        cancel_order(order_id=order.pk, shopper_id=factories.shopper("13900139000").pk, now=LATER, actor="x")
    assert standing() == before


def test_nothing_moves_before_the_order_is_paid(order):
    refused("may_not_be_sent", advance, "assign_waybill")
    refused("not_released", advance, "dispatch")


def test_the_same_news_twice_moves_once(paid):
    advance(*TO_CUSTOMS)
    before = standing()
    assert advance("port_accepts") == [False] and standing() == before
    assert advance("port_accepts", code="300") == [False]
    assert Package.objects.get().status == "300" and Fact.objects.count() == before[3]


def test_late_news_does_not_turn_clearance_back(paid):
    advance(*TO_CUSTOMS, "port_releases")
    refused("no_such_change", advance, "port_accepts")
    refused("no_such_change", advance, "port_rejects")


@pytest.fixture
def rejected(paid):
    advance(*TO_CUSTOMS)
    advance(
        "port_rejects", code="100", reason_code="13001", reason="订购人身份信息核验未通过", mend="identity"
    )
    return paid


def test_a_rejection_is_kept_with_its_reason(rejected):
    package = Package.objects.get()
    assert (package.clearance, package.mend, package.status) == ("rejected", "identity", "100")
    assert package.reason == "订购人身份信息核验未通过"
    assert Fact.objects.latest("pk").payload["mend"] == "identity"
    refused("not_mended", advance, "declare_again")


def test_the_identity_is_corrected_and_declared_again(rejected, shopper):
    other = make.identity(shopper, name="张三")
    assert (
        resubmit_identity(order_id=rejected.pk, shopper_id=shopper.pk, identity_id=other.pk, now=LATER) == 1
    )
    assert Order.objects.get().identity_id == other.pk
    fact = Fact.objects.latest("pk")
    assert (fact.kind, fact.payload["identity_id"]) == ("package.identity_resubmitted", other.pk)
    assert advance("declare_again", mended=True) == [True]
    package = Package.objects.get()
    assert (package.clearance, package.reason, package.mend) == ("declaring", "", "")
    refused(
        "identity_not_asked", resubmit_identity,
        order_id=rejected.pk, shopper_id=shopper.pk, identity_id=other.pk, now=LATER,
    )  # fmt: skip


def test_an_identity_is_corrected_only_by_its_shopper_with_their_own(rejected, shopper):
    stranger = factories.shopper("13900139000")
    theirs = make.identity(stranger, name="李四")
    before = standing()
    with pytest.raises(NotYours):
        resubmit_identity(order_id=rejected.pk, shopper_id=shopper.pk, identity_id=theirs.pk, now=LATER)
    with pytest.raises(NoSuchOrder):
        resubmit_identity(order_id=rejected.pk, shopper_id=stranger.pk, identity_id=theirs.pk, now=LATER)
    assert standing() == before


def test_an_identity_is_not_changed_where_nobody_asked(paid, shopper):
    other = make.identity(shopper, name="张三")
    refused(
        "identity_not_asked", resubmit_identity,
        order_id=paid.pk, shopper_id=shopper.pk, identity_id=other.pk, now=LATER,
    )  # fmt: skip


def test_an_order_of_two_packages_completes_with_the_last(shopper):
    one = factories.sku(stock=5, mode="general", warehouse_code="shanghai")
    two = factories.sku(stock=5, mode="general", warehouse_code="beijing")
    placed = make.placed(shopper, (one, 1), (two, 1))
    record_paid(order_id=placed.order_id, now=make.NOW)
    for package_id, _ in placed.packages:
        for event in ("dispatch", "sign"):
            assert not complete_order(order_id=placed.order_id, now=LATER)
            advance_package(package_id=package_id, axis="fulfilment", event=event, now=LATER, actor="t")
    assert complete_order(order_id=placed.order_id, now=LATER)


def test_another_malls_ids_are_not_found(order, other_mall):
    from tenancy.scope import Actor, in_mall

    package = Package.objects.get()
    with in_mall(other_mall.pk, actor=Actor.staff()):
        for verb in (
            lambda: record_paid(order_id=order.pk, now=LATER),
            lambda: cancel_order(order_id=order.pk, now=LATER, actor="x"),
            lambda: expire_order(order_id=order.pk, now=LATER),
            lambda: complete_order(order_id=order.pk, now=LATER),
            lambda: advance_package(
                package_id=package.pk, axis="clearance", event="declare", now=LATER, actor="x"
            ),
            lambda: resubmit_identity(
                order_id=order.pk, shopper_id=order.shopper_id, identity_id=1, now=LATER
            ),
            lambda: record_refund(order_id=order.pk, event="refund", amount=D("1.00"), now=LATER, actor="x"),
        ):
            with pytest.raises(NoSuchOrder):
                verb()
        assert expire_unpaid(LATER) == 0
    assert Order.objects.get().state == "placed"


def test_the_ledger_can_only_grow(order):
    from django.db import ProgrammingError, transaction

    for write in (
        lambda: LedgerEntry.objects.update(note="x"),
        lambda: LedgerEntry.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            write()


def test_what_was_read_before_a_rival_moved_is_refused(paid):
    """The lock is one guard, the compare-and-set the other: it alone refuses a stale row too."""
    from orders.services.moving import Entry, move_package, standing_of
    from orders.states import Axis

    stale = standing_of(paid)
    advance("assign_waybill")
    refused(
        "changed_meanwhile",
        lambda: move_package(
            stale.packages[0],
            Axis.CLEARANCE,
            "assign_waybill",
            stale.facts(stale.packages[0]),
            Entry("x"),
            LATER,
        ),
    )
