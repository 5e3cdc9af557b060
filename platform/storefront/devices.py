"""On what the shopper reads: it decides where a payment opens. The browser says so itself; nothing is trusted to it."""

from __future__ import annotations

import re
import secrets
from enum import StrEnum

from django.http import HttpRequest, HttpResponse

_COOKIE, _LIVES = "device", 2 * 365 * 86_400
_TOKEN = re.compile(r"[0-9a-f]{32}")
_PHONES = ("android", "iphone", "ipad", "ipod", "harmonyos", "openharmony", "mobile")


class Device(StrEnum):
    WECHAT = "wechat"
    PHONE = "phone"
    DESKTOP = "desktop"


def device(request: HttpRequest) -> Device:
    """WeChat's own browser names itself, on a desktop too, where it can pay as well."""
    told = request.headers.get("User-Agent", "").lower()
    if "micromessenger" in told:
        return Device.WECHAT
    return Device.PHONE if any(word in told for word in _PHONES) else Device.DESKTOP


def token_of(request: HttpRequest) -> str:
    """The random token of this browser, empty without one: many orders from one device are told by it."""
    told = request.COOKIES.get(_COOKIE, "")
    return told if _TOKEN.fullmatch(told) else ""


def give_token(request: HttpRequest, response: HttpResponse) -> None:
    """At checkout, once: a browser that only looks round is given none."""
    if not token_of(request):
        response.set_cookie(
            _COOKIE,
            secrets.token_hex(16),
            max_age=_LIVES,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure(),
        )
