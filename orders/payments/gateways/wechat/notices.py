"""Notices of WeChat Pay: the signature over the raw body, then the sealed resource."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any

from wechatpayv3 import WeChatPay

from orders.payments.gateways.wechat.account import Account
from orders.payments.types import ForgedNotice, NoticeRead

# WeChat asks to refuse what was signed more than five minutes ago: a notice is signed anew at each try.
_OLDEST_SECONDS = 300
_LONGEST_BODY = 64 * 1024


def read(client: WeChatPay, account: Account, headers: Mapping[str, str], body: bytes) -> NoticeRead:
    """Raises ForgedNotice: wrong signature, old, too long, not readable, or of another merchant."""
    if len(body) > _LONGEST_BODY:
        raise ForgedNotice("too long")
    _refuse_old(headers)
    try:
        opened = client.callback(headers=dict(headers), body=body)
        if not opened:
            raise ForgedNotice("the signature does not fit")
        return _read(opened, account)
    except ForgedNotice:
        raise
    except Exception as error:
        raise ForgedNotice(type(error).__name__) from error


def _refuse_old(headers: Mapping[str, str]) -> None:
    signed_at = headers.get("Wechatpay-Timestamp", "")
    if not signed_at.isdigit() or abs(time.time() - int(signed_at)) > _OLDEST_SECONDS:
        raise ForgedNotice("not signed now")


def _read(opened: Any, account: Account) -> NoticeRead:
    from orders.payments.gateways.wechat.client import read_trade

    event: dict[str, Any] = json.loads(opened) if isinstance(opened, (str, bytes)) else dict(opened)
    resource = event["resource"]
    if resource.get("mchid") != account.mchid:
        raise ForgedNotice("of another merchant")
    return NoticeRead(str(event["id"])[:80], read_trade(resource))
