"""Whose payments are declared from here, and by which client."""

from __future__ import annotations

from orders.payments.customs_clients.alipay import AlipayCustoms
from orders.payments.customs_clients.types import CustomsClient
from orders.payments.customs_clients.wechat import WeChatCustoms

PLACES = {"wechat": ("wechat_customs", "GUANGZHOU_ZS"), "alipay": ("alipay_place", "ZONGSHU")}
"""Gateway to what ports.toml calls its word for the port, and the national line for ports it does not list."""


def client_of(gateway: str) -> CustomsClient | None:
    """The open mall's client; None for a gateway that does not declare."""
    if gateway == "wechat":
        return WeChatCustoms.of_mall()
    return AlipayCustoms.of_mall() if gateway == "alipay" else None
