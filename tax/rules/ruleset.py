"""The rule set in force on a day, put together from the tables."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypeVar

from tax.rules import tables
from tax.rules.errors import FieldError

W = TypeVar(
    "W",
    tables.Limits,
    tables.Reduction,
    tables.Thresholds,
    tables.PostalRates,
    tables.Parcel,
    tables.SmallDuty,
    tables.Law,
)


class Laws(NamedTuple):
    """What workings cite."""

    tariff: tables.Law
    vat: tables.Law
    consumption: tables.Law
    retail_value: tables.Law
    general_value: tables.Law
    voucher: tables.Law


_LAWS = (
    tables.TARIFFS,
    tables.VAT_LAWS,
    tables.CONSUMPTION_LAWS,
    tables.RETAIL_VALUES,
    tables.GENERAL_VALUES,
    tables.VOUCHERS,
)


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Everything the regimes ask of the law on one day. Immutable, shared, compared by `version`."""

    version: str
    since: date
    limits: tables.Limits
    reduction: tables.Reduction
    thresholds: tables.Thresholds
    postal: tables.PostalRates
    parcel: tables.Parcel
    small_duty: tables.SmallDuty
    laws: Laws


def _in_force(windows: Sequence[W], day: date) -> W:
    return windows[bisect_right([window.since for window in windows], day) - 1]


def _build(day: date) -> RuleSet:
    return RuleSet(
        version=f"cn-import-{day.isoformat()}",
        since=day,
        limits=_in_force(tables.LIMITS, day),
        reduction=_in_force(tables.REDUCTIONS, day),
        thresholds=_in_force(tables.THRESHOLDS, day),
        postal=_in_force(tables.POSTAL_RATES, day),
        parcel=_in_force(tables.PARCELS, day),
        small_duty=_in_force(tables.SMALL_DUTIES, day),
        laws=Laws(*(_in_force(windows, day) for windows in _LAWS)),
    )


def _first_days() -> list[date]:
    windows = (
        *tables.LIMITS,
        *tables.REDUCTIONS,
        *tables.THRESHOLDS,
        *tables.POSTAL_RATES,
        *tables.PARCELS,
        *tables.SMALL_DUTIES,
    )
    cited = (law.since for laws in _LAWS for law in laws)
    return sorted({*(window.since for window in windows), *cited})


_DAYS = _first_days()
ALL = tuple(_build(day) for day in _DAYS)


def rules_on(day: date) -> RuleSet:
    """The rule set in force on `day`; the first one begins on 2016-04-08."""
    if day < tables.FIRST_DAY:
        raise FieldError("date", "no_rule_on_date", f"no rule set before {tables.FIRST_DAY.isoformat()}")
    return ALL[bisect_right(_DAYS, day) - 1]
