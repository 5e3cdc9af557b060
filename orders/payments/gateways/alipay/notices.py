"""Notices of Alipay: a form, signed over its own fields."""

from __future__ import annotations

from urllib.parse import parse_qsl

from orders.payments.gateways.alipay.account import Account
from orders.payments.gateways.alipay.signing import text_of, verifies
from orders.payments.types import ForgedNotice, NoticeRead

_LONGEST_BODY = 64 * 1024


def read(account: Account, body: bytes) -> NoticeRead:
    """Raises ForgedNotice: wrong signature, too long, not readable, or of another merchant."""
    if len(body) > _LONGEST_BODY:
        raise ForgedNotice("too long")
    try:
        text = body.decode()
        values = dict(parse_qsl(text, keep_blank_values=True, strict_parsing=True, max_num_fields=100))
    except ValueError as error:
        raise ForgedNotice("not a form") from error
    if not verifies(account.alipay_key, values.get("sign", ""), text_of(values, "sign", "sign_type")):
        raise ForgedNotice("the signature does not fit")
    if values.get("app_id") != account.app_id or values.get("seller_id") != account.seller_id:
        raise ForgedNotice("of another merchant")
    return _read(values, text)


def _read(values: dict[str, str], text: str) -> NoticeRead:
    from orders.payments.gateways.alipay.client import read_trade

    try:
        # A refund is told with the trade's own state, which is paid still; our refunds are asked for by number.
        return NoticeRead(values["notify_id"][:80], read_trade(values, text))
    except (KeyError, ValueError) as error:
        raise ForgedNotice(type(error).__name__) from error
