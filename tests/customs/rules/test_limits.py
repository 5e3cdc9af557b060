from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customs.rules.limits import TABLE, Verdict, check, judge, limits_on, propose_split


@pytest.mark.parametrize(
    ("value", "pieces", "used", "day", "verdict"),
    [
        ("5000.00", 2, "0", date(2019, 1, 1), Verdict.WITHIN),
        ("5000.01", 2, "0", date(2019, 1, 1), Verdict.OVER_SINGLE),
        ("5000.01", 1, "0", date(2019, 1, 1), Verdict.FULL_TAX),
        ("600.00", 1, "25400.00", date(2026, 1, 1), Verdict.WITHIN),
        ("600.01", 1, "25400.00", date(2026, 1, 1), Verdict.OVER_YEAR),
        ("5000.01", 2, "26000.00", date(2026, 1, 1), Verdict.OVER_YEAR),  # the year is tested first
        ("2000.00", 2, "0", date(2018, 12, 31), Verdict.WITHIN),
        ("2000.01", 2, "0", date(2018, 12, 31), Verdict.FULL_TAX),
        ("1.00", 2, "20000.00", date(2018, 12, 31), Verdict.FULL_TAX),
    ],
)
def test_the_judgement(value: str, pieces: int, used: str, day: date, verdict: Verdict) -> None:
    assert judge(value=Decimal(value), pieces=pieces, used=Decimal(used), day=day) is verdict


def test_there_were_no_limits_before_the_regime() -> None:
    with pytest.raises(ValueError, match="2016-04-07"):
        limits_on(date(2016, 4, 7))
    assert limits_on(date(2016, 4, 8)) is TABLE[0]


def test_the_sentences_name_the_figures() -> None:
    day = date(2026, 1, 1)
    (single,) = check(value=Decimal("5280.00"), pieces=2, used=Decimal("0.00"), day=day)
    assert single.text() == "One transaction may hold 5000.00 yuan; this one holds 5280.00. Split it."
    (year,) = check(value=Decimal("600.00"), pieces=1, used=Decimal("25900.00"), day=day)
    assert year.text() == "One person may buy 26000.00 yuan a year; 100.00 is left, this needs 600.00."
    assert check(value=Decimal("9000.00"), pieces=1, used=Decimal("0.00"), day=day) == []


def test_a_split_keeps_every_piece_once() -> None:
    pieces = [("a", Decimal("3000")), ("b", Decimal("3000")), ("c", Decimal("2000")), ("d", Decimal("6000"))]
    assert propose_split(pieces, Decimal("5000")) == [["d"], ["a", "c"], ["b"]]


@given(st.lists(st.decimals(min_value=1, max_value=9000, places=2), max_size=12), st.randoms())
def test_a_split_holds_the_limit_and_does_not_depend_on_the_order(values: list[Decimal], random) -> None:
    pieces = [(f"k{i:02}", value) for i, value in enumerate(values)]
    groups, worth = propose_split(pieces, Decimal("5000")), dict(pieces)
    assert sorted(key for group in groups for key in group) == sorted(worth)
    assert all(len(group) == 1 or sum(worth[key] for key in group) <= 5000 for group in groups)
    assert propose_split(random.sample(pieces, len(pieces)), Decimal("5000")) == groups
