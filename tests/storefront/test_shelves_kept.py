"""What is counted over the shelves, and components written once: kept for as long as they are true, no longer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.signals import template_rendered
from django.test.utils import CaptureQueriesContext

from catalog.browsing import Wanted, heads, kinds_of, shelf
from catalog.models import Category, Product
from catalog.reviews.services import keep_review
from catalog.services.states import change_state
from journal import registry
from journal.tasks import drain
from partners.models import Supplier
from storefront import components
from storefront.gallery import cards
from storefront.serving import generation
from tenancy.scope import Actor, in_mall
from tests import factories
from tests.storefront.forms import page

WHEN = datetime(2026, 3, 1, tzinfo=UTC)


def counted(client, path="/search") -> list[str]:
    """The facets of the mode, as a page shows them."""
    return [
        a.text_content()
        for a in page(client.get(path)).xpath("//*[@id='facets']//a[contains(@href, 'mode=')]")
    ]


@pytest.fixture
def two_modes(client, mall):
    with in_mall(mall.pk, actor=Actor.staff()):
        factories.sku()
        return factories.sku(mode="general", warehouse_code="ningbo")


def delisted(sku) -> None:
    with in_mall(sku.mall_id, actor=Actor.staff()):
        change_state(product_id=sku.product_id, state="delisted", now=WHEN)
    drain(sku.mall_id)


def reviewed(sku) -> None:
    with in_mall(sku.mall_id, actor=Actor.staff()):
        keep_review(product_id=sku.product_id, name_shown="王**", stars=5, text="好", at=WHEN)
    drain(sku.mall_id)


@pytest.mark.django_db
def test_facets_follow_what_is_on_the_shelf(client, two_modes):
    assert counted(client) == ["保税 1", "一般贸易 1"]
    delisted(two_modes)
    assert counted(client) == []  # one mode alone is no choice


@pytest.mark.django_db
def test_control_heard_as_any_other_change_the_count_is_a_lie(client, two_modes, monkeypatch):
    monkeypatch.setitem(registry._subscriptions, "product.delisted", ("storefront.tasks.renew_pages",))
    assert counted(client) == ["保税 1", "一般贸易 1"]
    delisted(two_modes)
    assert counted(client) == ["保税 1", "一般贸易 1"]


@pytest.mark.django_db
def test_a_review_counts_nothing_again_and_shows(client, two_modes):
    client.get("/search")
    reviewed(two_modes)
    with CaptureQueriesContext(connection) as queries:
        shown = client.get("/search")
    assert not [q for q in queries if "GROUP BY" in q["sql"]]
    assert page(shown).xpath("count(//ul[@class='grid']//*[@class='rating'])") == 1
    with in_mall(two_modes.mall_id):
        generation.renew(shelves=True)
    with CaptureQueriesContext(connection) as queries:
        client.get("/search")
    assert [q for q in queries if "GROUP BY" in q["sql"]]


@pytest.mark.django_db
def test_the_first_goods_are_those_of_the_shelf(mall):
    """Position, then id; neither what is not listed nor what a closed supplier has; several categories as one."""
    with in_mall(mall.pk, actor=Actor.staff()):
        skus = [factories.sku(supplier_code="acme" if n % 4 else "closed") for n in range(9)]
        other = Category.objects.create(slug="other", name_zh_hans="别的", name_en="Other")
        milk = factories.category()
        for n, sku in enumerate(skus):
            category = other if n % 2 else milk
            Product.objects.filter(pk=sku.product_id).update(position=9 - n, category=category)
        Product.objects.filter(pk=skus[7].product_id).update(state="delisted")
        Supplier.objects.filter(code="closed").update(state="suspended")
        on_sale = [sku.product_id for n, sku in enumerate(skus) if n % 4 and n != 7][::-1]
        odd = [sku.product_id for n, sku in enumerate(skus) if n % 2 and n != 7][::-1]
        assert heads([(other.pk,), None, (milk.pk, other.pk), ()], 3) == [
            odd[:3],
            on_sale[:3],
            on_sale[:3],
            [],
        ]
        asked = Wanted(category_ids=(milk.pk, other.pk))
        assert [goods.id for goods in shelf(asked).goods] == on_sale
        assert [goods.id for goods in shelf(replace(asked, mode=("bonded_1210",))).goods] == on_sale
        assert shelf(asked, kinds_of(asked)) == shelf(asked)


def test_a_card_is_written_once_and_anew_for_another_price():
    written = []

    def heard(sender, template, **more):
        written.append(str(template.name))

    card = cards()[0]
    template_rendered.connect(heard)
    try:
        first = components.component("components/product_card.html", {"card": card})
        again = components.component("components/product_card.html", {"card": replace(card)})
        assert (first, written.count("components/product_card.html")) == (again, 1)
        dearer = replace(card, price=type(card.price).of(Decimal("999.99")))
        other = components.component("components/product_card.html", {"card": dearer})
    finally:
        template_rendered.disconnect(heard)
    assert written.count("components/product_card.html") == 2
    assert "999" in other and "999" not in first


def test_what_can_change_under_the_hand_is_no_component():
    with pytest.raises(TypeError):
        components.component("components/product_card.html", {"card": {"title": "a dict"}})
