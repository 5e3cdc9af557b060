"""Buttons stand where they make sense, and who did something is said in words; what may be done the services decide."""

from __future__ import annotations

import re

import pytest

from accounts.selectors import kind_of, who
from orders.aftersale.models import Dispute, Request
from orders.models import LedgerEntry
from orders.risk.models import Case
from orders.settlement.models import Statement
from tenancy.scope import Actor, in_mall

pytestmark = pytest.mark.django_db


@pytest.fixture
def inside(mall):
    return lambda: in_mall(mall.pk, actor=Actor.staff())


def buttons(client, address: str, pk: int) -> set[str]:
    """The last parts of the addresses of a page's buttons."""
    page = client.get(f"/admin/{address}/{pk}/change/")
    assert page.status_code == 200
    found = re.findall(rf'"/admin/{address}/{pk}/([a-z-]+)/?"', page.content.decode())
    return {name for name in found if name not in ("change", "history", "delete")}


@pytest.mark.parametrize(
    ("state", "kind", "shown"),
    [
        ("requested", "refund", {"approve", "refuse"}),
        ("approved", "refund", {"settle"}),
        ("approved", "return", set()),
        ("returning", "return", {"receive"}),
        ("received", "return", {"refuse", "settle"}),
        ("received", "exchange", {"refuse", "exchange"}),
        ("arbitrating", "refund", {"decide-for-shopper", "decide-for-mall"}),
        ("settled", "refund", set()),
    ],
)
def test_a_request_shows_what_may_be_done_now(owner, order, inside, state, kind, shown):
    with inside():
        Request.objects.update(state=state, kind=kind)
        pk = Request.objects.get().pk
    assert buttons(owner, "aftersale/request", pk) == shown


def test_a_clerk_does_not_decide_an_arbitration(clerk, order, inside):
    with inside():
        Request.objects.update(state="arbitrating")
        pk = Request.objects.get().pk
    assert buttons(clerk, "aftersale/request", pk) == set()


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ("open", {"pay-first", "reject"}),
        ("paid", {"note-answer", "claw-back", "bear"}),
        ("borne", set()),
    ],
)
def test_a_dispute_too(owner, order, inside, state, shown):
    with inside():
        Dispute.objects.update(state=state)
        pk = Dispute.objects.get().pk
    assert buttons(owner, "aftersale/dispute", pk) == shown


@pytest.mark.parametrize(
    ("state", "shown"),
    [("drawn", {"confirm"}), ("disputed", {"confirm", "answer"}), ("confirmed", {"pay"}), ("paid", set())],
)
def test_a_statement_too(owner, order, inside, state, shown):
    with inside():
        Statement.objects.update(state=state)
        pk = Statement.objects.get().pk
    assert buttons(owner, "settlement/statement", pk) - {"statement"} == shown


@pytest.mark.parametrize(("state", "shown"), [("open", {"release", "refuse"}), ("released", set())])
def test_a_case_too(owner, order, inside, state, shown):
    with inside():
        Case.objects.update(state=state)
        pk = Case.objects.get().pk
    assert buttons(owner, "risk/case", pk) == shown


def test_what_is_not_shown_is_refused_all_the_same(owner, order, inside):
    with inside():
        Request.objects.update(state="settled")
        pk = Request.objects.get().pk
    owner.post(f"/admin/aftersale/request/{pk}/approve", {"_form_submitted": "on", "words": ""})
    with inside():
        assert Request.objects.get().state == "settled"


def test_who_did_it_is_said_in_words_in_both_languages(owner, order, inside):
    with inside():
        LedgerEntry.objects.create(
            order_id=order.pk, axis="order", event="keep_open", before="placed", after="placed", actor="clock",
            at=order.placed_at,
        )  # fmt: skip
    for root, said in (("", "系统定时"), ("/en", "The clock")):
        page = owner.get(f"{root}/admin/orders/order/{order.pk}/change/").content.decode()
        assert said in page
        assert said in owner.get(f"{root}/admin/orders/ledgerentry/").content.decode()


def test_an_operator_is_said_by_name_with_one_statement(mall, django_assert_num_queries):
    from tests.operations import factories as make

    one, two = make.operator(mall, "wang"), make.operator(mall, "li", "clerk")
    with in_mall(mall.pk, actor=Actor.staff()):
        with django_assert_num_queries(1):
            told = who([f"operator:{one.pk}", f"operator:{two.pk}", "clock", "somebody", ""])
        with django_assert_num_queries(0):
            assert who(["clock"])["clock"] == "系统定时" and kind_of("operator:7") == "运营人员 7"
    assert told[f"operator:{one.pk}"] == str(one) and told[f"operator:{two.pk}"] == str(two)
    assert (told["somebody"], "" in told) == ("somebody", False)
