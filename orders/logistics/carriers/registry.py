"""Carriers by name. A new one is a folder beside `domestic/` with the same files, and a line here."""

from __future__ import annotations

from orders.logistics.carriers.domestic.client import DomesticCarrier
from orders.logistics.carriers.face import Carrier

_CARRIERS = {"domestic": DomesticCarrier.of_mall}


def carrier(name: str) -> Carrier:
    """The open mall's client of that carrier. Raises KeyError for an unknown name."""
    return _CARRIERS[name]()
