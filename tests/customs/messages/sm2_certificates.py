"""Certificates over SM2 keys, for tests: no library we have writes them."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

from customs.messages import sm2, sm2_certificates
from customs.messages.signature import Sm2Signer


@cache
def signer(common_name: str = "example", pair: str = "sm2-sm3") -> Sm2Signer:
    from customs.messages.algorithms import PAIRS

    key = sm2.PrivateKey.generate()
    made = sm2_certificates.self_signed(
        key, "4601W60001", common_name, datetime(2020, 1, 1, tzinfo=UTC), datetime(2045, 1, 1, tzinfo=UTC)
    )
    return Sm2Signer.from_pem(key.pem().encode(), made.encode(), PAIRS[pair])
