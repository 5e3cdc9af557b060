"""Steps of what is spread over several lines: freight and insurance, and each open discount."""

from collections.abc import Sequence

from tax.rules.answer import Answer
from tax.rules.errors import WorkingError
from tax.rules.explain.steps import Step, cite
from tax.rules.numbers import yuan
from tax.rules.request import Line, Regime
from tax.rules.spread import spread
from tax.rules.values import values_of


def split_steps(answer: Answer) -> list[Step]:
    """One for each split; nothing where a single line takes the whole. The postal tax knows no freight."""
    request = answer.request
    steps: list[Step] = []
    if request.charges and len(request.lines) > 1 and answer.regime is not Regime.POSTAL:
        by_amount = any(line.amount for line in request.lines)
        rule = "spread.charges" if by_amount else "spread.charges.quantity"
        shares = values_of(request).charge_shares
        steps.append(_step(answer, rule, request.charges, request.lines, shares))
    return steps + _discounts(answer)


def _discounts(answer: Answer) -> list[Step]:
    """Each by itself; together they must be what the values were counted with."""
    request = answer.request
    taken = [0] * len(request.lines)
    steps = []
    for discount in request.discounts:
        if discount.kind != "open" or not discount.amount:
            continue
        lines = [request.lines[place] for place in discount.lines]
        shares = spread(discount.amount, [line.amount for line in lines], [line.id for line in lines])
        for place, share in zip(discount.lines, shares, strict=True):
            taken[place] += share
        if len(lines) > 1:
            steps.append(_step(answer, "spread.discount", discount.amount, lines, shares))
    if taken != values_of(request).open_shares:
        raise WorkingError("discounts")
    return steps


def _step(answer: Answer, rule: str, total: int, lines: Sequence[Line], shares: Sequence[int]) -> Step:
    laws = answer.request.rules.laws
    pairs = [(line.called, yuan(share)) for line, share in zip(lines, shares, strict=True)]
    return cite(
        rule,
        laws.general_value if answer.regime is Regime.GENERAL else laws.retail_value,
        total=yuan(total),
        shares=", ".join(f"line {name} {share}" for name, share in pairs),
        shares_zh="、".join(f"第{name}行{share}元" for name, share in pairs),
    )
