"""The operators' calculator: regimes side by side, prices with the tax inside, faults in words; it writes nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from lxml import html

from tax.services import tables
from tax.services.tables import use_seed_tables
from tests.operations import factories as make
from tests.operations.conftest import logged_in

pytestmark = pytest.mark.django_db
URL = "/admin/tax/hsrate/calculator/"
NOW = datetime(2025, 6, 1, 4, 0, tzinfo=UTC)
CREAM = {"hs": "3304990029", "article": "09020220", "price": "300", "content": "30", "unit": "g"}
ASKED = {"line-TOTAL_FORMS": "3", "line-INITIAL_FORMS": "0", "on": "2025-06-01", "origin": "JP"}


@pytest.fixture(autouse=True)
def _seed():
    with use_seed_tables():
        yield
    tables.forget()


@pytest.fixture
def client(db) -> Any:
    return logged_in(make.operator(None, "root", is_superuser=True), None)


def ask(client: Any, *lines: dict[str, str], **head: str) -> Any:
    given = ASKED | head
    for number, line in enumerate(lines):
        given |= {f"line-{number}-{name}": value for name, value in line.items()}
    response = client.get(f"/en{URL}", given)
    assert response.status_code == 200
    return html.fromstring(response.content.decode())


def rows(body: Any, title: str) -> list[list[str]]:
    """The table under a heading, cell by cell."""
    (table,) = body.xpath(f"//h3[starts-with(normalize-space(), '{title}')]/following-sibling::div//table")
    return [
        [" ".join("".join(cell.itertext()).split()) for cell in row.xpath("td")]
        for row in table.xpath(".//tr[td]")
    ]


def test_regimes_side_by_side(client) -> None:
    body = ask(client, CREAM, freight="20")
    cbec, postal, general = rows(body, "Regimes side by side")
    assert cbec == ["cross-border e-commerce", "lawful", "¥320.00", "¥0.00", "¥39.53", "¥34.26", "¥0.00",
                    "¥73.79", "¥393.79"]  # fmt: skip
    assert postal[1] == "cheapest waived: 50 yuan or less"
    assert (general[3], general[-2], general[-1]) == ("¥3.20", "¥109.67", "¥429.67")
    assert [row[0] for row in rows(body, "Rates used")] == [
        "3304990029", "33049900, place on the positive list", "09020220",
    ]  # fmt: skip
    assert any("rounded 39.53" in row[0] for row in rows(body, "The working: cross-border"))


def test_why_a_regime_is_out_and_what_is_memory_only(client) -> None:
    stroller = {"hs": "8715000010", "price": "2600", "quantity": "2"}
    cbec, postal, general = rows(ask(client, stroller), "Regimes side by side")
    assert cbec[1] == "above the single limit with more than one piece"
    assert postal[1] == "not every line has a postal article"
    assert general[1] == "no duty rate is known on this day"
    used = rows(ask(client, stroller | {"quantity": "1"}), "Rates used")
    assert used[0][2] == "from memory: check before filing"


def test_the_law_of_the_day_says_how_sure_it_is(client) -> None:
    told = {row[0]: row[1:] for row in rows(ask(client, CREAM), "The law on this day: cn-import-2024-12-01")}
    assert told["high-end watch"][2] == "one source only: check before filing"
    assert told["listed price left at double or half"][2] == "from memory: check before filing"
    assert told["rates of the postal tax"][0] == "2024-12-01"
    assert told["limits of one purchase and of a year"] == [
        "2019-01-01",
        "财关税〔2018〕49号",
        "two sources agree",
    ]


def test_one_regime_that_lacks_something_leaves_the_others(client) -> None:
    """Without content the cream cannot be counted as goods; by post it can."""
    cbec, postal, general = rows(ask(client, CREAM | {"content": "", "unit": ""}), "Regimes side by side")
    assert cbec[1] == general[1] == "What one piece holds is needed here."
    assert postal[-2] == "¥0.00"


@pytest.mark.parametrize(
    ("gross", "found"),
    [
        ("109.10", [["¥100.00", "cross-border e-commerce", "¥9.10", "¥109.10"]]),
        ("0.06", []),
    ],
)
def test_a_price_with_the_tax_inside(client, gross: str, found: list[list[str]]) -> None:
    milk = {"hs": "0402210000", "price": "1"}
    title = "One price comes to" if found else "No price comes to"
    assert rows(ask(client, milk, gross=gross), title) == found


@pytest.mark.parametrize(
    ("line", "head", "said"),
    [
        ({"hs": "9999999999", "price": "1"}, {}, "Line 1: There are no rates for this code on this day."),
        ({"hs": "99", "price": "1"}, {}, "Line 1: An HS code has ten digits, an article eight."),
        ({"hs": "3304990029", "price": "1"}, {}, "Line 1: What one piece holds is needed here."),
        ({"hs": "0402210000", "price": "1"}, {"discount": "2"}, "The discount is above the goods."),
        ({"hs": "0402210000", "price": "1"}, {"on": "2016-04-07"}, "There are no rules for this day"),
        (
            {"hs": "0402210000", "price": "2"},
            {"discount": "1", "gross": "1"},
            "A price with the tax inside is",
        ),
        ({}, {}, "Give at least one line."),
    ],
)
def test_faults_are_said_in_words(client, line: dict[str, str], head: dict[str, str], said: str) -> None:
    (alert,) = ask(client, line, **head).xpath("//p[@role='alert']")
    assert alert.text.startswith(said)


@pytest.mark.parametrize(
    "line",
    [{"hs": "0402210000"}, {"price": "-1"}, {"price": "NaN"}, {"content": "1", "hs": "0", "price": "1"}],
)
def test_what_cannot_be_read_stands_at_its_field(client, line: dict[str, str]) -> None:
    body = ask(client, line, origin="XX")
    assert len(body.xpath("//*[contains(@class, 'errors')]")) >= 2
    assert not body.xpath("//table")


def test_every_operator_may_ask_and_nobody_else(mall, other_mall) -> None:
    assert logged_in(make.operator(mall, "clerk", role="clerk"), mall).get(URL).status_code == 200
    assert logged_in(make.operator(mall, "owner"), other_mall).get(URL).status_code == 302


def test_the_first_page_asks_nothing_of_the_tables(client, django_assert_max_num_queries) -> None:
    body = html.fromstring(client.get(URL).content.decode())
    assert body.xpath("//input[@name='on']/@value") and not body.xpath("//table")
    assert Decimal(len(body.xpath("//fieldset"))) == 3
