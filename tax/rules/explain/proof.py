"""Does the working arrive at the answer? Every figure of every line, and the sums."""

from tax.rules.answer import Answer
from tax.rules.errors import WorkingError
from tax.rules.explain.steps import Step

TAXES = ("duty", "consumption_tax", "vat", "postal_tax")


def prove(answer: Answer, steps: list[Step]) -> None:
    """Raise WorkingError unless the steps' figures are exactly the answer's, line by line and summed."""
    found = {(step.line, step.tax): step.fen for step in steps if step.tax}
    sums = dict.fromkeys(TAXES, 0)
    for number, line in enumerate(answer.lines):
        if found.get((number, "value")) != line.value:
            raise WorkingError(f"line {number}: value")
        for tax in TAXES:
            fen = found.get((number, tax), 0)
            if fen != getattr(line, tax) and answer.outcome != "waived":
                raise WorkingError(f"line {number}: {tax}")
            sums[tax] += fen
    if sum(sums.values()) != answer.total + answer.forgone:
        raise WorkingError("total")
