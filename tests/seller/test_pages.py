"""Every page of the backend answers in both languages, to those whose task it is."""

from __future__ import annotations

import pytest

from orders.models import Package
from partners.models import Supplier
from tenancy.scope import Actor, in_mall
from tests import factories
from tests.orders import factories as orders
from tests.partners import factories as make
from tests.seller.conftest import browser, seated

pytestmark = [pytest.mark.django_db]
PAGES = {
    "goods": [
        "products", "products?state=listed&q=S", "products/new", "trade", "trade?show=all",
        "trade/codes?code_query=奶粉", "prices", "complaints",
        "trade/codes?code_query=奶粉", "prices", "reviews", "reviews?tab=poor",
        "visits", "visits?until=2026-01-31", "visits?until=x&page=9",
    ],
    "stock": ["stock", "stock?warn=low"],
    "orders": ["orders", "orders?tab=to_ship", "queue", "queue?column=declaring", "queue?scan=nothing"],
    "shop": ["shop"],
    "staff": ["staff"],
    "company": ["company"],
    "": ["", "messages", "help"],
}  # fmt: skip
MAY = {
    "owner": set(PAGES),
    "goods": {"goods", "stock", "shop", ""},
    "warehouse": {"stock", "orders", ""},
    "finance": {"orders", ""},
}


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_page_answers_in_both_languages(supplier, mall, ours, prefix):
    with in_mall(mall.pk, actor=Actor.staff()):
        stock = ours.stocks.get()
    own = [
        f"products/{ours.product_id}", f"products/{ours.product_id}/preview", f"skus/{ours.pk}",
        f"skus/{ours.pk}/profile", f"stock/{stock.pk}",
    ]  # fmt: skip
    for path in [*own, *(path for paths in PAGES.values() for path in paths)]:
        answer = supplier.get(f"{prefix}/seller/{path}")
        assert answer.status_code == 200, path
        assert answer.headers["Cache-Control"] == "private, no-store"
        text = answer.content.decode()
        assert ('<html lang="en"' in text) == (prefix == "/en"), path
        assert "style=" not in text and "<script>" not in text and "onclick" not in text, path


@pytest.mark.parametrize("role", MAY)
def test_each_role_gets_its_own_pages_only(mall, ours, role):
    client = seated(mall, ours, role, "13700000005")
    for may, paths in PAGES.items():
        for path in paths:
            wanted = 200 if may in MAY[role] else 403
            assert client.get(f"/seller/{path}").status_code == wanted, path


def test_a_guest_is_led_to_the_door_and_back(mall, ours):
    answer = browser(mall).get("/seller/products?q=a")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/seller/login?next=%2Fseller%2Fproducts%3Fq%3Da"


def test_a_shopper_is_shown_the_way_in_and_nothing_else(mall, ours):
    with in_mall(mall.pk, actor=Actor.staff()):
        client = browser(mall, factories.shopper("13700000009"))
    assert client.get("/seller/").headers["Location"] == "/seller/apply"
    for path in ("products", f"products/{ours.product_id}", "orders", "staff"):
        assert client.get(f"/seller/{path}").status_code == 404


def test_an_operator_has_no_seat(mall, ours):
    operator = factories.operator("owner")
    operator.memberships.create(mall=mall, role="owner")
    assert "login" in browser(mall, operator).get("/seller/products").headers["Location"]


def test_one_signs_in_at_the_suppliers_door(mall, ours):
    with in_mall(mall.pk, actor=Actor.staff()):
        make.seat(ours.product.supplier, "13700000001")
    client = browser(mall)
    answer = client.post(
        "/seller/login",
        {"login": "13700000001", "password": "correct horse battery", "next": "/seller/orders"},
    )
    assert answer.headers["Location"] == "/seller/orders"
    assert client.get("/seller/orders").status_code == 200


def test_an_applicant_waits_at_the_application(mall):
    with in_mall(mall.pk, actor=Actor.staff()):
        user, _id = make.applicant()
    client = browser(mall, user)
    assert client.get("/seller/").headers["Location"] == "/seller/application"
    assert client.get("/seller/products").headers["Location"] == "/seller/application"
    assert client.get("/seller/application").status_code == 200


def test_a_suspended_supplier_reads_and_ships_but_lists_nothing(mall, ours, supplier):
    with in_mall(mall.pk, actor=Actor.staff()):
        Supplier.objects.filter(pk=ours.product.supplier_id).update(state="suspended")
        ours.product.state = "delisted"
        ours.product.save()
    assert supplier.get("/seller/queue").status_code == 200
    supplier.post("/seller/products/bulk", {"product": ours.product_id, "do": "list"})
    supplier.post(f"/seller/products/{ours.product_id}/state", {"state": "listed"})
    with in_mall(mall.pk, actor=Actor.staff()):
        ours.product.refresh_from_db()
    assert ours.product.state == "delisted"


def test_a_package_is_seen_once_it_is_paid(mall, ours, supplier):
    with in_mall(mall.pk, actor=Actor.staff()):
        placed = orders.placed(None, (ours, 1))
        number = placed.packages[0][1]
    assert supplier.get(f"/seller/orders/{number}").status_code == 404
    with in_mall(mall.pk, actor=Actor.staff()):
        Package.objects.get(number=number).order.__class__.objects.update(paid_at=orders.NOW, state="paid")
    text = supplier.get(f"/seller/orders/{number}").content.decode()
    assert number in text and "138****8000" in text and "13800138000" not in text
