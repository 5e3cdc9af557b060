"""The regimes side by side: what each would cost, why it is out, which lawful one is cheapest."""

from collections.abc import Callable
from typing import NamedTuple

from tax.rules.answer import Answer
from tax.rules.engine import REGIMES
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


def compare(read: Callable[[Regime], Request]) -> tuple[Option, ...]:
    """cbec, postal, general. The cheapest lawful one is marked; ties go to the earlier regime.

    `read` gives the request under a regime. What one regime lacks (a code nobody knows, content) puts that regime out
    and no other. Raises the first fault where none can be counted.
    """
    faults: list[FieldError] = []
    options = [_option(read, regime, faults) for regime in REGIMES]
    if not any(option.answer for option in options):
        raise faults[0]
    lawful = [
        (option.answer.total, number)
        for number, option in enumerate(options)
        if option.answer and option.lawful
    ]
    if lawful:
        best = min(lawful)[1]
        options[best] = options[best]._replace(cheapest=True)
    return tuple(options)


def _option(read: Callable[[Regime], Request], regime: Regime, faults: list[FieldError]) -> Option:
    try:
        answer = REGIMES[regime](read(regime))
    except FieldError as error:
        faults.append(error)
        classless = regime is Regime.POSTAL and error.field.endswith("rates.postal_class")
        return Option(
            regime, None, "no_postal_class" if classless and error.code == "missing" else error.code
        )
    return Option(regime, answer, answer.code)
