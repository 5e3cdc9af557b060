"""A supplier that ships by hand: released packages wait for it, leave once, and their papers can be printed."""

from __future__ import annotations

import pytest

from orders.logistics import selectors
from orders.logistics.models import Waybill
from orders.models import Order, Package
from partners.models import Supplier
from tenancy.scope import Actor, in_mall
from tests import factories
from tests.orders import factories as orders

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def package(mall, ours) -> Package:
    """Paid, released, with a waybill."""
    with in_mall(mall.pk, actor=Actor.staff()):
        placed = orders.placed(None, (ours, 2))
        row = Package.objects.get(pk=placed.packages[0][0])
        Order.objects.filter(pk=row.order_id).update(state="paid", payment_state="paid", paid_at=orders.NOW)
        Package.objects.filter(pk=row.pk).update(clearance="released", released_at=orders.NOW)
        Waybill.objects.create(
            package=row, carrier="domestic", carrier_code="C1", carrier_name="内陆快运", number="LK00000001"
        )
        return row


def test_where_the_supplier_ships_by_hand_nothing_leaves_by_itself(mall, package):
    with in_mall(mall.pk, actor=Actor.staff()):
        assert selectors.leaves_by_itself(package.pk)
        Supplier.objects.update(ships_itself=True)
        assert not selectors.leaves_by_itself(package.pk)


@pytest.mark.parametrize("by", ["number", "order", "waybill"])
def test_a_scan_finds_the_parcel_by_any_of_its_numbers(mall, supplier, package, by):
    with in_mall(mall.pk, actor=Actor.staff()):
        number = {"number": package.number, "order": package.order.number, "waybill": "LK00000001"}[by]
    text = supplier.get(f"/seller/queue?scan={number}").content.decode()
    assert package.number in text and "notice-success" in text


def test_the_ticked_ones_ship_and_one_that_cannot_holds_no_other_back(
    mall, supplier, ours, package, monkeypatch
):
    shipped = []
    monkeypatch.setattr("seller.views.orders.dispatch", lambda *, package_id, now: shipped.append(package_id))
    with in_mall(mall.pk, actor=Actor.staff()):
        bare = orders.placed(factories.shopper(), (ours, 1)).packages[0]
        Order.objects.update(state="paid", paid_at=orders.NOW)
    supplier.post("/seller/queue/ship", {"package": [bare[1], package.number, package.number]})
    assert shipped == [package.pk]


@pytest.mark.parametrize(("path", "size"), [("labels", (76, 130)), ("picking", (210, 297))])
def test_papers_are_pdfs_of_their_size_with_chinese_inside(supplier, package, path, size):
    answer = supplier.post(f"/seller/queue/{path}.pdf", {"package": package.number})
    body = answer.content
    assert answer.headers["Content-Type"] == "application/pdf" and body[:5] == b"%PDF-"
    box = f"/MediaBox [0 0 {size[0] / 25.4 * 72:.2f} {size[1] / 25.4 * 72:.2f}]".encode()
    assert box in body
    assert b"NotoSansCJK" in body and len(body) < 300_000


def test_a_label_masks_the_telephone(mall, supplier, package, monkeypatch):
    from seller import printing

    drawn: list[str] = []
    monkeypatch.setattr(printing, "_line", lambda pdf, text, *a, **k: drawn.append(text))
    supplier.post("/seller/queue/labels.pdf", {"package": package.number})
    assert any("138****8000" in text for text in drawn)
    assert not any("13800138000" in text for text in drawn)
