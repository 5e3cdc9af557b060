"""A complaint that took goods down: their supplier is told, reads it and answers; nobody else's is there."""

from __future__ import annotations

import pytest
from django.utils import timezone

from catalog.models import Complaint
from catalog.services import complaints
from catalog.services.complaints import Notice
from catalog.services.told import tell_supplier
from notifications.models import Message
from tenancy.scope import Actor, in_mall
from tests.seller.conftest import seated

pytestmark = [pytest.mark.django_db]
NOW = timezone.now()
BODY = {"statement": "We bought it from the owner: invoice 7.", "vouched": "on"}


@pytest.fixture
def staff(mall):
    with in_mall(mall.pk, actor=Actor.staff()):
        yield


def filed(sku, complainant="Testa AG") -> int:
    notice = Notice(
        "trademark", "TM-88", complainant, "law@example.com", "<b>Our mark.</b>", ["https://x.example/1"]
    )
    return complaints.file_complaint(product_id=sku.product_id, notice=notice, now=NOW)


def down(sku, complainant="Testa AG") -> int:
    one = filed(sku, complainant)
    complaints.take_down(complaint_id=one, now=NOW, operator="operator:1")
    return one


def state(complaint_id: int) -> str:
    return Complaint.objects.values_list("state", flat=True).get(pk=complaint_id)


def test_it_is_read_and_answered_once(supplier, ours, staff):
    one = down(ours)
    assert "Testa AG" in supplier.get("/en/seller/complaints").content.decode()
    assert "complaints to answer" in supplier.get("/en/seller/").content.decode()
    page = supplier.get(f"/en/seller/complaints/{one}").content.decode()
    assert "&lt;b&gt;Our mark.&lt;/b&gt;" in page and "TM-88" in page and "https://x.example/1" in page
    assert "law@example.com" not in page  # how to reach a complainant is between it and the mall
    assert supplier.post(f"/seller/complaints/{one}", BODY).status_code == 303
    assert state(one) == "countered"
    again = supplier.post(f"/en/seller/complaints/{one}", BODY | {"statement": "Again"})
    assert again.status_code == 422 and "not at that step" in again.content.decode()
    assert Complaint.objects.get(pk=one).counter_statement == BODY["statement"]


@pytest.mark.parametrize(("wrong", "says"), [({"statement": " "}, "required"), ({"vouched": ""}, "required")])
def test_an_answer_without_words_or_vouching_is_none(supplier, ours, staff, wrong, says):
    one = down(ours)
    answer = supplier.post(f"/en/seller/complaints/{one}", BODY | wrong)
    assert answer.status_code == 422 and says in answer.content.decode()
    assert state(one) == "taken_down"


def test_what_the_mall_still_looks_at_and_what_is_anothers_is_not_there(supplier, ours, theirs, staff):
    waiting, strange = filed(ours, "Waiting AG"), down(theirs, "Strange AG")
    page = supplier.get("/en/seller/complaints").content.decode()
    assert "Waiting AG" not in page and "Strange AG" not in page
    for one in (waiting, strange):
        assert supplier.get(f"/seller/complaints/{one}").status_code == 404
        assert supplier.post(f"/seller/complaints/{one}", BODY).status_code == 404
    assert (state(waiting), state(strange)) == ("filed", "taken_down")


def test_only_those_who_work_on_goods_read_it(mall, ours, staff):
    one = down(ours)
    finance = seated(mall, ours, "finance", "13700000006")
    assert (
        finance.get("/seller/complaints").status_code
        == finance.get(f"/seller/complaints/{one}").status_code
        == 403
    )


def test_the_supplier_is_told_once_at_each_step(supplier, mall, ours, staff):
    one = down(ours)
    seated(mall, ours, "finance", "13700000006")
    for _ in range(2):
        tell_supplier(complaint_id=one, state="taken_down", now=NOW)
    complaints.uphold(complaint_id=one, reason="Case 7", now=NOW)
    tell_supplier(complaint_id=one, state="filed", now=NOW)
    tell_supplier(complaint_id=one, state="upheld", now=NOW)
    told = (
        Message.objects.filter(kind__startswith="complaint.")
        .order_by("pk")
        .values_list("user__login", "kind", "link")
    )
    link = f"/seller/complaints/{one}"
    assert list(told) == [
        ("13700000001", "complaint.taken_down", link), ("13700000001", "complaint.settled", link),
    ]  # fmt: skip
    page = supplier.get(f"/en/seller/complaints/{one}").content.decode()
    assert "Case 7" in page and "Send the counter-notice" not in page
