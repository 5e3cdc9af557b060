"""Gateways by name. A new one is a folder beside `wechat/` with the same files, and a line here."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from orders.payments.gateways.alipay.account import Account as AlipayAccount
from orders.payments.gateways.alipay.client import AlipayGateway
from orders.payments.gateways.bank.client import BankTransfer
from orders.payments.gateways.face import Gateway
from orders.payments.gateways.wechat.account import Account as WeChatAccount
from orders.payments.gateways.wechat.client import WeChatPayGateway
from orders.payments.types import Scene
from tenancy.models import MallSecret

_GATEWAYS: dict[str, Callable[[], Gateway]] = {
    "wechat": WeChatPayGateway.of_mall,
    "alipay": AlipayGateway.of_mall,
    "bank": BankTransfer.of_mall,
}
#: Where each can be paid, asked without opening its account.
SCENES: dict[str, tuple[Scene, ...]] = {
    "wechat": WeChatPayGateway.scenes,
    "alipay": AlipayGateway.scenes,
    "bank": BankTransfer.scenes,
}
#: What each wants to read when its notice was taken; likewise.
NOTICE_ANSWERS: dict[str, bytes] = {
    "wechat": WeChatPayGateway.notice_answer,
    "alipay": AlipayGateway.notice_answer,
    "bank": BankTransfer.notice_answer,
}
NAMES: dict[str, str | Promise] = {
    "wechat": _("WeChat Pay"),
    "alipay": _("Alipay"),
    "bank": _("Bank transfer"),
}
#: A bank declares no payment to customs: only goods that were cleared long ago can be paid so.
DECLARES = frozenset({"wechat", "alipay"})


def gateway(name: str) -> Gateway:
    """The open mall's client of that gateway. Raises KeyError for an unknown name."""
    return _GATEWAYS[name]()


def merchant_of(name: str) -> str:
    """收款账号: the open mall's own number at that gateway; empty where it keeps none."""
    try:
        if name == "wechat":
            return WeChatAccount.of_mall().mchid
        if name == "alipay":
            return AlipayAccount.of_mall().seller_id
    except MallSecret.DoesNotExist:
        return ""
    return ""


def offered() -> list[str]:
    """The gateways at which the open mall has an account, in the order of the registry. One statement."""
    kept = set(MallSecret.objects.filter(name__startswith="gateway.").values_list("name", flat=True))
    return [name for name in _GATEWAYS if f"gateway.{name}" in kept]
