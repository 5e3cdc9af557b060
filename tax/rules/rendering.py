"""An answer as the JSON object of the contract, without its working."""

from typing import Any

from tax.rules.answer import Answer, LineTax
from tax.rules.numbers import yuan


def to_document(answer: Answer) -> dict[str, Any]:
    """Fields in the contract's order; the caller adds `why`."""
    head: dict[str, Any] = {
        "id": answer.request.id,
        "outcome": answer.outcome,
        "regime": answer.regime.value,
    }
    if answer.outcome == "refused":
        return head | {"code": answer.code, "allowance_left": None}
    head["duty"] = yuan(answer.duty)
    head["consumption_tax"] = yuan(answer.consumption_tax)
    head["vat"] = yuan(answer.vat)
    head["postal_tax"] = yuan(answer.postal_tax)
    head["total"] = yuan(answer.total)
    left = answer.allowance_left
    head["allowance_left"] = None if left is None else yuan(left)
    head["lines"] = [_line(line) for line in answer.lines]
    return head


def _line(line: LineTax) -> dict[str, str]:
    return {
        "id": line.id,
        "dutiable_value": yuan(line.value),
        "duty": yuan(line.duty),
        "consumption_tax": yuan(line.consumption_tax),
        "vat": yuan(line.vat),
        "postal_tax": yuan(line.postal_tax),
    }


def invalid_document(name: object, error: str) -> dict[str, Any]:
    """The answer to a document that could not be read."""
    return {"id": name, "outcome": "invalid", "error": error, "allowance_left": None}
