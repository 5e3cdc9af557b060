"""Bad input at the shopper's door, in both languages: a clear answer, and nothing changed.

What machines send is tried where they knock: notices in tests/openapi/test_webhooks.py and
tests/orders/payments/test_line.py (forged, repeated, late, wrong amount), receipts in tests/customs/test_receipts.py
and tests/customs/ports/test_haikou_receipts.py (malformed, unknown, out of order, with a DOCTYPE), JSON in
tests/openapi/test_buying.py.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from accounts.models import Identity
from catalog.inventory.models import Movement, Stock
from journal.models import Fact
from orders.models import CartLine, LedgerEntry, Order
from tenancy.scope import Actor, in_mall
from tests import factories
from tests.storefront.forms import send, text
from tests.storefront.goods import ADDRESS, IDENTITY

pytestmark = [pytest.mark.django_db, pytest.mark.parametrize("at", ["", "/en"])]
GOOD = {**ADDRESS, **IDENTITY, "notice": "2025-1"}
# A valid number but for its last character.
WRONG_CHECKSUM = "110105194912310021"


def put(client: Client, at: str, sku: object, quantity: object, **more: str) -> Any:
    token = client.get("/me/strip").json()["csrf_token"]
    form = {"csrfmiddlewaretoken": token, "sku": sku, "quantity": quantity, **more}
    return client.post(f"{at}/cart/add", form)


def rows(mall) -> dict[str, Any]:
    """Everything that a purchase changes; what was typed well beside it (address, identity) is kept."""
    with in_mall(mall.pk, actor=Actor.staff()):
        models = (Order, LedgerEntry, Fact, Movement)
        return {model.__name__: model.objects.count() for model in models} | {
            "cart": sorted(CartLine.objects.values_list("sku_id", "quantity")),
            "stock": sorted(Stock.objects.values_list("sku_id", "on_hand", "reserved")),
        }


def check_out(client: Client, at: str, **changes: Any) -> Any:
    return send(client, client.get(f"{at}/checkout"), "checkout", **(GOOD | changes))


@pytest.fixture
def ready(signed_in, mall, goods):
    """Two pieces in the cart of a shopper who is signed in."""
    assert put(signed_in, "", goods.pk, 2).status_code == 303
    return signed_in


def test_an_id_number_with_a_wrong_check_character(ready, mall, at):
    before = rows(mall)
    answer = check_out(ready, at, id_number=WRONG_CHECKSUM)
    assert answer.status_code == 422
    assert {"": "身份证号有误", "/en": "ID number is not valid"}[at] in text(answer)
    assert rows(mall) == before
    with in_mall(mall.pk, actor=Actor.staff()):
        assert not Identity.objects.exists()
    assert check_out(ready, at).status_code == 303, "the control: with the right one it is an order"


@pytest.mark.parametrize("quantity", ["0", "1000000"])
def test_a_quantity_of_nothing_or_of_a_million(client, mall, goods, at, quantity):
    before = rows(mall)
    answer = put(client, at, goods.pk, quantity)
    assert answer.status_code == 422
    assert {"": "数量请填 1 至 999", "/en": "1 to 999"}[at] in text(answer)
    assert rows(mall) == before


def test_a_price_sent_by_the_client(ready, mall, at):
    lies = dict.fromkeys(("price", "unit_price", "amount", "goods", "tax", "total"), "0.01")
    answer = check_out(ready, at, **lies)
    assert answer.status_code == 303
    with in_mall(mall.pk, actor=Actor.staff()):
        assert Order.objects.values_list("goods", "tax", "total").get() == tuple(
            map(Decimal, ("200.00", "18.20", "218.20"))
        )


def test_a_product_of_another_mall(client, mall, goods, other_mall, at):
    with in_mall(other_mall.pk, actor=Actor.staff()):
        theirs = factories.sku(title="别家商品")
    before = rows(mall), rows(other_mall)
    answers = [
        put(client, at, theirs.pk, 1),
        client.get(f"{at}/p/{theirs.product_id}"),
        client.get(f"{at}/cart/confirm?sku={theirs.pk}&quantity=1"),
        client.get(f"{at}/p/{goods.product_id}/quote?sku={theirs.pk}"),
    ]
    assert [answer.status_code for answer in answers] == [404] * 4
    assert not any("别家商品" in answer.content.decode() for answer in answers)
    assert {"": "页面", "/en": "page"}[at] in text(answers[1])
    assert (rows(mall), rows(other_mall)) == before


def test_stock_gone_between_cart_and_order(ready, mall, goods, at):
    page = ready.get(f"{at}/checkout")
    with in_mall(mall.pk, actor=Actor.staff()):
        Stock.objects.filter(sku=goods).update(on_hand=1)
    before = rows(mall)
    answer = send(ready, page, "checkout", **GOOD)
    assert (answer.status_code, answer["Location"]) == (303, f"{at}/cart")
    assert {"": "仅剩 1 件", "/en": "Only 1 left"}[at] in text(ready.get(answer["Location"]))
    assert rows(mall) == before
