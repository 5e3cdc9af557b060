"""Tax-inclusive prices, solved exactly: against trying every price, and at the thresholds by hand."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tax.rules.engine import quote
from tax.rules.errors import FieldError
from tax.rules.inclusive import solve
from tax.rules.reading import read_request
from tax.seed.provider import seed_tables
from tests.tax.golden import COSMETIC, Doc, item, order, post, rates

CREAM = order(item("0.00", rates(consumption=COSMETIC), held="1 ml"))


def found(doc: Doc, gross: int) -> tuple[int, ...]:
    return solve(read_request(doc, seed_tables()), gross).prices


def by_trying(doc: Doc, gross: int) -> tuple[int, ...]:
    quantity = doc["lines"][0]["quantity"]
    hits = []
    for price in range(gross // quantity + 1):
        line = doc["lines"][0] | {"unit_price": f"{price // 100}.{price % 100:02d}"}
        try:
            answer = quote(read_request(doc | {"lines": [line]}, seed_tables()))
        except FieldError as error:
            assert error.code in ("tier_undecided", "rate_missing")
            continue
        if answer.outcome != "refused" and price * quantity + answer.total == gross:
            hits.append(price)
    return tuple(hits)


def test_one_price() -> None:
    """109.10 with tax is 100.00 and 9.10."""
    answer = solve(read_request(order(item("0.00"))), 109_10)
    assert (answer.finding, answer.only, answer.prices) == ("one", 100_00, (100_00,))
    assert answer.answers[0].total == 9_10


def test_no_price_between_two_roundings() -> None:
    """5.50 + 0.50 = 6.00 and 5.49 + 0.50 = 5.99, but 0.06 + 0.01 = 0.07 and 0.05 + 0.00 = 0.05."""
    answer = solve(read_request(order(item("0.00"))), 6)
    assert (answer.finding, answer.only, answer.prices) == ("none", None, ())


def test_no_price_at_the_cosmetics_threshold() -> None:
    """Just below 10 a ml the sum is 10.90; at 10.00 it is 12.31: no price sells at 11.50 with tax."""
    assert found(CREAM, 10_90) == (9_99,)
    assert found(CREAM, 12_31) == (10_00,)
    assert found(CREAM, 11_50) == ()


def test_more_than_one_price() -> None:
    """10 yuan of allowance are left: 10.00 enters with 0.91 of tax, 10.91 goes by post and is waived."""
    line = item("0.00", rates() | {"postal_class": "1"})
    answer = solve(read_request(order(line, regime="auto", allowance_used="25990.00")), 10_91)
    assert (answer.finding, answer.only, answer.prices) == ("several", None, (10_00, 10_91))
    assert [one.regime for one in answer.answers] == ["cbec", "postal"]


def test_by_post_with_a_listed_price() -> None:
    """Listed at 110: up to 55 the invoice counts and is waived, then 55 are due, from 220 half the price."""
    doc = order(post("0.00", "3", held="1 piece", listed_price="110.00"), regime="postal")
    assert [found(doc, gross) for gross in (55_00, 55_01, 110_01, 274_99, 275_00, 330_00)] == [
        (55_00,),
        (),
        (55_01,),
        (219_99,),
        (),
        (220_00,),
    ]


def test_zero() -> None:
    assert found(order(item("0.00")), 0) == (0,)
    listed = order(post("0.00", held="1 piece", listed_price="0.01"), regime="postal")
    assert found(listed, 0) == (0,)


def test_over_the_single_limit_one_piece_pays_in_full() -> None:
    doc = order(item("0.00", rates(duty="0.06")))
    assert found(doc, 5200_00 + 1028_56) == (5200_00,)
    two = order(item("0.00", rates(duty="0.06"), quantity=2))
    assert found(two, 2 * 2600_00 + 1028_56) == ()


def test_beer_goes_by_the_tier_of_its_price() -> None:
    """6 x 0.5 l at 8.00: 48.00 + 0.53 + 4.44 = 52.97; the lower tier would say 8.00 for 52.90."""
    assert found(BEER, 52_97) == (8_00,)
    assert found(BEER, 52_90) == (7_99,)
    # one litre: 2.23 is the last price of the lower tier, 2.81 the first of the upper, between them none can be told
    litre = order({"id": "1", "quantity": 1, "unit_price": "0.00", "hs": "2203000000"} | HELD)
    assert [found(litre, gross) for gross in (2_61, 2_62, 3_00, 3_26)] == [(2_23,), (), (), ()]
    assert [by_trying(litre, gross) for gross in (2_61, 2_62, 3_00, 3_26)] == [(2_23,), (), (), ()]
    assert found(litre, 3_27) == by_trying(litre, 3_27) != ()


def test_a_price_stands_where_no_duty_is_due_though_none_is_known() -> None:
    """4,766.27 + 433.73 = 5,200.00; above the single limit nobody knows the stroller's duty."""
    stroller = order({"id": "1", "quantity": 1, "unit_price": "0.00", "hs": "8715000010"})
    assert found(stroller, 5200_00) == (4766_27,)
    assert found(stroller, 5999_00) == ()
    with pytest.raises(FieldError) as caught:
        found(stroller | {"regime": "general"}, 100_00)
    assert caught.value.code == "rate_missing"


def test_only_one_line_without_discounts() -> None:
    two = order(item("1.00"), item("1.00", name="2"))
    cut = order(item("1.00"), discounts=[{"kind": "open", "amount": "0.10"}])
    for doc in (two, cut):
        with pytest.raises(FieldError) as caught:
            solve(read_request(doc), 100)
        assert caught.value.code == "not_solvable"


HELD = {"content": {"amount": "1", "unit": "litre"}}
BEER = order(
    {"id": "1", "quantity": 6, "unit_price": "0.00", "hs": "2203000000"}
    | {"content": {"amount": "0.5", "unit": "litre"}}
)
SHAPES = [
    BEER,
    BEER | {"freight": "3.00"},
    BEER | {"regime": "auto", "allowance_used": "25995.00"},
    order({"id": "1", "quantity": 1, "unit_price": "0.00", "hs": "8715000010"}, allowance_used="25950.00"),
    CREAM,
    order(item("0.00", rates(consumption=COSMETIC), held="0.3 ml"), freight="0.50"),
    order(item("0.00", rates("0.16", "0.10"), quantity=3), date="2018-06-01", allowance_used="19980.00"),
    order(item("0.00", rates(duty="0.10")), regime="general", policy={"small_duty_exempt": True}),
    order(item("0.00", rates(duty="0.10")), allowance_used="25990.00"),
    order(post("0.00", "3"), regime="postal"),
    order(item("0.00", rates() | {"postal_class": "1"}), regime="auto", allowance_used="25990.00"),
    order(post("0.00", "3", held="1 piece", listed_price="110.00"), regime="postal"),
    order(post("0.00", "3", quantity=2, held="1 piece", listed_price="60.00"), regime="postal"),
]


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(SHAPES), st.integers(0, 250_00))
def test_solver_finds_what_trying_every_price_finds(doc: Doc, gross: int) -> None:
    assert found(doc, gross) == by_trying(doc, gross)


def test_the_price_at_which_the_tax_changes_is_found() -> None:
    """9.99 is the last price without consumption tax, 10.00 the first with it: both are found."""
    for price in (9_98, 9_99, 10_00, 10_01):
        line = CREAM["lines"][0] | {"unit_price": f"{price // 100}.{price % 100:02d}"}
        gross = price + quote(read_request(CREAM | {"lines": [line]})).total
        assert found(CREAM, gross) == (price,)
