"""The malls of a run: goods enough for everybody, and shoppers whose yearly limit holds what they will buy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from random import Random

from stdnum.cn import ric

from accounts.consents import agreed
from accounts.models import User
from accounts.services import AddressFields, keep_address, keep_identity
from catalog.inventory.services import receive
from catalog.models import Sku
from demo import malls, outside, shelves
from demo.goods import malls as profiles
from tenancy.scope import Actor, in_mall

CODES = ("harbor", "polar")
ORDERS_A_PERSON = 20
_GOODS = 3
_PLENTY = 5_000


@dataclass(frozen=True, slots=True)
class Person:
    """A shopper of a mall, and who pays for the orders."""

    mall_id: int
    mall: str
    user_id: int
    address_id: int
    identity_id: int
    name: str
    number: str
    sku_ids: tuple[int, ...]


def open_shops(orders: int, now: datetime) -> list[Person]:
    """Two malls, bonded and direct mail, known to the port, the gateway and the carrier."""
    people: list[Person] = []
    each = -(-orders // ORDERS_A_PERSON // len(CODES)) + 1
    for profile in profiles():
        if profile.code not in CODES:
            continue
        mall_id = malls.open_demo_mall(profile, now)
        with in_mall(mall_id, actor=Actor.staff()):
            outside.connect(profile, now)
            shelves.fill(profile.code, _GOODS, now)
            sku_ids = tuple(_stocked(now))
            people += [_person(profile.code, mall_id, n, sku_ids, now) for n in range(each)]
    return people


def _stocked(now: datetime) -> list[int]:
    skus = Sku.objects.filter(price__lt=500, stocks__on_hand__gt=0).order_by("pk")[:_GOODS]
    for sku in skus:
        stock = sku.stocks.get()
        receive(sku_id=sku.pk, warehouse_id=stock.warehouse_id, quantity=_PLENTY, reference="plenty", now=now)
    return [sku.pk for sku in skus]


def _person(mall: str, mall_id: int, n: int, sku_ids: tuple[int, ...], now: datetime) -> Person:
    phone, name, number = f"137{n:08d}", f"张{'甲乙丙丁戊己庚辛壬癸'[n % 10]}", invented_number(n, mall)
    user = User.objects.create_user(phone, None, display_name=name, phone=phone)
    address = keep_address(
        shopper_id=user.pk,
        fields=AddressFields(name, phone, "浙江省", "杭州市", "西湖区", f"文三路{n + 1}号", "330106"),
        is_default=True,
    )
    identity = keep_identity(shopper_id=user.pk, name=name, number=number, consent=agreed("zh-hans", now))
    return Person(mall_id, mall, user.pk, address.pk, identity.pk, name, number, sku_ids)


def invented_number(n: int, salt: str) -> str:
    """A resident ID number with a valid check character, another one for every `n`."""
    dice = Random(f"{salt}:{n}")
    body = f"330106{dice.randint(1960, 2000)}{dice.randint(1, 12):02d}{dice.randint(1, 28):02d}{n % 1000:03d}"
    return body + ric.calc_check_digit(body + "0")
