"""Goods that may lawfully come more than one way: what each would cost, beside the one they are sold in."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.selectors import offers
from customs.policy.choose import Choice, PackageChoices, choose
from customs.rules.modes import RULES, Mode
from orders import types as domain
from orders.clock import beijing_day
from storefront.filling.language import language
from storefront.presentation import Price, WayView

_ABROAD = (Mode.DIRECT_9610, Mode.PERSONAL_PARCEL)


def ways_of(found: domain.CartView | None) -> dict[str, tuple[WayView, ...]]:
    """By the group's key, for goods that lie abroad: only they can come more than one way as they lie."""
    groups = [group for group in found.groups if group.mode in _ABROAD] if found is not None else []
    if not groups:
        return {}
    pieces = {line.sku_id: line.quantity for group in groups for line in group.lines}
    now = timezone.now()
    chosen = choose(pieces=pieces, offers=offers(pieces), on=beijing_day(now), now=now, with_pace=False)
    return {_key(one): _shown(one.lawful) for one in chosen if len(one.lawful) > 1}


def _key(one: PackageChoices) -> str:
    first = one.offers[0]
    return f"{first.supplier_id}-{first.warehouse.id}-{first.mode}"


def _shown(choices: Iterable[Choice]) -> tuple[WayView, ...]:
    return tuple(
        WayView(
            mode=choice.mode.value,
            name=RULES[choice.mode].name(language()),
            tax=Price.of(choice.tax),
            total=Price.of(choice.total),
            days=_("%(least)d to %(most)d days") % {"least": choice.days[0], "most": choice.days[1]},
            own=choice.is_own,
            waived=choice.waived,
        )
        for choice in choices
        if choice.tax is not None and choice.total is not None and choice.days is not None
    )
