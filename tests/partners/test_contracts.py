"""Terms by day, and a deposit that is the sum of its ledger."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import ProgrammingError, transaction

from partners import services
from partners.models import Contract, DepositEntry
from partners.selectors import contract_of, deposit_held
from partners.types import NotThere, PartnerError
from tenancy.scope import Actor, in_mall
from tests import factories
from tests.partners import factories as make
from tests.partners.factories import NOW

pytestmark = [pytest.mark.django_db]


def sign(supplier_id: int, **changes) -> int:
    return services.sign_contract(
        supplier_id=supplier_id, terms=make.terms(**changes), now=NOW, actor="operator:1"
    )


def move(supplier_id: int, kind: str, amount: str, reference: str) -> Decimal:
    return services.move_deposit(
        supplier_id=supplier_id, kind=kind, amount=Decimal(amount), reference=reference, reason="", now=NOW,
        actor="operator:1",
    )  # fmt: skip


def test_of_the_contracts_that_have_begun_the_latest_holds(in_harbor):
    supplier_id = factories.supplier().pk
    sign(supplier_id)
    sign(supplier_id, number="HT-2", commission=Decimal("0.05"), valid_from=date(2026, 7, 1))
    assert contract_of(supplier_id, date(2025, 12, 31)) is None
    assert contract_of(supplier_id, date(2026, 6, 30)).commission == Decimal("0.0800")
    assert contract_of(supplier_id, date(2026, 7, 1)).commission == Decimal("0.0500")


def test_a_contract_that_ended_holds_no_more(in_harbor):
    supplier_id = factories.supplier().pk
    sign(supplier_id, valid_until=date(2026, 6, 30))
    assert contract_of(supplier_id, date(2026, 7, 1)) is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"commission": Decimal("1")}, "commission"),
        ({"commission": Decimal("-0.01")}, "commission"),
        ({"period_days": 0}, "period_days"),
    ],
)
def test_terms_that_cannot_be_are_refused(in_harbor, changes, field):
    with pytest.raises(PartnerError) as refused:
        sign(factories.supplier().pk, **changes)
    assert refused.value.field == field and Contract.objects.count() == 0


def test_the_deposit_is_the_sum_of_its_ledger(in_harbor):
    supplier_id = factories.supplier().pk
    assert move(supplier_id, "paid", "20000.00", "IN-1") == Decimal("20000.00")
    assert move(supplier_id, "deducted", "500.50", "OUT-1") == Decimal("19499.50")
    assert deposit_held(supplier_id) == Decimal("19499.50")


def test_the_same_reference_counts_once(in_harbor):
    supplier_id = factories.supplier().pk
    move(supplier_id, "paid", "100.00", "IN-1")
    assert move(supplier_id, "paid", "100.00", "IN-1") == Decimal("100.00")
    assert DepositEntry.objects.count() == 1


def test_more_than_is_held_does_not_go_out(in_harbor):
    supplier_id = factories.supplier().pk
    move(supplier_id, "paid", "100.00", "IN-1")
    with pytest.raises(PartnerError):
        move(supplier_id, "returned", "100.01", "OUT-1")
    assert deposit_held(supplier_id) == Decimal("100.00")


def test_an_entry_never_changes(in_harbor):
    supplier_id = factories.supplier().pk
    move(supplier_id, "paid", "100.00", "IN-1")
    with pytest.raises(ProgrammingError), transaction.atomic():
        DepositEntry.objects.update(amount=1)
    with pytest.raises(ProgrammingError), transaction.atomic():
        DepositEntry.objects.all().delete()
    assert deposit_held(supplier_id) == Decimal("100.00")


def test_a_supplier_signs_no_contract_with_itself(in_harbor):
    supplier_id = factories.supplier().pk
    with in_mall(in_harbor.pk, actor=Actor.supplier(supplier_id)):
        with pytest.raises(NotThere):
            sign(supplier_id)
        with pytest.raises(NotThere):
            move(supplier_id, "paid", "1.00", "IN-1")
    assert Contract.objects.count() == DepositEntry.objects.count() == 0
