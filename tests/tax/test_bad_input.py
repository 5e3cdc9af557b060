"""Every fault is a named error that names its field; nothing crashes and nothing is guessed."""

import copy
import json
from typing import Any

import pytest

from tax.rules.engine import quote
from tax.rules.errors import FieldError
from tax.rules.lookup import NoTables
from tax.rules.reading import read_request
from tax.rules.stream import MAX_LINE, answers, bounded_lines
from tax.seed.provider import seed_tables
from tests.tax.generating import BROKEN
from tests.tax.generating import documents as generated
from tests.tax.golden import COSMETIC, WATCH, item, order, post, rates

Doc = dict[str, Any]
GOOD = order(
    item("10.00", rates(consumption=COSMETIC), held="1 ml"),
    origin="JP",
    allowance_used="0.00",
    freight="0.00",
    insurance="0.00",
    discounts=[{"kind": "open", "amount": "1.00", "lines": ["1"]}],
    policy={"small_duty_exempt": False},
)


def fault(doc: object) -> FieldError:
    with pytest.raises(FieldError) as caught:
        quote(read_request(doc))
    return caught.value


def changed(path: str, value: Any) -> Doc:
    """GOOD with one place changed; `path` like lines.0.rates.vat."""
    doc = copy.deepcopy(GOOD)
    *parents, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    place: Any = doc
    for step in parents:
        place = place[step]
    place[last] = value
    return doc


def test_control_the_good_document_is_counted() -> None:
    assert quote(read_request(GOOD)).outcome == "taxed"


CASES = [
    ("id", 5, "id", "not_text"),
    ("id", "", "id", "not_text"),
    ("regime", "CBEC", "regime", "unknown_regime"),
    ("regime", ["cbec"], "regime", "unknown_regime"),
    ("date", "2025-02-30", "date", "not_a_date"),
    ("date", "20250601", "date", "not_a_date"),
    ("date", "2025-06-01T00:00", "date", "not_a_date"),
    ("date", "２０２５-06-01", "date", "not_a_date"),
    ("date", 20250601, "date", "not_a_date"),
    ("date", "2016-04-07", "date", "no_rule_on_date"),
    ("origin", "jp", "origin", "unknown_country"),
    ("origin", "XX", "origin", "unknown_country"),
    ("origin", None, "origin", "unknown_country"),
    ("freight", "-1.00", "freight", "negative"),
    ("freight", 0, "freight", "not_text"),
    ("freight", None, "freight", "not_text"),
    ("insurance", "0.001", "insurance", "out_of_range"),
    ("allowance_used", "NaN", "allowance_used", "not_a_number"),
    ("currency", "USD", "currency", "other_currency"),
    ("frieght", "1.00", "frieght", "unknown_field"),
    ("lines", [], "lines", "no_lines"),
    ("lines", {}, "lines", "not_a_list"),
    ("lines.0", "line", "lines[0]", "not_an_object"),
    ("lines.0.id", "", "lines[0].id", "not_text"),
    ("lines.0.id", 1, "lines[0].id", "not_text"),
    ("lines.0.currency", "EUR", "lines[0].currency", "other_currency"),
    ("lines.0.quantity", 0, "lines[0].quantity", "out_of_range"),
    ("lines.0.quantity", -1, "lines[0].quantity", "out_of_range"),
    ("lines.0.quantity", 10**30, "lines[0].quantity", "out_of_range"),
    ("lines.0.quantity", True, "lines[0].quantity", "not_a_whole_number"),
    ("lines.0.quantity", "1", "lines[0].quantity", "not_a_whole_number"),
    ("lines.0.quantity", 1.0, "lines[0].quantity", "not_a_whole_number"),
    ("lines.0.unit_price", 10, "lines[0].unit_price", "not_text"),
    ("lines.0.unit_price", "-10.00", "lines[0].unit_price", "negative"),
    ("lines.0.unit_price", "10.001", "lines[0].unit_price", "out_of_range"),
    ("lines.0.unit_price", "9" * 400, "lines[0].unit_price", "out_of_range"),
    ("lines.0.unit_price", "1e3", "lines[0].unit_price", "not_a_number"),
    ("lines.0.unit_price", " 1.00", "lines[0].unit_price", "not_a_number"),
    ("lines.0.unit_price", "1.00\n", "lines[0].unit_price", "not_a_number"),
    ("lines.0.unit_price", "+1", "lines[0].unit_price", "not_a_number"),
    ("lines.0.unit_price", "1_000", "lines[0].unit_price", "not_a_number"),
    ("lines.0.unit_price", "٣.٠٠", "lines[0].unit_price", "not_a_number"),
    ("lines.0.unit_price", "Infinity", "lines[0].unit_price", "not_a_number"),
    ("lines.0.unit_price", "CNY 10", "lines[0].unit_price", "not_a_number"),
    ("lines.0.unit_price", {"amount": "1.00", "currency": "USD"}, "lines[0].unit_price", "not_text"),
    ("lines.0.rates", [], "lines[0].rates", "not_an_object"),
    ("lines.0.rates", {"vat": "0.13", "duty": "0"}, "lines[0].rates.consumption", "missing"),
    ("lines.0.rates.vta", "0.13", "lines[0].rates.vta", "unknown_field"),
    ("lines.0.rates.vat", "13", "lines[0].rates.vat", "out_of_range"),
    ("lines.0.rates.vat", "-0.13", "lines[0].rates.vat", "negative"),
    ("lines.0.rates.vat", 0.13, "lines[0].rates.vat", "not_text"),
    ("lines.0.rates.duty", "11", "lines[0].rates.duty", "out_of_range"),
    ("lines.0.rates.duty", "0." + "1" * 19, "lines[0].rates.duty", "out_of_range"),
    ("lines.0.rates.consumption", "0.15", "lines[0].rates.consumption", "not_an_object"),
    ("lines.0.rates.consumption.kind", "luxury", "lines[0].rates.consumption.kind", "unknown_kind"),
    ("lines.0.rates.consumption.rate", "1", "lines[0].rates.consumption.rate", "out_of_range"),
    ("lines.0.rates.consumption.per", "kg", "lines[0].rates.consumption.per", "unknown_field"),
    ("lines.0.content", [], "lines[0].content", "not_an_object"),
    ("lines.0.content.amount", "0", "lines[0].content.amount", "out_of_range"),
    ("lines.0.content.amount", -3, "lines[0].content.amount", "out_of_range"),
    ("lines.0.content.amount", True, "lines[0].content.amount", "not_text"),
    ("lines.0.content.unit", "oz", "lines[0].content.unit", "unknown_unit"),
    ("lines.0.content.unit", ["ml"], "lines[0].content.unit", "unknown_unit"),
    ("lines.0.content.litres_per_tonne", "0.0", "lines[0].content.litres_per_tonne", "out_of_range"),
    ("lines.0.hs", "2204210000", "lines[0].rates", "contradiction"),
    ("discounts", {}, "discounts", "not_a_list"),
    ("discounts.0", 5, "discounts[0]", "not_an_object"),
    ("discounts.0.kind", "gift", "discounts[0].kind", "unknown_kind"),
    ("discounts.0.kind", ["open"], "discounts[0].kind", "unknown_kind"),
    ("discounts.0.amount", "-1.00", "discounts[0].amount", "negative"),
    ("discounts.0.amount", "10.01", "discounts[0].amount", "discount_too_large"),
    ("discounts.0.lines", [], "discounts[0].lines", "no_lines"),
    ("discounts.0.lines", ["2"], "discounts[0].lines", "unknown_line"),
    ("discounts.0.lines", [[]], "discounts[0].lines", "unknown_line"),
    ("discounts.0.lines", ["1", "1"], "discounts[0].lines", "duplicate_id"),
    ("policy", [], "policy", "not_an_object"),
    ("policy.small_duty_exempt", 1, "policy.small_duty_exempt", "not_a_switch"),
    ("policy.round_everything", True, "policy.round_everything", "unknown_field"),
]


def test_generated_lines_draw_the_whole_contract() -> None:
    """Every way of naming rates and every unit comes, is answered, and leads to taxes somewhere."""
    drawn = [json.loads(text) for text in generated(4000, broken=0)]
    lines = [line for document in drawn for line in document["lines"]]
    taxes = [line["rates"]["consumption"] for line in lines if line.get("rates", {}).get("consumption")]
    assert {"hs", "listed_price", "rates", "content"} <= {name for line in lines for name in line}
    assert {name for line in lines for name in line.get("rates", {})} >= {"article", "postal_class"}
    assert {line["content"]["unit"] for line in lines} == {"ml", "litre", "g", "kg", "piece"}
    assert {rule.get("per") for rule in taxes} == {None, "litre", "kg", "tonne", "piece"}
    assert "high_end_watch" in {rule["kind"] for rule in taxes}
    found = [json.loads(line) for line in answers((json.dumps(one).encode() for one in drawn), seed_tables())]
    for wanted in ("hs", "listed_price"):
        told = [
            a["outcome"] for a, d in zip(found, drawn, strict=True) if any(wanted in x for x in d["lines"])
        ]
        assert {"taxed", "invalid", "refused"} <= set(told)


def test_a_field_that_stands_twice_is_named() -> None:
    """Which one counts would be a guess; the error says which field it is, wherever it stands."""
    for text, name in (
        ('{"id": "a", "regime": "cbec", "id": "b"}', "id"),
        ('{"id": "a", "lines": [{"id": "1", "rates": {"vat": "0.13", "duty": "0", "vat": "0"}}]}', "vat"),
        ('{"id": "a", "' + "x" * 99 + '": 1, "' + "x" * 99 + '": 1}', "x" * 40),
    ):
        (line,) = answers([text.encode()], NoTables())
        error = f"{name}: stands twice in one object"
        assert json.loads(line) == {"id": None, "line": 1, "outcome": "invalid", "error": error}


@pytest.mark.parametrize(("path", "value", "field", "code"), CASES)
def test_fault_is_named(path: str, value: Any, field: str, code: str) -> None:
    error = fault(changed(path, value))
    assert (error.field, error.code) == (field, code)
    assert str(error).startswith(field + ": ")
    assert len(str(error)) < 200


@pytest.mark.parametrize("name", ["id", "regime", "date", "lines"])
def test_missing_field_is_named(name: str) -> None:
    doc = {key: value for key, value in GOOD.items() if key != name}
    assert (fault(doc).field, fault(doc).code) == (name, "missing")


@pytest.mark.parametrize("name", ["id", "quantity", "unit_price", "rates"])
def test_missing_field_of_a_line_is_named(name: str) -> None:
    line = {key: value for key, value in GOOD["lines"][0].items() if key != name}
    assert (fault(order(line)).field, fault(order(line)).code) == (f"lines[0].{name}", "missing")


def test_ninety_nine_lines_are_counted_and_a_hundred_refused() -> None:
    many = [item("1.00", name=str(number)) for number in range(100)]
    assert quote(read_request(order(*many[:99]))).outcome == "taxed"
    assert (fault(order(*many)).field, fault(order(*many)).code) == ("lines", "too_many_lines")


def test_line_ids_are_unique() -> None:
    error = fault(order(item("1.00"), item("1.00")))
    assert (error.field, error.code) == ("lines[1].id", "duplicate_id")


def test_open_discounts_together_above_a_line() -> None:
    cuts = [
        {"kind": "open", "amount": "10.00"},
        {"kind": "open", "amount": "6.00", "lines": ["1"]},
    ]
    doc = order(item("10.00"), item("10.00", name="2"), discounts=cuts)
    assert (fault(doc).field, fault(doc).code) == ("discounts", "discount_too_large")
    cuts[1]["amount"] = "5.00"
    assert [line.value for line in quote(read_request(doc)).lines] == [0, 500]


def test_coupons_and_points_together_above_the_order() -> None:
    cuts = [{"kind": "coupon", "amount": "6.00"}, {"kind": "points", "amount": "4.01"}]
    assert fault(order(item("10.00"), discounts=cuts)).code == "discount_too_large"
    cuts[1]["amount"] = "4.00"
    assert quote(read_request(order(item("10.00"), discounts=cuts))).value == 1000


def test_content_is_asked_for_where_it_counts() -> None:
    cosmetic = rates(consumption=COSMETIC)
    assert fault(order(item("10.00", cosmetic))).code == "content_missing"
    per_litre = rates(consumption={"kind": "specific", "specific": "1", "per": "litre"})
    assert fault(order(item("10.00", per_litre))).field == "lines[0].content"
    assert fault(order(item("10.00", per_litre, held="1 kg"))).code == "content_incompatible"
    per_tonne = rates(consumption={"kind": "specific", "specific": "1", "per": "tonne"})
    error = fault(order(item("10.00", per_tonne, held="1 litre")))
    assert (error.field, error.code) == ("lines[0].content.litres_per_tonne", "content_missing")
    assert fault(order(item("10.00", per_tonne, held="1 piece"))).code == "content_incompatible"
    assert fault(order(item("10.00", WATCH, held="1 ml"))).code == "content_incompatible"
    per_dozen = rates(consumption={"kind": "specific", "specific": "1", "per": "dozen"})
    assert fault(order(item("10.00", per_dozen))).field == "lines[0].rates.consumption.per"


def test_postal_faults_are_named() -> None:
    assert fault(order(item("1.00"), regime="postal")).field == "lines[0].rates.postal_class"
    assert fault(order(post("1.00", "4"), regime="postal")).code == "unknown_class"
    assert fault(order(post("1.00", 1), regime="postal")).code == "unknown_class"
    twice = post("1.00") | {"article": "01010100"}
    assert fault(order(twice, regime="postal")).code == "contradiction"
    short = item("1.00", {"article": "1010100"})
    assert (fault(order(short, regime="postal")).field) == "lines[0].rates.article"
    assert fault(order(post("1.00", listed_price="1.00"), regime="postal")).field == "lines[0].content"
    assert fault(order(post("1.00"))).field == "lines[0].rates.vat"
    listed = item("1.00", {"postal_class": "1", "listed_price": "2"}, held="1 kg")
    assert fault(order(listed | {"listed_price": "2"}, regime="postal")).code == "contradiction"
    listed["rates"]["listed_price"] = "-2"
    assert fault(order(listed, regime="postal")).field == "lines[0].rates.listed_price"
    listed["rates"]["listed_price"] = "1.50"
    assert quote(read_request(order(listed, regime="postal"))).value == 150


def test_a_document_that_is_no_object() -> None:
    assert fault([]).code == "not_an_object"


def lines_of(*texts: bytes) -> list[Doc]:
    return [json.loads(line) for line in answers(texts, NoTables())]


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\n",
        b"nope",
        b"\xff\xfe",
        b"[1]",
        b'"id"',
        b"[" * 100_000,
        b'{"id":' * 50_000,
        b"1" * 5000,
        b'{"id": "a", "id": "b"}',
        b" " * (MAX_LINE + 1),
    ],
)
def test_a_line_that_is_not_json_is_answered_and_the_run_goes_on(text: bytes) -> None:
    good = json.dumps(GOOD).encode()
    first, second, third = lines_of(good, text, good)
    assert first["outcome"] == third["outcome"] == "taxed"
    assert second | {"error": ""} == {"id": None, "line": 2, "outcome": "invalid", "error": ""}
    assert second["error"]


def test_invalid_answers_have_the_shape_of_the_contract() -> None:
    (answer,) = lines_of(json.dumps(changed("lines.0.quantity", 0)).encode())
    assert answer == {
        "id": "case",
        "outcome": "invalid",
        "error": "lines[0].quantity: must be between 1 and 1000000000",
        "allowance_left": None,
    }
    (nameless,) = lines_of(json.dumps(changed("id", None)).encode())
    assert nameless["id"] is None and nameless["line"] == 1 and nameless["error"].startswith("id: ")


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1.0", "1e2", "9" * 400, "9" * 5000])
def test_json_numbers_no_field_takes(number: str) -> None:
    text = json.dumps(GOOD).replace('"quantity": 1', f'"quantity": {number}')
    (answer,) = lines_of(text.encode())
    assert answer["id"] == "case" and answer["error"].startswith("lines[0].quantity: ")


def test_a_lone_surrogate_in_an_id_comes_back_escaped() -> None:
    text = json.dumps(GOOD).replace('"case"', '"\\ud800"')
    (line,) = answers([text.encode()], NoTables())
    assert json.loads(line)["id"] == "\ud800"
    line.encode()


def test_a_byte_order_mark_before_the_first_line() -> None:
    (answer,) = lines_of(b"\xef\xbb\xbf" + json.dumps(GOOD).encode())
    assert answer["outcome"] == "taxed"


def test_an_endless_line_is_not_kept(tmp_path: Any) -> None:
    path = tmp_path / "in"
    path.write_bytes(b"x" * (3 * MAX_LINE) + b"\n" + b"y\n" + b"z" * (MAX_LINE + 1))
    with path.open("rb") as source:
        found = [len(line) for line in bounded_lines(source)]
    assert found == [MAX_LINE + 1, 2, MAX_LINE + 1]


@pytest.mark.parametrize("path", [case[0] for case in CASES])
@pytest.mark.parametrize("value", BROKEN, ids=lambda value: repr(value)[:12])
def test_garbage_anywhere_never_crashes(path: str, value: Any) -> None:
    (answer,) = lines_of(json.dumps(changed(path, value)).encode())
    assert answer["outcome"] in ("taxed", "invalid")
    if answer["outcome"] == "invalid":
        assert answer["error"]


def test_generated_lines_are_answered_one_for_one() -> None:
    texts = list(generated(2_000, seed=7))
    found = [json.loads(line) for line in answers((text.encode() for text in texts), NoTables())]
    assert len(found) == len(texts)
    outcomes = {answer["outcome"] for answer in found}
    assert outcomes == {"taxed", "waived", "refused", "invalid"}
    for text, answer in zip(texts, found, strict=True):
        if answer["outcome"] != "invalid":
            assert json.loads(text)["id"] == answer["id"]
