"""Choosing value by value: offered where the values of all SKUs tell them apart, the list of SKUs behind it."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from catalog.browsing.pages import product_page
from catalog.models import Attribute, AttributeChoice, Product, Sku
from catalog.services.variants import make_variants
from tenancy.scope import Actor, in_mall
from tests.orders.factories import NOW
from tests.storefront.conftest import browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def product(mall, goods) -> Product:
    """Two colours in two sizes, and nothing else on sale."""
    with in_mall(mall.pk, actor=Actor.staff()):
        values: dict[int, list[int]] = {}
        for code, name, words in (
            ("colour", ("颜色", "Colour"), (("红色", "Red"), ("蓝色", "Blue"))),
            ("size", ("尺码", "Size"), (("小码", "Small"), ("大码", "Large"))),
        ):
            row = Attribute.objects.create(
                code=code, name_zh_hans=name[0], name_en=name[1], position=len(values)
            )
            for place, (zh, en) in enumerate(words):
                made = AttributeChoice.objects.create(
                    attribute=row, code=en.lower(), value_zh_hans=zh, value_en=en, position=place
                )
                values.setdefault(row.pk, []).append(made.pk)
        make_variants(product_id=goods.product_id, values=values, price=Decimal("120.00"), now=NOW)
        Sku.objects.filter(pk=goods.pk).update(state="inactive")
        return goods.product


def page(product: Product, prefix: str = "") -> str:
    return browser().get(f"{prefix}/p/{product.pk}-{product.slug}").content.decode()


@pytest.mark.parametrize(
    ("prefix", "words"), [("", ("颜色", "红色", "大码")), ("/en", ("Colour", "Red", "Large"))]
)
def test_each_value_is_a_button_and_each_sku_says_its_values(product, prefix, words):
    text = page(product, prefix)
    assert all(word in text for word in words)
    buttons = re.findall(r'data-value="(\d+)"', text)
    of_skus = [tuple(found.split()) for found in re.findall(r'data-values="([\d ]+)"', text)]
    assert len(buttons) == 4 and len(set(of_skus)) == 4
    assert {value for values in of_skus for value in values} == set(buttons)
    assert "data-variants hidden" in text  # without script the list of SKUs is all there is


def test_where_a_sku_has_no_values_the_plain_list_stays(mall, product, goods):
    with in_mall(mall.pk, actor=Actor.staff()):
        Sku.objects.filter(pk=goods.pk).update(state="active")
        found = product_page(product.pk)
    assert found is not None and found.variations == ()
    assert "data-variants" not in page(product)


def test_one_attribute_names_the_list_and_needs_no_buttons(mall, product):
    with in_mall(mall.pk, actor=Actor.staff()):
        Sku.objects.filter(product=product, option_en__contains="Large").update(state="inactive")
        from catalog.models import SkuChoice

        SkuChoice.objects.filter(attribute__code="size").delete()
    text = page(product)
    assert "data-variants" not in text and "<legend>颜色</legend>" in text


def test_the_values_cost_no_statement_of_their_own(mall, product, django_assert_num_queries):
    """The page is one; the second asks what SKUs without a trade profile are made of."""
    with in_mall(mall.pk, actor=Actor.staff()), django_assert_num_queries(2):
        found = product_page(product.pk)
    assert found is not None and [len(row.values) for row in found.variations] == [2, 2]
