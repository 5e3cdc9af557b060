"""A supplier's statements: read line by line, agreed to or disputed, as page, CSV and PDF in both languages; nobody
else's is there."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from journal.models import Fact
from journal.services import as_fact
from notifications.models import Message
from orders.settlement import selectors as books
from orders.settlement import services, tasks
from orders.settlement.models import Statement
from seller.views import statements as views
from tests.seller.conftest import seated

pytestmark = [pytest.mark.django_db]
NOW = timezone.now()
D = Decimal


def statement_of(sku, amount: str = "80.00") -> Statement:
    """Drawn by the verb from a voucher that is due."""
    supplier_id = sku.product.supplier_id
    services.post_adjusted(
        supplier_id=supplier_id, amount=D(amount), key=f"{supplier_id}", note="=1+1 运费差额", now=NOW
    )
    made = services.draw_statement(
        supplier_id=supplier_id, begins_on=date(2030, 1, 1), ends_on=date(2030, 1, 15), now=NOW
    )
    assert made is not None and made.payable == D(amount)
    return made


def hear() -> None:
    for fact in Fact.objects.filter(kind__in=("settlement.drawn", "settlement.answered", "settlement.paid")):
        tasks.tell_supplier(as_fact(fact))


def path(row: Statement, root: str = "", more: str = "") -> str:
    return f"{root}/seller/statements/{row.pk}{more}"


@pytest.mark.parametrize(
    ("root", "waits", "kept", "owed"),
    [
        ("", "待您确认", "结算单已确认，商城将安排付款。", "已入账未付款"),
        ("/en", "Waits for you to confirm", "The statement is confirmed.", "Earned and not paid out yet"),
    ],
)
def test_it_is_read_and_agreed_to(supplier, ours, staff, root, waits, kept, owed):
    row = statement_of(ours)
    listed = supplier.get(f"{root}/seller/statements").content.decode()
    assert row.number in listed and waits in listed and owed in listed and "¥80.00" in listed
    shown = supplier.get(path(row, root)).content.decode()
    assert "=1+1 运费差额" in shown and "¥80.00" in shown
    said = supplier.post(path(row, root), {"agree": "1"}, follow=True).content.decode()
    assert kept in said
    row.refresh_from_db()
    assert (row.state, row.confirmed_by.partition(":")[0]) == ("confirmed", "supplier")
    again = supplier.post(path(row, root), {"agree": "1"})
    assert again.status_code == 422
    late = supplier.post(path(row, root), {"words": "too late"})
    row.refresh_from_db()
    assert late.status_code == 422 and (row.state, row.words) == ("confirmed", "")


def test_it_is_disputed_answered_and_agreed_to(supplier, ours, staff):
    row = statement_of(ours)
    empty = supplier.post(path(row, "/en"), {"words": "  "})
    assert empty.status_code == 422 and Statement.objects.get().state == "drawn"
    assert supplier.post(path(row, "/en"), {"words": "<b>freight</b> is missing"}).status_code == 303
    shown = supplier.get(path(row, "/en")).content.decode()
    assert "&lt;b&gt;freight&lt;/b&gt; is missing" in shown and 'name="words"' not in shown
    services.answer(statement_id=row.pk, words="agreed", amount=D("8.00"), actor="operator:1", now=NOW)
    shown = supplier.get(path(row, "/en")).content.decode()
    assert "agreed" in shown and "operator:1" not in shown and 'name="words"' in shown
    assert supplier.post(path(row, "/en"), {"agree": "1"}).status_code == 303
    services.pay(statement_id=row.pk, bank_reference="BK77", actor="operator:1", now=NOW)
    shown = supplier.get(path(row, "/en")).content.decode()
    assert "BK77" in shown and "I agree" not in shown


def test_papers_are_files_in_the_pages_language(supplier, ours, staff):
    row = statement_of(ours)
    told = supplier.get(path(row, "", "/statement.csv"))
    assert told["Content-Disposition"] == f'attachment; filename="{row.number}.csv"'
    assert "应付金额" in told.content.decode("utf-8-sig") and "'=1+1" in told.content.decode("utf-8-sig")
    assert "payable" in supplier.get(path(row, "/en", "/statement.csv")).content.decode("utf-8-sig")
    paper = supplier.get(path(row, "", "/statement.pdf"))
    assert paper.content[:5] == b"%PDF-" and paper["Content-Type"] == "application/pdf"
    assert "no-store" in paper["Cache-Control"]


def test_who_keeps_accounts_is_told_once_and_who_packs_is_not(mall, supplier, ours, staff):
    seated(mall, ours, "finance", "13700000005")
    seated(mall, ours, "warehouse", "13700000006")
    row = statement_of(ours)
    hear()
    hear()
    told = Message.objects.filter(kind="settlement.drawn")
    assert sorted(told.values_list("user__login", flat=True)) == ["13700000001", "13700000005"]
    assert all(row.number in m.text and "80.00" in m.text and m.link == path(row) for m in told)


def test_the_day_names_what_waits(supplier, ours, staff):
    chip = "<b>{}</b><span>statements to confirm</span>"
    assert chip.format(0) in supplier.get("/en/seller/").content.decode()
    statement_of(ours)
    assert chip.format(1) in supplier.get("/en/seller/").content.decode()


def test_a_role_without_money_is_refused(mall, ours, staff):
    row = statement_of(ours)
    packer = seated(mall, ours, "warehouse", "13700000006")
    for address in ("/seller/statements", path(row), path(row, "", "/statement.csv")):
        assert packer.get(address).status_code == 403
    assert "/seller/statements" not in packer.get("/seller/").content.decode()
    assert seated(mall, ours, "finance", "13700000005").get(path(row)).status_code == 200


def test_anothers_is_not_there(supplier, ours, theirs, staff):
    row = statement_of(theirs, "55.00")
    assert row.number not in supplier.get("/seller/statements").content.decode()
    for more in ("", "/statement.csv", "/statement.pdf"):
        assert supplier.get(path(row, "", more)).status_code == 404
    for body in ({"agree": "1"}, {"words": "x"}):
        assert supplier.post(path(row), body).status_code == 404
    row.refresh_from_db()
    assert row.state == "drawn"


def test_control_without_the_supplier_in_the_question_anothers_page_opens(
    supplier, ours, theirs, staff, monkeypatch
):
    row = statement_of(theirs, "55.00")
    monkeypatch.setattr(
        views, "visible_statements", lambda actor: books.Statement.objects.select_related("supplier")
    )
    assert supplier.get(path(row)).status_code == 200


def test_an_empty_list_says_when_the_first_one_comes(supplier, staff):
    assert "暂无结算单" in supplier.get("/seller/statements").content.decode()
