"""The law's figures, written down a second time by hand: a slip in one place does not pass."""

from datetime import date

import pytest

from tax.rules import tables
from tax.rules.ruleset import rules_on

LIMITS = {"2016-04-08": (200_000, 2_000_000, False), "2019-01-01": (500_000, 2_600_000, True)}
POSTAL = {
    "2016-04-08": {"1": "15", "2": "30", "3": "60"},
    "2018-11-01": {"1": "15", "2": "25", "3": "50"},
    "2019-04-09": {"1": "13", "2": "20", "3": "50", "medicine": "3"},
    "2024-12-01": {"1": "13", "2": "20", "3": "50", "medicine": "3"},
}


def test_limits() -> None:
    found = {
        str(window.since): (window.single, window.annual, window.over_limit_is_refused)
        for window in tables.LIMITS
    }
    assert found == LIMITS


def test_postal_rates() -> None:
    found = {
        str(window.since): {name: (rate[0], rate[1]) for name, rate in window.classes.items()}
        for window in tables.POSTAL_RATES
    }
    assert found == {
        day: {name: (int(percent), 100) for name, percent in classes.items()}
        for day, classes in POSTAL.items()
    }


def test_the_law_cited_by_date() -> None:
    """A working cites the law of its day; a new law is a row, not an `if`."""
    assert [str(law.since) for law in tables.VAT_LAWS] == ["2016-04-08", "2026-01-01"]
    assert rules_on(date(2025, 12, 31)).laws.vat.source == "《增值税暂行条例》第十四条"
    assert rules_on(date(2026, 1, 1)).laws.vat.source == "《增值税法》"
    for table in (tables.TARIFFS, tables.CONSUMPTION_LAWS, tables.RETAIL_VALUES, tables.GENERAL_VALUES):
        assert [str(law.since) for law in table] == ["2016-04-08"]
    assert [str(law.since) for law in tables.VOUCHERS] == ["2016-04-08"]
    assert rules_on(date(2024, 11, 30)).postal.source != rules_on(date(2024, 12, 1)).postal.source


def test_how_sure_the_law_is() -> None:
    """As the fact sheet says: the watch's limit stands in one source, the bounds of listed prices are memory."""
    rules = rules_on(date(2025, 6, 1))
    assert (rules.thresholds.confidence, rules.thresholds.watch_confidence) == ("V", "S")
    assert (rules.parcel.confidence, rules.parcel.listed_confidence) == ("V", "M")
    assert (rules.postal.confidence, rules.small_duty.confidence, rules.limits.confidence) == ("M", "M", "V")
    assert rules_on(date(2024, 11, 30)).postal.confidence == "V"


def test_what_has_not_changed_since_the_first_day() -> None:
    for day in (date(2016, 4, 8), date(2026, 1, 1)):
        rules = rules_on(day)
        assert rules.reduction.share == (7, 10)
        high = rules.thresholds
        assert high.cosmetics_per_ml_or_g == 1_000
        assert high.cosmetics_per_piece == 1_500
        assert high.watch_per_piece == 1_000_000
        parcel = rules.parcel
        assert (parcel.limit, parcel.near_limit, parcel.waiver) == (100_000, 80_000, 5_000)
        assert (parcel.double, parcel.half) == (2, 2)
        assert parcel.near_origins == {"HK", "MO", "TW"}
        assert rules.small_duty.limit == 5_000
    assert str(tables.HIGH_END_COSMETICS_SINCE) == "2016-10-01"


@pytest.mark.parametrize(
    "table",
    [
        tables.LIMITS,
        tables.REDUCTIONS,
        tables.THRESHOLDS,
        tables.POSTAL_RATES,
        tables.PARCELS,
        tables.SMALL_DUTIES,
    ],
)
def test_every_window_has_a_source_and_stands_in_order(table: tuple[tables.Limits, ...]) -> None:
    days = [window.since for window in table]
    assert days == sorted(set(days)) and days[0] == date(2016, 4, 8)
    for window in table:
        assert window.source and window.confidence in ("V", "S", "M")


def test_small_duty_names_the_law_of_its_day() -> None:
    assert rules_on(date(2024, 11, 30)).small_duty.source != rules_on(date(2024, 12, 1)).small_duty.source
