"""What must hold for any order."""

import random
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tax.rules.answer import Answer
from tax.rules.engine import quote
from tax.rules.errors import FieldError
from tax.rules.explain import explain
from tax.rules.reading import read_request
from tax.rules.refunds import part_of
from tax.rules.spread import spread
from tests.tax.documents import documents
from tests.tax.oracle import Oracle

Doc = dict[str, Any]
MANY = settings(max_examples=300, deadline=None)


def count(doc: Doc) -> Answer:
    try:
        return quote(read_request(doc))
    except FieldError:
        # only two open discounts that meet on one line may contradict each other here
        assume(False)
        raise


@settings(MANY, derandomize=True)
@given(documents())
def test_engine_is_the_contract_in_fractions(doc: Doc) -> None:
    answer, told = count(doc), Oracle(doc).answer()
    assert (answer.regime, answer.code, answer.allowance_left) == (told.regime, told.code, told.left)
    assert answer.outcome == told.outcome
    assert [tuple(line[1:]) for line in answer.lines] == [tuple(row) for row in told.lines]


@MANY
@given(documents())
def test_parts_sum_to_totals_and_the_working_proves_them(doc: Doc) -> None:
    answer = count(doc)
    assert answer.total == sum(
        line.duty + line.consumption_tax + line.vat + line.postal_tax for line in answer.lines
    )
    assert answer.value == sum(line.value for line in answer.lines) or answer.outcome == "refused"
    explain(answer)


@MANY
@given(documents(), st.randoms(use_true_random=False))
def test_line_order_does_not_matter(doc: Doc, dice: random.Random) -> None:
    answer = count(doc)
    lines = list(doc["lines"])
    dice.shuffle(lines)
    other = count(doc | {"lines": lines})
    assert (other.outcome, other.code, other.regime, other.total) == (
        answer.outcome,
        answer.code,
        answer.regime,
        answer.total,
    )
    assert sorted(other.lines) == sorted(answer.lines)


@MANY
@given(documents(("cbec", "general")))
def test_splitting_an_order_moves_at_most_a_fen_a_line_and_tax(doc: Doc) -> None:
    """Each line as an order of its own, with its own shares: only limits and waivers may tell them apart."""
    bare = doc | {"freight": "0.00", "insurance": "0.00", "discounts": [], "allowance_used": "0.00"}
    bare["policy"] = bare["policy"] | {"small_duty_exempt": False}
    together = count(bare)
    alone = [count(bare | {"lines": [line]}) for line in bare["lines"]]
    assume(all(one.treatment == together.treatment for one in alone))
    for line, one in zip(together.lines, alone, strict=False):
        for name in ("duty", "consumption_tax", "vat"):
            assert abs(getattr(line, name) - getattr(one.lines[0], name)) <= 1


@MANY
@given(
    st.integers(0, 10**9),
    st.lists(
        st.tuples(st.integers(0, 10**7), st.text(max_size=3)),
        min_size=1,
        max_size=9,
        unique_by=lambda x: x[1],
    ),
)
def test_spreading_loses_nothing(total: int, lines: list[tuple[int, str]]) -> None:
    weights, keys = [weight for weight, _ in lines], [key for _, key in lines]
    assume(any(weights))
    shares = spread(total, weights, keys)
    assert sum(shares) == total
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share * sum(weights) - total * weight) < sum(weights)


@MANY
@given(documents(), st.randoms(use_true_random=False))
def test_returning_everything_gives_back_what_was_taken(doc: Doc, dice: random.Random) -> None:
    answer = count(doc)
    for line, asked in zip(answer.lines, answer.request.lines, strict=False):
        before, back = 0, [0] * 5
        while before < asked.quantity:
            pieces = dice.randint(1, asked.quantity - before)
            part = part_of(line, asked.quantity, before, pieces)
            back = [one + other for one, other in zip(back, part, strict=True)]
            before += pieces
        assert back == list(line[1:])
