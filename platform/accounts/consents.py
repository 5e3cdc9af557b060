"""What a person agrees to when giving an ID number (单独同意), by version: identities keep version and hash.

Source of the duty: 个人信息保护法, art. 29: sensitive personal information takes a separate consent that names
purpose, receivers and how long it is kept. A changed text is a new version.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from accounts.types import Consent

VERSION = "2025-1"

_TEXTS = {
    "zh-hans": (
        "用途：仅用于本人跨境订单的海关申报与身份核验",
        "接收方：海关、支付机构、承运企业",
        "保存：加密保存至法律规定的期限，到期销毁",
    ),
    "en": (
        "Purpose: customs clearance and identity checks of your own cross-border orders, nothing else",
        "Receivers: customs, the payment company, the carrier",
        "Kept encrypted for as long as the law asks, then destroyed",
    ),
}


def points(language: str) -> tuple[str, ...]:
    """The words shown beside the box, Chinese unless `language` is English."""
    return _TEXTS["en" if language.startswith("en") else "zh-hans"]


def agreed(language: str, at: datetime) -> Consent:
    """The consent of somebody who was shown the words in `language`."""
    text = "\n".join((VERSION, *points(language)))
    return Consent(VERSION, hashlib.sha256(text.encode()).hexdigest(), at)
