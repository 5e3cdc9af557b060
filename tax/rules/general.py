"""General trade (一般贸易): duty, consumption tax and VAT in full, no limits."""

from tax.rules.answer import Answer, LineTax, taxed
from tax.rules.chain import FULL, Way, taxes
from tax.rules.request import Regime, Request
from tax.rules.thresholds import small_duty
from tax.rules.values import values_of


def quote(request: Request) -> Answer:
    """Always taxed. With the `small_duty_exempt` switch a duty of 50 yuan or less is no duty at all."""
    values = values_of(request)
    dutiable = values.dutiable(request)

    def counted(with_duty: bool) -> list[LineTax]:
        way = Way(with_duty, FULL)
        return [
            LineTax(line.id, dutiable[n], *taxes(request, n, dutiable[n], values.charge_shares[n], way), 0)
            for n, line in enumerate(request.lines)
        ]

    lines = counted(with_duty=True)
    if request.policy.small_duty_exempt and small_duty(request.rules, sum(line.duty for line in lines)):
        return taxed(request, Regime.GENERAL, "general_small_duty", counted(with_duty=False))
    return taxed(request, Regime.GENERAL, "general_full", lines)
