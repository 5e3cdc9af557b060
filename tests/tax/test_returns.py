"""Returns within customs' windows, by the order's own snapshot."""

from datetime import date
from decimal import Decimal

import pytest

from tax.services import quote_lines, quote_return
from tax.services.tables import use_seed_tables
from tax.types import InvalidQuoteError, PlainLine, ReturnedPart, ReturnQuote

D = Decimal
RELEASED = date(2025, 6, 1)
MILK = {"vat": "0.13", "duty": "0", "consumption": None}
WINE = MILK | {"consumption": {"kind": "ad_valorem", "rate": "0.10"}}


@pytest.fixture
def snapshot():
    """G12: milk powder 300 and three bottles of wine, 99.99 together, freight 20."""
    lines = [
        PlainLine(id="milk", quantity=1, unit_price=D("300.00"), rates=MILK),
        PlainLine(id="wine", quantity=3, unit_price=D("33.33"), rates=WINE),
    ]
    with use_seed_tables():
        yield quote_lines(regime="cbec", on=RELEASED, lines=lines, freight=D("20.00")).as_snapshot()


def back(
    snapshot, *parts: ReturnedPart, applied: date = RELEASED, arrived: date | None = None
) -> ReturnQuote:
    return quote_return(
        snapshot=snapshot, parts=parts, released_on=RELEASED, applied_on=applied, arrived_on=arrived
    )


def test_a_returned_line_gives_back_exactly_what_was_taken(snapshot) -> None:
    found = back(snapshot, ReturnedPart("wine", 3))
    assert (found.within_window, found.dutiable_value) == (True, D("104.99"))
    taken = snapshot["answer"]["lines"][1]
    (line,) = found.lines
    assert [str(line.consumption_tax), str(line.vat)] == [taken["consumption_tax"], taken["vat"]]
    assert found.tax == line.total


def test_bottle_by_bottle_comes_to_the_same(snapshot) -> None:
    bottles = [back(snapshot, ReturnedPart("wine", 1, before=n)) for n in range(3)]
    whole = back(snapshot, ReturnedPart("wine", 3))
    assert sum(one.tax for one in bottles) == whole.tax
    assert sum(one.dutiable_value for one in bottles) == whole.dutiable_value


def test_everything_back_is_everything_taken(snapshot) -> None:
    found = back(snapshot, ReturnedPart("milk", 1), ReturnedPart("wine", 3))
    assert (found.tax, found.dutiable_value) == (D(snapshot["answer"]["total"]), D("419.99"))


def test_a_late_return_gives_no_tax_and_no_allowance(snapshot) -> None:
    late = back(snapshot, ReturnedPart("wine", 3), applied=date(2025, 7, 2))
    assert late == ReturnQuote(False, (), D("0.00"), D("0.00"))


def test_a_line_named_twice_is_refused(snapshot) -> None:
    """Else both would count from the same piece on, and more would go back than was taken."""
    for parts in (
        (ReturnedPart("wine", 3), ReturnedPart("wine", 3)),
        (ReturnedPart("wine", 1), ReturnedPart("wine", 1, before=1)),
    ):
        with pytest.raises(InvalidQuoteError) as caught:
            back(snapshot, *parts)
        assert (caught.value.field, caught.value.code) == ("parts", "duplicate_id")


def test_faults_are_named(snapshot) -> None:
    with pytest.raises(InvalidQuoteError) as caught:
        back(snapshot, ReturnedPart("beer", 1))
    assert caught.value.code == "unknown_line"
    with pytest.raises(InvalidQuoteError) as caught:
        back(snapshot, ReturnedPart("wine", 2, before=2))
    assert caught.value.code == "too_many_pieces"
