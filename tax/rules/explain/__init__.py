"""The working of an answer (怎么算的): values, formula, rule and source, in English and Chinese.

Built on demand from the answer's own request by the textbook chain, which is written differently from the
engine's; every figure shown is compared with the answer's, and a difference is an error, never a text.
"""

from tax.rules.answer import Answer
from tax.rules.explain.goods import goods_steps
from tax.rules.explain.order import closing_steps, doubts, opening_steps
from tax.rules.explain.post import postal_steps
from tax.rules.explain.proof import prove
from tax.rules.explain.splits import split_steps
from tax.rules.explain.steps import Step
from tax.rules.request import Regime

__all__ = ["Step", "explain"]


def explain(answer: Answer) -> tuple[Step, ...]:
    """All steps in order. Raises WorkingError where the working does not arrive at the answer."""
    steps = opening_steps(answer)
    if answer.outcome != "refused":
        lines = postal_steps if answer.regime is Regime.POSTAL else goods_steps
        steps += split_steps(answer) + lines(answer)
        prove(answer, steps)
        steps += closing_steps(answer)
    return (*steps, *doubts(steps))
