"""Tracking services by name. A new one is a folder beside `kuaidi100/` with the same files, and a line here."""

from __future__ import annotations

from collections.abc import Callable

from orders.logistics.trackers.face import Tracker
from orders.logistics.trackers.kuaidi100.client import Kuaidi100
from orders.logistics.types import NoCarrier
from tenancy.models import MallSecret

_TRACKERS: dict[str, Callable[[], Tracker]] = {"kuaidi100": Kuaidi100.of_mall}


def tracker(name: str) -> Tracker:
    """The open mall's client of that service. Raises NoCarrier without an account, or for an unknown name."""
    if name not in _TRACKERS or not MallSecret.objects.filter(name=f"tracker.{name}").exists():
        raise NoCarrier(name)
    return _TRACKERS[name]()


def in_use() -> str:
    """The service that the open mall has an account at; empty for none. One statement."""
    kept = set(MallSecret.objects.filter(name__startswith="tracker.").values_list("name", flat=True))
    return next((name for name in _TRACKERS if f"tracker.{name}" in kept), "")
