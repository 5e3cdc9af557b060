"""Steps of lines taxed by the postal tax."""

from tax.rules.answer import Answer
from tax.rules.explain.steps import Step, cite, figure, say, shown, times
from tax.rules.numbers import Exact, half_up, percent, yuan
from tax.rules.postal import invoices_of
from tax.rules.request import Line
from tax.rules.thresholds import listed_price_holds


def postal_steps(answer: Answer) -> list[Step]:
    """All lines, in order."""
    invoices = invoices_of(answer.request)
    steps: list[Step] = []
    for number, line in enumerate(answer.request.lines):
        steps += [
            say(f"rates.article.{origin.confidence}", origin.source, line=line.called, code=origin.code)
            for origin in line.origins
            if origin.table == "article"
        ]
        value, step = _value(answer, number, line, invoices[number])
        steps += [step, _tax(answer, number, line, value)]
    return steps


def _value(answer: Answer, number: int, line: Line, invoice: int) -> tuple[Exact, Step]:
    value, rule, listed = Exact(invoice, 1), "line.postal_value.invoice", "-"
    if line.listed is not None:
        listed = shown(line.listed)
        rule = "line.postal_value.far"
        if listed_price_holds(answer.request.rules, invoice, line.listed):
            value, rule = line.listed, "line.postal_value.listed"
    parcel = answer.request.rules.parcel
    step = say(
        rule,
        parcel.listed_source,
        parcel.listed_confidence,
        line=line.called,
        invoice=yuan(invoice),
        listed=listed,
        value=shown(value),
    )
    return value, figure(step, number, "value", half_up(value.num, value.den))


def _tax(answer: Answer, number: int, line: Line, value: Exact) -> Step:
    rate = line.postal_rate
    assert rate is not None  # a line without a class was refused before there was an answer
    tax = times(value, rate)
    fen = half_up(tax.num, tax.den)
    step = cite(
        "line.postal_tax",
        answer.request.rules.postal,
        line=line.called,
        value=shown(value),
        rate=percent(rate),
        exact=shown(tax),
        fen=yuan(fen),
    )
    return figure(step, number, "postal_tax", fen)
