"""Goods that are gone from the shelves and still in a cart: said plainly, with ways out."""

from __future__ import annotations

import pytest

from catalog.models import Product
from tenancy.scope import Actor, in_mall
from tests import factories
from tests.storefront.forms import fields, page, text
from tests.storefront.goods import add, lines

pytestmark = pytest.mark.django_db


@pytest.fixture
def gone(client, mall, goods):
    """One that is on sale and two that are not any more."""
    with in_mall(mall.pk, actor=Actor.staff()):
        others = [factories.sku(title="绝版面霜") for _ in range(2)]
    for sku in (goods, *others):
        add(client, sku.pk, 1)
    with in_mall(mall.pk, actor=Actor.staff()):
        Product.objects.filter(pk__in=[sku.product_id for sku in others]).update(state="delisted")
    return others


def test_the_cart_says_it_and_leads_on(client, mall, goods, gone):
    shown = client.get("/cart")
    said = text(shown)
    assert "商城已下架" in said and "找相似商品" in said and "不影响其他商品" in said
    assert any("search?q=" in link for link in page(shown).xpath("//main//a/@href"))
    assert f"/p/{gone[0].product_id}-" not in shown.content.decode(), (
        "it would lead to a page that is not there"
    )
    assert "/checkout" in shown.content.decode()


def test_all_of_them_are_removed_at_once_and_nothing_else(client, mall, goods, gone):
    shown = client.get("/en/cart")
    both = ",".join(str(sku.pk) for sku in gone)
    form = next(f for f in page(shown).forms if dict(f.fields).get("line") == both)
    answer = client.post(form.get("action"), dict(form.form_values()))
    assert answer.status_code == 303 and lines(mall) == [(goods.pk, 1)]
    assert "No longer available" not in text(client.get("/en/cart"))


def test_nothing_else_left_is_said_and_there_is_no_checkout(client, mall, goods, gone):
    with in_mall(mall.pk, actor=Actor.staff()):
        Product.objects.update(state="delisted")
    shown = client.get("/en/cart")
    assert "Nothing is left that could be ordered" in text(shown)
    assert client.get("/en/checkout").status_code in (302, 303)


def test_lines_of_nonsense_remove_nothing(client, mall, goods, gone):
    token = fields(client.get("/cart"))["csrfmiddlewaretoken"]
    for line in ("", "x", ",,,", "-1", "9" * 60, "0"):
        assert client.post("/cart/remove", {"csrfmiddlewaretoken": token, "line": line}).status_code == 303
    assert len(lines(mall)) == 3


def test_groups_of_one_warehouse_in_two_modes_have_names_of_their_own(client, mall, goods):
    with in_mall(mall.pk, actor=Actor.staff()):
        other = factories.sku(mode="general")
    add(client, goods.pk, 1)
    add(client, other.pk, 1)
    tree = page(client.get("/cart"))
    groups = tree.xpath("//section[@aria-labelledby and contains(@class, 'group')]")
    said = {node.get("id"): " ".join(node.text_content().split()) for node in tree.xpath("//main//*[@id]")}
    names = [" ".join(said[part] for part in group.get("aria-labelledby").split()) for group in groups]
    assert len(names) == 2 and len(set(names)) == 2
    ids = tree.xpath("//main//@id")
    assert len(ids) == len(set(ids))
