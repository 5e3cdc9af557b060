"""Slots of the home page that another app fills: who stands where is one setting, `HOME_SLOTS`.

A provider is a function `(*, now, most) -> sequence` named by its path, of an app above this one. A slot without one is
empty, and an empty slot is not shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

Words = dict[str, str]


@dataclass(frozen=True, slots=True)
class CouponOffer:
    """A coupon (优惠券) that anybody may take now. `amount` as it is shown ("¥30", "9折"), `link` where it is taken: an
    address of this mall without its language."""

    amount: Words
    condition: Words
    link: str
    until: datetime | None = None


def coupons(*, now: datetime, most: int) -> Sequence[CouponOffer]:
    """What the provider of coupons offers to everybody at this moment, `most` at most."""
    return _ask("coupons", now=now, most=most)[:most]


def is_filled(slot: str) -> bool:
    """Whether anybody provides for it."""
    return bool(settings.HOME_SLOTS.get(slot))


def _ask(slot: str, **wanted: Any) -> Sequence[Any]:
    path = settings.HOME_SLOTS.get(slot)
    return import_string(path)(**wanted) if path else ()
