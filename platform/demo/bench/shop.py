"""A mall with goods, an account at the simulated gateway, and shoppers who may buy."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from django.utils import timezone
from stdnum.cn import ric

from accounts.consents import agreed
from accounts.models import User
from accounts.services import AddressFields, keep_address, keep_identity
from catalog.inventory.models import Warehouse
from catalog.inventory.places import open_port
from catalog.models import Sku, TradeProfile
from demo import outside
from openapi.tokens import token_for
from orders.notices import buyers_notice
from orders.types import CheckoutRequest
from storefront import shelving
from tenancy.scope import Actor, current_mall_id, in_mall

MCHID = "1900000188"
_CHEAP = 120  # yuan: three such lines stay far below the limit of an order


@dataclass(frozen=True, slots=True)
class Buyer:
    """A shopper as a machine knows one: a token, and what a checkout sends beside the cart."""

    shopper_id: int
    token: str
    body: dict[str, Any]

    @property
    def address_id(self) -> int:
        return int(self.body["address_id"])


@dataclass(frozen=True, slots=True)
class Shop:
    mall_id: int
    host: str
    sku_ids: tuple[int, ...]
    buyers: tuple[Buyer, ...]


def open_shop(code: str, *, products: int, buyers: int) -> Shop:
    filled = shelving.fill(code, products)
    with in_mall(filled.id, actor=Actor.staff()):
        outside.merchant(MCHID)[0].keep()
        TradeProfile.objects.update(record_no="R0001")
        Warehouse.objects.update(account_book="T2925W000088")
        open_port(port="haikou")
        skus = Sku.objects.filter(price__lt=_CHEAP).order_by("pk").values_list("pk", flat=True)
        people = tuple(_buyer(n) for n in range(buyers))
        return Shop(filled.id, filled.host, tuple(skus), people)


def _buyer(n: int) -> Buyer:
    user = User.objects.create(login=f"137{n:08d}", display_name=f"B{n}", mall_id=current_mall_id())
    fields = AddressFields("张三", f"137{n:08d}", "浙江省", "杭州市", "西湖区", f"文三路{n}号", "330106")
    place = keep_address(shopper_id=user.pk, fields=fields, is_default=True)
    now = timezone.now()
    card = keep_identity(shopper_id=user.pk, name="张三", number=_number(n), consent=agreed("zh-hans", now))
    notice = buyers_notice("zh-hans")
    body = {
        "address_id": str(place.pk),
        "identity_id": str(card.pk),
        "notice_version": notice.version,
        "notice_hash": notice.text_hash,
        "notice_accepted": True,
    }
    return Buyer(user.pk, token_for(user), body)


def _number(n: int) -> str:
    """A resident ID number with a valid check character, another one for every `n`."""
    dice = Random(n)
    body = f"330106{dice.randint(1960, 2000)}{dice.randint(1, 12):02d}{dice.randint(1, 28):02d}{n % 1000:03d}"
    return body + str(ric.calc_check_digit(body + "0"))


def as_request(buyer: Buyer, cart_id: int, key: str) -> CheckoutRequest:
    """The same checkout, for the verb itself."""
    body = buyer.body | {
        "address_id": buyer.address_id,
        "identity_id": int(buyer.body["identity_id"]),
    }
    return CheckoutRequest(shopper_id=buyer.shopper_id, cart_id=cart_id, idempotency_key=key, **body)
