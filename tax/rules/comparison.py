"""The regimes side by side: what each would cost, why it is out, which lawful one is cheapest."""

from dataclasses import replace
from typing import NamedTuple

from tax.rules.answer import Answer
from tax.rules.engine import REGIMES, may_go_by_post
from tax.rules.errors import FieldError
from tax.rules.request import Regime, Request


class Option(NamedTuple):
    """One regime. `answer` is None where it cannot be counted; `code` says why it is out, '' if lawful."""

    regime: Regime
    answer: Answer | None
    code: str
    cheapest: bool = False

    @property
    def lawful(self) -> bool:
        """May the goods go this way?"""
        return not self.code


def compare(request: Request) -> tuple[Option, ...]:
    """cbec, postal, general. The cheapest lawful one is marked; ties go to the earlier regime.

    `request` was read under `auto`, so that it holds both sides.
    """
    options = [_option(request, regime) for regime in REGIMES]
    lawful = [
        (option.answer.total, number)
        for number, option in enumerate(options)
        if option.answer and option.lawful
    ]
    if lawful:
        best = min(lawful)[1]
        options[best] = options[best]._replace(cheapest=True)
    return tuple(options)


def _option(request: Request, regime: Regime) -> Option:
    if regime is Regime.POSTAL and not may_go_by_post(request):
        return Option(regime, None, "no_postal_class")
    try:
        answer = REGIMES[regime](replace(request, regime=regime))
    except FieldError as error:
        if error.code != "rate_missing":
            raise
        return Option(regime, None, error.code)
    return Option(regime, answer, answer.code)
