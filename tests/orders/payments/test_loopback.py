"""Not one call leaves the house: every call of every gateway, with each connection looked at."""

from __future__ import annotations

import ipaddress
import socket
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.utils import timezone

from orders.payments.gateways.alipay.account import Account as AlipayAccount
from orders.payments.gateways.registry import gateway
from orders.payments.types import PaymentError, Scene

pytestmark = [pytest.mark.django_db, pytest.mark.processes]
NOW = timezone.now()


class Watch:
    """Notes where sockets connect to; what is not this machine is refused before a byte leaves."""

    def __init__(self) -> None:
        self.to: list[str] = []
        self._connect = socket.socket.connect

    def __call__(self, sock: socket.socket, address: object) -> object:
        host = str(address[0]) if isinstance(address, tuple) else "unix"
        self.to.append(host)
        if host != "unix" and not ipaddress.ip_address(host).is_loopback:
            raise ConnectionRefusedError(f"{host} is outside")
        return self._connect(sock, address)


def every_call(name: str) -> None:
    client, number = gateway(name), f"6{NOW:%H%M%S%f}0001"
    client.start(
        number=number, amount_fen=100, description="x", notify_url="http://harbor.localhost/n",
        expires_at=NOW + timedelta(minutes=5), scene=Scene.QR,
    )  # fmt: skip
    for place, scene in enumerate((Scene.WAP, Scene.JSAPI)):
        if scene in client.scenes:
            client.start(
                number=f"{number}{place}", amount_fen=100, description="x", notify_url="http://harbor.localhost/n",
                expires_at=NOW + timedelta(minutes=5), scene=scene, open_id="o-me",
            )  # fmt: skip
    client.ask(number=number)
    client.bill(timezone.localtime(NOW).date())
    with suppress(PaymentError):
        client.refund(number=number, refund_number=f"R{number}", refund_fen=1, total_fen=100, reason="x")
    client.close(number=number)


@pytest.mark.parametrize("name", ["wechat", "alipay"])
def test_every_call_stays_on_this_machine(name, account, alipay, desk):
    watch = Watch()
    with patch.object(socket.socket, "connect", lambda sock, address: watch(sock, address)):
        every_call(name)
    assert len(watch.to) >= 5 and set(watch.to) <= {"127.0.0.1", "::1", "unix"}


def test_control_an_account_at_the_real_door_would_leave(alipay):
    """The name is never resolved: a look-up would leave as well."""
    asked: list[str] = []

    def lookup(host: str, *rest: object, **more: object) -> object:
        asked.append(host)
        raise socket.gaierror("outside")

    replace(AlipayAccount.of_mall(), host="https://openapi.alipay.com/gateway.do").keep()
    with patch.object(socket, "getaddrinfo", lookup), pytest.raises(PaymentError):
        gateway("alipay").ask(number="1")
    assert asked == ["openapi.alipay.com"]
