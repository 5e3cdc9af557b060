"""The shelves of the demo stand as a merchant would have filled them."""

from __future__ import annotations

import pytest
from django.utils import timezone

from catalog.browsing.pages import product_page
from catalog.models import AttributeChoice, Product, Sku, SkuChoice
from demo import shelves
from tenancy.scope import Actor, in_mall

pytestmark = pytest.mark.django_db


def test_goods_of_two_attributes_are_chosen_value_by_value(mall):
    """Filled twice: the second time changes nothing of it."""
    with in_mall(mall.pk, actor=Actor.staff()):
        shelves.fill("harbor", 6, timezone.now())
        before = set(SkuChoice.objects.values_list("pk", "choice_id"))
        shelves.fill("harbor", 6, timezone.now())
        assert set(SkuChoice.objects.values_list("pk", "choice_id")) == before != set()
        found = product_page(Product.objects.get(code="HB-006").pk)
        assert found is not None
        shade, size = found.variations
        texts = dict(AttributeChoice.objects.values_list("pk", "value_en"))
        assert [texts[value] for value, _ in size.values] == ["Full size, 3.5 g", "Mini, 1.4 g"]
        assert [texts[value] for value, _ in shade.values] == [
            "01 Maple",
            "02 Dry Rose",
            "03 Milk Tea",
            "04 Berry",
        ]
        out = Sku.objects.get(product__code="HB-006", stocks=None)
        assert (texts[shade.of[out.pk]], texts[size.of[out.pk]]) == ("04 Berry", "Full size, 3.5 g")
        assert out.option_zh_hans == "#04 浆果紫 / 正装 3.5g"
