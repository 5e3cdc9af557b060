"""Postal tax (行邮税, 进境物品进口税): one rate on the value of a personal parcel."""

from dataclasses import replace

from tax.rules.answer import Answer, LineTax, refused, taxed
from tax.rules.errors import FieldError
from tax.rules.numbers import Exact, half_up
from tax.rules.request import Line, Regime, Request
from tax.rules.thresholds import listed_price_holds, over_parcel, parcel_limit, waived
from tax.rules.values import values_of


def quote(request: Request) -> Answer:
    """Refused over the parcel limit (one piece excepted), waived at 50 yuan or less, else due in full."""
    invoices = invoices_of(request)
    values = [value_of(request, line, invoices[n]) for n, line in enumerate(request.lines)]
    total = sum_of(values)
    single_piece = sum(line.quantity for line in request.lines) == 1
    over = over_parcel(parcel_limit(request.rules, request.origin), total)
    if over and not single_piece:
        return refused(request, Regime.POSTAL, "over_parcel_limit", half_up(total.num, total.den))
    lines = [line_tax(line, n, values[n]) for n, line in enumerate(request.lines)]
    answer = taxed(request, Regime.POSTAL, "postal_single_piece" if over else "postal_due", lines)
    return waive(answer) if waived(request.rules, answer.total) else answer


def invoices_of(request: Request) -> list[int]:
    """amount - open shares per line; freight and insurance are not added."""
    shares = values_of(request).open_shares
    return [line.amount - share for line, share in zip(request.lines, shares, strict=True)]


def value_of(request: Request, line: Line, invoice: int) -> Exact:
    """The listed price (完税价格表) unless there is none or the invoice is far from it."""
    if line.listed is not None and listed_price_holds(request.rules, invoice, line.listed):
        return line.listed
    return Exact(invoice, 1)


def sum_of(values: list[Exact]) -> Exact:
    """An exact sum."""
    num, den = 0, 1
    for value in values:
        num, den = num * value.den + value.num * den, den * value.den
    return Exact(num, den)


def line_tax(line: Line, number: int, value: Exact) -> LineTax:
    """Tax = value x rate, rounded once."""
    rate = line.postal_rate
    if rate is None:
        raise FieldError(
            f"lines[{number}].rates.postal_class", "rate_missing", "postal_class or article is needed"
        )
    tax = half_up(value.num * rate.num, value.den * rate.den)
    return LineTax(line.id, half_up(value.num, value.den), 0, 0, 0, tax)


def waive(answer: Answer) -> Answer:
    """The same answer with nothing collected."""
    lines = tuple(line._replace(postal_tax=0) for line in answer.lines)
    return replace(
        answer,
        outcome="waived",
        treatment="postal_waived",
        lines=lines,
        postal_tax=0,
        total=0,
        forgone=answer.total,
    )
