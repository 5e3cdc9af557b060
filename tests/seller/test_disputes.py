"""The mall paid first: the supplier is told, reads why and answers once, in both languages; nobody else's is there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from notifications.models import Message
from orders.aftersale.models import Dispute
from orders.aftersale.services import note_answer, settle_dispute, tell_supplier
from orders.aftersale.types import NoSuchDispute, SupplierNotHeard
from orders.models import Package
from tenancy.scope import Actor, in_mall
from tests import factories
from tests.orders import factories as orders
from tests.seller.conftest import seated

pytestmark = [pytest.mark.django_db]
NOW = timezone.now()


@pytest.fixture
def staff(mall):
    with in_mall(mall.pk, actor=Actor.staff()):
        yield


def disputed(sku, state: str = "paid") -> Dispute:
    """As the desk leaves it once the shopper was paid."""
    placed = orders.placed(factories.shopper(), (sku, 1))
    package = Package.objects.get(pk=placed.packages[0][0])
    return Dispute.objects.create(
        number=f"D{package.number}01", order_id=package.order_id, package=package, source="gateway",
        words="<b>Nothing came</b>", amount="60.00", state=state, opened_by="operator:1", opened_at=NOW,
        paid_at=NOW, answer_by=NOW + timedelta(days=3),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("root", "waits", "kept", "again"),
    [
        ("", "待您答复", "答复已提交给商城。", "该纠纷此前已答复。"),
        ("/en", "Waits for your answer", "Your answer is with the mall.", "answered before"),
    ],
)
def test_it_is_read_and_answered_once(supplier, ours, staff, root, waits, kept, again):
    row = disputed(ours)
    page = supplier.get(f"{root}/seller/disputes").content.decode()
    assert row.number in page and waits in page
    assert row.number not in supplier.get(f"{root}/seller/").content.decode()
    page = supplier.get(f"{root}/seller/disputes/{row.pk}").content.decode()
    assert "&lt;b&gt;Nothing came&lt;/b&gt;" in page and "60.00" in page
    path = f"{root}/seller/disputes/{row.pk}"
    assert kept in supplier.post(path, {"words": "Signed for: SF123"}, follow=True).content.decode()
    assert Dispute.objects.get().answer == "Signed for: SF123"
    second = supplier.post(path, {"words": "Another story"})
    assert second.status_code == 422 and again in second.content.decode()
    assert Dispute.objects.get().answer == "Signed for: SF123"


def test_no_words_are_no_answer(supplier, ours, staff):
    row = disputed(ours)
    assert supplier.post(f"/en/seller/disputes/{row.pk}", {"words": "  "}).status_code == 422
    assert Dispute.objects.get().answer == ""


def test_the_day_names_what_waits(supplier, ours, staff):
    chip = "<b>{}</b><span>disputes to answer</span>"
    assert chip.format(0) in supplier.get("/en/seller/").content.decode()
    disputed(ours)
    assert chip.format(1) in supplier.get("/en/seller/").content.decode()


def test_anothers_and_what_the_mall_still_looks_at_are_not_there(supplier, ours, theirs, staff):
    strange, open_still = disputed(theirs), disputed(ours, "open")
    page = supplier.get("/seller/disputes").content.decode()
    for row in (strange, open_still):
        assert row.number not in page
        assert supplier.get(f"/seller/disputes/{row.pk}").status_code == 404
        assert supplier.post(f"/seller/disputes/{row.pk}", {"words": "x"}).status_code == 404
    with pytest.raises(NoSuchDispute):
        note_answer(dispute_id=strange.pk, words="x", now=NOW, supplier_id=ours.product.supplier_id)
    assert set(Dispute.objects.values_list("answer", flat=True)) == {""}


def test_whose_role_leaves_orders_out_does_not_answer(mall, ours, staff):
    row = disputed(ours)
    clerk = seated(mall, ours, "goods", "13700000009")
    assert clerk.post(f"/seller/disputes/{row.pk}", {"words": "x"}).status_code == 403
    assert Dispute.objects.get().answer == ""


def test_the_answer_ends_the_wait_of_the_desk(supplier, ours, staff):
    row = disputed(ours)
    judged = {"dispute_id": row.pk, "supplier_bears": True, "words": "x", "actor": "operator:1", "now": NOW}
    with pytest.raises(SupplierNotHeard):
        settle_dispute(**judged)
    supplier.post(f"/seller/disputes/{row.pk}", {"words": "Signed for"})
    assert settle_dispute(**judged).state == "clawed_back"
    page = supplier.get(f"/en/seller/disputes/{row.pk}").content.decode()
    assert "Clawed back from the supplier" in page and "<textarea" not in page


def test_its_people_are_told_once_with_the_day(supplier, ours, staff):
    row = disputed(ours)
    assert tell_supplier(dispute_id=row.pk, now=NOW) == 1
    assert tell_supplier(dispute_id=row.pk, now=NOW) == 0
    message = Message.objects.get(kind="dispute.to_answer")
    assert row.package.number in message.text and message.link == f"/seller/disputes/{row.pk}"
