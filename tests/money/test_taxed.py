from dataclasses import FrozenInstanceError
from decimal import Decimal

import pytest

from money.taxed import TaxedAmount
from money.types import MoneyError


def test_net_and_tax_make_gross() -> None:
    amount = TaxedAmount.of(Decimal("100"), Decimal("9.10"))
    assert amount == TaxedAmount(Decimal("100.00"), Decimal("9.10"), Decimal("109.10"))
    assert str(amount.gross) == "109.10"


@pytest.mark.parametrize(
    ("net", "tax", "gross", "code"),
    [
        ("100.00", "9.10", "109.11", "does_not_add_up"),
        ("100.001", "0.00", "100.001", "not_whole_fen"),
        ("NaN", "0.00", "0.00", "not_finite"),
    ],
)
def test_a_contradiction_cannot_exist(net: str, tax: str, gross: str, code: str) -> None:
    with pytest.raises(MoneyError) as refused:
        TaxedAmount(Decimal(net), Decimal(tax), Decimal(gross))
    assert refused.value.code == code


def test_sums_and_reversals() -> None:
    a, b = TaxedAmount.of(Decimal("1.00"), Decimal("0.10")), TaxedAmount.of(Decimal("2.00"), Decimal("0.25"))
    assert a + b == TaxedAmount.of(Decimal("3.00"), Decimal("0.35"))
    assert a - a == TaxedAmount.zero()
    assert -a == TaxedAmount.of(Decimal("-1.00"), Decimal("-0.10"))


def test_it_is_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        TaxedAmount.zero().net = Decimal("1.00")
