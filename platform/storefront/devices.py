"""On what the shopper reads: it decides where a payment opens. The browser says so itself; nothing is trusted to it."""

from __future__ import annotations

from enum import StrEnum

from django.http import HttpRequest

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
