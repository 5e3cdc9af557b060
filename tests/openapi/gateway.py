"""A gateway's side of a notice: our own key signs, as the published protocol says (no process needed)."""

from __future__ import annotations

import base64
import json
import time
from dataclasses import dataclass
from functools import cache

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from orders.models import Order
from orders.payments.gateways.wechat.account import Account
from orders.payments.models import Payment

_KEY_ID = "PUB_KEY_ID_000000000000000000000001"


@cache
def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def account(mchid: str = "1900000109") -> Account:
    """A merchant account at nowhere: the platform's key is ours."""
    private = _key().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    public = _key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    made = Account(
        mchid, "wx0000000000000001", "A" * 40, private, f"{mchid:0>32}", public, _KEY_ID, "http://127.0.0.1:9"
    )
    made.keep()
    return made


def pending(order: Order) -> Payment:
    """A started payment of the order's only package."""
    package = order.packages.get()
    return Payment.objects.create(
        order=order, package=package, gateway="wechat", number=f"{package.number}0001", amount=package.total,
        code_url="weixin://wxpay/x", expires_at=order.expires_at,
    )  # fmt: skip


@dataclass(frozen=True)
class Notice:
    headers: dict[str, str]
    body: bytes


def notice(to: Account, number: str, fen: int, *, event: str = "EV-1", mchid: str = "") -> Notice:
    resource = {
        "mchid": mchid or to.mchid,
        "appid": to.appid,
        "out_trade_no": number,
        "transaction_id": "4200000000000000000000000001",
        "trade_state": "SUCCESS",
        "success_time": "2026-03-10T12:05:00+08:00",
        "amount": {"total": fen, "currency": "CNY"},
    }
    sealed = AESGCM(to.apiv3_key.encode()).encrypt(
        b"0123456789ab", json.dumps(resource).encode(), b"transaction"
    )
    body = json.dumps(
        {
            "id": event,
            "create_time": "2026-03-10T12:05:01+08:00",
            "resource_type": "encrypt-resource",
            "event_type": "TRANSACTION.SUCCESS",
            "summary": "支付成功",
            "resource": {
                "algorithm": "AEAD_AES_256_GCM",
                "original_type": "transaction",
                "associated_data": "transaction",
                "nonce": "0123456789ab",
                "ciphertext": base64.b64encode(sealed).decode(),
            },
        }
    ).encode()
    return Notice(_signed(body), body)


def _signed(body: bytes) -> dict[str, str]:
    stamp, nonce = str(int(time.time())), "n" * 32
    signature = _key().sign(
        f"{stamp}\n{nonce}\n".encode() + body + b"\n", padding.PKCS1v15(), hashes.SHA256()
    )
    return {
        "Wechatpay-Signature": base64.b64encode(signature).decode(),
        "Wechatpay-Timestamp": stamp,
        "Wechatpay-Nonce": nonce,
        "Wechatpay-Serial": _KEY_ID,
        "Wechatpay-Signature-Type": "WECHATPAY2-SHA256-RSA2048",
    }
