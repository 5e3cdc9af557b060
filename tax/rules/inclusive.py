"""Tax-inclusive prices (包税): which unit price, with its taxes, comes to a given sum?

Taxes follow from the price and the price decides the taxes: whether a cosmetic is high-end, which tier beer is in,
whether an order is over the single limit, whether a parcel's tax is waived. On each stretch where those answers
stay the same the sum grows by at least one fen for each fen of the line, so it is searched by halving with the
engine itself; every stretch may hold one price or none. A stretch that cannot be counted (no duty rate is known
where duty would be due, the tier cannot be told) holds none, and the others stand. Under one regime taxes only
rise with the price; where the engine may choose, another regime can be cheaper just above a limit, and then one
sum has several prices.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from tax.rules.answer import Answer
from tax.rules.cbec import treatment
from tax.rules.chain import bears_consumption_tax
from tax.rules.engine import quote
from tax.rules.errors import FieldError
from tax.rules.numbers import Exact
from tax.rules.request import Line, Regime, Request
from tax.rules.thresholds import listed_price_holds, tier
from tax.rules.values import values_of


@dataclass(frozen=True, slots=True)
class Prices:
    """All unit prices (fen) whose line amount and taxes come to the sum, smallest first."""

    prices: tuple[int, ...]
    answers: tuple[Answer, ...]

    @property
    def only(self) -> int | None:
        """The price, where there is exactly one."""
        return self.prices[0] if len(self.prices) == 1 else None

    @property
    def finding(self) -> str:
        """`none`, `one` or `several`."""
        return ("none", "one")[len(self.prices)] if len(self.prices) < 2 else "several"


def solve(request: Request, gross: int) -> Prices:
    """Unit prices of the request's only line for which amount + taxes = `gross` fen.

    Freight and insurance are beside the sum, the tax on them is inside. The unit price of the request is
    ignored. Raises FieldError where the taxes cannot be counted at any price.
    """
    if len(request.lines) != 1 or request.discounts:
        raise FieldError("lines", "not_solvable", "one line and no discounts are needed")
    highest = gross // request.lines[0].quantity
    found: dict[int, Answer] = {}
    stretches = list(_stretches(request, highest))
    counted = [one for one in stretches if isinstance(_shape(request, one[0]), Counted)]
    if not counted:
        _at(request, highest)  # raises: no price would mend it
    for low, high in counted:
        price = _search(request, gross, low, high)
        answer = _at(request, price)
        if answer.outcome != "refused" and _sum(request, answer, price) == gross:
            found[price] = answer
    prices = tuple(sorted(found))
    return Prices(prices, tuple(found[price] for price in prices))


def _at(request: Request, price: int) -> Answer:
    return quote(_priced(request, price))


def _priced(request: Request, price: int) -> Request:
    line = request.lines[0]
    return replace(request, lines=(replace(line, unit_price=price, amount=price * line.quantity),))


def _sum(request: Request, answer: Answer, price: int) -> int:
    return price * request.lines[0].quantity + answer.total


def _search(request: Request, gross: int, low: int, high: int) -> int:
    """The smallest price in low..high whose sum reaches `gross`, or `high`."""
    while low < high:
        middle = (low + high) // 2
        if _sum(request, _at(request, middle), middle) < gross:
            low = middle + 1
        else:
            high = middle
    return low


class Counted(NamedTuple):
    """What stays the same along a stretch of prices."""

    regime: Regime
    treatment: str
    code: str
    bears: bool
    specific: Exact | None
    listed: bool


class Uncounted(NamedTuple):
    """Why there are no taxes along a stretch, and in which treatment."""

    code: str
    treatment: str


def _shape(request: Request, price: int) -> Counted | Uncounted:
    priced = _priced(request, price)
    line = priced.lines[0]
    values = values_of(priced)
    value = values.dutiable(priced)[0]
    try:
        answer = quote(priced)
    except FieldError as error:
        return Uncounted(error.code, treatment(priced, value))
    bears = bears_consumption_tax(priced, line, value, values.charge_shares[0])
    listed = line.listed is not None and listed_price_holds(priced.rules, line.amount, line.listed)
    return Counted(answer.regime, answer.treatment, answer.code, bears, _tier(line, value), listed)


def _tier(line: Line, value: int) -> Exact | None:
    consumption = line.rates.consumption if line.rates else None
    if consumption is None or consumption.tiers is None:
        return None
    return tier(consumption.tiers, value, line.measure)


def _stretches(request: Request, high: int) -> Iterator[tuple[int, int]]:
    """Cut 0..high where the shape changes.

    Limits and thresholds are passed once as the price grows, so two prices of one shape have that shape all
    between them; a listed price is left below and above, so the price it lists parts the range first.
    """
    line = request.lines[0]
    low = 0
    if line.listed is not None and line.listed.num < high * line.quantity * line.listed.den:
        middle = line.listed.num // (line.listed.den * line.quantity)
        yield from _cut(request, low, middle)
        low = middle
    yield from _cut(request, low, high)


def _cut(request: Request, low: int, high: int) -> Iterator[tuple[int, int]]:
    if _shape(request, low) == _shape(request, high):
        yield low, high
        return
    if high - low == 1:
        yield low, low
        yield high, high
        return
    middle = (low + high) // 2
    yield from _cut(request, low, middle)
    yield from _cut(request, middle, high)
