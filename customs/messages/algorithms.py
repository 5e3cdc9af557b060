"""The pairs of algorithms a message may be signed by (报文规范 6.2): signature and digest belong together."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from customs.messages.sm2 import sm3
from customs.messages.types import DS

GM = "http://www.chinaport.gov.cn/2022/04/xmldsig#"


def sha1(data: bytes) -> bytes:
    return hashlib.sha1(data, usedforsecurity=False).digest()


@dataclass(frozen=True, slots=True)
class Pair:
    """`name` is what a mall's setting holds; `key`: rsa or sm2."""

    name: str
    key: str
    signature: str
    digest: str
    hashed: Callable[[bytes], bytes]


PAIRS = {
    pair.name: pair
    for pair in (
        Pair("rsa-sha1", "rsa", f"{DS}rsa-sha1", f"{DS}sha1", sha1),
        # 国密, preferred since May 2022
        Pair("sm2-sm3", "sm2", f"{GM}sm2-sm3", f"{GM}sm3", sm3),
        # What some older clients send with an SM2 card, and some ports took: one source.
        Pair("sm2-sm3-old", "sm2", f"{DS}sm2-sm3", f"{DS}sha1", sha1),
    )
}
RSA_SHA1 = PAIRS["rsa-sha1"]
SM2_SM3 = PAIRS["sm2-sm3"]
