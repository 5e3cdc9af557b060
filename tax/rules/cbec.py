"""Cross-border e-commerce retail import (跨境电商零售进口)."""

from tax.rules.answer import Answer, LineTax, refused, taxed
from tax.rules.chain import FULL, Way, taxes
from tax.rules.request import Regime, Request
from tax.rules.thresholds import allowance_left, over_annual, over_single
from tax.rules.values import Values, values_of

IN_FULL = Way(True, FULL)


def quote(request: Request) -> Answer:
    """Within the limits: no duty, 70 % of consumption tax and VAT. Over them: see `treatment`."""
    values = values_of(request)
    dutiable = values.dutiable(request)
    total = sum(dutiable)
    how = treatment(request, total)
    if not how.startswith("cbec_"):
        return refused(request, Regime.CBEC, how, total)
    way = Way(False, request.rules.reduction.share) if how == "cbec_reduced" else IN_FULL
    left = allowance_left(request.rules, request.allowance_used, total)
    return taxed(request, Regime.CBEC, how, line_taxes(request, values, dutiable, way), left)


def treatment(request: Request, value: int) -> str:
    """`cbec_reduced`, `cbec_single_piece`, `cbec_over_in_full` (before 2019), or a refusal's code."""
    rules = request.rules
    if any(not line.on_list for line in request.lines):
        return "not_on_list"
    annual = over_annual(rules, request.allowance_used, value)
    single = over_single(rules, value)
    if not (annual or single):
        return "cbec_reduced"
    if not rules.limits.over_limit_is_refused:
        return "cbec_over_in_full"
    if annual:
        return "over_annual_limit"
    if sum(line.quantity for line in request.lines) == 1:
        return "cbec_single_piece"
    return "over_single_limit"


def line_taxes(request: Request, values: Values, dutiable: list[int], way: Way) -> list[LineTax]:
    """Taxes of every line, in input order."""
    charges = values.charge_shares
    return [
        LineTax(line.id, dutiable[n], *taxes(request, n, dutiable[n], charges[n], way), 0)
        for n, line in enumerate(request.lines)
    ]
