"""Carriers by name. A new one is a folder beside `domestic/` with the same files, and its lines here."""

from __future__ import annotations

from collections.abc import Callable

from orders.logistics.carriers.domestic.client import DomesticCarrier
from orders.logistics.carriers.face import Carrier
from orders.logistics.carriers.international.client import InternationalCarrier
from orders.logistics.types import Leg, NoCarrier
from tenancy.models import MallSecret

_CARRIERS: dict[str, Callable[[], Carrier]] = {
    "domestic": DomesticCarrier.of_mall,
    "international": InternationalCarrier.of_mall,
}
USUAL = {Leg.DOMESTIC: "domestic", Leg.OVERSEAS: "international"}


def carrier(name: str) -> Carrier:
    """The open mall's client of that carrier. Raises NoCarrier without an account, or for an unknown name."""
    if name not in _CARRIERS or not has_account(name):
        raise NoCarrier(name)
    return _CARRIERS[name]()


def has_account(name: str) -> bool:
    """Whether the open mall has an account there. One statement."""
    return MallSecret.objects.filter(name=f"carrier.{name}").exists()


def known() -> list[str]:
    """Carriers at which the open mall has an account, in the order of the registry. One statement."""
    kept = set(MallSecret.objects.filter(name__startswith="carrier.").values_list("name", flat=True))
    return [name for name in _CARRIERS if f"carrier.{name}" in kept]
