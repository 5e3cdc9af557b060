"""Make a demo mall known to the world outside: its merchant account, its customs account, its carrier.

These are the simulators' own desks (`/_sim/`), spoken to over HTTP as their consoles would be.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import replace
from datetime import datetime
from typing import Any

import requests
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from customs.services import open_account
from customs.services.original_data import keep_settings
from demo.goods.types import MallProfile
from demo.malls import COMPANIES
from notifications.sms import Account as SmsAccount
from orders.logistics.carriers.domestic.account import Account as CarrierAccount
from orders.logistics.carriers.international.account import Account as OverseasAccount
from orders.logistics.trackers.kuaidi100.account import Account as TrackerAccount
from orders.payments.gateways.alipay.account import Account as AlipayAccount
from orders.payments.gateways.bank.account import Account as BankAccount
from orders.payments.gateways.wechat.account import Account as MerchantAccount
from tenancy.hosts import address_of
from tenancy.models import MallSecret
from tenancy.scope import current_mall_id
from wechat.account import OfficialAccount

PORT = "haikou"
PAYER = ("4403169D3W", "财付通支付科技有限公司")
CARRIER = ("4601W60003", "顺达速运（海口）有限公司")
FOLLOWED = "shunda"
OVERSEAS = ("4601W60005", "远航国际货运代理（海口）有限公司")
MERCHANTS = {"harbor": "1900000101", "polar": "1900000102", "meridian": "1900000103"}


def address(name: str) -> str:
    """A simulator's address: `CUSTOMS`, `GATEWAY`, `CARRIER` or `SMS`; empty where it does not run."""
    return os.environ.get(f"{name}_SIMULATOR_URL", "")


def is_there() -> bool:
    return all(address(name) for name in ("CUSTOMS", "GATEWAY", "CARRIER"))


def post(house: str, path: str, **body: Any) -> dict[str, Any]:
    """To a desk of the `house`: CUSTOMS, GATEWAY, CARRIER or SMS."""
    answer = requests.post(f"{address(house)}/_sim/{path}", json=body, timeout=10)
    answer.raise_for_status()
    return dict(answer.json())


def paces(*, inside: float, abroad: float) -> None:
    """Seconds that parcels take from one step to the next, in China and abroad."""
    post("CARRIER", "config", step_seconds=inside)
    if address("OVERSEAS"):
        post("OVERSEAS", "config", step_seconds=abroad)


def connect(profile: MallProfile, now: datetime) -> None:
    """The mall's accounts, once."""
    if address("SMS") and SmsAccount.of_mall() is None:
        _sender(profile)
    if not is_there() or MallSecret.objects.filter(name="gateway.wechat").exists():
        return
    account, secret = merchant(MERCHANTS[profile.code])
    account.keep()
    OfficialAccount(account.appid, secret, pages=address("GATEWAY"), api=address("GATEWAY")).keep()
    if address("ALIPAY"):
        alipay(f"20210000{MERCHANTS[profile.code][-8:]}", profile.code).keep()
    BankAccount(
        COMPANIES[profile.code][1], "中国银行（演示）", f"62170000{MERCHANTS[profile.code][-8:]}"
    ).keep()
    _carriers(profile.code)
    _customs(profile.code, now)


def _carriers(mall: str) -> None:
    """The mall's own accounts at the carriers, each with its secret; they push their news to the mall's door."""
    CarrierAccount(address("CARRIER"), *CARRIER, mall, _known_to("CARRIER", mall, "domestic")).keep()
    if address("OVERSEAS"):
        secret = _known_to("OVERSEAS", mall, "international")
        OverseasAccount(address("OVERSEAS"), *OVERSEAS, mall, secret).keep()


def follow(mall: str) -> None:
    """From now on a tracking service tells of this mall's parcels in China, as Kuaidi100 does."""
    kept = CarrierAccount.of_mall()
    if not address("TRACKER") or kept.tracked_as:
        return
    key, customer = secrets.token_hex(8), f"DEMO{mall.upper()}"
    post("TRACKER", "accounts", customer=customer, key=key)
    post("TRACKER", "carriers", company=FOLLOWED, url=address("CARRIER"))
    TrackerAccount(customer, key, secrets.token_hex(16), address("TRACKER")).keep()
    post("CARRIER", "accounts", account=kept.account, secret=kept.secret)
    replace(kept, tracked_as=FOLLOWED).keep()


def _known_to(house: str, mall: str, carrier: str) -> str:
    """A new secret, registered at the carrier with the door where it pushes its news."""
    secret = secrets.token_hex(16)
    door = address_of(current_mall_id(), f"/openapi/v1/webhooks/carriers/{carrier}")
    post(house, "accounts", account=mall, secret=secret, push_url=door)
    return secret


def _sender(profile: MallProfile) -> None:
    """The mall's account at the sender of text messages; its inbox is shown to whoever tries the demo."""
    key = os.urandom(16).hex()
    post("SMS", "accounts", name=profile.code, key=key)
    SmsAccount(address("SMS"), key, profile.name.zh, inbox=f"{address('SMS')}/").keep()


def alipay(app_id: str, name: str) -> AlipayAccount:
    """A new key, registered at Alipay."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    seller_id = f"2088{app_id[-12:]}"
    post("ALIPAY", "merchants", app_id=app_id, seller_id=seller_id, public_key=public, name=name)
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    platform = requests.get(f"{address('ALIPAY')}/_sim/platform", timeout=10).json()
    return AlipayAccount(
        app_id, seller_id, private, platform["public_key"], f"{address('ALIPAY')}/gateway.do"
    )


def merchant(mchid: str) -> tuple[MerchantAccount, str]:
    """A new key, registered at the gateway; and the secret of the official account with the same app id."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    apiv3_key, appid, serial = os.urandom(16).hex(), f"wx{mchid:0>16}", os.urandom(20).hex().upper()
    secret = os.urandom(16).hex()
    post(
        "GATEWAY",
        "merchants",
        mchid=mchid,
        appid=appid,
        apiv3_key=apiv3_key,
        public_key=public,
        serial=serial,
        secret=secret,
    )
    platform = requests.get(f"{address('GATEWAY')}/_sim/platform", timeout=10).json()
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    account = MerchantAccount(
        mchid=mchid,
        appid=appid,
        serial=serial,
        private_key=private,
        apiv3_key=apiv3_key,
        platform_key=platform["public_key"],
        platform_key_id=platform["public_key_id"],
        host=address("GATEWAY"),
    )
    return account, secret


def _customs(mall: str, now: datetime) -> None:
    code, name = COMPANIES[mall]
    certificate = open_account(
        port=PORT,
        endpoint=address("CUSTOMS"),
        dxp_id=f"DXPENT{code[-5:]:0>10}",
        customs_code="6400",
        port_code="6400",
        platform=(code, name),
        agent=(code, name),
        payer=PAYER,
        now=now,
    )
    keep_settings(endpoint=address("CUSTOMS"), port=PORT)
    for company_code, company_name in ((code, name), PAYER, CARRIER):
        post("CUSTOMS", "enterprises", code=company_code, name=company_name, certificate=certificate)
