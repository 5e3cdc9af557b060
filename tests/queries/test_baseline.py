"""What pages and verbs cost in SQL is a reviewed file: `baseline.toml`. A number that differs either way fails.

Renew it with `make test ARGS=tests/queries` under RENEW_QUERIES=1, and argue for each raised number in review.
"""

from __future__ import annotations

import os
import re
import tomllib
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from customs.models import Message
from customs.ports.haikou.client import HaikouPort
from customs.services.declare import declare
from customs.services.record_receipt import record_receipt
from orders.models import Order
from orders.payments.services import record_payment
from orders.payments.types import Outcome, Trade, TradeState
from orders.services.place_order import place_order
from tests import factories
from tests.customs import factories as customs
from tests.customs.said import said
from tests.openapi import gateway
from tests.orders import factories as make
from tests.queries.counting import counted
from tests.queries.furnishing import furnish
from tests.queries.pages import LISTS, MOST_OF_A_LIST, PUBLIC_LISTS, costs

pytestmark = pytest.mark.django_db
BASELINE = Path(__file__).with_name("baseline.toml")
SIZES = (3, 60)
MOST_OF_AN_ORDER = 14
_HOW = "Renew it by RENEW_QUERIES=1 make test ARGS=tests/queries, and say why in the commit."


def compare(section: str, found: dict[str, list[str]]) -> None:
    """Against the file; with RENEW_QUERIES=1 the file takes the numbers over."""
    counts = {name: len(said) for name, said in found.items()}
    if os.environ.get("RENEW_QUERIES") == "1":
        _renew(section, counts)
    kept = tomllib.loads(BASELINE.read_text()).get(section, {})
    wrong = {name: (kept.get(name), counts.get(name)) for name in kept.keys() | counts.keys()}
    wrong = {name: pair for name, pair in wrong.items() if pair[0] != pair[1]}
    differing = {name: found[name] for name in wrong if name in found}
    assert not wrong, f"{section} (baseline, now): {wrong}\n{_HOW}\n" + told(differing)


def told(found: dict[str, list[str]]) -> str:
    """Each page with its statements, columns left out."""
    short = {
        name: [re.sub(r"^SELECT .*? FROM ", "SELECT … FROM ", sql)[:300] for sql in said]
        for name, said in found.items()
    }
    return "\n\n".join("\n  ".join([f"{name}: {len(said)}", *said]) for name, said in short.items())


def _renew(section: str, counts: dict[str, int]) -> None:
    kept = tomllib.loads(BASELINE.read_text()) if BASELINE.exists() else {}
    kept[section] = counts
    lines = ["# Statements, transaction control apart. Reviewed: see test_baseline.py."]
    for name, numbers in sorted(kept.items()):
        lines += ["", f"[{name}]", *(f'"{what}" = {number}' for what, number in numbers.items())]
    BASELINE.write_text("\n".join(lines) + "\n")


@pytest.fixture(autouse=True)
def _hosts_are_known(monkeypatch):
    """Where a mall lives is read again every few seconds; whether it falls into a page is no matter of the page."""
    monkeypatch.setattr("tenancy.hosts._KEPT_SECONDS", 3600.0)


def test_pages_cost_what_the_baseline_says_and_no_more_for_more_rows(db):
    (_, few), (first, then) = (costs(furnish(f"rows{rows}", rows)) for rows in SIZES)
    grown = {name: then[name] for name in then if len(then[name]) != len(few[name])}
    assert not grown, "pages that grow with their rows:\n" + told(grown)
    lists = {name: (first if name in PUBLIC_LISTS else then)[name] for name in sorted(LISTS)}
    dear = {name: said for name, said in lists.items() if len(said) > MOST_OF_A_LIST}
    assert not dear, f"lists of more than {MOST_OF_A_LIST} statements:\n" + told(dear)
    compare("pages", then)
    compare("pages_with_an_empty_cache", first)


def test_verbs_cost_what_the_baseline_says(in_harbor, monkeypatch):
    monkeypatch.setattr(HaikouPort, "send", lambda self, letter: None)
    make.placed()  # a process reads the tables of rates once
    request = make.checkout(
        factories.shopper(), *((factories.sku(), n) for n in (1, 2, 3)), idempotency_key="k",
        seen_total=Decimal("654.60"),
    )  # fmt: skip
    found = {"place_order of three lines": counted(lambda: place_order(request=request, now=make.NOW))}
    assert len(found["place_order of three lines"]) <= MOST_OF_AN_ORDER
    payment = gateway.pending(Order.objects.latest("pk"))
    trade = Trade(payment.number, TradeState.PAID, int(payment.amount * 100), "42", make.NOW)
    outcomes: list[object] = []
    for what in ("record_payment", "record_payment said again"):
        found[what] = counted(lambda: outcomes.append(record_payment(trade=trade, now=make.NOW)))
    assert outcomes == [Outcome.APPLIED, Outcome.REPEATED]
    compare("verbs", found | _receipts())


def _receipts() -> dict[str, list[str]]:
    now = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
    customs.account("http://127.0.0.1:9")
    found, package = {}, customs.package(now=now)
    declare(package_id=package.pk, now=now)
    message = Message.objects.get(kind="621", declaration__package=package)
    another = customs.package(now=now)
    found["declare"] = counted(lambda: declare(package_id=another.pk, now=now))
    row = said(message, "2")
    for what in ("record_receipt", "record_receipt said again"):
        found[what] = counted(lambda: record_receipt(port="haikou", row=row, now=now))
    return found


def test_a_page_that_asks_row_by_row_is_found(in_harbor):
    """The control: with three and with sixty rows it costs another number."""
    from catalog.models import Sku

    def naive() -> list[str]:
        return counted(lambda: [sku.product.supplier.code for sku in Sku.objects.all()])

    factories.sku()
    one = len(naive())
    factories.sku()
    assert (one, len(naive())) == (3, 5)
