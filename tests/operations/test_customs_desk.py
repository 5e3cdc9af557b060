"""What an operator sets for a port and keeps of a book counts before payment at once."""

from __future__ import annotations

import pytest
from django.urls import reverse

from catalog.inventory.models import OpenPort, ZoneBook, ZoneBookLine
from customs.models import AccountBook, Alarm, BookItem, PortAccount
from customs.services.announcing import announce_book
from tenancy.scope import Actor, in_mall
from tests.customs import factories as customs

pytestmark = pytest.mark.django_db
TERMS = {"opens": "", "closes": "", "per_minute": "30", "per_file": "20", "site_code": "", "site_name": ""}


@pytest.fixture
def inside(mall):
    return lambda: in_mall(mall.pk, actor=Actor.staff())


@pytest.fixture
def account(mall, inside) -> int:
    with inside():
        customs.account("http://127.0.0.1:9")
        return PortAccount.objects.get().pk


def change(name: str, pk: int) -> str:
    return reverse(f"admin:{name}_change", args=[pk])


def test_the_terms_of_a_port_are_changed_and_nothing_else_of_it(owner, account, inside):
    path = change("customs_portaccount", account)
    assert owner.get(path).status_code == 200
    asked = TERMS | {"needs_filing": "on", "endpoint": "http://evil.example", "state": "live"}
    assert owner.post(path, asked).status_code == 302
    with inside():
        row = PortAccount.objects.get()
        assert (row.needs_filing, row.per_minute, row.per_file) == (True, 30, 20)
        assert (row.endpoint, row.state) == ("http://127.0.0.1:9", "rehearsal")
        assert OpenPort.objects.get().wants_filing is True
    assert owner.post(path, TERMS).status_code == 302
    with inside():
        assert (PortAccount.objects.get().needs_filing, OpenPort.objects.get().wants_filing) == (False, False)


@pytest.mark.parametrize(
    "bad",
    [{"per_file": "0"}, {"per_file": "101"}, {"per_minute": "-1"}, {"per_minute": "x"}, {"opens": "25:00"}],
)
def test_terms_that_are_none_are_refused_and_change_nothing(owner, account, inside, bad):
    assert owner.post(change("customs_portaccount", account), TERMS | bad).status_code == 200
    with inside():
        row = PortAccount.objects.get()
        assert (row.per_minute, row.per_file, row.opens) == (0, 1, None)


def test_a_clerk_sets_no_terms(clerk, account, inside):
    assert clerk.post(change("customs_portaccount", account), TERMS).status_code == 403
    with inside():
        assert PortAccount.objects.get().per_minute == 0


def lines() -> list[tuple[str, str]]:
    return list(ZoneBookLine.objects.order_by("number").values_list("number", "name"))


def test_items_of_a_book_count_as_they_are_changed(owner, inside, account):
    with inside():
        book = AccountBook.objects.create(
            number="T1", port="haikou", keeper_code="4601W60002", keeper_name="仓"
        )
        item = BookItem.objects.create(book=book, number="1", hs_code="1901101010", name="奶粉", unit="035")
        BookItem.objects.create(book=book, number="2", hs_code="1901101010", name="米粉", unit="035")
        announce_book(book.pk)
    asked = {"hs_code": "1901101010", "name": "婴儿奶粉", "unit": "035"}
    assert owner.post(change("customs_bookitem", item.pk), asked).status_code == 302
    with inside():
        assert lines() == [("1", "婴儿奶粉"), ("2", "米粉")]
    owner.post(reverse("admin:customs_bookitem_delete", args=[item.pk]), {"post": "yes"})
    with inside():
        assert lines() == [("2", "米粉")]
    renamed = {
        "number": "T2",
        "port": "haikou",
        "keeper_code": "4601W60002",
        "keeper_name": "仓",
        "exit_by": "7",
    }
    assert owner.post(change("customs_accountbook", book.pk), renamed).status_code == 302
    with inside():
        assert list(ZoneBook.objects.values_list("number", flat=True)) == ["T2"]
        assert lines() == [("2", "米粉")]


@pytest.mark.parametrize(("prefix", "says"), [("", "没有响应"), ("/en", "does not answer")])
def test_an_alarm_says_what_is_to_be_done_and_leads_there(owner, inside, account, prefix, says):
    with inside():
        row = Alarm.objects.create(
            kind="door", subject="port:haikou", port="haikou", about={"says": "HTTP 401"},
            since="2026-03-10T04:00:00Z", raised_at="2026-03-10T04:00:00Z",
        )  # fmt: skip
    alarm, port, listed = (
        prefix + path
        for path in (
            change("customs_alarm", row.pk),
            change("customs_portaccount", account),
            reverse("admin:customs_alarm_changelist"),
        )
    )
    page = owner.get(alarm).content.decode()
    assert says in page and "HTTP 401" in page and port in page
    assert f"{listed}?state=open" in owner.get(f"{prefix}/admin/").content.decode()
