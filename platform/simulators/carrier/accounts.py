"""Who may speak to the carrier, and how both sides prove who speaks.

Every request carries `X-Account`, `X-Time` (Unix seconds, 300 either way) and `X-Sign`: HMAC-SHA256 in hexadecimal
under the account's secret over time, method, path with query and the SHA-256 of the body, a line each. A push is
signed by the same secret with `PUSH` and the account in place of method and path.
"""

import hashlib
import hmac

from simulators.store import Row, Store
from simulators.web.routing import RefusedError, Request, Response, answer, asked

SLACK = 300
SCHEMA = """
CREATE TABLE IF NOT EXISTS accounts (
    account TEXT PRIMARY KEY, secret TEXT NOT NULL, push_url TEXT NOT NULL
);
"""


def sign(secret: str, moment: str, method: str, target: str, body: bytes) -> str:
    text = "\n".join((moment, method, target, hashlib.sha256(body).hexdigest()))
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def speaker(store: Store, request: Request, now: float) -> str:
    """The account that signed this request. RefusedError 401 for anybody else."""
    account, moment = request.headers.get("x-account", ""), request.headers.get("x-time", "")
    row = store.row("SELECT * FROM accounts WHERE account = ?", account)
    if row is None or not moment.isdigit() or abs(int(moment) - now) > SLACK:
        raise RefusedError("who are you?", 401)
    right = sign(row["secret"], moment, request.method, request.target, request.body)
    if not hmac.compare_digest(right, request.headers.get("x-sign", "")):
        raise RefusedError("the signature is not this account's", 401)
    return account


def register(store: Store, request: Request) -> Response:
    """`{account, secret, push_url?}`; again = replaced."""
    body = request.json()
    account, secret = asked(body, "account", "secret")
    store.run(
        "INSERT OR REPLACE INTO accounts (account, secret, push_url) VALUES (?, ?, ?)",
        account, secret, str(body.get("push_url") or ""),
    )  # fmt: skip
    return answer({"account": account}, 201)


def pushed_to(store: Store) -> list[Row]:
    return store.rows("SELECT * FROM accounts WHERE push_url != ''")
