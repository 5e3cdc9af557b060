"""Corners of the rules: comparison, refunds, number texts, texts of workings, rule sets by date."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from tax.rules.answer import LineTax
from tax.rules.comparison import Option, compare
from tax.rules.engine import quote
from tax.rules.errors import FieldError, WorkingError
from tax.rules.explain import explain
from tax.rules.explain.proof import prove
from tax.rules.explain.steps import add, over
from tax.rules.explain.texts import TEXTS
from tax.rules.general import quote as general_quote
from tax.rules.numbers import Exact, half_up, percent, plain, read_money
from tax.rules.postal import quote as postal_quote
from tax.rules.reading import read_request
from tax.rules.refunds import Back, part_of
from tax.rules.ruleset import ALL, rules_on
from tax.seed.provider import seed_tables
from tests.tax.golden import CASES, COSMETIC, WATCH, Doc, ad_valorem, item, order, post, rates


def asked(doc: Doc):
    return read_request(doc, seed_tables())


def beside(doc: Doc) -> tuple[Option, ...]:
    return compare(lambda regime: asked(doc | {"regime": regime.value}))


def test_rule_sets_begin_on_their_days() -> None:
    days = [date(2016, 4, 8), date(2018, 11, 1), date(2019, 1, 1), date(2019, 4, 9), date(2024, 12, 1)]
    days.append(date(2026, 1, 1))
    assert [rules.since for rules in ALL] == days
    for before, rules in pairwise(ALL):
        assert rules_on(rules.since) is rules
        assert rules_on(rules.since - timedelta(1)) is before
    assert rules_on(date(2099, 1, 1)) is ALL[-1]
    assert len({rules.version for rules in ALL}) == len(ALL)
    with pytest.raises(FieldError):
        rules_on(date(2016, 4, 7))


def test_both_yearly_limits_before_2019_tax_in_full_without_refusing() -> None:
    line = item("100.00", rates("0.16", "0.10"), quantity=2)
    spent = order(line, date="2018-12-31", allowance_used="19900.00")
    answer = quote(asked(spent))
    assert (answer.outcome, answer.treatment, answer.duty) == ("taxed", "cbec_over_in_full", 20_00)
    assert answer.allowance_left == 0
    within = quote(asked(order(line, date="2018-12-31", allowance_used="19800.00")))
    assert (within.treatment, within.duty, within.allowance_left) == ("cbec_reduced", 0, 0)


def test_yearly_limit_is_tested_before_the_single_one() -> None:
    both = order(item("3000.00", quantity=2), allowance_used="25000.00")
    assert quote(asked(both)).code == "over_annual_limit"


def test_freight_by_quantity_where_all_amounts_are_zero() -> None:
    doc = order(item("0.00", quantity=2), item("0.00", name="2"), freight="3.00")
    assert [line.value for line in quote(asked(doc)).lines] == [2_00, 1_00]


def test_ties_go_to_the_larger_weight_then_the_smaller_id_by_code_point() -> None:
    doc = order(item("1.00", name="é"), item("1.00", name="z"), item("1.00", name="10"), freight="0.01")
    assert [line.value for line in quote(asked(doc)).lines] == [100, 100, 101]
    uneven = order(item("1.00", name="a"), item("3.00", name="b"), freight="0.02")
    assert [line.value for line in quote(asked(uneven)).lines] == [100, 302]


def test_an_open_discount_of_nothing_takes_nothing() -> None:
    cuts = [{"kind": "open", "amount": "0.00"}, {"kind": "open", "amount": "1.00"}]
    assert quote(read_request(order(item("10.00"), discounts=cuts))).value == 9_00


def test_freight_may_be_kept_out_of_the_threshold() -> None:
    cream = item("299.99", rates(consumption=COSMETIC), held="30 ml")
    kept_out = order(cream, freight="0.01", policy={"threshold_includes_freight": False})
    answer = quote(asked(kept_out))
    assert (answer.consumption_tax, answer.vat) == (0, 27_30)
    assert "line.high_end.below" in [step.rule for step in explain(answer)]


def test_consumption_tax_rounded_before_vat() -> None:
    """0.49 x 15/85 = 0.0865 -> 0.09; VAT (0.49 + 0.09) x 13 %; exact the VAT would be 0.0749."""
    line = item("0.50", rates("0.50", "0", ad_valorem("0.15")))
    exact = quote(asked(order(line, regime="general")))
    first = quote(asked(order(line, regime="general", policy={"round_consumption_before_vat": True})))
    assert (exact.consumption_tax, exact.vat) == (9, 29)
    assert (first.consumption_tax, first.vat) == (9, 30)
    assert any(step.rule.endswith(".rounded") for step in explain(first))


def test_small_duty_only_with_its_switch() -> None:
    line = item("1000.00", rates(duty="0.05"))
    plain_answer = quote(asked(order(line, regime="general")))
    assert (plain_answer.duty, plain_answer.vat) == (50_00, 136_50)
    exempt = quote(asked(order(line, regime="general", policy={"small_duty_exempt": True})))
    assert (exempt.duty, exempt.vat, exempt.treatment) == (0, 130_00, "general_small_duty")
    assert "general.small_duty" in [step.rule for step in explain(exempt)]
    dearer = item("1000.20", rates(duty="0.05"))
    above = quote(asked(order(dearer, regime="general", policy={"small_duty_exempt": True})))
    assert above.duty == 50_01


def test_a_set_of_watches_is_measured_by_the_watch() -> None:
    pair = quote(asked(order(item("12000.00", WATCH, held="2 piece"), regime="general")))
    assert pair.consumption_tax == 0
    one = quote(asked(order(item("12000.00", WATCH, held="1 piece"), regime="general")))
    assert one.consumption_tax == 3300_00


def test_high_end_before_its_day_says_so() -> None:
    doc = order(item("100.00", rates("0.17", "0", COSMETIC), held="1 ml"), date="2016-09-30")
    assert "line.high_end.early" in [step.rule for step in explain(quote(asked(doc)))]


def test_waiver_is_tested_on_the_rounded_sum() -> None:
    edge = quote(asked(order(post("384.62", "1"), regime="postal")))
    assert (edge.outcome, edge.forgone, edge.total) == ("waived", 50_00, 0)
    assert [line.postal_tax for line in edge.lines] == [0]
    above = quote(asked(order(post("384.66", "1"), regime="postal")))
    assert (above.outcome, above.total) == ("taxed", 50_01)


def test_one_piece_may_pass_the_parcel_limit() -> None:
    answer = quote(asked(order(post("800.01"), regime="postal", origin="HK")))
    assert (answer.treatment, answer.total) == ("postal_single_piece", 160_00)
    pair = order(post("500.00"), post("500.01", name="2"), regime="postal", origin="JP")
    assert quote(asked(pair)).code == "over_parcel_limit"
    equal = order(post("500.00"), post("500.00", name="2"), regime="postal", origin="JP")
    assert quote(asked(equal)).outcome == "taxed"
    assert quote(asked(order(post("400.00", quantity=2), regime="postal", origin="TW"))).outcome == "taxed"


def test_regimes_side_by_side() -> None:
    line = item("600.00", rates(duty="0.10") | {"postal_class": "1"})
    cbec, postal, general = beside(order(line))
    assert [cbec.answer and cbec.answer.total, postal.answer and postal.answer.total] == [54_60, 78_00]
    assert general.answer is not None and general.answer.total == 145_80
    assert [option.cheapest for option in (cbec, postal, general)] == [True, False, False]
    assert all(option.lawful for option in (cbec, postal, general))


def test_regimes_side_by_side_say_why_one_is_out() -> None:
    line = item("100.00", rates(duty="0.10") | {"postal_class": "1"})
    spent = order(line, regime="auto", allowance_used="26000.00")
    options = beside(spent)
    assert [option.code for option in options] == ["over_annual_limit", "", ""]
    assert [option.cheapest for option in options] == [False, True, False]
    bare = beside(order(item("100.00"), allowance_used="26000.00"))
    assert [option.code for option in bare] == ["over_annual_limit", "no_postal_class", ""]
    stroller = {"id": "1", "quantity": 1, "unit_price": "900.00", "hs": "8715000010"}
    unknown_duty = beside(order(stroller))
    assert [option.code for option in unknown_duty] == ["", "no_postal_class", "rate_missing"]
    nothing = beside(order(stroller, allowance_used="26000.00"))
    assert [option.cheapest for option in nothing] == [False, False, False]
    posted_only = beside(order(post("100.00")))
    assert [option.code for option in posted_only] == ["missing", "", "missing"]


def test_what_one_regime_lacks_puts_out_no_other() -> None:
    """A cosmetic without content cannot be counted as goods; the post asks for none. And so for codes."""
    jar = {"id": "1", "quantity": 1, "unit_price": "40.00", "hs": "3304990039", "postal_class": "2"}
    unknown = {"id": "1", "quantity": 1, "unit_price": "40.00", "hs": "9999999999", "postal_class": "2"}
    posted = {"id": "1", "quantity": 1, "unit_price": "40.00", "hs": "2204210000", "article": "99999999"}
    found = [[option.code for option in beside(order(line))] for line in (jar, unknown, posted)]
    assert found == [
        ["content_missing", "", "content_missing"],
        ["unknown_code", "", "unknown_code"],
        ["", "unknown_code", ""],
    ]
    # beer at the edge of its tier: two ways cannot tell, the third has nothing to tell
    beer = {"id": "1", "quantity": 1, "unit_price": "2.50", "hs": "2203000000", "postal_class": "3"}
    beer["content"] = {"amount": "1", "unit": "litre"}
    assert [option.code for option in beside(order(beer))] == ["tier_undecided", "", "tier_undecided"]


def test_comparison_passes_faults_of_the_whole_on() -> None:
    cut = order(item("1.00"), discounts=[{"kind": "open", "amount": "2.00"}])
    with pytest.raises(FieldError) as caught:
        beside(cut)
    assert caught.value.code == "discount_too_large"
    with pytest.raises(FieldError) as caught:
        beside(order({"id": "1", "quantity": 1, "unit_price": "1.00", "hs": "9999999999"}))
    assert (caught.value.field, caught.value.code) == ("lines[0].hs", "unknown_code")


def test_g30_return_of_the_wine_line() -> None:
    """Refund 8.17 + 10.62 = 18.79 and 105.00 of allowance."""
    answer = quote(asked(CASES["G12"].document))
    back = part_of(answer.lines[1], 1, 0, 1)
    assert back == Back(105_00, 0, 8_17, 10_62, 0)
    assert back.consumption_tax + back.vat == 18_79


@pytest.mark.parametrize(("before", "pieces"), [(0, 0), (-1, 1), (2, 2), (3, 1)])
def test_no_more_than_was_sold_comes_back(before: int, pieces: int) -> None:
    with pytest.raises(ValueError, match="more pieces"):
        part_of(LineTax("1", 100, 0, 0, 10, 0), 3, before, pieces)


def test_regimes_asked_by_hand_without_rates_name_the_field() -> None:
    goods_only = asked(order(item("1.00")))
    with pytest.raises(FieldError) as caught:
        postal_quote(goods_only)
    assert caught.value.field == "lines[0].rates.postal_class"
    posted_only = asked(order(post("1.00"), regime="postal"))
    with pytest.raises(FieldError) as caught:
        general_quote(posted_only)
    assert caught.value.field == "lines[0].rates"


def test_a_working_that_does_not_arrive_is_an_error() -> None:
    answer = quote(asked(CASES["G10"].document))
    with pytest.raises(WorkingError, match="vat"):
        explain(replace(answer, lines=(answer.lines[0]._replace(vat=1),)))
    with pytest.raises(WorkingError, match="value"):
        explain(replace(answer, lines=(answer.lines[0]._replace(value=1),)))
    with pytest.raises(WorkingError, match="total"):
        explain(replace(answer, total=answer.total + 1))
    with pytest.raises(WorkingError, match="value"):
        prove(answer, [])


def test_every_text_names_the_same_values_in_both_languages() -> None:
    import re

    for rule, (en, zh) in TEXTS.items():
        names = [set(re.findall(r"\{(\w+?)(?:_zh)?\}", text)) for text in (en, zh)]
        assert names[0] - {"unit"} == names[1] - {"unit"}, rule


def test_numbers() -> None:
    assert [half_up(1, 2), half_up(3, 2), half_up(49, 100), half_up(0, 7), half_up(28665, 10)] == [
        1,
        2,
        0,
        0,
        2867,
    ]
    assert [read_money(text, "x") for text in ("1", "1.5", "1.05", "007.00")] == [100, 150, 105, 700]
    assert plain(Exact(1, 3)) == "0.333333…"
    assert [plain(Exact(100, 1)), plain(Exact(1, 8)), percent(Exact(13, 100))] == ["100", "0.125", "13%"]
    assert percent(Exact(65, 1000)) == "6.5%"
    assert add(Exact(1, 2), Exact(1, 3)) == Exact(5, 6) and over(Exact(1, 2), Exact(1, 3)) == Exact(3, 2)


def test_auto_says_what_it_passed_over_and_why() -> None:
    """Every reason to pass a regime over has its sentence; what was chosen comes last."""
    parcel = rates() | {"postal_class": "2"}
    ways = {
        ("cbec.over_single_limit", "postal.over_parcel_limit"): order(item("2500.01", parcel, 2)),
        ("cbec.over_annual_limit", "postal.no_postal_class"): order(item("9.00"), allowance_used="26000.00"),
        ("cbec.not_on_list",): order(item("9.00", {"article": "17010000"}) | {"hs": "4901990000"}),
    }
    for passed, doc in ways.items():
        answer = quote(read_request(doc | {"regime": "auto"}, seed_tables()))
        assert tuple(f"{one.regime.value}.{one.code}" for one in answer.passed_over) == passed
        said = [step.rule for step in explain(answer)]
        assert said[: len(passed) + 1] == [
            *(f"auto.passed_over.{one.partition('.')[2]}" for one in passed),
            "auto.chosen",
        ]


def test_every_split_is_told_with_its_shares() -> None:
    """G12 and G15 in one: freight by amount, an open cut over all lines, another over one line alone."""
    cuts = [
        {"kind": "open", "amount": "10.00"},
        {"kind": "open", "amount": "1.00", "lines": ["2"]},
        {"kind": "points", "amount": "5.00"},
        {"kind": "open", "amount": "0.00"},
    ]
    doc = order(item("300.00"), item("100.00", name="2"), freight="20.00", discounts=cuts)
    steps = {step.rule: step for step in explain(quote(asked(doc)))}
    assert "20.00" in steps["spread.charges"].en and "line 1 15.00, line 2 5.00" in steps["spread.charges"].en
    assert "第1行15.00元、第2行5.00元" in steps["spread.charges"].zh
    assert (
        "10.00" in steps["spread.discount"].en and "line 1 7.50, line 2 2.50" in steps["spread.discount"].en
    )
    assert [step.rule for step in explain(quote(asked(doc)))].count("spread.discount") == 1
    by_post = [item("30.00", {"postal_class": "1"}), item("10.00", {"postal_class": "1"}, name="2")]
    posted = explain(quote(asked(order(*by_post, regime="postal", freight="2.00"))))
    assert not [step for step in posted if step.rule.startswith("spread")]
    free = order(item("0.00", quantity=2), item("0.00", name="2"), freight="3.00")
    assert (
        "line 1 2.00, line 2 1.00"
        in {s.rule: s.en for s in explain(quote(asked(free)))}["spread.charges.quantity"]
    )


def test_a_split_that_is_not_the_values_is_an_error(monkeypatch) -> None:
    doc = order(item("3.00"), item("1.00", name="2"), discounts=[{"kind": "open", "amount": "0.50"}])
    answer = quote(asked(doc))
    monkeypatch.setattr("tax.rules.explain.splits.spread", lambda total, weights, keys: [total, 0])
    with pytest.raises(WorkingError, match="discounts"):
        explain(answer)


def test_what_is_not_on_the_list_is_named() -> None:
    """The refusal names each line and its code, and no line that is on the list."""
    wine = {"id": "w", "quantity": 1, "unit_price": "300.00", "hs": "2204210000"}
    peanuts = {"id": "p", "quantity": 1, "unit_price": "9.00", "hs": "2008113000"}
    (step, *_) = explain(quote(asked(order(wine, peanuts))))
    assert (
        step.rule == "cbec.not_on_list"
        and "line p (2008113000)" in step.en
        and "第p行（2008113000）" in step.zh
    )
    assert "2204210000" not in step.en + step.zh
    (step, *_) = explain(quote(asked(order(wine, peanuts, regime="auto"))))
    assert "line p (2008113000)" in step.en


def test_law_that_is_not_verified_says_so_once() -> None:
    """Two VAT steps rest on one law from memory: one step names it; a law that two sources tell is not named."""
    steps = explain(quote(asked(order(item("1.00"), item("2.00", name="2")))))
    (doubt,) = [step for step in steps if step.rule.startswith("law.")]
    assert (doubt.rule, doubt.confidence) == ("law.memory", "M")
    assert doubt.en.count("《增值税暂行条例》") == doubt.zh.count("《增值税暂行条例》") == 1
    assert "财关税〔2018〕49号" not in doubt.en
    watch = explain(quote(asked(order(item("12000.00", WATCH), regime="general"))))
    assert [step.rule for step in watch][-2:] == ["law.one_source", "law.memory"]
    listed = order(post("500.00", held="1 piece", listed_price="300.00"), regime="postal")
    assert "海关总署公告2012年第15号" in explain(quote(asked(listed)))[-1].en


def test_a_coupon_is_named_as_a_way_of_paying() -> None:
    doc = order(item("9.00"), discounts=[{"kind": "points", "amount": "1.00"}])
    assert "discount.voucher" in [step.rule for step in explain(quote(read_request(doc)))]
