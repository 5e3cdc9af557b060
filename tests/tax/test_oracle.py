"""`quote_tax` beside a second counting of its contract, over drawn documents. ORACLE_CASES asks for more of them."""

import json
import os
from collections import Counter
from typing import Any

import pytest

from tax.rules.lookup import NoTables
from tax.rules.stream import answers
from tests.tax.drawing import Dice
from tests.tax.oracle import Oracle, Row, Told, Wrong, fen

COUNT = int(os.environ.get("ORACLE_CASES", "1500"))
TAXES = ("duty", "consumption_tax", "vat", "postal_tax")


def said(document: dict[str, Any]) -> dict[str, Any]:
    (line,) = answers([json.dumps(document).encode()], NoTables())
    return json.loads(line)


def expected(document: dict[str, Any]) -> Told | None:
    try:
        return Oracle(document).answer()
    except Wrong:
        return None


def as_told(answer: dict[str, Any]) -> Told | None:
    if answer["outcome"] == "invalid":
        assert answer["error"] and set(answer) == {"id", "outcome", "error", "allowance_left"}
        return None
    rows = tuple(
        Row(fen(line["dutiable_value"]), *(fen(line[tax]) for tax in TAXES))
        for line in answer.get("lines", ())
    )
    left = answer["allowance_left"]
    return Told(
        answer["outcome"],
        answer["regime"],
        answer.get("code", ""),
        rows,
        None if left is None else fen(left),
    )


def test_the_command_is_the_contract() -> None:
    """Every outcome, every line's taxes, sums, and what is left of the allowance."""
    seen: Counter[str] = Counter()
    for number in range(COUNT):
        document = Dice(f"{os.environ.get('ORACLE_SEED', 'crossport')}:{number}").document()
        answer, right = said(document), expected(document)
        assert as_told(answer) == right, json.dumps(document, ensure_ascii=False)
        seen[right.code or right.outcome if right else "invalid"] += 1
        if right and right.lines:
            sums = [sum(row[n] for row in right.lines) for n in range(1, 5)]
            assert [fen(answer[tax]) for tax in TAXES] == sums
            assert fen(answer["total"]) == sum(sums)
            assert [line["id"] for line in answer["lines"]] == [line["id"] for line in document["lines"]]
    assert {
        "taxed",
        "waived",
        "invalid",
        "over_single_limit",
        "over_annual_limit",
        "over_parcel_limit",
    } <= set(seen)


@pytest.mark.parametrize("change", ["freight", "rounding", "tie"])
def test_control_the_oracle_sees_a_wrong_rule(change: str) -> None:
    """A second counting that never differs would prove nothing: three wrong readings, each found out."""

    class Astray(Oracle):
        def __init__(self, document: dict[str, Any]) -> None:
            policy = document.get("policy", {})
            wrong = {
                "freight": {"threshold_includes_freight": not policy.get("threshold_includes_freight", True)},
                "rounding": {
                    "round_consumption_before_vat": not policy.get("round_consumption_before_vat", False)
                },
                "tie": {},
            }[change]
            super().__init__(document | {"policy": policy | wrong})
            if change == "tie":
                self.values = [
                    a - o + c for a, o, c in zip(self.amounts, self.opens, self.charges[::-1], strict=True)
                ]

    found = 0
    for number in range(300):
        document = Dice(f"control:{number}").document()
        try:
            found += Astray(document).answer() != as_told(said(document))
        except Wrong:
            continue
    assert found > 0
