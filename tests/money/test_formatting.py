from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from money.formatting import fen, from_fen, grouped, parse, yuan
from money.types import MoneyError


def test_fen_and_back() -> None:
    assert fen(Decimal("190.50")) == 19050
    assert str(from_fen(19050)) == "190.50"
    assert str(from_fen(0)) == "0.00"
    assert str(from_fen(-1)) == "-0.01"


@given(st.integers(min_value=-(10**16) + 1, max_value=10**16 - 1))
def test_every_whole_number_of_fen_survives(units: int) -> None:
    assert fen(from_fen(units)) == units
    assert parse(yuan(from_fen(units))) == from_fen(units)


def test_text() -> None:
    assert yuan(Decimal("1234.5")) == "1234.50"
    assert yuan(Decimal("1E+2")) == "100.00"
    assert grouped(Decimal("1234567.5")) == "¥1,234,567.50"
    assert grouped(Decimal("-0.5")) == "-¥0.50"


@pytest.mark.parametrize(
    "text", ["", " 1", "1.234", "1e3", "NaN", "１２", "+1", "1,000", "1.", ".5", "9" * 15, None, 1]
)
def test_only_plain_amounts_are_read(text: str) -> None:
    with pytest.raises(MoneyError) as refused:
        parse(text)
    assert refused.value.code == "not_an_amount"


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: fen(Decimal("0.001")), "not_whole_fen"),
        (lambda: yuan(Decimal("0.001")), "not_whole_fen"),
        (lambda: from_fen(True), "not_integer"),
        (lambda: from_fen(1.0), "not_integer"),
        (lambda: from_fen(10**16), "too_many_digits"),
    ],
)
def test_nothing_is_rounded_in_silence(call, code: str) -> None:
    with pytest.raises(MoneyError) as refused:
        call()
    assert refused.value.code == code
