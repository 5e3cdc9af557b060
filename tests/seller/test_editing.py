"""Prices and stock edited in the list: two at once get a clear answer, and nothing is lost silently."""

from __future__ import annotations

from decimal import Decimal

import pytest

from catalog.inventory.selectors import discrepancies
from catalog.models import Product, Sku
from tenancy.scope import Actor, in_mall

pytestmark = [pytest.mark.django_db]
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def fresh(mall, ours):
    def read() -> Sku:
        with in_mall(mall.pk, actor=Actor.staff()):
            return Sku.objects.select_related("product").get(pk=ours.pk)

    return read


def test_a_price_is_kept_and_the_cell_comes_back(supplier, ours, fresh):
    answer = supplier.post(f"/seller/skus/{ours.pk}/price", {"price": "¥1,088.50", "version": 1}, **HTMX)
    assert answer.status_code == 200 and 'value="1088.50"' in answer.content.decode()
    assert (fresh().price, fresh().version, fresh().product.price_from) == (
        Decimal("1088.50"), 2, Decimal("1088.50"),
    )  # fmt: skip


def test_the_second_of_two_is_told_and_sees_the_first_ones_price(supplier, ours, fresh):
    supplier.post(f"/seller/skus/{ours.pk}/price", {"price": "90", "version": 1}, **HTMX)
    answer = supplier.post(f"/seller/skus/{ours.pk}/price", {"price": "80", "version": 1}, **HTMX)
    text = answer.content.decode()
    assert answer.status_code == 409 and 'role="alert"' in text and 'value="90.00"' in text
    assert fresh().price == Decimal("90.00")


@pytest.mark.parametrize("price", ["", "abc", "-1", "1e9", "NaN", "Infinity", "1.234", "=1+1"])
def test_what_is_no_price_is_refused_and_nothing_changes(supplier, ours, fresh, price):
    answer = supplier.post(f"/seller/skus/{ours.pk}/price", {"price": price, "version": 1}, **HTMX)
    assert answer.status_code == 422 and 'role="alert"' in answer.content.decode()
    assert (fresh().price, fresh().version) == (Decimal("100.00"), 1)


def test_a_count_moves_the_stock_with_its_movement(mall, supplier, ours, fresh):
    supplier.post(f"/seller/skus/{ours.pk}/stock", {"counted": 7, "seen": 10}, **HTMX)
    with in_mall(mall.pk, actor=Actor.staff()):
        row = ours.stocks.get()
        assert row.on_hand == 7
        assert list(row.movements.values_list("kind", "on_hand")) == [("counted", -3)]
        # the factory's ten pieces came without a movement
        assert [d.on_hand for d in discrepancies()] == [(7, -3)]


def test_a_count_on_an_old_figure_is_refused(mall, supplier, ours):
    answer = supplier.post(f"/seller/skus/{ours.pk}/stock", {"counted": 7, "seen": 9}, **HTMX)
    assert answer.status_code == 409
    with in_mall(mall.pk, actor=Actor.staff()):
        assert ours.stocks.get().on_hand == 10 and not ours.stocks.get().movements.exists()


def test_two_edit_one_product_the_second_keeps_its_words_and_decides(mall, supplier, ours, fresh):
    product = fresh().product
    form = {
        "category_id": product.category_id, "warehouse_id": product.warehouse_id, "mode": product.mode, "origin": "NL",
        "version": 1,
    }  # fmt: skip
    path = f"/seller/products/{product.pk}"
    assert supplier.post(path, form | {"title_zh_hans": "先改的"}).status_code == 303
    answer = supplier.post(path, form | {"title_zh_hans": "后改的"})
    text = answer.content.decode()
    assert answer.status_code == 409 and "先改的" in text and 'value="后改的"' in text
    assert fresh().product.title_zh_hans == "先改的"
    assert 'name="version" value="2"' in text
    assert supplier.post(path, form | {"title_zh_hans": "后改的", "version": 2}).status_code == 303
    assert fresh().product.title_zh_hans == "后改的"


def test_an_error_does_not_hide_that_somebody_else_was_faster(mall, supplier, ours, fresh):
    """A form with a mistake carries on the version it came with."""
    product = fresh().product
    with in_mall(mall.pk, actor=Actor.staff()):
        Product.objects.filter(pk=product.pk).update(version=5)
    text = supplier.post(f"/seller/products/{product.pk}", {"version": 1, "origin": "??"}).content.decode()
    assert 'name="version" value="1"' in text


def test_many_are_repriced_by_percent_to_the_fen(mall, supplier, ours, fresh):
    supplier.post("/seller/products/bulk", {"product": ours.product_id, "do": "price", "percent": "-12.5"})
    assert fresh().price == Decimal("87.50")


@pytest.mark.parametrize("percent", ["", "abc", "-100", "501", "0"])
def test_a_percent_that_cannot_be_changes_nothing(supplier, ours, fresh, percent):
    supplier.post("/seller/products/bulk", {"product": ours.product_id, "do": "price", "percent": percent})
    assert fresh().price == Decimal("100.00")


def test_one_that_cannot_move_holds_no_other_back(mall, supplier, ours, fresh):
    with in_mall(mall.pk, actor=Actor.staff()):
        bare = Product.objects.create(
            code="BARE", slug="bare", supplier=ours.product.supplier, category=ours.product.category,
            warehouse=ours.product.warehouse, mode="general", title_zh_hans="空", origin="NL", state="approved",
        )  # fmt: skip
        Product.objects.filter(pk=ours.product_id).update(state="approved")
    answer = supplier.post(
        "/seller/products/bulk", {"product": [bare.pk, ours.product_id], "do": "list"}, follow=True
    )
    assert fresh().product.state == "listed"
    with in_mall(mall.pk, actor=Actor.staff()):
        assert Product.objects.get(pk=bare.pk).state == "approved"
    assert "BARE: " in answer.content.decode()


def test_a_supplier_does_not_approve_its_own_goods(mall, supplier, ours, fresh):
    with in_mall(mall.pk, actor=Actor.staff()):
        Product.objects.filter(pk=ours.product_id).update(state="submitted")
    for state in ("approved", "listed", "recalled"):
        supplier.post(f"/seller/products/{ours.product_id}/state", {"state": state})
        assert fresh().product.state == "submitted"
