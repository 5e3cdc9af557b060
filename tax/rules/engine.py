"""The door of the rules: one request in, one answer out; and the regimes side by side."""

from collections.abc import Callable
from dataclasses import replace

from tax.rules import cbec, general, postal
from tax.rules.answer import Answer, Chosen
from tax.rules.request import Regime, Request

REGIMES: dict[Regime, Callable[[Request], Answer]] = {
    Regime.CBEC: cbec.quote,
    Regime.POSTAL: postal.quote,
    Regime.GENERAL: general.quote,
}


def quote(request: Request) -> Answer:
    """Count the taxes of a request. Raises FieldError where the request contradicts itself."""
    if request.regime is Regime.AUTO:
        return _choose(request)
    return REGIMES[request.regime](request)


def _choose(request: Request) -> Answer:
    """The contract's order: cbec if not refused; else postal if every line has a class; else general."""
    out: list[Chosen] = []
    for regime in (Regime.CBEC, Regime.POSTAL):
        if regime is Regime.POSTAL and not may_go_by_post(request):
            out.append(Chosen(regime, "no_postal_class"))
            continue
        answer = REGIMES[regime](request)
        if answer.outcome != "refused":
            return replace(answer, passed_over=tuple(out))
        out.append(Chosen(regime, answer.code))
    return replace(general.quote(request), passed_over=tuple(out))


def may_go_by_post(request: Request) -> bool:
    """Does every line carry a postal class or an article?"""
    return all(line.postal_rate is not None for line in request.lines)
