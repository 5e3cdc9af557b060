"""Order numbers: random, so that nobody learns how much a mall sells; a check digit catches slips."""

from __future__ import annotations

import secrets

LENGTH = 16


def new_order_number() -> str:
    """Sixteen digits, the last by Luhn; unique per mall by the database, which is asked again on a clash."""
    body = str(secrets.randbelow(9 * 10**14) + 10**14)
    return body + check_digit(body)


def package_number(order_number: str, sequence: int) -> str:
    """What customs sees as the order number (订单编号): the order's, and the package's place, 1 to 99."""
    return f"{order_number}{sequence:02d}"


def is_order_number(text: str) -> bool:
    """Whether `text` could be one of ours."""
    return len(text) == LENGTH and text.isascii() and text.isdigit() and check_digit(text[:-1]) == text[-1]


def check_digit(body: str) -> str:
    """Luhn: every second digit from the right doubled, digits summed, filled up to ten."""
    total = 0
    for place, digit in enumerate(reversed(body)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)
