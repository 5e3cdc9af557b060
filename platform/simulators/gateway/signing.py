"""WECHATPAY2-SHA256-RSA2048: requests are verified, answers and notices are signed; resources are sealed."""

import base64
import json
import re
import secrets
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from simulators.gateway.house import ApiError, House
from simulators.keys import KeyPair
from simulators.store import Row
from simulators.web.routing import Request

SCHEME = "WECHATPAY2-SHA256-RSA2048"
_SLACK = 300
_FIELDS = {"mchid", "nonce_str", "signature", "timestamp", "serial_no"}


def merchant_of(house: House, request: Request) -> Row:
    """The merchant whose key signed the request; ApiError 401 SIGN_ERROR otherwise."""
    scheme, _, rest = request.headers.get("authorization", "").partition(" ")
    said = dict(re.findall(r'(\w+)="([^"]*)"', rest))
    if scheme != SCHEME or not said.keys() >= _FIELDS:
        raise ApiError(401, "SIGN_ERROR", "Http头Authorization值格式错误")
    merchant = house.merchant(said["mchid"])
    if merchant is None or merchant["serial"] != said["serial_no"].upper():
        raise ApiError(401, "SIGN_ERROR", "商户号或证书序列号不存在")
    if not said["timestamp"].isdigit() or abs(int(said["timestamp"]) - house.clock()) > _SLACK:
        raise ApiError(401, "SIGN_ERROR", "Http头Authorization中的timestamp与发起请求的时间相差过大")
    signed = f"{request.method}\n{request.target}\n{said['timestamp']}\n{said['nonce_str']}\n".encode()
    if not _verifies(merchant["public_key"], said["signature"], signed + request.body + b"\n"):
        raise ApiError(401, "SIGN_ERROR", "错误的签名，验签失败")
    return merchant


@lru_cache(maxsize=256)
def _public(pem: str) -> RSAPublicKey:
    key = serialization.load_pem_public_key(pem.encode())
    assert isinstance(key, RSAPublicKey)
    return key


@lru_cache(maxsize=8)
def _private(pem: bytes) -> RSAPrivateKey:
    """Kept: reading a private key checks its primes, which takes longer than signing."""
    key = serialization.load_pem_private_key(pem, None)
    assert isinstance(key, RSAPrivateKey)
    return key


def public_pem(pair: KeyPair) -> str:
    kind = serialization.PublicFormat.SubjectPublicKeyInfo
    key = _private(pair.private_pem).public_key()
    return key.public_bytes(serialization.Encoding.PEM, kind).decode()


def public_key_id(pair: KeyPair) -> str:
    """The name of the platform's public key (微信支付公钥ID), for merchants that verify by key alone."""
    return f"PUB_KEY_ID_{int(pair.serial, 16) % 10**24:024d}"


def _verifies(public: str, signature: str, data: bytes) -> bool:
    try:
        _public(public).verify(
            base64.b64decode(signature, validate=True), data, padding.PKCS1v15(), hashes.SHA256()
        )
    except (InvalidSignature, ValueError):
        return False
    return True


def signed_headers(pair: KeyPair, body: bytes, now: float, *, serial: str | None = None) -> dict[str, str]:
    """The five headers of an answer or a notice."""
    nonce, stamp = secrets.token_hex(16), str(int(now))
    return {
        "Wechatpay-Signature": sign(pair, f"{stamp}\n{nonce}\n".encode() + body + b"\n"),
        "Wechatpay-Timestamp": stamp,
        "Wechatpay-Nonce": nonce,
        "Wechatpay-Serial": serial or pair.serial,
        "Wechatpay-Signature-Type": SCHEME,
    }


def sign(pair: KeyPair, data: bytes) -> str:
    key = _private(pair.private_pem)
    return base64.b64encode(key.sign(data, padding.PKCS1v15(), hashes.SHA256())).decode()


def seal(apiv3_key: str, plain: bytes, associated: str) -> dict[str, str]:
    """AEAD_AES_256_GCM under the merchant's APIv3 key."""
    nonce = secrets.token_hex(6)
    sealed = AESGCM(apiv3_key.encode()).encrypt(nonce.encode(), plain, associated.encode())
    return {
        "algorithm": "AEAD_AES_256_GCM",
        "nonce": nonce,
        "associated_data": associated,
        "ciphertext": base64.b64encode(sealed).decode(),
    }


def sealed_json(apiv3_key: str, value: Any, kind: str) -> dict[str, str]:
    plain = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return seal(apiv3_key, plain, kind) | {"original_type": kind}


def unseal_field(pair: KeyPair, text: str) -> str:
    """A sensitive field (敏感信息): RSA-OAEP for the platform's key; ApiError when it is not."""
    key = _private(pair.private_pem)
    oaep = padding.OAEP(mgf=padding.MGF1(hashes.SHA1()), algorithm=hashes.SHA1(), label=None)
    try:
        return key.decrypt(base64.b64decode(text, validate=True), oaep).decode()
    except ValueError as problem:
        raise ApiError(400, "PARAM_ERROR", "敏感字段解密失败") from problem
