"""How the carriers' doors know a mall, and how we know their pushes: HMAC-SHA256 under the account's secret.

The text that is signed: Unix seconds, method, path with query, SHA-256 of the body in hexadecimal, a line each; a push
has `PUSH` and the account in place of method and path. Times differ by five minutes at most.
"""

from __future__ import annotations

import hashlib
import hmac

SLACK = 300


def sign(secret: str, moment: str, method: str, target: str, body: bytes) -> str:
    text = "\n".join((moment, method, target, hashlib.sha256(body).hexdigest()))
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def holds(secret: str, moment: str, method: str, target: str, body: bytes, said: str, now: float) -> bool:
    if not moment.isascii() or not moment.isdigit() or len(moment) > 12 or abs(int(moment) - now) > SLACK:
        return False
    return hmac.compare_digest(sign(secret, moment, method, target, body).encode(), said.encode())
