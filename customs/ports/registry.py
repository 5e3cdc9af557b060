"""Ports by code: what is known stands in `ports.toml`, how they are spoken to in the families of `doors/`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

from django.utils.module_loading import import_string

from customs.ports.face import Door, Known, Port, PortData

FAMILIES = {
    "http_poll": "customs.ports.haikou.client.HaikouPort",
    "http_push": "customs.ports.doors.form.FormPush",
    "soap": "customs.ports.doors.soap.SoapPush",
    "form_md5": "customs.ports.doors.form.FormPoll",
    "dxp_amqp": "customs.ports.doors.queue.AmqpQueue",
    "dxp_sftp": "customs.ports.doors.folder.SftpFolder",
}
"""Each client is loaded when a mall speaks to such a port: few need SFTP, and its library is large."""
CREDENTIALS = {
    "http_poll": (),
    "http_push": ("userid", "password"),
    "soap": ("aes_key", "private_key", "port_key"),
    "form_md5": ("userid", "password", "customs"),
    "dxp_amqp": ("user", "password"),
    "dxp_sftp": ("user", "password", "host_key"),
}
"""What a mall must give beside address and box."""
SCHEMES = {
    "http_poll": ("http://", "https://"),
    "http_push": ("http://", "https://"),
    "soap": ("http://", "https://"),
    "form_md5": ("http://", "https://"),
    "dxp_amqp": ("amqp://", "amqps://", "redis://", "rediss://"),
    "dxp_sftp": ("sftp://",),
}
_PLAIN = ("zh", "en", "live", "rehearse", "door")


def port(code: str, door: Door) -> Port:
    """The client of that port. Raises KeyError for an unknown code."""
    client: Port = import_string(FAMILIES[data(code).family])(door)
    return client


def codes() -> tuple[str, ...]:
    return tuple(_table())


@cache
def data(code: str) -> PortData:
    """What is known of the port. Raises KeyError for an unknown code."""
    row = _table()[code]
    facts = {name: Known(**values) for name, values in row.items() if name not in _PLAIN}
    return PortData(
        code=code,
        name_zh=row["zh"],
        name_en=row["en"],
        family=row["door"]["value"] or row["rehearse"],
        door=Known(**row["door"]),
        live=row["live"],
        facts=facts,
    )


@cache
def _table() -> dict[str, dict[str, Any]]:
    return tomllib.loads(resources.files("customs.ports").joinpath("ports.toml").read_text(encoding="utf-8"))
