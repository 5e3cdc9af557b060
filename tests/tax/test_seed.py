"""Lookups by HS code and article: what the seed tables know, and what they say they do not."""

from datetime import date
from typing import Any

import pytest

from tax.rules.answer import Answer
from tax.rules.engine import quote
from tax.rules.errors import FieldError
from tax.rules.explain import explain
from tax.rules.lookup import HsRow, NoTables
from tax.rules.numbers import read_decimal, yuan
from tax.rules.reading import read_request
from tax.rules.rendering import to_document
from tax.rules.replay import RecordedTables, RecordingTables, had_room, replay, unused, without_use
from tax.seed.provider import ARTICLE_FILE, HS_FILE, FileTables, read_rows, seed_tables
from tests.tax.golden import Doc, order

WINE, WHISKY, BEER, CREAM, WATCH = "2204210000", "2208300000", "2203000000", "3304990039", "9102110000"
PEANUTS, STROLLER, BOOK = "2008113000", "8715000010", "4901990000"


def sold(price: str, quantity: int = 1, **more: Any) -> Doc:
    if "held" in more:
        amount, unit = more.pop("held").split()
        more["content"] = {"amount": amount, "unit": unit}
    return {"id": "1", "quantity": quantity, "unit_price": price, **more}


def count(doc: Doc) -> Answer:
    return quote(read_request(doc, seed_tables()))


def fault(doc: Doc) -> tuple[str, str]:
    with pytest.raises(FieldError) as caught:
        count(doc)
    return caught.value.field, caught.value.code


def taxes(answer: Answer) -> tuple[str, str, str]:
    return yuan(answer.duty), yuan(answer.consumption_tax), yuan(answer.vat)


def test_hs_lines_are_taxed_as_their_given_rates() -> None:
    assert taxes(count(order(sold("300.00", hs=WINE)))) == ("0.00", "23.33", "30.33")
    assert taxes(count(order(sold("400.00", hs=WHISKY, held="0.7 litre")))) == ("0.00", "70.56", "45.57")
    assert taxes(count(order(sold("300.00", hs=CREAM, held="30 ml")))) == ("0.00", "37.06", "32.12")
    assert taxes(count(order(sold("299.99", hs=CREAM, held="30 ml")))) == ("0.00", "0.00", "27.30")
    assert taxes(count(order(sold("12000.00", hs=WATCH)))) == ("1200.00", "3300.00", "2145.00")


def test_whisky_duty_falls_on_its_day() -> None:
    line = sold("1000.00", hs=WHISKY, held="0.7 litre")
    assert count(order(line, regime="general", date="2026-02-01")).duty == 100_00
    assert count(order(line, regime="general", date="2026-02-02")).duty == 50_00


def test_beer_tiers_are_told_only_away_from_their_limit() -> None:
    assert taxes(count(order(sold("8.00", 6, hs=BEER, held="0.5 litre")))) == ("0.00", "0.53", "4.44")
    cheap = count(order(sold("2.23", 100, hs=BEER, held="1 litre")))
    assert cheap.consumption_tax == 15_59  # 100 litres x 0.2227 x 70 % = 15.589
    assert fault(order(sold("2.24", 100, hs=BEER, held="1 litre"))) == ("lines[0].hs", "tier_undecided")
    assert fault(order(sold("2.80", 100, hs=BEER, held="1 litre"))) == ("lines[0].hs", "tier_undecided")
    dear = count(order(sold("2.81", 100, hs=BEER, held="1 litre")))
    assert dear.consumption_tax == 17_71
    assert fault(order(sold("8.00", hs=BEER))) == ("lines[0].content", "content_missing")


def test_the_tier_goes_by_the_dutiable_value() -> None:
    """Freight lifts a line into the upper tier, an open discount takes it down: the amount alone decides nothing."""
    beer = sold("2.23", 100, hs=BEER, held="1 litre")
    assert count(order(beer, freight="58.00")).consumption_tax == 17_71  # 281.00 over 100 litres
    assert fault(order(beer, freight="57.99")) == ("lines[0].hs", "tier_undecided")
    cut = order(sold("2.81", 100, hs=BEER, held="1 litre"), discounts=[{"kind": "open", "amount": "57.01"}])
    assert count(cut).consumption_tax == 15_59  # 223.99
    for doc, rule in ((order(beer, freight="58.00"), "line.tier.high"), (cut, "line.tier.low")):
        assert rule in [step.rule for step in explain(count(doc))]
    # where the tier cannot be told the other ways stand: listed goods over the limit are refused first
    assert count(order(beer, freight="1.00", allowance_used="26000.00")).code == "over_annual_limit"


def changed(code: str, **cells: str) -> FileTables:
    rows = [raw | cells for raw in read_rows(HS_FILE) if raw["code"] == code][:1]
    return FileTables(rows, [], "test")


@pytest.mark.parametrize(
    ("code", "cells"),
    [
        (WINE, {"rate": ""}),
        (WINE, {"rate": "1"}),
        (WINE, {"specific": "0.25"}),
        (WINE, {"kind": ""}),
        (WINE, {"kind": "luxury"}),
        (WINE, {"low_specific": "0.2"}),
        (WHISKY, {"specific": ""}),
        (WHISKY, {"per": ""}),
        (BEER, {"specific": ""}),
        (BEER, {"low_specific": ""}),
        (BEER, {"low_below": ""}),
        (BEER, {"high_from": ""}),
        (BEER, {"low_below": "2.82"}),
    ],
)
def test_a_row_whose_consumption_tax_is_not_whole_is_an_error(code: str, cells: dict[str, str]) -> None:
    """Never zero by accident: `ad_valorem` without its rate, beer without its bounds."""
    doc = order(sold("300.00", hs=code, held="0.7 litre"))
    assert quote(read_request(doc, changed(code))).consumption_tax > 0
    with pytest.raises(FieldError) as caught:
        read_request(doc, changed(code, **cells))
    assert (caught.value.field, caught.value.code) == ("lines[0].hs", "rate_missing")


def test_a_code_not_known_to_be_listed_is_refused_under_cbec_only() -> None:
    line = sold("50.00", hs=PEANUTS)
    assert (count(order(line)).outcome, count(order(line)).code) == ("refused", "not_on_list")
    assert explain(count(order(line)))[0].rule == "cbec.not_on_list"
    assert count(order(line, regime="general")).total == 9_33  # 2.50 + (50 + 2.50) x 13 % = 6.825
    chosen = count(order(line, regime="auto"))
    assert [(out.regime, out.code) for out in chosen.passed_over] == [
        ("cbec", "not_on_list"),
        ("postal", "no_postal_class"),
    ]
    assert chosen.regime == "general"


def test_unknown_codes_and_days_are_errors() -> None:
    assert fault(order(sold("1.00", hs="9999999999"))) == ("lines[0].hs", "unknown_code")
    assert fault(order(sold("1.00", hs="22042100"))) == ("lines[0].hs", "not_a_code")
    assert fault(order(sold("1.00", hs=2204210000))) == ("lines[0].hs", "not_a_code")
    assert fault(order(sold("1.00", hs=WINE), date="2019-03-31")) == ("lines[0].hs", "unknown_code")
    assert count(order(sold("1.00", hs=WINE), date="2019-04-01")).outcome == "taxed"
    assert fault(order(sold("1.00", article="99999999"), regime="postal")) == (
        "lines[0].article",
        "unknown_code",
    )
    assert fault(order(sold("1.00", article="01010100"), regime="postal", date="2019-04-08")) == (
        "lines[0].article",
        "unknown_code",
    )


def test_a_missing_duty_rate_is_an_error_only_where_duty_is_due() -> None:
    assert count(order(sold("999.00", hs=STROLLER))).duty == 0
    assert fault(order(sold("5999.00", hs=STROLLER))) == ("lines[0].hs", "rate_missing")
    assert fault(order(sold("999.00", hs=STROLLER), regime="general")) == ("lines[0].hs", "rate_missing")


def test_a_row_without_vat_is_an_error() -> None:
    row = read_rows(HS_FILE)[0] | {"vat": ""}
    tables = FileTables([row], [], "test")
    with pytest.raises(FieldError) as caught:
        read_request(order(sold("1.00", hs=row["code"])), tables)
    assert caught.value.code == "rate_missing"


def test_articles_bring_class_and_listed_price() -> None:
    milk = sold("380.00", article="01010100", held="2 kg")
    assert count(order(milk, regime="postal")).postal_tax == 52_00
    shoes = [count(order(sold(price, article="06020100"), regime="postal")) for price in ("500.00", "600.00")]
    assert [answer.postal_tax for answer in shoes] == [60_00, 120_00]
    assert count(order(sold("150.00", article="06020100"), regime="postal")).outcome == "waived"
    pairs = sold("900.00", rates={"article": "06020100"}, held="3 piece")
    assert count(order(pairs, regime="postal")).postal_tax == 180_00
    perfume = sold("400.00", article="09010100", held="50 ml")
    assert count(order(perfume, regime="postal")).postal_tax == 150_00  # a bottle is one, whatever it holds
    bag = sold("900.00", article="06010200")
    assert count(order(bag, regime="postal")).postal_tax == 180_00  # no listed price: the invoice
    medicine = sold("3000.00", article="01030100")
    assert count(order(medicine, regime="postal")).postal_tax == 90_00
    own = sold("100.00", article="06020100", held="1 piece", listed_price="120.00")
    assert count(order(own, regime="postal")).forgone == 24_00  # a price given goes before the table's
    assert fault(order(sold("100.00", article="01010100"), regime="postal")) == (
        "lines[0].content",
        "content_missing",
    )


def test_an_hs_line_may_carry_its_postal_side() -> None:
    """Two bottles over the single limit: not cbec; the parcel is too dear for the post; so general trade."""
    bottles = sold("3000.00", 2, hs=WHISKY, held="0.7 litre", rates={"postal_class": "3"})
    answer = count(order(bottles, regime="auto"))
    assert [out.code for out in answer.passed_over] == ["over_single_limit", "over_parcel_limit"]
    assert answer.regime == "general"
    spent = order(sold("300.00", hs=WINE, article="02020200"), regime="auto", allowance_used="26000.00")
    assert (count(spent).regime, count(spent).postal_tax) == ("postal", 100_00)  # listed at 200
    # a code that is not looked up need not be known
    assert count(order(sold("300.00", hs="9999999999", postal_class="3"), regime="postal")).total == 150_00
    assert fault(order(sold("1.00", hs="x", postal_class="3"), regime="postal"))[1] == "not_a_code"


def test_workings_show_where_rates_come_from() -> None:
    steps = explain(count(order(sold("300.00", hs=WINE))))
    assert [step.rule for step in steps] == [
        "cbec.reduced",
        "rates.hs.S",
        "rates.list.M",
        "line.dutiable_value",
        "line.consumption_tax.ad_valorem",
        "line.vat",
        "order.total",
        "law.memory",
    ]
    assert "check before filing" in steps[1].en
    assert "22042100 is on the positive list (from memory" in steps[2].en
    general = explain(count(order(sold("300.00", hs=WINE), regime="general")))
    assert "rates.list.M" not in [step.rule for step in general]
    posted = explain(count(order(sold("300.00", article="06020100"), regime="postal")))
    assert [step.rule for step in posted][1:4] == [
        "rates.article.S",
        "line.postal_value.listed",
        "line.postal_tax",
    ]


def test_a_borrowed_duty_shows_whose_it_is() -> None:
    """Only where duty is due: the row of another code of the same eight digits, with its own source."""

    class Lent:
        version = "test"

        def hs(self, code: str, on: date) -> HsRow | None:
            row = seed_tables().hs(code, on)
            assert row is not None
            row = row._replace(duty="0.1", duty_from="8715000090", list_confidence="")
            return row._replace(duty_source="a list", duty_confidence="M")

        article = seed_tables().article

    doc = order(sold("900.00", hs=STROLLER), regime="general")
    steps = {step.rule: step for step in explain(quote(read_request(doc, Lent())))}
    assert steps["rates.duty.M"].source == "a list" and "8715000090" in steps["rates.duty.M"].en
    within = explain(quote(read_request(doc | {"regime": "cbec"}, Lent())))
    said = [step.rule for step in within]
    assert "rates.duty.M" not in said and not [rule for rule in said if rule.startswith("rates.list")]


def test_every_seed_row_is_readable_and_has_a_source() -> None:
    codes = set()
    for raw in read_rows(HS_FILE):
        row = seed_tables().hs(raw["code"], date.fromisoformat(raw["valid_from"]))
        assert isinstance(row, HsRow) and row.source and row.confidence in "VSM" and row.vat
        assert read_decimal(row.vat, "vat").num > 0
        assert raw["positive_list"] in ("listed", "unknown")
        codes.add(raw["code"])
        held = {"content": {"amount": "1", "unit": "litre" if raw["per"] else "piece"}}
        if raw["duty"]:
            assert count(order(sold("40.00", hs=raw["code"], **held), regime="general")).vat > 0
    assert len(codes) == 116
    articles = read_rows(ARTICLE_FILE)
    assert len(articles) == len({raw["code"] for raw in articles}) == 46
    for raw in articles:
        posted = sold("40.00", article=raw["code"], held="1 kg" if raw["unit"] == "kg" else "1 piece")
        assert count(order(posted, regime="postal")).outcome in ("waived", "taxed", "refused")


def test_tables_that_know_nothing() -> None:
    empty = NoTables()
    assert empty.hs(WINE, date(2025, 1, 1)) is None and empty.article("01010100", date(2025, 1, 1)) is None


def test_a_snapshot_is_counted_again_without_todays_tables() -> None:
    tables = RecordingTables(seed_tables())
    beer = sold("8.00", 6, hs=BEER, held="0.5 litre") | {"article": "02010100"}
    wine = sold("300.00", hs=WINE, id="2") | {"id": "2"}
    doc = order(beer, wine, regime="auto")
    answer = quote(read_request(doc, tables))
    assert tables.hs("9999999999", date(2025, 1, 1)) is None
    assert tables.article("99999999", date(2025, 1, 1)) is None
    kept: dict[str, Any] = {"request": doc, "tables": tables.as_snapshot()}
    again = replay(kept)
    assert again == answer
    assert RecordedTables(kept["tables"]).version == seed_tables().version


@pytest.mark.parametrize(
    ("day", "used", "treatment"),
    [
        ("2025-06-01", "25700.00", "cbec_reduced"),
        ("2025-06-01", "25700.01", "refused"),
        ("2019-05-01", "1234.56", "cbec_reduced"),
    ],
)
def test_what_is_kept_says_room_or_no_room(day: str, used: str, treatment: str) -> None:
    doc = order(sold("300.00", hs=WINE), date=day, allowance_used=used)
    tables = RecordingTables(seed_tables())
    answer = quote(read_request(doc, tables))
    whole: dict[str, Any] = {"request": doc, "tables": tables.as_snapshot(), "answer": to_document(answer)}
    whole["room"] = had_room(answer)
    assert replay(whole) == answer, "with its use it is counted as it was"
    kept = without_use(whole)
    again = replay(kept)
    assert (again.treatment, again.code, again.lines) == (treatment, answer.code, answer.lines)
    assert unused(to_document(again)) == kept["answer"]
    assert used not in str(kept["request"]) + "".join(step.en + step.zh for step in explain(again))


def test_the_postal_side_is_not_looked_up_where_it_is_not_asked_for() -> None:
    beside = sold("300.00", hs=WINE, article="99999999", listed_price="1.00")
    assert count(order(beside)).total == 53_66
    assert fault(order(beside, regime="auto")) == ("lines[0].article", "unknown_code")
    assert fault(order(beside | {"article": "1"})) == ("lines[0].article", "not_a_code")
    classed = sold("300.00", hs=WINE, postal_class="3")
    assert count(order(classed, regime="general")).duty == 42_00
    assert fault(order(classed | {"postal_class": "9"})) == ("lines[0].postal_class", "unknown_class")


def test_an_hs_line_needs_no_goods_rates_for_the_post() -> None:
    whole = sold("300.00", rates={"vat": "0.13", "duty": "0", "consumption": None, "postal_class": "3"})
    assert count(order(whole, regime="postal")).total == 150_00
    both = sold("300.00", hs=WINE, rates={"vat": "0.13"})
    assert fault(order(both)) == ("lines[0].rates", "contradiction")
