"""A notice about goods that infringe a right: from their page to the operators, without a login."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from catalog.models import Complaint, Product
from journal.models import Fact
from tenancy.scope import Actor, in_mall
from tests import factories
from tests.storefront.conftest import browser
from tests.storefront.forms import fields, send

pytestmark = [pytest.mark.django_db]
NOTICE = {
    "right": "trademark", "registration_no": "TM-88", "complainant": "Testa AG", "contact": "law@example.com",
    "statement": "This is our mark.", "evidence": "https://x.example/1\n\nhttps://x.example/2", "vouched": "on",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _nobody_tried_before(mall):
    cache.clear()
    with in_mall(mall.pk, actor=Actor.staff()):
        cache.clear()
        yield


def opened(client, goods, at=""):
    return client.get(f"{at}/complain?product={goods.product_id}")


@pytest.mark.parametrize("at", ["", "/en"])
def test_a_notice_comes_in_from_the_page_of_the_goods(client, goods, at):
    page = client.get(f"{at}/p/{goods.product_id}-{goods.product.slug}")
    assert f'href="{at}/complain?product={goods.product_id}"' in page.content.decode()
    answer = send(client, opened(client, goods, at), **NOTICE)
    assert answer.status_code == 303 and answer.headers["Location"] == f"{at}/complain?filed=1"
    row = Complaint.objects.get()
    assert (row.product_id, row.state, row.evidence) == (
        goods.product_id, "filed", ["https://x.example/1", "https://x.example/2"],
    )  # fmt: skip
    assert (
        Product.objects.get(pk=goods.product_id).state == "listed"
    )  # nothing comes down before a person looked
    assert Fact.objects.filter(kind="complaint.filed").count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"product": "999999999"}, {"product": "http://evil.example/"}, {"product": "9" * 30}, {"right": "moral"},
        {"registration_no": " "}, {"contact": ""}, {"statement": ""}, {"vouched": ""}, {"complainant": "x" * 121},
        {"evidence": "x\n" * 21}, {"evidence": "x" * 301}, {"statement": "a\x00b"},
    ],
)  # fmt: skip
def test_a_notice_that_says_too_little_or_too_much_is_none(client, goods, wrong):
    answer = client.post("/en/complain", fields(opened(client, goods, "/en")) | NOTICE | wrong)
    assert answer.status_code == 422
    assert Complaint.objects.count() == 0


def test_goods_that_are_not_on_sale_here_cannot_be_named(client, goods, mall):
    hidden = factories.sku(supplier_code="acme").product
    Product.objects.filter(pk=hidden.pk).update(state="draft")
    assert f"/p/{hidden.pk}" not in client.get(f"/complain?product={hidden.pk}").content.decode()
    answer = client.post(
        "/en/complain", fields(opened(client, goods, "/en")) | NOTICE | {"product": str(hidden.pk)}
    )
    assert answer.status_code == 422 and Complaint.objects.count() == 0


def test_a_flood_from_one_address_stops_at_five_an_hour(client, goods):
    sent = fields(opened(client, goods)) | NOTICE
    assert [client.post("/complain", sent).status_code for _ in range(7)] == [303] * 5 + [422] * 2
    assert Complaint.objects.count() == 5


def test_the_control_uncounted_it_would_not_stop(client, goods, monkeypatch):
    monkeypatch.setattr("storefront.views.rights.may_file", lambda address: True)
    sent = fields(opened(client, goods)) | NOTICE
    assert [client.post("/complain", sent).status_code for _ in range(7)] == [303] * 7


def test_without_the_token_of_the_form_nothing_comes_in(goods):
    assert browser().post("/complain", NOTICE | {"product": str(goods.product_id)}).status_code == 403
    assert Complaint.objects.count() == 0
