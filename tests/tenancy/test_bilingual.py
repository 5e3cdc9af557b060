"""Texts of merchants in two languages: read as they are, read with falling back, and written back unchanged."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from catalog.admin import ProductAdmin
from catalog.models import Product
from tenancy.bilingual import columns, gathered, own_pairs, own_words, pairs, words
from tenancy.scope import Actor, in_mall
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def product(mall):
    """Only in Chinese, with specifications only in English."""
    with in_mall(mall.pk, actor=Actor.staff()):
        row = factories.sku(title="只有中文").product
        Product.objects.filter(pk=row.pk).update(
            **columns("title", {"zh-hans": "只有中文"}),
            **columns("specifications", {"en": [["Net", "1 kg"]]}, empty=[]),
        )
        yield Product.objects.get(pk=row.pk)


def test_a_missing_language_is_empty_as_it_is_and_the_other_one_for_a_reader(product):
    assert own_words(product, "title") == {"zh-hans": "只有中文", "en": ""}
    assert words(product, "title") == {"zh-hans": "只有中文", "en": "只有中文"}
    assert own_pairs(product, "specifications") == {"zh-hans": [], "en": [["Net", "1 kg"]]}
    assert pairs(product, "specifications") == {"zh-hans": [["Net", "1 kg"]], "en": [["Net", "1 kg"]]}


def test_the_columns_of_a_form_and_of_a_row_are_the_same_ones():
    texts = {"zh-hans": "奶粉", "en": "Formula"}
    assert columns("title", texts) == {"title_zh_hans": "奶粉", "title_en": "Formula"}
    assert gathered(columns("title", texts), ["title"]) == {"title": texts}


def test_an_operator_who_saves_does_not_fill_the_missing_language_with_the_other(mall, product):
    """With the reader's words in its place the English column would hold Chinese, and nobody would miss it."""
    admin = ProductAdmin(Product, None)
    admin.save_model(RequestFactory().post("/admin/"), product, None, change=True)
    assert own_words(Product.objects.get(pk=product.pk), "title") == {"zh-hans": "只有中文", "en": ""}


def test_the_control_the_readers_words_would_fill_it(mall, product, monkeypatch):
    monkeypatch.setattr("catalog.admin.own_words", words)
    ProductAdmin(Product, None).save_model(RequestFactory().post("/admin/"), product, None, change=True)
    assert own_words(Product.objects.get(pk=product.pk), "title")["en"] == "只有中文"
