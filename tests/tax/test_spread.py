"""Largest remainder, by hand."""

from tax.rules.spread import spread


def test_whole_shares() -> None:
    assert spread(20_00, [300_00, 100_00], ["1", "2"]) == [15_00, 5_00]


def test_a_fen_to_the_largest_remainder() -> None:
    # 100 over 1:1:4 -> 16.67, 16.67, 66.67 of a fen: one fen missing of each, two to give
    assert spread(100, [1, 1, 4], ["a", "b", "c"]) == [17, 16, 67]
    assert spread(10, [3, 2, 2], ["a", "b", "c"]) == [4, 3, 3]


def test_equal_remainders_go_to_the_larger_weight_then_the_smaller_key() -> None:
    assert spread(2, [1, 3], ["a", "b"]) == [0, 2]
    assert spread(2, [3, 1], ["b", "a"]) == [2, 0]
    assert spread(1, [5, 5, 5], ["b", "B", "é"]) == [0, 1, 0]
    assert spread(1000, [1, 1, 1], ["1", "2", "3"]) == [334, 333, 333]


def test_remainders_go_before_weights() -> None:
    # 3 over 5:1 -> 2.5 and 0.5; 5 over 7:2:2 -> 3.18, 0.91, 0.91
    assert spread(5, [7, 2, 2], ["a", "b", "c"]) == [3, 1, 1]


def test_zero_weights_get_nothing() -> None:
    assert spread(7, [0, 3, 0, 4], ["a", "b", "c", "d"]) == [0, 3, 0, 4]
    assert spread(1, [0, 1], ["a", "b"]) == [0, 1]
