"""SKUs made at once for all combinations of values."""

from __future__ import annotations

from decimal import Decimal

import pytest

from catalog.models import Attribute, AttributeChoice, Sku
from catalog.selectors import offers
from catalog.services import variants
from catalog.services.variants import make_variants
from catalog.types import CatalogError, NotThere
from tenancy.scope import Actor, in_mall
from tests.orders.factories import NOW

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def attributes(mall, ours) -> tuple[Attribute, Attribute]:
    """Two colours and three sizes."""
    with in_mall(mall.pk, actor=Actor.staff()):
        return (
            _attribute("colour", ("颜色", "Colour"), [("红色", "Red"), ("蓝色", "Blue")]),
            _attribute("size", ("尺码", "Size"), [("小", "S"), ("中", "M"), ("大", "L")]),
        )


def _attribute(code, name, values) -> Attribute:
    row = Attribute.objects.create(code=code, name_zh_hans=name[0], name_en=name[1])
    for place, (zh, en) in enumerate(values):
        AttributeChoice.objects.create(
            attribute=row, code=en.lower(), value_zh_hans=zh, value_en=en, position=place
        )
    return row


def ticked(*attributes: Attribute, leave: int = 0) -> dict[str, list[str]]:
    return {
        f"attribute-{row.pk}": [str(pk) for pk in row.choices.values_list("pk", flat=True)[leave:]]
        for row in attributes
    }


def test_each_combination_becomes_a_sku_and_those_there_stay(mall, supplier, ours, attributes):
    page = f"/en/seller/products/{ours.product_id}"
    assert "Make SKUs by attributes" in supplier.get(page).content.decode()
    with in_mall(mall.pk, actor=Actor.staff()):
        body = ticked(*attributes) | {"matrix_price": "88"}
        first = ticked(*attributes, leave=1) | {"matrix_price": "77"}
    assert supplier.post(f"{page}/variants", first).status_code == 303
    answer = supplier.post(f"{page}/variants", body, follow=True)
    assert "4 SKUs were made." in answer.content.decode()
    with in_mall(mall.pk, actor=Actor.staff()):
        rows = Sku.objects.filter(product=ours.product_id).exclude(pk=ours.pk)
        assert sorted(rows.values_list("price", flat=True)) == [Decimal("77.00")] * 2 + [Decimal("88.00")] * 4
        one = rows.get(code=f"{ours.product.code}-RED-M".upper())
        assert offers([one.pk])[one.pk].option == {"zh-hans": "红色 / 中", "en": "Red / M"}
        assert one.choices.count() == 2
    again = supplier.post(f"{page}/variants", body, follow=True)
    assert "0 SKUs were made." in again.content.decode()


@pytest.mark.parametrize("price", ["", "x", "-1"])
def test_without_a_price_or_a_value_none_is_made(mall, supplier, ours, attributes, price):
    with in_mall(mall.pk, actor=Actor.staff()):
        body = ticked(*attributes)
    page = f"/seller/products/{ours.product_id}/variants"
    assert supplier.post(page, body | {"matrix_price": price}).status_code == 422
    assert supplier.post(page, {"matrix_price": "5"}).status_code == 422
    with in_mall(mall.pk, actor=Actor.staff()):
        assert Sku.objects.filter(product=ours.product_id).count() == 1


def test_too_many_strange_values_and_others_goods_are_refused(mall, ours, theirs, attributes, monkeypatch):
    colour, size = attributes
    with in_mall(mall.pk, actor=Actor.supplier(ours.product.supplier_id)):
        red, small = colour.choices.first().pk, size.choices.first().pk
        strange: tuple[dict[int, list[int]], ...] = (
            {},
            {colour.pk: []},
            {colour.pk: [small]},
            {colour.pk: [9**9]},
        )
        for each in strange:
            with pytest.raises(CatalogError):
                make_variants(product_id=ours.product_id, values=each, price=Decimal("5.00"), now=NOW)
        with pytest.raises(NotThere):
            make_variants(
                product_id=theirs.product_id, values={colour.pk: [red]}, price=Decimal("5.00"), now=NOW
            )
        monkeypatch.setattr(variants, "MOST", 5)
        values = {row.pk: list(row.choices.values_list("pk", flat=True)) for row in attributes}
        with pytest.raises(CatalogError, match="5"):
            make_variants(product_id=ours.product_id, values=values, price=Decimal("5.00"), now=NOW)
        assert Sku.objects.filter(product__in=[ours.product_id, theirs.product_id]).count() == 2
