"""Every limit from both sides: one fen below, exactly at, one fen above."""

from dataclasses import FrozenInstanceError
from datetime import date

import pytest

from tax.rules import thresholds
from tax.rules.chain import bears_consumption_tax
from tax.rules.engine import quote
from tax.rules.explain import explain
from tax.rules.numbers import Exact
from tax.rules.reading import read_request
from tax.rules.request import Tiers
from tax.rules.ruleset import rules_on
from tests.tax.golden import COSMETIC, ad_valorem, item, order, rates

NOW = rules_on(date(2025, 6, 1))


def test_yearly_limit() -> None:
    assert [thresholds.over_annual(NOW, 2_599_999, value) for value in (0, 1, 2)] == [False, False, True]
    assert [thresholds.over_annual(NOW, used, 1) for used in (2_599_998, 2_599_999, 2_600_000)] == [
        False,
        False,
        True,
    ]
    assert [thresholds.over_annual(NOW, 3, value) for value in (2_599_997, 2_599_998)] == [False, True]


def test_single_limit() -> None:
    assert [thresholds.over_single(NOW, value) for value in (499_999, 500_000, 500_001)] == [
        False,
        False,
        True,
    ]


def test_what_is_left() -> None:
    assert [thresholds.allowance_left(NOW, 2_500_001, value) for value in (99_997, 99_999, 100_001)] == [
        2,
        0,
        0,
    ]
    assert thresholds.allowance_left(NOW, 5, 3) == 2_599_992


@pytest.mark.parametrize(
    ("held", "least"), [(Exact(30, 1), 30_000), (Exact(7, 10), 700), (Exact(5, 4), 1_250)]
)
def test_high_end_per_ml(held: Exact, least: int) -> None:
    met = [thresholds.high_end(1_000, basis, held) for basis in (0, least - 1, least, least + 1, 10**9)]
    assert met == [False, False, True, True, True]


def test_tiers_by_the_value_of_a_unit() -> None:
    """Three units: from 843 fen the upper rate, below 672 the lower, nothing between."""
    tiers = Tiers(Exact(253, 10), 281, Exact(2227, 100), 224)
    found = [thresholds.tier(tiers, value, Exact(3, 1)) for value in (0, 671, 672, 842, 843, 10**6)]
    assert found == [tiers.low, tiers.low, None, None, tiers.high, tiers.high]
    # a third of a unit: 94 x 3 = 282 and 74 x 3 = 222
    found = [thresholds.tier(tiers, value, Exact(1, 3)) for value in (74, 75, 93, 94)]
    assert found == [tiers.low, None, None, tiers.high]


def test_high_end_of_an_uneven_measure() -> None:
    # 0.3 of a fen over 3 units is a tenth: 3 x 3 / 10 >= 1 / 1 only when basis reaches 3.33
    assert [thresholds.high_end(1, basis, Exact(10, 3)) for basis in (2, 3, 4, 5)] == [
        False,
        False,
        True,
        True,
    ]
    assert [thresholds.high_end(6, basis, Exact(5, 9)) for basis in (2, 3, 4)] == [False, False, True]


def test_limits_by_unit() -> None:
    # names put together here, so that they are equal and not the same object
    names = [
        "".join(parts)
        for parts in (("wat", "ch"), ("pie", "ce"), ("m", "l"), ("", "g"), ("z", "z"), ("a", "a"))
    ]
    assert [thresholds.per_unit_limit(NOW, name) for name in names] == [
        1_000_000,
        1_500,
        1_000,
        1_000,
        1_000,
        1_000,
    ]


def test_parcel() -> None:
    limits = [thresholds.parcel_limit(NOW, origin) for origin in ("HK", "MO", "TW", "JP", "")]
    assert limits == [80_000, 80_000, 80_000, 100_000, 100_000]
    assert [thresholds.over_parcel(7, Exact(num, 3)) for num in (20, 21, 22)] == [False, False, True]
    assert [thresholds.over_parcel(100_000, Exact(num, 1)) for num in (99_999, 100_000, 100_001)] == [
        False,
        False,
        True,
    ]


def test_waiver_and_small_duty() -> None:
    assert [thresholds.waived(NOW, tax) for tax in (0, 4_999, 5_000, 5_001)] == [True, True, True, False]
    assert [thresholds.small_duty(NOW, duty) for duty in (0, 4_999, 5_000, 5_001)] == [
        True,
        True,
        True,
        False,
    ]


def test_listed_price() -> None:
    listed = Exact(30_000, 1)
    invoices = (0, 14_999, 15_000, 15_001, 30_000, 59_999, 60_000, 60_001)
    assert [thresholds.listed_price_holds(NOW, invoice, listed) for invoice in invoices] == [
        False,
        False,
        False,
        True,
        True,
        True,
        False,
        False,
    ]
    # listed 33.33…: half is 16.67, double 66.67
    held = [thresholds.listed_price_holds(NOW, invoice, Exact(100, 3)) for invoice in (16, 17, 66, 67)]
    assert held == [False, True, True, False]


def test_rule_sets_do_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        NOW.version = "other"
    assert not hasattr(NOW, "__dict__")


def test_within_the_limits_everything_is_collected_at_seventy_percent() -> None:
    """Consumption tax rounded first, within the limits: 70 % of 17.65 and of (100 + 17.65) x 13 %."""
    line = item("100.00", rates(consumption=ad_valorem("0.15")))
    answer = quote(read_request(order(line, policy={"round_consumption_before_vat": True})))
    assert (answer.consumption_tax, answer.vat) == (12_36, 10_71)  # 12.355; 10.706
    explain(answer)


def test_threshold_with_freight_kept_out_is_tested_on_the_value_less_its_share() -> None:
    cream = item("300.00", rates(consumption=COSMETIC), held="30 ml")
    policy = {"threshold_includes_freight": False}
    assert quote(read_request(order(cream, freight="5.00", policy=policy))).consumption_tax > 0
    cut = [{"kind": "open", "amount": "0.01"}]
    assert (
        quote(read_request(order(cream, freight="5.00", policy=policy, discounts=cut))).consumption_tax == 0
    )


def test_a_line_without_consumption_tax_bears_none() -> None:
    request = read_request(
        order(item("10.00"), item("10.00", rates(consumption=ad_valorem("0.1")), name="2"))
    )
    bears = [bears_consumption_tax(request, line, 1000, 0) for line in request.lines]
    assert bears == [False, True]
