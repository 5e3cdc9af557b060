from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from money.allocation import allocate
from money.types import MoneyError


def split(total: str, *weights: str, keys: list[str] | None = None) -> list[str]:
    return [str(part) for part in allocate(Decimal(total), [Decimal(w) for w in weights], keys)]


def test_largest_remainder_gets_the_fen() -> None:
    assert split("10.00", "1", "1", "1") == ["3.34", "3.33", "3.33"]
    assert split("0.05", "3", "7") == [
        "0.01",
        "0.04",
    ]  # 1.5 and 3.5 fen: the larger weight


def test_a_tie_between_equal_weights_goes_to_the_smaller_key_by_code_point() -> None:
    assert split("0.01", "1", "1", keys=["b", "a"]) == ["0.00", "0.01"]
    assert split("0.01", "1", "1", keys=["a", "B"]) == ["0.00", "0.01"]  # "B" is U+0042, before "a"
    assert split("0.01", "1", "1", keys=["\U00020000", "\uffee"]) == ["0.00", "0.01"]


def test_zero_weights_share_equally() -> None:
    assert split("1.00", "0", "0", "0", keys=["c", "b", "a"]) == ["0.33", "0.33", "0.34"]


def test_a_weight_of_zero_among_others_gets_nothing() -> None:
    assert split("0.01", "0", "5") == ["0.00", "0.01"]


def test_a_discount_is_the_mirror_of_a_charge() -> None:
    assert split("-10.00", "1", "1", "1") == ["-3.34", "-3.33", "-3.33"]


def test_nothing_over_nothing_is_nothing() -> None:
    assert split("0.00") == []


@pytest.mark.parametrize(
    ("total", "weights", "keys", "code"),
    [
        ("1.00", [], None, "nothing_to_split_over"),
        ("1.001", ["1"], None, "not_whole_fen"),
        ("1.00", ["-1", "2"], None, "negative_weight"),
        ("1.00", ["NaN"], None, "not_finite"),
        ("1.00", ["1", "2"], ["a"], "keys_mismatch"),
    ],
)
def test_refusals(total: str, weights: list[str], keys: list[str] | None, code: str) -> None:
    with pytest.raises(MoneyError) as refused:
        split(total, *weights, keys=keys)
    assert refused.value.code == code


amounts = st.decimals(min_value=-99999, max_value=99999, places=2)
weight_lists = st.lists(st.decimals(min_value=0, max_value=9999, places=4), min_size=1, max_size=12)


@given(amounts, weight_lists)
def test_parts_sum_to_the_total_within_a_fen(total: Decimal, weights: list[Decimal]) -> None:
    parts = allocate(total, weights)
    assert sum(parts) == total
    whole = sum(weights)
    if whole:
        assert all(abs(p - total * w / whole) < Decimal("0.01") for p, w in zip(parts, weights, strict=True))


@given(
    amounts, st.lists(st.decimals(min_value=0, max_value=99, places=1), min_size=1, max_size=6), st.randoms()
)
def test_with_keys_the_order_of_lines_does_not_matter(total: Decimal, weights: list[Decimal], random) -> None:
    lines = [(f"k{i:02}", w) for i, w in enumerate(weights)]
    shuffled = random.sample(lines, len(lines))

    def by_key(rows: list[tuple[str, Decimal]]) -> dict[str, Decimal]:
        keys = [k for k, _ in rows]
        return dict(zip(keys, allocate(total, [w for _, w in rows], keys), strict=True))

    assert by_key(lines) == by_key(shuffled)
