"""Ports (口岸): what is known of each, and the doors they are spoken to by, behind one face."""

from customs.ports.addresses import is_address
from customs.ports.face import Door, Known, Port, PortData, Pushed
from customs.ports.registry import CREDENTIALS, SCHEMES, codes, data, port

__all__ = [
    "CREDENTIALS",
    "SCHEMES",
    "Door",
    "Known",
    "Port",
    "PortData",
    "Pushed",
    "codes",
    "data",
    "is_address",
    "port",
]
