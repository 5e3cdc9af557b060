"""Every comparison with a limit, in one place. `over` is strictly above; `high end` is at or above."""

from tax.rules.numbers import Exact
from tax.rules.request import Tiers
from tax.rules.ruleset import RuleSet


def over_annual(rules: RuleSet, used: int, value: int) -> bool:
    """Would this order pass the yearly limit (年度交易限值)?"""
    return used + value > rules.limits.annual


def over_single(rules: RuleSet, value: int) -> bool:
    """Is this order above the single limit (单次交易限值)?"""
    return value > rules.limits.single


def allowance_left(rules: RuleSet, used: int, value: int) -> int:
    """What remains of the year after this order; never below zero."""
    return max(0, rules.limits.annual - used - value)


def high_end(limit: int, basis: int, measure: Exact) -> bool:
    """Is `basis` fen over `measure` units at or above `limit` fen a unit? Nothing is rounded."""
    return basis * measure.den >= limit * measure.num


def per_unit_limit(rules: RuleSet, unit: str) -> int:
    """The limit that goes with the unit a high-end good is measured in."""
    if unit == "watch":
        return rules.thresholds.watch_per_piece
    if unit == "piece":
        return rules.thresholds.cosmetics_per_piece
    return rules.thresholds.cosmetics_per_ml_or_g


def tier(tiers: Tiers, value: int, measure: Exact) -> Exact | None:
    """The specific rate that goes with a dutiable value of `value` fen over `measure` units; None between the two."""
    if value * measure.den >= tiers.high_from * measure.num:
        return tiers.high
    return tiers.low if value * measure.den < tiers.low_below * measure.num else None


def parcel_limit(rules: RuleSet, origin: str) -> int:
    """Value one parcel may hold (800 yuan from Hong Kong, Macao and Taiwan, else 1,000)."""
    return rules.parcel.near_limit if origin in rules.parcel.near_origins else rules.parcel.limit


def over_parcel(limit: int, value: Exact) -> bool:
    """Is the parcel's value above its limit?"""
    return value.num > limit * value.den


def waived(rules: RuleSet, tax: int) -> bool:
    """Postal tax at or under 50 yuan is not collected."""
    return tax <= rules.parcel.waiver


def small_duty(rules: RuleSet, duty: int) -> bool:
    """Is the duty of one consignment at or under the small limit?"""
    return duty <= rules.small_duty.limit


def listed_price_holds(rules: RuleSet, invoice: int, listed: Exact) -> bool:
    """The listed price is used unless the invoice is at least double or at most half of it."""
    parcel = rules.parcel
    at_least_double = invoice * listed.den >= parcel.double * listed.num
    at_most_half = parcel.half * invoice * listed.den <= listed.num
    return not (at_least_double or at_most_half)
