"""Warehouses of a supplier's own, and where a picker finds what lies in one."""

from __future__ import annotations

import pytest

from catalog.inventory.models import Stock, Warehouse
from catalog.models import Product
from catalog.services.states import change_state
from catalog.supply import places
from catalog.supply.places import Place
from catalog.types import CatalogError, NotThere
from journal.models import Fact
from orders.models import Order, Package
from seller.presenting import package_views, walk
from tenancy.scope import Actor, in_mall
from tests import factories
from tests.orders import factories as orders
from tests.orders.factories import NOW

pytestmark = [pytest.mark.django_db]
FORM = {
    "name_zh_hans": "荷兰自营仓", "name_en": "Our Rotterdam store", "kind": "overseas", "country": "NL",
    "port": "haikou", "days_min": "6", "days_max": "11", "freight": "12.50", "free_freight_from": "299",
}  # fmt: skip


def made(mall) -> Warehouse:
    with in_mall(mall.pk, actor=Actor.staff()):
        return Warehouse.objects.get(supplier__isnull=False)


def test_it_is_made_changed_and_offered_to_its_own_goods(mall, supplier, ours):
    assert supplier.post("/seller/warehouses/new", FORM).status_code == 303
    row = made(mall)
    assert (row.supplier_id, row.kind, row.country, row.port) == (
        ours.product.supplier_id,
        "overseas",
        "NL",
        "haikou",
    )
    assert (row.days_min, row.days_max, str(row.freight), str(row.free_freight_from)) == (
        6,
        11,
        "12.50",
        "299.00",
    )
    for prefix, name in (("", "荷兰自营仓"), ("/en", "Our Rotterdam store")):
        assert name in supplier.get(f"{prefix}/seller/warehouses").content.decode()
        assert name in supplier.get(f"{prefix}/seller/products/new").content.decode()
    assert supplier.post(f"/seller/warehouses/{row.pk}", FORM | {"days_max": "9"}).status_code == 303
    assert made(mall).days_max == 9
    with in_mall(mall.pk, actor=Actor.staff()):
        assert Fact.objects.filter(kind="warehouse.changed").count() == 2


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"name_zh_hans": "", "name_en": ""}, "This is needed"),
        ({"kind": "bonded"}, "Select a valid choice"),
        ({"country": "CN"}, "lies in China"),
        ({"kind": "domestic"}, "lies in China"),
        ({"port": ""}, "Choose the port"),
        ({"port": "atlantis"}, "Select a valid choice"),
        ({"days_min": "12"}, "From the fewest"),
        ({"days_max": "900"}, "90"),
        ({"freight": "-1"}, "not possible"),
        ({"freight": "99999"}, "not possible"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_made(mall, supplier, change, says):
    answer = supplier.post("/en/seller/warehouses/new", FORM | change)
    assert answer.status_code == 422 and says in answer.content.decode()
    with in_mall(mall.pk, actor=Actor.staff()):
        assert not Warehouse.objects.filter(supplier__isnull=False).exists()


def test_nobody_else_sees_uses_or_closes_it(mall, supplier, ours, theirs):
    with in_mall(mall.pk, actor=Actor.supplier(theirs.product.supplier_id)):
        far = places.make_place(supplier_id=theirs.product.supplier_id, place=_place(), now=NOW)
        with pytest.raises(NotThere):
            places.make_place(supplier_id=ours.product.supplier_id, place=_place(), now=NOW)
    with in_mall(mall.pk, actor=Actor.public()):
        assert not places.usable().filter(pk=far).exists()
    assert "对手仓" not in supplier.get("/seller/warehouses").content.decode()
    assert "对手仓" not in supplier.get("/seller/products/new").content.decode()
    for answer in (
        supplier.get(f"/seller/warehouses/{far}"), supplier.post(f"/seller/warehouses/{far}", FORM),
        supplier.post(f"/seller/warehouses/{far}/close"),
    ):  # fmt: skip
        assert answer.status_code == 404
    with in_mall(mall.pk, actor=Actor.staff()):
        assert (Warehouse.objects.get(pk=far).name_en, Warehouse.objects.get(pk=far).closed_at) == (
            "Far",
            None,
        )
        stock = ours.stocks.get()
    sent = supplier.post(f"/en/seller/stock/{stock.pk}/sent", {"to": far, "sent": 1, "seen": 10})
    assert sent.status_code == 422


def test_goods_do_not_ship_from_another_suppliers_place_not_even_by_an_operator(mall, ours, theirs):
    from catalog.services.products import update_product

    with in_mall(mall.pk, actor=Actor.staff()):
        far = places.make_place(supplier_id=theirs.product.supplier_id, place=_place(), now=NOW)
        with pytest.raises(CatalogError) as refused:
            update_product(
                product_id=ours.product_id,
                version=ours.product.version,
                changes={"warehouse_id": far},
                now=NOW,
            )
        assert refused.value.field == "warehouse_id"
        theirs.product.refresh_from_db()
        update_product(
            product_id=theirs.product_id,
            version=theirs.product.version,
            changes={"warehouse_id": far},
            now=NOW,
        )


def test_what_is_in_use_is_not_closed_and_a_closed_one_is_offered_no_more(mall, supplier, ours):
    supplier.post("/seller/warehouses/new", FORM)
    row = made(mall)
    with in_mall(mall.pk, actor=Actor.staff()):
        lying = Stock.objects.create(sku=ours, warehouse=row, on_hand=1)
    supplier.post(f"/seller/warehouses/{row.pk}/close")
    assert made(mall).closed_at is None
    kept = supplier.post(f"/en/seller/warehouses/{row.pk}", FORM | {"country": "DE"})
    assert kept.status_code == 422 and "its kind and country stay" in kept.content.decode()
    with in_mall(mall.pk, actor=Actor.staff()):
        Stock.objects.filter(pk=lying.pk).update(on_hand=0)
    supplier.post(f"/seller/warehouses/{row.pk}/close")
    assert made(mall).closed_at is not None
    assert "荷兰自营仓" not in supplier.get("/seller/products/new").content.decode()
    supplier.post(f"/seller/warehouses/{row.pk}/close", {"again": "1"})
    assert made(mall).closed_at is None


def test_a_product_on_sale_holds_its_place_open(mall, supplier, ours):
    supplier.post("/seller/warehouses/new", FORM)
    row = made(mall)
    with in_mall(mall.pk, actor=Actor.staff()):
        Product.objects.filter(pk=ours.product_id).update(warehouse=row)
    supplier.post(f"/seller/warehouses/{row.pk}/close")
    assert made(mall).closed_at is None
    with in_mall(mall.pk, actor=Actor.staff()):
        change_state(product_id=ours.product_id, state="delisted", now=NOW)
    supplier.post(f"/seller/warehouses/{row.pk}/close")
    assert made(mall).closed_at is not None


def test_the_control_without_the_wall_the_rivals_place_is_seen(mall, supplier, theirs, monkeypatch):
    from django.db.models import Q

    with in_mall(mall.pk, actor=Actor.staff()):
        places.make_place(supplier_id=theirs.product.supplier_id, place=_place(), now=NOW)
    monkeypatch.setattr("catalog.supply.places.locks.reachable", lambda path="supplier": Q())
    assert "对手仓" in supplier.get("/seller/warehouses").content.decode()


def _place(**changes) -> Place:
    values = {
        "name": {"zh-hans": "对手仓", "en": "Far"}, "kind": "domestic", "country": "CN", "port": "", "days": (2, 4),
        "freight": 0,
    } | changes  # fmt: skip
    return Place(**values)


def test_a_pick_location_is_kept_shown_and_found(mall, supplier, ours):
    with in_mall(mall.pk, actor=Actor.staff()):
        stock = ours.stocks.get().pk
    assert supplier.post(f"/seller/stock/{stock}", {"location": "  A-03   12 "}).status_code == 303
    with in_mall(mall.pk, actor=Actor.staff()):
        assert Stock.objects.get(pk=stock).location == "A-03 12"
    assert ours.code in supplier.get("/seller/stock?q=a-03").content.decode()
    for bad in ("x" * 21, "A\u202e1"):
        supplier.post(f"/seller/stock/{stock}", {"location": bad})
        with in_mall(mall.pk, actor=Actor.staff()):
            assert Stock.objects.get(pk=stock).location == "A-03 12"
    supplier.post(f"/seller/stock/{stock}", {"location": ""})
    with in_mall(mall.pk, actor=Actor.staff()):
        assert Stock.objects.get(pk=stock).location == ""


def test_a_picker_walks_by_number_and_what_has_no_place_comes_last():
    assert sorted(["", "B-1", "A-10-1", "A-2-9", "A-2-10"], key=walk) == [
        "A-2-9",
        "A-2-10",
        "A-10-1",
        "B-1",
        "",
    ]


def _paid(mall, *skus) -> list[Package]:
    """A package a SKU, the first paid first."""
    with in_mall(mall.pk, actor=Actor.staff()):
        found = []
        for sku in skus:
            placed = orders.placed(factories.shopper(), (sku, 1))
            Order.objects.filter(pk=placed.order_id).update(
                state="paid", payment_state="paid", paid_at=orders.NOW
            )
            Package.objects.filter(pk=placed.packages[0][0]).update(
                clearance="released", released_at=orders.NOW
            )
            found.append(Package.objects.get(pk=placed.packages[0][0]))
        return found


def test_the_queue_is_sorted_by_pick_location_where_one_asks(mall, supplier, ours):
    with in_mall(mall.pk, actor=Actor.staff()):
        second = factories.sku(price="20.00")
        Stock.objects.filter(sku=ours).update(location="A-10")
        Stock.objects.filter(sku=second).update(location="A-2")
    first, last = _paid(mall, ours, second)
    usual = supplier.get("/seller/queue").content.decode()
    assert usual.index(first.number) < usual.index(last.number) and "A-10" in usual
    walked = supplier.get("/seller/queue?sort=location").content.decode()
    assert walked.index(last.number) < walked.index(first.number)


def test_pick_locations_of_many_packages_are_one_statement(mall, ours, django_assert_num_queries):
    with in_mall(mall.pk, actor=Actor.staff()):
        Stock.objects.filter(sku=ours).update(location="A-1")
        many = _paid(mall, ours, ours, ours)
    from orders.selectors.supplying import packages

    with in_mall(mall.pk, actor=Actor.staff()):
        rows = packages([row.number for row in many])
        with django_assert_num_queries(1):
            views = package_views(rows, "en")
    assert [line.location for view in views for line in view.lines] == ["A-1"] * 3
