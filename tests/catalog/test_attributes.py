"""Attributes kept by their code, with the values one chooses among."""

from __future__ import annotations

import pytest

from catalog.models import Attribute, AttributeChoice
from catalog.services.attributes import keep_attribute
from tenancy.scope import Actor, in_mall

pytestmark = pytest.mark.django_db
RED, BLUE = {"zh-hans": "红色", "en": "Red"}, {"zh-hans": "蓝色", "en": "Blue"}


def test_made_once_changed_by_its_code_and_no_value_is_lost(mall):
    name = {"zh-hans": "颜色", "en": "Colour"}
    with in_mall(mall.pk, actor=Actor.staff()):
        first = keep_attribute(code="colour", name=name, values={"red": RED, "blue": BLUE})
        again = keep_attribute(code="colour", name=name | {"en": "Color"}, values={"blue": BLUE}, position=3)
        assert again.id == first.id and again.values == {"blue": first.values["blue"]}
        row = Attribute.objects.get()
        assert (row.name_zh_hans, row.name_en, row.position) == ("颜色", "Color", 3)
        kept = AttributeChoice.objects.order_by("code").values_list("code", "value_en", "position")
        assert list(kept) == [("blue", "Blue", 0), ("red", "Red", 0)]
