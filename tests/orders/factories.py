"""One factory a noun of the orders floor; they work in the open scope."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from accounts.models import Address, Identity, User
from accounts.services import AddressFields, keep_address, keep_identity
from accounts.types import Consent
from catalog.models import Sku
from orders import notices
from orders.models import Cart
from orders.services.add_to_cart import add_to_cart
from orders.services.open_cart import open_cart
from orders.services.place_order import place_order
from orders.types import CheckoutRequest, PlacedOrder
from tests import factories

NOW = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)


def identity(shopper: User, number: str = "11010519491231002X", name: str = "张三丰") -> Identity:
    return keep_identity(shopper_id=shopper.pk, name=name, number=number, consent=Consent("1", "a" * 64, NOW))


def address(shopper: User, **fields: str) -> Address:
    values = {
        "consignee": "张三丰", "phone": "13800138000", "province": "浙江省", "city": "杭州市",
        "district": "西湖区", "street": "文三路 1 号", "district_code": "330106",
    } | fields  # fmt: skip
    return keep_address(shopper_id=shopper.pk, fields=AddressFields(**values), is_default=True)


def cart(shopper: User, *wants: tuple[Sku, int]) -> Cart:
    made = open_cart(shopper_id=shopper.pk, now=NOW)
    for sku, quantity in wants:
        add_to_cart(cart_id=made.pk, sku_id=sku.pk, quantity=quantity, now=NOW)
    return made


def checkout(shopper: User, *wants: tuple[Sku, int], **changes: Any) -> CheckoutRequest:
    """A request that would be granted: own cart, address and identity, the notice accepted."""
    notice = notices.buyers_notice("zh-hans")
    values: dict[str, Any] = {
        "shopper_id": shopper.pk,
        "cart_id": cart(shopper, *wants).pk,
        "address_id": address(shopper).pk,
        "identity_id": identity(shopper).pk,
        "notice_version": notice.version,
        "notice_hash": notice.text_hash,
        "notice_accepted": True,
    }
    return CheckoutRequest(**(values | changes))


def placed(shopper: User | None = None, *wants: tuple[Sku, int], **changes: Any) -> PlacedOrder:
    """An order: one bonded piece of 100.00 yuan unless said otherwise."""
    shopper = shopper or factories.shopper()
    return place_order(request=checkout(shopper, *(wants or ((factories.sku(), 1),)), **changes), now=NOW)
