"""A mall at one port of each family, and the port's side of it."""

from __future__ import annotations

import base64
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.utils import timezone

from customs.models import PortAccount
from customs.services import poll_receipts
from orders.models import Package
from tests.customs import factories as make
from tests.customs.conftest import PortDesk
from tests.customs.ports.gate import Gate

PORTS = {
    "http_poll": "haikou",
    "http_push": "nanjing",
    "soap": "hangzhou",
    "form_md5": "ningbo",
    "dxp_amqp": "qingdao",
    "dxp_sftp": "shaanxi",
}


@dataclass
class Quay:
    """`port`: the code; `desk`: the port's own; `gate`: where it pushes to."""

    family: str
    port: str
    desk: PortDesk
    gate: Gate
    box: dict[str, Any] = field(default_factory=dict)

    def package(self, *wants: Any) -> Package:
        made = make.package(*wants)
        Package.objects.filter(pk=made.pk).update(port=self.port)
        return Package.objects.get(pk=made.pk)

    def until(self, holds: Callable[[], bool], seconds: float = 40) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.gate.answer()
            PortAccount.objects.update(away_until=None, polling_until=None)
            poll_receipts(port=self.port, now=timezone.now())
            if holds():
                return
        raise AssertionError(f"the port did not get there in {seconds} seconds")


def moor(family: str, desk: PortDesk, gate: Gate, broker: str = "", dxp_id: str = make.DXP_ID) -> Quay:
    quay = Quay(family, PORTS[family], desk, gate)
    endpoint, credentials, box = _MOORINGS[family](quay, broker)
    if box:
        quay.box = desk.post("boxes", dxp_id=dxp_id, **box)
    if family == "soap":
        credentials["port_key"] = quay.box["port_key"]
    if family == "dxp_sftp":
        endpoint = f"sftp://127.0.0.1:{quay.box['port']}/"
        credentials["host_key"] = quay.box["host_key"]
    desk.register(make.account(endpoint, dxp_id, port=quay.port, credentials=credentials))
    return quay


def _poll(quay: Quay, broker: str) -> tuple[str, dict[str, str], dict[str, Any]]:
    return quay.desk.url, {}, {}


def _push(quay: Quay, broker: str) -> tuple[str, dict[str, str], dict[str, Any]]:
    who = {"userid": "NJ0001", "password": "secret"}
    return quay.desk.url, dict(who), {"door": "push", "target": quay.gate.url(quay.port), **who}


def _form(quay: Quay, broker: str) -> tuple[str, dict[str, str], dict[str, Any]]:
    who = {"userid": "NB0001", "password": "secret", "customs": "3105"}
    return quay.desk.url, dict(who), {"door": "form", **who}


def _soap(quay: Quay, broker: str) -> tuple[str, dict[str, str], dict[str, Any]]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    aes = base64.b64encode(os.urandom(16)).decode()
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    box = {
        "door": "soap",
        "company": make.AGENT[0],
        "aes_key": aes,
        "public_key": public.decode(),
        "target": quay.gate.url(quay.port),
    }
    return quay.desk.url, {"aes_key": aes, "private_key": private}, box


def _amqp(quay: Quay, broker: str) -> tuple[str, dict[str, str], dict[str, Any]]:
    return broker, {}, {"door": "amqp", "url": broker}


def _sftp(quay: Quay, broker: str) -> tuple[str, dict[str, str], dict[str, Any]]:
    who = {"user": "shop", "password": "secret"}
    return "", dict(who), {"door": "sftp", **who}


_MOORINGS: dict[str, Callable[[Quay, str], tuple[str, dict[str, str], dict[str, Any]]]] = {
    "http_poll": _poll,
    "http_push": _push,
    "form_md5": _form,
    "soap": _soap,
    "dxp_amqp": _amqp,
    "dxp_sftp": _sftp,
}
