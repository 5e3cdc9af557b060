"""From the product to the placed order by forms alone, as in a browser without script."""

from __future__ import annotations

import pytest

from orders.models import Order
from tenancy.scope import Actor, in_mall
from tests.storefront.forms import send, text
from tests.storefront.goods import ADDRESS, IDENTITY

pytestmark = pytest.mark.django_db


def product_url(sku, prefix: str = "") -> str:
    return f"{prefix}/p/{sku.product_id}-{sku.product.slug}"


def in_cart(client, sku, prefix: str = "", quantity: int = 2):
    """Product, confirm page, cart."""
    product = client.get(product_url(sku, prefix))
    assert product.status_code == 200
    confirm = send(client, product, "buy", quantity=quantity, then="cart")
    assert confirm.status_code == 200
    added = send(client, confirm, f"{prefix}/cart/add")
    assert (added.status_code, added["Location"]) == (303, f"{prefix}/cart")
    return client.get(f"{prefix}/cart")


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_from_the_product_to_the_order(client, goods, shopper, prefix):
    cart = in_cart(client, goods, prefix)
    assert "¥218.20" in text(cart)
    # A guest is asked to sign in, comes back to checkout, and the cart came along.
    asked = client.get(f"{prefix}/checkout")
    assert asked.status_code == 302
    door = client.get(asked["Location"])
    inside = send(client, door, "", login="138 0000 0001", password="correct horse battery")
    assert (inside.status_code, inside["Location"]) == (302, f"{prefix}/checkout")
    checkout = client.get(f"{prefix}/checkout")
    assert checkout.status_code == 200
    placed = send(client, checkout, "checkout", **ADDRESS, **IDENTITY, notice="2025-1")
    assert placed.status_code == 303, text(placed)
    with in_mall(shopper.mall_id, actor=Actor.staff()):
        order = Order.objects.get()
        assert (str(order.total), order.shopper_id, order.state) == ("218.20", shopper.pk, "placed")
        assert (order.notice_version, len(order.notice_hash), order.language) == (
            "2025-1", 64, "en" if prefix else "zh-hans",
        )  # fmt: skip
    assert placed["Location"] == f"{prefix}/pay/{order.number}"
    listed = client.get(f"{prefix}/me/orders")
    assert order.number in text(listed)
    shown = client.get(f"{prefix}/me/orders/{order.number}")
    assert "张**" in text(shown)
    assert "11010519491231002X" not in shown.content.decode()
