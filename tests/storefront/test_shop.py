"""The public page of a shop: its banner, logo and words in both languages, and what it puts first."""

from __future__ import annotations

import pytest

from partners.models import Supplier
from partners.services import keep_shop
from tenancy.scope import Actor, in_mall
from tests import factories
from tests.partners import factories as make
from tests.seller.conftest import browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(mall):
    """Acme's shop, two of its goods and one of the rival's featured."""
    with in_mall(mall.pk, actor=Actor.staff()):
        first, second = factories.sku(title="精选甲"), factories.sku(title="精选乙")
        rival = factories.sku(supplier_code="rival", title="别家")
        row = first.product.supplier
        keep_shop(
            supplier_id=row.pk, version=row.version, name={"zh-hans": "云帆", "en": "Yunfan"},
            intro={"zh-hans": "专营奶粉", "en": "Formula only"},
            featured=[second.product_id, rival.product_id, first.product_id],
        )  # fmt: skip
        Supplier.objects.filter(pk=row.pk).update(logo="brands/1-logo.webp", banner="brands/1-banner.webp")
    return browser(mall)


@pytest.mark.parametrize(("path", "intro"), [("/shop/acme", "专营奶粉"), ("/en/shop/acme", "Formula only")])
def test_it_shows_what_the_supplier_hung_and_wrote(shop, path, intro):
    text = shop.get(path).content.decode()
    assert "/media/brands/1-logo.webp" in text and "/media/brands/1-banner.webp" in text
    assert intro in text


def test_what_it_puts_first_stands_in_its_order_and_is_its_own(shop):
    text = shop.get("/shop/acme").content.decode()
    picked = text[text.index("店铺推荐") : text.index('class="with-rail"')]
    assert picked.index("精选乙") < picked.index("精选甲") and "别家" not in picked
    assert "店铺推荐" not in shop.get("/shop/acme?sort=price").content.decode()


def test_the_supplier_sees_both_languages_before_anybody_else(mall, shop):
    with in_mall(mall.pk, actor=Actor.staff()):
        user = make.seat(Supplier.objects.get(code="acme"), "13700000001")
    text = browser(mall, user).get("/seller/shop").content.decode()
    seen = text[text.index('id="seen"') : text.index('name="featured"')]
    assert "专营奶粉" in seen and "Formula only" in seen and "/media/brands/1-banner.webp" in seen
