"""The dispute desk: the mall pays first, the supplier is heard, and the books say who bears it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from journal.models import Fact
from orders.aftersale import services
from orders.aftersale.models import Dispute
from orders.aftersale.services import disputes
from orders.aftersale.types import (
    DisputeDecided,
    DisputeStands,
    NotOpen,
    SecondOperatorNeeded,
    SupplierNotHeard,
    TooMuchDisputed,
    Wish,
)
from orders.models import Package
from orders.payments.models import Refund
from orders.payments.types import PaymentError
from orders.settlement import tasks as books
from orders.settlement.models import Voucher
from orders.settlement.selectors import balances, owed_to, statement_total
from orders.settlement.services import draw_statement, post_earned
from tests.orders.aftersale.conftest import paid, signed
from tests.orders.factories import NOW

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=3)


@pytest.fixture
def package(in_harbor) -> Package:
    return signed()


def opened(package: Package, amount: str = "60.00", actor: str = "operator:1", **changes) -> Dispute:
    values = {
        "package_id": package.pk, "amount": Decimal(amount), "source": "gateway", "reference": "W42",
        "words": "没收到", "actor": actor, "now": NOW,
    }  # fmt: skip
    return services.open_dispute(**(values | changes))


def heard() -> None:
    """What the books hear, twice over."""
    for kind, task in (
        ("dispute.paid_first", books.post_advanced),
        ("dispute.clawed_back", books.post_clawed_back),
    ):
        for fact in Fact.objects.filter(kind=kind):
            task(fact)
            task(fact)


def paid_first(package: Package, amount: str = "60.00") -> Dispute:
    row = opened(package, amount)
    return services.pay_first(dispute_id=row.pk, actor="operator:2", now=NOW)


def test_the_mall_pays_first_and_it_is_the_malls_loss_until_it_is_settled(package):
    row = paid_first(package)
    assert (row.state, row.answer_by, row.refund.amount) == ("paid", LATER, Decimal("60.00"))
    before = balances()
    heard()
    after = balances()
    assert after["loss"] - before["loss"] == Decimal("60.00")
    assert sum(after.values()) == 0 and owed_to(package.supplier_id) == 0
    assert Refund.objects.count() == 1


def test_clawed_back_from_what_is_owed_it_stands_in_the_statement(package):
    post_earned(package_id=package.pk, now=NOW)
    owed = owed_to(package.supplier_id)
    row = paid_first(package)
    services.note_answer(dispute_id=row.pk, words="确实少发", now=NOW)
    services.settle_dispute(dispute_id=row.pk, supplier_bears=True, words="少发", actor="operator:1", now=NOW)
    heard()
    assert owed_to(package.supplier_id) == owed - Decimal("60.00")
    assert balances()["loss"] == 0 and sum(balances().values()) == 0
    statement = draw_statement(
        supplier_id=package.supplier_id,
        begins_on=NOW.date(),
        ends_on=(NOW + timedelta(days=30)).date(),
        now=NOW,
    )
    assert statement.claw_back == Decimal("60.00")
    assert statement.payable == statement_total(statement.pk) == owed - Decimal("60.00")


def test_clawed_back_before_it_was_earned_it_comes_out_of_what_is_held(package):
    row = paid_first(package)
    services.settle_dispute(dispute_id=row.pk, supplier_bears=True, words="x", actor="operator:1", now=LATER)
    heard()
    post_earned(package_id=package.pk, now=LATER)
    earned = Voucher.objects.get(kind="earned")
    assert earned.claw_back == Decimal("60.00")
    assert (
        owed_to(package.supplier_id) == package.goods + package.freight - Decimal("60.00") - earned.commission
    )
    assert balances()["loss"] == 0 and sum(balances().values()) == 0


def test_borne_by_the_mall_nothing_is_taken_from_the_supplier(package):
    post_earned(package_id=package.pk, now=NOW)
    owed = owed_to(package.supplier_id)
    row = paid_first(package)
    services.settle_dispute(
        dispute_id=row.pk, supplier_bears=False, words="承运破损", actor="operator:1", now=NOW
    )
    heard()
    assert owed_to(package.supplier_id) == owed and balances()["loss"] == Decimal("60.00")


def test_a_supplier_who_has_time_left_is_heard_first(package):
    row = paid_first(package)
    with pytest.raises(SupplierNotHeard):
        services.settle_dispute(
            dispute_id=row.pk, supplier_bears=True, words="x", actor="o", now=LATER - timedelta(seconds=1)
        )
    assert Dispute.objects.get().state == "paid"
    services.settle_dispute(dispute_id=row.pk, supplier_bears=True, words="x", actor="o", now=LATER)


def test_a_large_one_needs_a_second_operator(in_harbor):
    from tests import factories

    package = signed((factories.sku(price="1200.00"), 1))
    row = opened(package, "1000.01")
    with pytest.raises(SecondOperatorNeeded):
        services.pay_first(dispute_id=row.pk, actor="operator:1", now=NOW)
    assert not Refund.objects.exists()
    services.pay_first(dispute_id=row.pk, actor="operator:2", now=NOW)


def test_not_more_than_was_paid_and_not_twice(package):
    total = package.total
    for amount in ("0.00", "-1.00", f"{total + Decimal('0.01'):f}"):
        with pytest.raises(TooMuchDisputed):
            opened(package, amount)
    paid_first(package, f"{total - 10:f}")
    with pytest.raises(DisputeStands):
        opened(package, "1.00")
    assert Dispute.objects.count() == 1


def test_paid_twice_is_paid_once(package):
    row = paid_first(package)
    with pytest.raises(DisputeDecided):
        services.pay_first(dispute_id=row.pk, actor="operator:2", now=NOW)
    assert Refund.objects.count() == 1


def test_rejected_nothing_is_paid_and_another_may_be_opened(package):
    row = opened(package)
    services.reject_dispute(dispute_id=row.pk, words="已签收", actor="operator:1", now=NOW)
    assert not Refund.objects.exists()
    assert opened(package).number != row.number


def test_a_request_and_a_dispute_never_stand_together(package):
    wish = Wish(
        package_id=package.pk,
        kind="return",
        reason="damaged",
        pieces={package.lines.get().pk: 1},
        words="瘪了",
    )
    row = opened(package)
    with pytest.raises(NotOpen):
        services.ask(wish=wish, shopper_id=package.order.shopper_id, now=NOW)
    services.reject_dispute(dispute_id=row.pk, words="x", actor="o", now=NOW)
    services.ask(wish=wish, shopper_id=package.order.shopper_id, now=NOW)
    with pytest.raises(DisputeStands):
        opened(package)


def test_control_without_the_sum_more_would_be_promised_and_the_payments_floor_still_refuses(
    package, monkeypatch
):
    first = paid_first(package)
    services.settle_dispute(dispute_id=first.pk, supplier_bears=False, words="x", actor="o", now=NOW)
    with pytest.raises(TooMuchDisputed):
        opened(package, f"{package.total:f}")
    monkeypatch.setattr(disputes, "left_of", lambda payment: payment.amount)
    row = opened(package, f"{package.total:f}")
    with pytest.raises(PaymentError):
        services.pay_first(dispute_id=row.pk, actor="operator:2", now=NOW)


def test_an_order_nobody_paid_cannot_be_disputed(in_harbor):
    from orders.errors import NotAllowedNow
    from tests.orders.factories import placed

    with pytest.raises(NotAllowedNow):
        opened(Package.objects.get(pk=placed().packages[0][0]))
    assert paid().state == "paid"
