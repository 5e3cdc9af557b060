"""What the engine answers: values in fen, and the request they were counted from."""

from dataclasses import dataclass, field
from typing import NamedTuple

from tax.rules.request import Regime, Request


class LineTax(NamedTuple):
    """Taxes of one line in fen, each rounded once. `value` is the dutiable value as shown."""

    id: str
    value: int
    duty: int
    consumption_tax: int
    vat: int
    postal_tax: int


class Chosen(NamedTuple):
    """A regime that `auto` passed over, with the code of why."""

    regime: Regime
    code: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Outcome of one regime. `treatment` names the branch of the rules that was taken.

    `taxed`: `lines` and sums hold. `waived`: postal, all taxes zero, `forgone` is what was not collected.
    `refused`: `code` says why, no lines. `allowance_left` only under cbec and not refused.
    """

    request: Request
    regime: Regime
    outcome: str
    treatment: str
    code: str = ""
    lines: tuple[LineTax, ...] = ()
    value: int = 0
    duty: int = 0
    consumption_tax: int = 0
    vat: int = 0
    postal_tax: int = 0
    total: int = 0
    allowance_left: int | None = None
    forgone: int = 0
    passed_over: tuple[Chosen, ...] = field(default=())


def taxed(
    request: Request, regime: Regime, treatment: str, lines: list[LineTax], allowance_left: int | None = None
) -> Answer:
    """An answer whose totals are the sums of its lines."""
    value = duty = consumption = vat = postal = 0
    for line in lines:
        value += line.value
        duty += line.duty
        consumption += line.consumption_tax
        vat += line.vat
        postal += line.postal_tax
    return Answer(
        request=request,
        regime=regime,
        outcome="taxed",
        treatment=treatment,
        lines=tuple(lines),
        value=value,
        duty=duty,
        consumption_tax=consumption,
        vat=vat,
        postal_tax=postal,
        total=duty + consumption + vat + postal,
        allowance_left=allowance_left,
    )


def refused(request: Request, regime: Regime, code: str, value: int = 0) -> Answer:
    """An answer without taxes."""
    return Answer(
        request=request, regime=regime, outcome="refused", treatment="refused", code=code, value=value
    )
