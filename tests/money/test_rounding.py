from decimal import Decimal, localcontext

import pytest

from money.rounding import DOWN, HALF_EVEN, HALF_UP, UP, exact_fen, to_fen
from money.types import MoneyError, Rounding


@pytest.mark.parametrize(
    ("value", "mode", "expected"),
    [
        ("1.005", HALF_UP, "1.01"),
        ("-1.005", HALF_UP, "-1.01"),
        ("1.005", HALF_EVEN, "1.00"),
        ("1.015", HALF_EVEN, "1.02"),
        ("1.009", DOWN, "1.00"),
        ("1.001", UP, "1.01"),
        ("1.0049999999999999999999999999999999", HALF_UP, "1.00"),
        ("99999999999999.994", HALF_UP, "99999999999999.99"),
        ("3", HALF_UP, "3.00"),
    ],
)
def test_the_mode_decides(value: str, mode: Rounding, expected: str) -> None:
    assert str(to_fen(Decimal(value), mode)) == expected


def test_zero_has_no_sign() -> None:
    assert str(to_fen(Decimal("-0.001"))) == "0.00"


def test_the_default_is_half_up() -> None:
    assert to_fen(Decimal("0.125")) == Decimal("0.13")


def test_a_narrow_context_loses_nothing() -> None:
    with localcontext(prec=3):
        assert str(to_fen(Decimal("123456.785"))) == "123456.79"


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (Decimal("NaN"), "not_finite"),
        (Decimal("sNaN"), "not_finite"),
        (Decimal("Infinity"), "not_finite"),
        (Decimal("100000000000000"), "too_many_digits"),
        (Decimal("1E+40"), "too_many_digits"),
        (Decimal("1E-99"), "too_many_digits"),
        (Decimal("0." + "1" * 61), "too_many_digits"),
        (0.1, "not_decimal"),
        (1, "not_decimal"),
        ("1.00", "not_decimal"),
    ],
)
def test_what_is_no_amount_is_refused(value: Decimal, code: str) -> None:
    with pytest.raises(MoneyError) as refused:
        to_fen(value)
    assert refused.value.code == code


def test_exact_refuses_a_fraction_of_a_fen() -> None:
    assert str(exact_fen(Decimal("1.5"))) == "1.50"
    with pytest.raises(MoneyError) as refused:
        exact_fen(Decimal("1.501"))
    assert refused.value.code == "not_whole_fen"
