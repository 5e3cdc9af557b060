"""Benchmarks of the engine, beside the straight Decimal chain kept in `tests/tax/baseline.py`.

`python -m tax.bench` prints one JSON object a line: name, figure, unit, baseline of the same run, ratio.
Both sides count the same prepared orders; reading documents and the working are measured apart.
"""

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

from tax.rules.engine import quote
from tax.rules.explain import explain
from tax.rules.lookup import NoTables
from tax.rules.reading import read_request
from tax.rules.rendering import to_document
from tax.rules.stream import answers

ROUNDS = 5
Doc = dict[str, Any]


def benchmarks() -> Iterator[dict[str, Any]]:
    """All figures of this app."""
    from tests.tax import baseline
    from tests.tax.golden import CASES

    documents = [case.document for case in CASES.values()] + [_cart(size) for size in (3, 6, 12)]
    lines = sum(len(document["lines"]) for document in documents)
    requests = [read_request(document) for document in documents]
    orders = [baseline.prepare(document) for document in documents]
    engine = _rate(lambda: [quote(request) for request in requests], lines)
    straight = _rate(lambda: [baseline.quote(order) for order in orders], lines)
    yield _result("tax.lines_per_second_and_core", engine, straight)
    whole = _rate(lambda: [to_document(quote(read_request(doc))) for doc in documents], lines)
    straight = _rate(lambda: [baseline.quote(baseline.prepare(doc)) for doc in documents], lines)
    yield _result("tax.lines_per_second_and_core.document_to_document", whole, straight)
    explained = _rate(lambda: [explain(quote(request)) for request in requests], lines)
    yield _result("tax.lines_per_second_and_core.with_working", explained, engine)
    texts = [json.dumps(document).encode() for document in documents]
    yield _result(
        "tax.stream_lines_per_second", _rate(lambda: list(answers(texts, NoTables())), len(texts)), None
    )


def _cart(size: int) -> Doc:
    """A cart of `size` lines with freight and an open discount."""
    consumption = {"kind": "compound", "rate": "0.20", "specific": "0.912", "per": "litre"}
    return {
        "id": "cart",
        "regime": "cbec",
        "date": "2025-06-01",
        "lines": [
            {
                "id": str(number),
                "quantity": 1 + number % 3,
                "unit_price": f"{19 + number}.90",
                "rates": {"vat": "0.13", "duty": "0.1", "consumption": consumption if number % 2 else None},
                "content": {"amount": "0.7", "unit": "litre"},
            }
            for number in range(size)
        ],
        "freight": "20.00",
        "discounts": [{"kind": "open", "amount": "10.00"}],
    }


def _rate(work: Callable[[], object], units: int) -> float:
    """Units a second of processor time, the best of some rounds of about a fifth of a second."""
    work()
    best = 0.0
    for _ in range(ROUNDS):
        done, start = 0, time.process_time()
        while time.process_time() - start < 0.2:
            work()
            done += units
        best = max(best, done / (time.process_time() - start))
    return best


def _result(name: str, figure: float, baseline: float | None) -> dict[str, Any]:
    return {
        "name": name,
        "figure": round(figure),
        "unit": "1/s",
        "baseline": None if baseline is None else round(baseline),
        "ratio": None if baseline is None else round(figure / baseline, 3),
    }


if __name__ == "__main__":
    for result in benchmarks():
        print(json.dumps(result), flush=True)
