"""Another supplier of the same mall: its ids, in every address and every form, are as if they never were."""

from __future__ import annotations

import json

import pytest
from django.db.models import Q

from catalog import locks
from catalog.inventory.models import Stock
from catalog.models import Media, Product, Sku, TradeProfile
from orders.models import Package
from partners.models import Supplier, SupplierStaff
from tenancy.scope import Actor, in_mall
from tests.orders import factories as orders
from tests.partners import factories as make

pytestmark = [pytest.mark.django_db]
NEVER = 9_000_000_000


def state(mall) -> str:
    """Everything of the rival, as text."""
    with in_mall(mall.pk, actor=Actor.staff()):
        tables = (Product, Sku, TradeProfile, Stock, Media, Supplier, SupplierStaff, Package)
        return json.dumps([list(t.objects.order_by("pk").values()) for t in tables], default=str)


@pytest.fixture
def ids(mall, theirs) -> dict[str, int]:
    with in_mall(mall.pk, actor=Actor.staff()):
        placed = orders.placed(None, (theirs, 1))
        package = Package.objects.get(pk=placed.packages[0][0])
        package.order.__class__.objects.filter(pk=package.order_id).update(paid_at=orders.NOW, state="paid")
        Package.objects.filter(pk=package.pk).update(clearance="released")
        make.seat(theirs.product.supplier, "13700000002")
        media = Media.objects.create(product=theirs.product, name="products/x-1", widths=[200])
        return {
            "product": theirs.product_id, "sku": theirs.pk, "stock": theirs.stocks.get().pk, "media": media.pk,
            "seat": SupplierStaff.objects.get(supplier=theirs.product.supplier).pk, "number": package.number,
            "code": theirs.code, "product_code": theirs.product.code,
        }  # fmt: skip


def addresses(ids) -> list[str]:
    return [
        f"products/{ids['product']}", f"products/{ids['product']}/preview", f"skus/{ids['sku']}",
        f"skus/{ids['sku']}/profile", f"stock/{ids['stock']}", f"orders/{ids['number']}",
        f"visits?product={ids['product']}",
    ]  # fmt: skip


def posts(ids) -> list[tuple[str, dict]]:
    words = {"mode": "general", "origin": "NL", "title_zh_hans": "偷改", "version": 1, "category_id": 1,
             "warehouse_id": 1}  # fmt: skip
    profile = {
        "hs_code": "1901101090", "declared_name": "x", "declared_elements": "x", "origin": "NL", "unit": "122",
        "unit1": "035", "unit1_factor": "1", "net_kg": "1", "gross_kg": "1", "version": 1,
    }  # fmt: skip
    return [
        (f"products/{ids['product']}", words),
        (f"products/{ids['product']}/state", {"state": "delisted"}),
        (f"products/{ids['product']}/copy", {}),
        (f"products/{ids['product']}/skus", {"code": "N1", "price": "1"}),
        (f"products/{ids['product']}/pictures", {}),
        (f"products/{ids['product']}/pictures/{ids['media']}/remove", {}),
        (f"skus/{ids['sku']}", {"code": "N1", "price": "1", "version": 1}),
        (f"skus/{ids['sku']}/price", {"price": "0.01", "version": 1}),
        (f"skus/{ids['sku']}/stock", {"counted": 0, "seen": 10}),
        (f"skus/{ids['sku']}/profile", profile),
        (f"skus/{ids['sku']}/variant", {"version": 1}),
        (f"skus/{ids['sku']}/parts", {"parts": "", "version": 1}),
        (f"stock/{ids['stock']}", {"counted": 0, "seen": 10}),
        (f"staff/{ids['seat']}", {"role": "goods", "active": "0"}),
    ]


def test_every_address_and_form_answers_as_if_it_never_was(mall, supplier, ids):
    before = state(mall)
    for path in addresses(ids):
        assert supplier.get(f"/seller/{path}").status_code == 404, path
    for path, body in posts(ids):
        assert supplier.post(f"/seller/{path}", body).status_code == 404, path
    assert state(mall) == before


def test_ids_in_bodies_find_nothing(mall, supplier, ids):
    before = state(mall)
    for do in ("submit", "list", "delist", "draft"):
        supplier.post("/seller/products/bulk", {"product": ids["product"], "do": do})
    supplier.post("/seller/products/bulk", {"product": ids["product"], "do": "price", "percent": "-50"})
    supplier.post("/seller/queue/ship", {"package": ids["number"]})
    for paper in ("picking", "labels"):
        assert supplier.post(f"/seller/queue/{paper}.pdf", {"package": ids["number"]}).status_code == 303
    shop = {"name_zh_hans": "店", "featured": ids["product_code"], "version": 1}
    assert supplier.post("/seller/shop", shop).status_code == 422
    assert state(mall) == before


def test_lists_searches_and_the_scanner_show_nothing_of_theirs(supplier, ids):
    for path in (
        "products", f"products?q={ids['code']}", "trade?show=all", "prices", "stock", f"stock?q={ids['code']}",
        "orders", "queue", f"queue?scan={ids['number']}",
    ):  # fmt: skip
        text = supplier.get(f"/seller/{path}").content.decode().replace(f'value="{ids["code"]}"', "")
        shown = text.replace(f"<b>{ids['number']}</b>", "")
        assert "对手商品" not in text and f"/{ids['number']}" not in shown, path


def test_posted_owner_mall_and_state_change_nothing(mall, supplier, ours, theirs):
    """A new product is one's own and a draft, whatever the form carries besides."""
    with in_mall(mall.pk, actor=Actor.staff()):
        category, place = ours.product.category_id, ours.product.warehouse_id
    answer = supplier.post(
        "/seller/products/new",
        {
            "code": "MINE-1", "title_zh_hans": "我的商品", "category_id": category, "warehouse_id": place,
            "mode": "general", "origin": "NL", "mall_id": NEVER, "mall": NEVER, "state": "listed",
            "supplier_id": theirs.product.supplier_id, "supplier": theirs.product.supplier_id, "price_from": "0.01",
            "sold": 999,
        },
    )  # fmt: skip
    assert answer.status_code == 303
    with in_mall(mall.pk, actor=Actor.staff()):
        made = Product.objects.get(code="MINE-1")
        assert (made.mall_id, made.supplier_id, made.state, made.sold) == (
            mall.pk, ours.product.supplier_id, "draft", 0,
        )  # fmt: skip


def test_with_the_wall_down_the_rival_is_seen(supplier, ids, monkeypatch):
    """The control."""
    monkeypatch.setattr(locks, "reachable", lambda path="supplier": Q())
    assert supplier.get(f"/seller/products/{ids['product']}").status_code == 200
    assert "对手商品" in supplier.get("/seller/products").content.decode()
