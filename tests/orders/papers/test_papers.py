"""Papers: what they must say is in them, whatever the length of what people typed."""

from __future__ import annotations

import pytest

from orders.logistics.models import Waybill
from orders.models import Package
from orders.papers import label, sheets
from orders.selectors import order_page
from orders.selectors.labels import labels_of
from tenancy.scope import Actor
from tests import factories
from tests.orders.aftersale.conftest import paid

pytestmark = pytest.mark.django_db


@pytest.fixture
def package(in_harbor) -> Package:
    made = paid((factories.sku(), 2)).packages.get()
    Waybill.objects.create(
        package=made,
        carrier="domestic",
        carrier_code="4601W60003",
        carrier_name="顺达速运",
        number="SD1234567890",
    )
    return made


def a_label(**changes: object) -> label.Label:
    values: dict = {
        "carrier": "顺达速运", "waybill": "SD1234567890", "consignee": "张三丰", "phone": "13800138000",
        "address": "浙江省杭州市西湖区文三路 1 号", "sender": "海港供货商", "package": "513765613063578601",
        "pieces": 2, "kilograms": "2.00", "mode": "保税备货", "page": "http://harbor.localhost/t/1",
    }  # fmt: skip
    return label.Label(**(values | changes))


def test_a_label_has_its_size_and_one_page_each():
    content = label.as_pdf([a_label(), a_label(waybill="SD2"), a_label(page="")])
    assert content.count(b"/Type /Page\n") == 3
    assert b"/MediaBox [0 0 215.43 368.50]" in content


def test_long_words_stay_on_their_label():
    content = label.as_pdf(
        [a_label(address="很长的地址" * 60, sender="供" * 300, consignee="名" * 200, carrier="长" * 99)]
    )
    assert content.count(b"/Type /Page\n") == 1


def test_a_waybill_that_bars_cannot_write_is_refused():
    with pytest.raises(ValueError, match="ASCII"):
        label.as_pdf([a_label(waybill="运单１２３")])


def test_labels_are_those_the_actor_may_see(package):
    (made,) = labels_of([package.pk], Actor.staff())
    assert (made.waybill, made.pieces, made.package) == ("SD1234567890", 2, package.number)
    assert len(labels_of([package.pk], Actor.supplier(package.supplier_id))) == 1
    for actor in (Actor.supplier(package.supplier_id + 1), Actor.shopper(package.order.shopper_id + 1), None):
        assert labels_of([package.pk], actor) == []


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_sheets_are_made_in_both_languages(package, language):
    page = order_page(package.order.number, Actor.staff(), language=language)
    assert page is not None
    for content in (
        sheets.order_sheet(page, "海港商城", language),
        sheets.packing_list(page, page.packages[0], "海港商城", language),
    ):
        assert content[:5] == b"%PDF-" and content.count(b"/Type /Page\n") == 1


def test_the_desk_hands_out_papers_and_404_for_what_is_not_there(package, client):
    owner = factories.operator("owner")
    owner.memberships.create(mall_id=package.mall_id, role="owner")
    client.force_login(owner)
    host = {"HTTP_HOST": "harbor.localhost"}
    for address in (
        f"/admin/orders/package/{package.pk}/label.pdf", f"/admin/orders/package/{package.pk}/packing-list.pdf",
        f"/admin/orders/order/{package.order_id}/order-sheet.pdf",
    ):  # fmt: skip
        answer = client.get(address, **host)
        assert (answer.status_code, answer["Content-Type"], answer.content[:5]) == (
            200,
            "application/pdf",
            b"%PDF-",
        )
    assert client.get(f"/admin/orders/package/{package.pk + 9}/label.pdf", **host).status_code == 404
    Waybill.objects.all().delete()
    assert client.get(f"/admin/orders/package/{package.pk}/label.pdf", **host).status_code == 404
