"""Steps about the whole order: which regime, which limit, what it comes to."""

from tax.rules import thresholds
from tax.rules.answer import Answer
from tax.rules.explain.steps import Step, cite, say
from tax.rules.numbers import Exact, percent, yuan
from tax.rules.request import Regime

ENGINE = "Crossport"
REGIME_NAMES = {
    Regime.CBEC: ("cross-border e-commerce import", "跨境电商零售进口"),
    Regime.POSTAL: ("postal tax", "行邮税"),
    Regime.GENERAL: ("general trade", "一般贸易"),
}


def opening_steps(answer: Answer) -> list[Step]:
    """Why this regime, and what the limits say."""
    steps = [_passed_over(answer, chosen.regime, chosen.code) for chosen in answer.passed_over]
    if answer.request.regime is Regime.AUTO:
        en, zh = REGIME_NAMES[answer.regime]
        steps.append(say("auto.chosen", ENGINE, regime=en, regime_zh=zh))
    steps.append(_treatment(answer))
    if any(discount.kind != "open" and discount.amount for discount in answer.request.discounts):
        steps.append(cite("discount.voucher", answer.request.rules.laws.voucher))
    return steps


def _passed_over(answer: Answer, regime: Regime, code: str) -> Step:
    en, zh = REGIME_NAMES[regime]
    return say(f"auto.passed_over.{code}", ENGINE, regime=en, regime_zh=zh, **_off_list(answer))


def _off_list(answer: Answer) -> dict[str, str]:
    """The lines that keep an order out of cross-border retail, with their codes."""
    found = [(line.called, line.hs) for line in answer.request.lines if not line.on_list]
    return {
        "goods": ", ".join(f"line {name} ({code})" for name, code in found),
        "goods_zh": "、".join(f"第{name}行（{code}）" for name, code in found),
    }


def _treatment(answer: Answer) -> Step:
    request = answer.request
    rules = request.rules
    rule = answer.code or answer.treatment
    if answer.regime is Regime.CBEC:
        return cite(
            f"cbec.{rule.removeprefix('cbec_')}",
            rules.limits,
            **_off_list(answer),
            value=yuan(answer.value),
            single=yuan(rules.limits.single),
            annual=yuan(rules.limits.annual),
            before=f" with {yuan(request.allowance_used)} used before" if request.use_known else "",
            before_zh=f"此前已用{yuan(request.allowance_used)}元，" if request.use_known else "",
            share=percent(Exact(*rules.reduction.share)),
        )
    if answer.regime is Regime.GENERAL:
        law = rules.small_duty if rule == "general_small_duty" else rules.laws.tariff
        return cite(f"general.{rule.removeprefix('general_')}", law, limit=yuan(rules.small_duty.limit))
    return cite(
        f"postal.{rule.removeprefix('postal_')}",
        rules.parcel,
        value=yuan(answer.value),
        limit=yuan(thresholds.parcel_limit(rules, request.origin)),
        waiver=yuan(rules.parcel.waiver),
        tax=yuan(answer.total + answer.forgone),
    )


def closing_steps(answer: Answer) -> list[Step]:
    """What the lines come to."""
    if answer.regime is Regime.POSTAL:
        return [say("order.postal_total", ENGINE, total=yuan(answer.total))]
    return [
        say(
            "order.total",
            ENGINE,
            duty=yuan(answer.duty),
            consumption=yuan(answer.consumption_tax),
            vat=yuan(answer.vat),
            total=yuan(answer.total),
        )
    ]


def doubts(steps: list[Step]) -> list[Step]:
    """Which of the law cited above stands from one source only, or from memory: said once, at the end."""
    found = []
    for confidence, rule in (("S", "law.one_source"), ("M", "law.memory")):
        sources = dict.fromkeys(step.source for step in steps if step.confidence == confidence)
        if sources:
            found.append(
                say(rule, ENGINE, confidence, sources="; ".join(sources), sources_zh="、".join(sources))
            )
    return found
