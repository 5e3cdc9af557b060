"""What is struck, and in which step of the line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, product

STEPS = ("payment", "waybill", "declare", "receipts", "dispatch", "tracking")
KINDS = ("worker main", "worker child", "scheduler", "web", "Valkey", "FLUSHALL")

# Each kind once and each step at least once, in few strikes.
SMALL = (
    ("FLUSHALL", "payment"),
    ("web", "payment"),
    ("worker child", "waybill"),
    ("worker main", "declare"),
    ("scheduler", "receipts"),
    ("Valkey", "dispatch"),
    ("worker child", "tracking"),
)
# Without deliveries in the database only these steps can be seen from outside.
CONTROL = (("FLUSHALL", "payment"), ("worker main", "receipts"))
SMALL_CONTROL = CONTROL[:1]


@dataclass(frozen=True, slots=True)
class Strike:
    """`wave`: how many orders are let in before it."""

    kind: str
    step: str
    wave: int


def strikes(orders: int, pairs: tuple[tuple[str, str], ...]) -> Iterator[Strike]:
    """All `orders` in waves of the same size, a strike after each."""
    size, more = divmod(orders, len(pairs))
    for n, (kind, step) in enumerate(pairs):
        yield Strike(kind, step, size + (n < more))


def every_pair(times: int) -> tuple[tuple[str, str], ...]:
    """Every kind in every step, `times` over."""
    pairs = tuple((kind, step) for step, kind in product(STEPS, KINDS))
    return tuple(pair for _, pair in zip(range(times * len(pairs)), cycle(pairs), strict=False))
