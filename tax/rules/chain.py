"""The statutory chain of one line: duty, consumption tax, VAT, each rounded once at its very end.

With P the dutiable value, T = P*d the duty, X = specific consumption tax, c its ad valorem rate, v the VAT
rate: composite price (组成计税价格) A = (P + T + X) / (1 - c); consumption tax C = A - (P + T); VAT = A * v.
That holds for every kind: X = 0 gives ad valorem, c = 0 gives specific. All is kept as whole numbers over one
denominator, so the division by (1 - c) is exact.
"""

from typing import NamedTuple

from tax.rules.errors import FieldError
from tax.rules.numbers import Exact, half_up
from tax.rules.request import HIGH_END, Consumption, Line, Rates, Request
from tax.rules.thresholds import high_end, per_unit_limit, tier


class Way(NamedTuple):
    """How a regime collects: with duty or without, and the share of consumption tax and VAT."""

    with_duty: bool
    share: tuple[int, int]


FULL = (1, 1)


def bears_consumption_tax(request: Request, line: Line, value: int, charge_share: int) -> bool:
    """Does the consumption tax of this line apply, its threshold considered?"""
    consumption = line.rates.consumption if line.rates else None
    if consumption is None:
        return False
    if consumption.kind not in HIGH_END:
        return True
    basis = value if request.policy.threshold_includes_freight else value - charge_share
    return high_end(per_unit_limit(request.rules, line.unit), basis, line.measure)


def taxes(request: Request, number: int, value: int, charge_share: int, way: Way) -> tuple[int, int, int]:
    """Duty, consumption tax and VAT of line `number` in fen."""
    line = request.lines[number]
    rates = line.rates
    if rates is None:
        raise FieldError(f"lines[{number}].rates", "rate_missing", "no rates for goods were given")
    scale = rates.scale
    base, duty = value * scale, 0
    if way.with_duty:
        duty_rate = known_duty(rates, number)
        base, duty = value * (scale + duty_rate), half_up(value * duty_rate, scale)
    kn, kd = way.share
    if rates.consumption is None or not bears_consumption_tax(request, line, value, charge_share):
        return duty, 0, half_up(base * rates.vat * kn, scale * scale * kd)
    # composite price = gross / under; consumption tax = tax / (under * scale)
    extra = line.specific
    if rates.consumption.tiers is not None:
        extra = tiered(rates.consumption, line.measure, number, value)
    gross = base * extra.den + extra.num * scale
    under = extra.den * (scale - rates.consumption.rate)
    tax = gross * scale - base * under
    if request.policy.round_consumption_before_vat:
        whole = half_up(tax, under * scale)
        vat = half_up((base + whole * scale) * rates.vat * kn, scale * scale * kd)
        return duty, half_up(whole * kn, kd), vat
    vat = half_up(gross * rates.vat * kn, under * scale * kd)
    return duty, half_up(tax * kn, under * scale * kd), vat


def tiered(consumption: Consumption, measure: Exact, number: int, value: int) -> Exact:
    """The specific tax (fen) of `measure` units whose rate goes by their dutiable value (beer)."""
    assert consumption.tiers is not None
    rate = tier(consumption.tiers, value, measure)
    if rate is None:
        raise FieldError(
            f"lines[{number}].hs",
            "tier_undecided",
            "the dutiable value is too near the tier's limit to tell without a customs exchange rate",
        )
    return Exact(measure.num * rate.num, measure.den * rate.den)


def known_duty(rates: Rates, number: int) -> int:
    """The duty rate, or a named error where the tables hold none (never zero by accident)."""
    if rates.duty is None:
        raise FieldError(
            f"lines[{number}].hs", "rate_missing", "no duty rate is known for this code on the date"
        )
    return rates.duty
