"""Order numbers: sixteen random digits with a check digit."""

from __future__ import annotations

import pytest

from orders.numbers import check_digit, is_order_number, new_order_number, package_number


def test_luhn_by_hand():
    assert check_digit("7992739871") == "3"


def test_a_new_number_is_one_of_ours_and_never_starts_with_nothing():
    numbers = {new_order_number() for _ in range(500)}
    assert len(numbers) == 500 and all(is_order_number(number) for number in numbers)
    assert not any(number.startswith("0") for number in numbers)


@pytest.mark.parametrize("place", range(16))
def test_one_mistyped_digit_is_noticed(place):
    number = new_order_number()
    for digit in "0123456789":
        changed = number[:place] + digit + number[place + 1 :]
        assert is_order_number(changed) == (changed == number)


@pytest.mark.parametrize("text", ["", "12", "x" * 16, "１２３４５６７８９０１２３４５６", "1" * 17])
def test_what_is_no_number(text):
    assert not is_order_number(text)


def test_a_package_has_the_orders_number_and_its_place():
    assert package_number("1000000000000009", 2) == "100000000000000902"
