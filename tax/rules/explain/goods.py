"""Steps of lines taxed as goods: dutiable value, duty, consumption tax, VAT."""

from typing import NamedTuple

from tax.rules.answer import Answer
from tax.rules.chain import FULL
from tax.rules.explain.steps import Step, add, cite, figure, over, say, shown, times
from tax.rules.explain.texts import UNITS_ZH
from tax.rules.numbers import Exact, half_up, percent, plain, yuan
from tax.rules.request import HIGH_END, Consumption, Kind, Line, Origin, Rates, Regime, Tiers
from tax.rules.tables import HIGH_END_COSMETICS_SINCE, Law
from tax.rules.thresholds import high_end, per_unit_limit
from tax.rules.values import Values, values_of


class Way(NamedTuple):
    """What the answer's treatment means for a line."""

    with_duty: bool
    share: Exact


def goods_steps(answer: Answer) -> list[Step]:
    """All lines, in order."""
    way = _way(answer)
    values = values_of(answer.request)
    steps: list[Step] = []
    for number in range(len(answer.lines)):
        steps += _line_steps(answer, number, values, way)
    return steps


def _way(answer: Answer) -> Way:
    reduced = answer.treatment == "cbec_reduced"
    share = answer.request.rules.reduction.share if reduced else FULL
    return Way(not reduced and answer.treatment != "general_small_duty", Exact(*share))


def _line_steps(answer: Answer, number: int, values: Values, way: Way) -> list[Step]:
    request = answer.request
    line, rates = request.lines[number], request.lines[number].rates
    assert rates is not None  # a line without rates was refused before there was an answer
    steps = [_source(line, origin) for origin in line.origins if origin.table in _asked(answer, way)]
    value = line.amount - values.open_shares[number] + values.charge_shares[number]
    steps.append(_value(answer, line, number, values, value))
    base = Exact(value, 1)
    if way.with_duty:
        duty_rate = Exact(rates.duty or 0, rates.scale)
        duty = times(base, duty_rate)
        steps.append(_duty(request.rules.laws.tariff, line, number, value, duty_rate, duty))
        base = add(base, duty)
    tax, more = _consumption(answer, number, base, value - _freight_kept_out(answer, values, number), way)
    return [*steps, *more, _vat(answer, number, base, tax, way)]


def _asked(answer: Answer, way: Way) -> set[str]:
    """Which tables the answer rests on: the list counts for cross-border retail only, a duty where it is due."""
    return {"hs", "list" if answer.regime is Regime.CBEC else "hs", "duty" if way.with_duty else "hs"}


def _freight_kept_out(answer: Answer, values: Values, number: int) -> int:
    """The charge share, where the policy keeps freight out of the threshold."""
    return 0 if answer.request.policy.threshold_includes_freight else values.charge_shares[number]


def _source(line: Line, origin: Origin) -> Step:
    confidence = origin.confidence if origin.confidence in "VSM" else "S"
    return say(f"rates.{origin.table}.{confidence}", origin.source or "-", line=line.called, code=origin.code)


def _value(answer: Answer, line: Line, number: int, values: Values, value: int) -> Step:
    laws = answer.request.rules.laws
    step = cite(
        "line.dutiable_value",
        laws.general_value if answer.regime is Regime.GENERAL else laws.retail_value,
        line=line.called,
        quantity=str(line.quantity),
        price=yuan(line.unit_price),
        amount=yuan(line.amount),
        off=yuan(values.open_shares[number]),
        charges=yuan(values.charge_shares[number]),
        value=yuan(value),
    )
    return figure(step, number, "value", value)


def _duty(law: Law, line: Line, number: int, value: int, rate: Exact, duty: Exact) -> Step:
    fen = half_up(duty.num, duty.den)
    step = cite(
        "line.duty",
        law,
        line=line.called,
        value=yuan(value),
        rate=percent(rate),
        exact=shown(duty),
        fen=yuan(fen),
    )
    return figure(step, number, "duty", fen)


def _consumption(answer: Answer, number: int, base: Exact, basis: int, way: Way) -> tuple[Exact, list[Step]]:
    """The statutory consumption tax (exact, or rounded where the policy says so) and its steps."""
    request = answer.request
    line = request.lines[number]
    rates = line.rates
    consumption = rates.consumption if rates else None
    if rates is None or consumption is None:
        return Exact(0, 1), []
    steps = []
    if consumption.kind in HIGH_END:
        limit = per_unit_limit(request.rules, line.unit)
        met = high_end(limit, basis, line.measure)
        steps.append(_threshold(answer, line, basis, limit, met))
        if not met:
            return Exact(0, 1), steps
    extra, each = line.specific, consumption.specific
    if consumption.tiers is not None:
        steps.append(_tier(answer, line, answer.lines[number].value, consumption.tiers))
        each = consumption.tiers.low if steps[-1].rule == "line.tier.low" else consumption.tiers.high
        extra = times(line.measure, each)
    tax = _statutory(rates, consumption, base, extra)
    if request.policy.round_consumption_before_vat:
        tax = Exact(half_up(tax.num, tax.den), 1)
    payable = times(tax, way.share)
    fen = half_up(payable.num, payable.den)
    kind = consumption.kind if consumption.kind in (Kind.SPECIFIC, Kind.COMPOUND) else Kind.AD_VALOREM
    rounded = ".rounded" if request.policy.round_consumption_before_vat else ""
    step = cite(
        f"line.consumption_tax.{kind.value}{rounded}",
        request.rules.laws.consumption,
        line=line.called,
        base=shown(base),
        rate=plain(Exact(consumption.rate, rates.scale)),
        held=plain(line.measure),
        unit=line.unit,
        unit_zh=UNITS_ZH[line.unit],
        specific=shown(each),
        extra=shown(extra),
        exact=shown(tax),
        share=percent(way.share),
        fen=yuan(fen),
    )
    return tax, [*steps, figure(step, number, "consumption_tax", fen)]


def _statutory(rates: Rates, consumption: Consumption, base: Exact, extra: Exact) -> Exact:
    """The textbook: A = (P + T + X) / (1 - c); C = A*c + X."""
    rate = Exact(consumption.rate, rates.scale)
    rest = Exact(rates.scale - consumption.rate, rates.scale)
    composite = over(add(base, extra), rest)
    return add(times(composite, rate), extra)


def _tier(answer: Answer, line: Line, value: int, tiers: Tiers) -> Step:
    """Which of two specific rates holds: by the dutiable value of one unit."""
    each = over(Exact(value, 1), line.measure)
    low = each.num < tiers.low_below * each.den
    return cite(
        "line.tier.low" if low else "line.tier.high",
        answer.request.rules.laws.consumption,
        line=line.called,
        value=yuan(value),
        held=plain(line.measure),
        unit=line.unit,
        unit_zh=UNITS_ZH[line.unit],
        each=shown(each),
        limit=yuan(tiers.low_below if low else tiers.high_from),
    )


def _threshold(answer: Answer, line: Line, basis: int, limit: int, met: bool) -> Step:
    law = answer.request.rules.thresholds
    watch = line.unit == "watch"
    early = answer.request.date < HIGH_END_COSMETICS_SINCE and not watch
    return say(
        ("line.high_end.early" if early else "line.high_end.met") if met else "line.high_end.below",
        law.watch_source if watch else law.source,
        law.watch_confidence if watch else law.confidence,
        line=line.called,
        basis=yuan(basis),
        held=plain(line.measure),
        unit=line.unit,
        unit_zh=UNITS_ZH[line.unit],
        each=shown(over(Exact(basis, 1), line.measure)),
        limit=yuan(limit),
    )


def _vat(answer: Answer, number: int, base: Exact, tax: Exact, way: Way) -> Step:
    line = answer.request.lines[number]
    assert line.rates is not None
    rate = Exact(line.rates.vat, line.rates.scale)
    vat = times(add(base, tax), rate)
    payable = times(vat, way.share)
    fen = half_up(payable.num, payable.den)
    step = cite(
        "line.vat",
        answer.request.rules.laws.vat,
        line=line.called,
        base=shown(base),
        tax=shown(tax),
        rate=percent(rate),
        exact=shown(vat),
        share=percent(way.share),
        fen=yuan(fen),
    )
    return figure(step, number, "vat", fen)
