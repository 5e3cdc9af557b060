"""The dutiable value (完税价格) of each line: amount - open discounts + share of freight and insurance."""

from typing import NamedTuple

from tax.rules.errors import FieldError
from tax.rules.request import Request
from tax.rules.spread import spread


class Values(NamedTuple):
    """Per line, in fen: what open discounts took, what freight and insurance added."""

    open_shares: list[int]
    charge_shares: list[int]

    def dutiable(self, request: Request) -> list[int]:
        """amount - open share + charge share, per line."""
        return [
            line.amount - off + on
            for line, off, on in zip(request.lines, self.open_shares, self.charge_shares, strict=True)
        ]


def values_of(request: Request) -> Values:
    """Spread the charges and the open discounts of a request. Raises FieldError on contradictions."""
    none = [0] * len(request.lines)
    charges = _charges(request) if request.charges else none
    opens = _opens(request) if request.discounts else none
    return Values(opens, charges)


def _charges(request: Request) -> list[int]:
    keys = [line.id for line in request.lines]
    weights = [line.amount for line in request.lines]
    if not any(weights):
        weights = [line.quantity for line in request.lines]
    return spread(request.charges, weights, keys)


def _opens(request: Request) -> list[int]:
    taken = [0] * len(request.lines)
    vouchers = 0
    for number, discount in enumerate(request.discounts):
        if discount.kind != "open":
            vouchers += discount.amount
        elif discount.amount:
            _take(request, number, taken)
    _check(request, taken, vouchers)
    return taken


def _take(request: Request, number: int, taken: list[int]) -> None:
    discount = request.discounts[number]
    lines = [request.lines[i] for i in discount.lines]
    weights = [line.amount for line in lines]
    if discount.amount > sum(weights):
        raise FieldError(
            f"discounts[{number}].amount",
            "discount_too_large",
            "open discount is above the amount of its lines",
        )
    for i, share in zip(discount.lines, spread(discount.amount, weights, [x.id for x in lines]), strict=True):
        taken[i] += share


def _check(request: Request, taken: list[int], vouchers: int) -> None:
    for line, off in zip(request.lines, taken, strict=True):
        if off > line.amount:
            raise FieldError(
                "discounts",
                "discount_too_large",
                f"open discounts together exceed the amount of line {line.id[:40]!r}",
            )
    if vouchers > sum(line.amount for line in request.lines):
        raise FieldError("discounts", "discount_too_large", "coupons and points exceed the order's amount")
