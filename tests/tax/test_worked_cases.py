"""Every worked case, by the engine, by the command's line, and by the Decimal yardstick."""

import json
from decimal import Decimal

import pytest

from tax.rules.engine import quote
from tax.rules.explain import explain
from tax.rules.lookup import NoTables
from tax.rules.reading import read_request
from tax.rules.rendering import to_document
from tax.rules.stream import answers
from tests.tax import baseline
from tests.tax.golden import CASES, Case

TAXES = ("duty", "consumption_tax", "vat", "postal_tax")


def expected(case: Case) -> dict[str, str]:
    return {name: getattr(case, name) for name in TAXES}


@pytest.mark.parametrize("number", CASES)
def test_case(number: str) -> None:
    case = CASES[number]
    answer = to_document(quote(read_request(case.document)))
    if case.outcome.startswith("over_"):
        assert (answer["outcome"], answer["code"]) == ("refused", case.outcome)
        assert set(answer) == {"id", "outcome", "regime", "code", "allowance_left"}
        assert answer["allowance_left"] is None
        return
    assert answer["outcome"] == case.outcome
    assert {name: answer[name] for name in TAXES} == expected(case)
    assert Decimal(answer["total"]) == sum(Decimal(text) for text in expected(case).values())
    if case.lines:
        shown = [(line["dutiable_value"], line["consumption_tax"], line["vat"]) for line in answer["lines"]]
        assert tuple(shown) == case.lines


@pytest.mark.parametrize("number", CASES)
def test_case_by_the_yardstick(number: str) -> None:
    case = CASES[number]
    result = baseline.quote(baseline.prepare(case.document))
    assert (result.code or result.outcome) == case.outcome
    if not result.code:
        sums = {name: str(sum(getattr(line, name) for line in result.lines)) for name in TAXES}
        assert {name: f"{float(text):.2f}" for name, text in sums.items()} == expected(case)


@pytest.mark.parametrize("number", CASES)
def test_case_through_the_line_with_its_working(number: str) -> None:
    case = CASES[number]
    (line,) = answers([json.dumps(case.document).encode()], NoTables())
    answer = json.loads(line)
    assert answer["outcome"] == ("refused" if case.outcome.startswith("over_") else case.outcome)
    for step in answer["why"]:
        assert step["rule"] and step["source"] and step["says"]["en"] and step["says"]["zh"]


@pytest.mark.parametrize("number", CASES)
def test_working_proves_the_case(number: str) -> None:
    steps = explain(quote(read_request(CASES[number].document)))
    assert steps
    assert all("{" not in step.en + step.zh for step in steps)


def test_g23_the_year_starts_anew() -> None:
    """Used 26,000 in 2025 counts nothing in 2026: the ledger is asked for the year of the date."""
    spent = CASES["G23"].document | {"date": "2025-12-31", "allowance_used": "26000.00"}
    assert quote(read_request(spent)).code == "over_annual_limit"
