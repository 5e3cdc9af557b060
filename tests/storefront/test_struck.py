"""Struck prices on the pages: comparable, with what they are; and the flash strip of those that fell."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.forms import modelform_factory
from django.utils import timezone

from catalog.browsing import product_page
from catalog.services.history import note_price
from catalog.services.skus import set_price
from content.forms import BlockForm
from content.models import Block
from storefront.filling import tags
from tenancy.scope import Actor, in_mall
from tests import factories
from tests.storefront.forms import text
from tests.storefront.goods import block

pytestmark = pytest.mark.django_db
BASIS = "seven days before the reduction"


@pytest.fixture
def fallen(mall):
    """From 200.00 to 100.00 yuan before tax, today."""
    now = timezone.now()
    with in_mall(mall.pk, actor=Actor.staff()):
        sku = factories.sku(price="200.00")
        note_price(sku_id=sku.pk, price=Decimal("200.00"), now=now - timedelta(days=20))
        set_price(sku_id=sku.pk, version=1, price=Decimal("100.00"), struck_price=Decimal("200.00"), now=now)
        return sku


def test_the_struck_price_has_the_tax_in_it_as_the_price_beside_it(client, mall, fallen):
    with in_mall(mall.pk, actor=Actor.public()):
        goods = product_page(fallen.product_id).goods
        shown = tags.tag(goods.cheapest, timezone.now())
        before = tags.was(goods.cheapest, goods.struck[fallen.pk], timezone.now())
    page = text(client.get(f"/en/p/{fallen.product_id}-{fallen.product.slug}"))
    assert (shown.total, before.text) == (Decimal("109.10"), "¥218.20")
    assert before.text in page and BASIS in page
    assert before.text in text(client.get("/en/c/milk"))


def test_a_price_that_saves_nothing_is_not_struck(client, mall, fallen):
    with in_mall(mall.pk, actor=Actor.staff()):
        type(fallen).objects.filter(pk=fallen.pk).update(struck_price=Decimal("100.00"))
    page = text(client.get(f"/en/p/{fallen.product_id}-{fallen.product.slug}"))
    assert BASIS not in page and "Price before the reduction" not in page


CLOCKS = [("", "限时特惠", "#天", "距结束"), ("/en", "Reduced", "#d", "Ends in")]


@pytest.mark.parametrize(("prefix", "title", "days", "left"), CLOCKS)
def test_the_strip_shows_what_fell_until_it_ends(client, mall, fallen, goods, prefix, title, days, left):
    with in_mall(mall.pk, actor=Actor.staff()):
        codes = [fallen.product.code, goods.product.code, "GONE"]
        strip = block("flash", 1, goods=codes)
        strip.title_zh_hans, strip.title_en = "限时特惠", "Reduced"
        strip.ends_at = timezone.now() + timedelta(hours=3)
        strip.save()
    page = client.get(f"{prefix}/")
    section = page.content.decode().split('class="panel flash"')[1].split("</section>")[0]
    assert title in section and "data-countdown" in section and f'data-days="{days}"' in section
    assert f'data-left="{left}"' in section
    assert f"/p/{fallen.product_id}-" in section and f"/p/{goods.product_id}-" not in section


def test_a_strip_without_an_end_or_goods_is_refused_and_an_old_one_shows_nothing(client, mall, fallen):
    with in_mall(mall.pk, actor=Actor.staff()):
        form = modelform_factory(Block, form=BlockForm, fields=["kind", "ends_at"])
        assert set(form({"kind": "flash", "goods": ""}).errors) == {"goods", "ends_at"}
        whole = form({"kind": "flash", "goods": "A\nA\n B ", "ends_at": "2030-01-01 00:00"})
        assert whole.is_valid() and whole.save().settings == {"goods": ["A", "B"]}
        block("flash", 1, goods=[fallen.product.code])
    assert 'class="panel flash"' not in client.get("/").content.decode()
