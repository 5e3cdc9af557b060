"""The app's own door: Decimal yuan in, a frozen quote out."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tax.rules.replay import replay
from tax.rules.request import Policy
from tax.services import compare_regimes, quote_lines, solve_inclusive_price, working
from tax.services.tables import use_seed_tables
from tax.types import InvalidQuoteError, PlainContent, PlainDiscount, PlainLine, Quote, Reason

DAY = date(2025, 6, 1)
WHISKY = PlainLine(
    id="1",
    quantity=1,
    unit_price=Decimal("400.00"),
    hs="2208300000",
    content=PlainContent(Decimal("0.7"), "litre"),
)
GIVEN = {"vat": "0.13", "duty": "0.10", "consumption": None}
PLAIN = PlainLine(id="1", quantity=1, unit_price=Decimal("600.00"), rates=GIVEN | {"postal_class": "1"})


@pytest.fixture(autouse=True)
def _seed_tables():
    with use_seed_tables():
        yield


def test_a_quote_adds_up() -> None:
    quote = quote_lines(regime="cbec", on=DAY, lines=[WHISKY], freight=Decimal("0.00"))
    line = quote.lines[0]
    assert (quote.outcome, quote.code, quote.refused) == ("taxed", "", False)
    assert (line.dutiable_value, line.duty, line.consumption_tax, line.vat, line.postal_tax) == (
        Decimal("400.00"),
        Decimal("0.00"),
        Decimal("70.56"),
        Decimal("45.57"),
        Decimal("0.00"),
    )
    assert line.total == quote.total == Decimal("116.13")
    assert quote.allowance_left == Decimal("25600.00")
    assert quote.rule_version.startswith("cn-import-2024-12-01+seed-")


def test_discounts_and_the_rest_arrive() -> None:
    beer = PlainLine(
        id="b",
        quantity=6,
        unit_price=Decimal("8"),
        rates={
            "vat": "0.13",
            "duty": "0",
            "consumption": {"kind": "specific", "specific": "250", "per": "tonne"},
        },
        content=PlainContent(Decimal("0.5"), "litre", Decimal(988)),
    )
    quote = quote_lines(
        regime="cbec",
        on=DAY,
        origin="DE",
        lines=[beer, replace(PLAIN, id="p")],
        freight=Decimal("1.00"),
        insurance=Decimal("0.50"),
        discounts=[
            PlainDiscount("open", Decimal("10.00"), ("p",)),
            PlainDiscount("coupon", Decimal("5.00")),
        ],
        policy={"threshold_includes_freight": False},
    )
    assert [line.dutiable_value for line in quote.lines] == [Decimal("48.11"), Decimal("591.39")]


def test_by_post_with_a_listed_price() -> None:
    milk = PlainLine(
        id="1",
        quantity=1,
        unit_price=Decimal("380.00"),
        postal_class="1",
        content=PlainContent(Decimal(2), "kg"),
        listed_price=Decimal("200.00"),
    )
    assert quote_lines(regime="postal", on=DAY, lines=[milk]).total == Decimal("52.00")


def test_a_refusal_has_a_code_and_no_lines() -> None:
    quote = quote_lines(regime="cbec", on=DAY, lines=[PLAIN], allowance_used=Decimal("26000.00"))
    assert (quote.refused, quote.code, quote.lines, quote.total) == (
        True,
        "over_annual_limit",
        (),
        Decimal("0.00"),
    )
    assert quote.allowance_left is None


def test_a_fault_names_its_field() -> None:
    with pytest.raises(InvalidQuoteError) as caught:
        quote_lines(regime="cbec", on=DAY, lines=[replace(PLAIN, quantity=0)])
    assert (caught.value.field, caught.value.code) == ("lines[0].quantity", "out_of_range")
    with pytest.raises(InvalidQuoteError) as caught:
        quote_lines(
            regime="cbec", on=DAY, lines=[PLAIN], discounts=[PlainDiscount("open", Decimal("600.01"))]
        )
    assert caught.value.code == "discount_too_large"
    with pytest.raises(InvalidQuoteError) as caught:
        quote_lines(regime="cbec", on=DAY, lines=[replace(PLAIN, unit_price=Decimal("NaN"))])
    assert caught.value.field == "lines[0].unit_price"


def test_the_snapshot_is_json_and_explains_itself_later() -> None:
    quote = quote_lines(regime="auto", on=DAY, lines=[WHISKY])
    kept = json.loads(json.dumps(quote.as_snapshot()))
    assert kept == quote.as_snapshot()
    assert kept["rule_version"] == quote.rule_version
    again = replace(quote, document=kept)
    assert [step.rule for step in again.why("en")] == [step.rule for step in quote.why("en")]
    steps = quote.why("zh-hans")
    assert all(isinstance(step, Reason) for step in steps)
    assert "完税价格" in steps[1].says and "Dutiable" in quote.why("en")[1].says


@pytest.mark.parametrize(
    ("on", "used", "outcome"),
    [
        (DAY, "12345.67", "cbec_reduced"),
        (DAY, "25399.99", "cbec_reduced"),
        (DAY, "25500.01", "over_annual_limit"),
        (date(2018, 12, 31), "12345.67", "cbec_reduced"),
        (date(2018, 12, 31), "19876.54", "cbec_over_in_full"),
    ],
)
def test_the_snapshot_tells_room_or_no_room_and_nothing_of_the_use(on: date, used: str, outcome: str) -> None:
    """What a person used is a sum over all malls: neither it nor what is left may be read off a kept quote."""
    quote = quote_lines(regime="cbec", on=on, lines=[PLAIN], allowance_used=Decimal(used))
    kept = quote.as_snapshot()
    limit = Decimal(26000 if on == DAY else 20000)
    left = limit - Decimal(used) - 600
    for told in (used, "allowance_", *([f"{left:.2f}"] if left > 0 else [])):
        assert told in json.dumps(quote.document), "else this test could not fail"
        assert told not in json.dumps(kept)
    for language in ("en", "zh-hans"):
        said = "".join(step.says for step in working(snapshot=kept, language=language))
        assert used not in said and said
        assert used in "".join(step.says for step in quote.why(language))
    answer = replay(kept)
    assert (answer.code or answer.treatment) == outcome
    assert answer.total == quote.total * 100


def test_a_quote_that_does_not_add_up_cannot_be_built() -> None:
    quote = quote_lines(regime="cbec", on=DAY, lines=[WHISKY])
    with pytest.raises(ValueError, match="vat"):
        replace(quote, vat=Decimal("45.58"))
    with pytest.raises(ValueError, match="total"):
        replace(quote, total=Decimal("116.12"))


def test_regimes_side_by_side() -> None:
    cbec, postal, general = compare_regimes(on=DAY, lines=[PLAIN])
    assert [option.quote and option.quote.total for option in (cbec, postal, general)] == [
        Decimal("54.60"),
        Decimal("78.00"),
        Decimal("145.80"),
    ]
    assert [option.cheapest for option in (cbec, postal, general)] == [True, False, False]
    assert cbec.lawful and isinstance(postal.quote, Quote) and postal.quote.why("en")
    bare = compare_regimes(on=DAY, lines=[replace(PLAIN, rates=GIVEN)])
    assert (bare[1].quote, bare[1].code, bare[1].lawful) == (None, "no_postal_class", False)
    with pytest.raises(InvalidQuoteError):
        compare_regimes(on=DAY, lines=[])


def test_beer_with_the_tax_inside() -> None:
    """The price found, quoted again, comes to the sum: 6 x 8.00 + 4.97 = 52.97. The line's own price says nothing."""
    held = PlainContent(Decimal("0.5"), "litre")
    for own in ("0.00", "1.00", "8.00"):
        beer = PlainLine(id="b", quantity=6, unit_price=Decimal(own), hs="2203000000", content=held)
        found = solve_inclusive_price(regime="cbec", on=DAY, line=beer, gross=Decimal("52.97"))
        assert (found.finding, found.only) == ("one", Decimal("8.00"))
        assert found.prices[0] * 6 + found.quotes[0].total == Decimal("52.97")
        for gross in ("10.00", "11.47", "52.90", "30.00"):
            found = solve_inclusive_price(regime="cbec", on=DAY, line=beer, gross=Decimal(gross))
            for price, quote in zip(found.prices, found.quotes, strict=True):
                assert price * 6 + quote.total == Decimal(gross)


def test_a_stroller_with_the_tax_inside() -> None:
    stroller = PlainLine(id="s", quantity=1, unit_price=Decimal("0.00"), hs="8715000010")
    found = solve_inclusive_price(regime="cbec", on=DAY, line=stroller, gross=Decimal("5200.00"))
    assert (found.only, found.quotes[0].total) == (Decimal("4766.27"), Decimal("433.73"))


CREAM = PlainLine(
    id="c", quantity=1, unit_price=Decimal("299.99"), hs="3304990039", content=PlainContent(Decimal(30), "ml")
)


def test_the_platforms_policy_is_every_doors(settings) -> None:
    """Freight lifts the cream over the threshold, by default; one switch turns it off for quote, desk and solver."""

    def told() -> list[Decimal]:
        quote = quote_lines(regime="cbec", on=DAY, lines=[CREAM], freight=Decimal("0.01"))
        (cbec, *_) = compare_regimes(on=DAY, lines=[CREAM], freight=Decimal("0.01"))
        assert cbec.quote is not None
        gross = Decimal("299.99") + quote.total
        found = solve_inclusive_price(regime="cbec", on=DAY, line=CREAM, gross=gross, freight=Decimal("0.01"))
        assert found.only == CREAM.unit_price
        return [quote.consumption_tax, cbec.quote.consumption_tax, found.quotes[0].consumption_tax]

    assert told() == [Decimal("37.06")] * 3
    before = quote_lines(regime="cbec", on=DAY, lines=[CREAM], freight=Decimal("0.01")).as_snapshot()
    settings.TAX_POLICY = settings.TAX_POLICY | {"threshold_includes_freight": False}
    assert told() == [Decimal("0.00")] * 3
    after = quote_lines(regime="cbec", on=DAY, lines=[CREAM], freight=Decimal("0.01")).as_snapshot()
    assert [kept["request"]["policy"]["threshold_includes_freight"] for kept in (before, after)] == [
        True,
        False,
    ]
    assert replay(before).consumption_tax == 37_06, "a kept quote stays with the policy it was counted with"
    given = quote_lines(
        regime="cbec",
        on=DAY,
        lines=[CREAM],
        freight=Decimal("0.01"),
        policy={"threshold_includes_freight": True},
    )
    assert given.consumption_tax == Decimal("37.06")


def test_the_settings_are_the_contracts_defaults(settings) -> None:
    assert Policy()._asdict() == settings.TAX_POLICY
    assert settings.TAX_COUNT_IN_YEAR_OF_RELEASE is False


def test_a_price_with_the_tax_inside() -> None:
    found = solve_inclusive_price(regime="cbec", on=DAY, line=PLAIN, gross=Decimal("109.10"))
    assert (found.finding, found.only) == ("one", Decimal("100.00"))
    assert found.quotes[0].total == Decimal("9.10")
    none = solve_inclusive_price(regime="cbec", on=DAY, line=PLAIN, gross=Decimal("0.06"))
    assert (none.finding, none.only, none.prices) == ("none", None, ())
    with pytest.raises(InvalidQuoteError) as caught:
        solve_inclusive_price(regime="cbec", on=DAY, line=PLAIN, gross=Decimal("-1"))
    assert caught.value.field == "gross"
