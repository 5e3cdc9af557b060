"""Products, the schema, languages, and what does not exist."""

from __future__ import annotations

import pytest
from django.test import Client

from catalog.models import Product
from tenancy.scope import Actor, in_mall
from tests import factories
from tests.openapi.conftest import Machine

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.openapi.urls")]
NOTHING_EN = {"code": "not_found", "message": "This was not found."}


def test_a_product_tells_the_tax_of_one_piece(machine, sku):
    status, body, _ = machine.get(f"products/{sku.product_id}")
    assert status == 200 and body["id"] == str(sku.product_id) and body["mode"] == "bonded_1210"
    (told,) = body["skus"]
    assert (told["id"], told["price"], told["sellable"]) == (str(sku.pk), "100.00", 10)
    # 100.00 x 13 % x 70 %
    assert told["tax"] == {
        "outcome": "taxed",
        "refusal": "",
        "duty": "0.00",
        "consumption_tax": "0.00",
        "vat": "9.10",
        "postal_tax": "0.00",
        "tax": "9.10",
        "freight": "0.00",
        "total": "109.10",
    }


def test_words_are_in_the_language_asked_for(machine, sku):
    english = machine.get(f"products/{sku.product_id}")[1]["title"]
    machine.language = "zh-CN,zh;q=0.9"
    _, body, answer = machine.get(f"products/{sku.product_id}")
    assert english.startswith("Test product ") and body["title"].startswith("测试奶粉")
    assert answer["Content-Language"] == "zh-hans" and "Accept-Language" in answer["Vary"]
    assert machine.get("products/9000000")[1] == {"code": "not_found", "message": "未找到。"}


def test_products_are_listed_searched_and_counted(machine, mall):
    with in_mall(mall.pk, actor=Actor.staff()):
        made = [factories.sku(price=f"{n}0.00", title=f"第{n}款") for n in range(1, 4)]
        Product.objects.filter(pk=made[0].product_id).update(state="draft")
    _, body, _ = machine.get("products?sort=-price")
    assert [row["price"] for row in body["items"]] == ["30.00", "20.00"]
    assert (body["page"], body["pages"], body["total"]) == (1, 1, 2)
    assert machine.get("products?q=第2款")[1]["total"] == 1
    assert machine.get("products?q=%00&brand=%00&price_min=NaN&page=-1")[0] == 200
    assert machine.get("products?category=milk")[1]["total"] == 2
    assert machine.get("products?category=none")[1]["total"] == 0


@pytest.mark.parametrize(
    "name", ["products/0", "products/x", "products/99999999999999999999", "nowhere/at/all"]
)
def test_what_does_not_exist_is_one_answer(machine, name):
    status, body, _ = machine.get(name)
    assert (status, body) == (404, NOTHING_EN)


def test_the_schema_answers_on_any_host_and_names_every_address(db):
    answer = Client().get("/openapi/v1/schema", HTTP_HOST="127.0.0.1:9")
    document = answer.json()
    assert answer.status_code == 200 and document["openapi"].startswith("3.")
    assert document["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    from openapi.urls import urlpatterns

    hidden = {"schema", "missing"}
    told = {path.removeprefix("/openapi/v1/") for path in document["paths"]}
    for pattern in urlpatterns:
        if pattern.name not in hidden:
            name = str(pattern.pattern).replace("<str:", "{").replace("<slug:", "{").replace(">", "}")
            assert name in told, name


def test_the_schema_is_valid(db):
    from drf_spectacular.generators import SchemaGenerator
    from drf_spectacular.validation import validate_schema

    validate_schema(SchemaGenerator().get_schema(request=None, public=True))


def test_nothing_is_sold_where_no_mall_is(db, settings):
    host = settings.CONSOLE_HOST
    for path in ("products", "cart", "orders", "notices"):
        assert Machine(host).get(path)[:2] == (404, NOTHING_EN)
    assert Client().get("/openapi/v1/products", HTTP_HOST="nobody.localhost").status_code == 404
