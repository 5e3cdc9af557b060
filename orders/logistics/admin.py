"""Waybills for operators with the whole way of the parcel, and what carriers pushed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from unfold.forms import BaseDialogForm
from unfold.widgets import UnfoldAdminTextareaWidget

from identifiers.provinces import name_of
from orders.errors import NoSuchOrder, OrderError
from orders.logistics.journey import journey
from orders.logistics.models import CarrierPush, LaneDays, Patience, Silence, Waybill
from orders.logistics.parcels import may_join
from orders.logistics.selectors import together_with
from orders.logistics.services import merge_parcels, take_apart
from orders.logistics.types import CarrierAway, CarrierRefused
from orders.logistics.vocabulary import LEG_NAMES, Leg
from orders.models import Package
from orders.words import MODES
from tenancy.admin import (
    MallAdmin,
    OneRowAdmin,
    Section,
    StageFilter,
    Text,
    badge,
    column,
    link,
    moment,
    time,
    value_filter,
    verb,
)

_LEGS = {leg.value: LEG_NAMES[leg] for leg in (Leg.OVERSEAS, Leg.DOMESTIC)}
_ALL_LEGS = {leg.value: LEG_NAMES[leg] for leg in Leg}


def _way(package_id: int) -> Section:
    way = journey(package_id, get_language() or "zh-hans")
    steps = [(moment(m.at), m.leg, m.says, m.place) for m in way]
    return Section(_("The parcel's whole way"), (_("at"), _("leg"), _("step"), _("Where")), steps)


class CarrierSays(Exception):
    """The carrier's answer to an operator."""


class MergeForm(BaseDialogForm):
    """What else goes into the parcel."""

    packages = forms.CharField(
        label=_("Numbers of the other packages, one a line"), max_length=1000,
        widget=UnfoldAdminTextareaWidget({"rows": 4}),
    )  # fmt: skip


def _others(text: str) -> list[int]:
    """Raises NoSuchOrder where a number is not one of this mall's packages."""
    numbers = set(text.split())
    found = list(Package.objects.filter(number__in=numbers).values_list("pk", flat=True))
    if len(found) != len(numbers):
        raise NoSuchOrder()
    return found


@admin.register(Waybill)
class WaybillAdmin(MallAdmin):
    list_display = ("number", "package_shown", "leg_shown", "carrier_shown", "made")
    list_select_related = ("package",)
    list_filter = (value_filter("leg", _("leg"), _LEGS),)
    search_fields = ("number", "package__number")
    ordering = ("-id",)
    fields = readonly_fields = (
        "number", "package_shown", "leg_shown", "carrier_shown", "sorting_code", "made", "cancelled",
    )  # fmt: skip
    package_shown = column("package", _("package"), link)
    leg_shown = column("leg", _("leg"), lambda leg: _LEGS.get(leg, leg))
    carrier_shown = column("carrier_name", _("carrier"))
    made = time("created_at", _("made at"))
    cancelled = time("cancelled_at", _("cancelled at"))

    actions_detail = ("merge", "part")

    def sections(self, request: HttpRequest, row: Waybill) -> list[Section]:
        heads = (_("package"), _("order"))
        found = [_way(row.package_id)]
        if row.travels_with_id is not None:
            others = [(link(p), link(p.order)) for p in together_with(row.package_id)]
            found.append(Section(_("In the same parcel"), heads, others))
        elif row.leg == Leg.DOMESTIC:
            fits = [(link(p), link(p.order)) for p in may_join(row.package)]
            found.append(Section(_("May travel in the same parcel"), heads, fits))
        return found

    @verb(
        description=_("Put into one parcel"),
        asks=_(
            "Packages of one person, from one warehouse to one address, leave under one waybill. Never a package that"
            " passes customs: customs releases one list for one parcel. It can be undone until the parcel leaves."
        ),
        refusals=(OrderError, CarrierSays),
        form=MergeForm,
        icon="merge",
    )
    def merge(self, request: HttpRequest, row: Waybill, answers: dict[str, Any]) -> Text:
        wanted = [row.package_id, *_others(answers["packages"])]
        try:
            number = merge_parcels(
                package_ids=wanted, actor=f"operator:{request.user.pk}", now=timezone.now()
            )
        except (CarrierAway, CarrierRefused) as said:
            raise CarrierSays(_("The carrier does not answer. Try again in a moment.")) from said
        return _("They leave together under the waybill %(number)s.") % {"number": number}

    @verb(
        description=_("Take the parcel apart"),
        asks=_("Every package gets a waybill of its own again. Labels printed before are void."),
        refusals=(OrderError, CarrierSays),
        icon="call_split",
    )
    def part(self, request: HttpRequest, row: Waybill, answers: dict[str, Any]) -> Text:
        try:
            done = take_apart(
                package_id=row.package_id, actor=f"operator:{request.user.pk}", now=timezone.now()
            )
        except (CarrierAway, CarrierRefused) as said:
            raise CarrierSays(_("The carrier does not answer. Try again in a moment.")) from said
        return _("Each package has a waybill of its own.") if done else _("It travels alone.")


@admin.register(CarrierPush)
class CarrierPushAdmin(MallAdmin):
    list_display = ("received", "source", "outcome")
    search_fields = ("outcome", "body")
    ordering = ("-id",)
    fields = readonly_fields = ("source", "outcome", "received", "body")
    received = time("received_at", _("received at"))


@admin.register(LaneDays)
class LaneDaysAdmin(MallAdmin):
    """Promised against actual days, by lane; counted from the parcels signed in ninety days."""

    list_display = (
        "lane",
        "mode_shown",
        "port",
        "to",
        "parcels",
        "p50",
        "p90",
        "promised",
        "kept",
        "measured",
    )
    list_select_related = ("warehouse",)
    ordering = ("warehouse", "province")
    fields = readonly_fields = (
        "lane", "mode_shown", "port", "to", "parcels", "p50", "p90", "promised", "kept", "measured",
    )  # fmt: skip
    lane = column("warehouse", _("warehouse"), link)
    mode_shown = column("mode", _("mode"), lambda value: MODES.get(value, value))
    measured = time("measured_at", _("measured at"))

    @admin.display(description=_("province"))
    def to(self, row: LaneDays) -> str:
        return name_of(row.province, get_language() or "zh-hans") or str(_("everywhere"))

    @admin.display(description=_("on time"))
    def kept(self, row: LaneDays) -> str:
        share = 100 * row.on_time // row.parcels if row.parcels else 0
        return badge(f"{share}%", "success" if share >= 90 else "warning" if share >= 70 else "danger")


class OpenFilter(StageFilter):
    title = _("state")
    parameter_name = "state"
    stages = {"open": (_("Silent now"), Q(over_at=None)), "over": (_("Over"), ~Q(over_at=None))}


@admin.register(Silence)
class SilenceAdmin(MallAdmin):
    list_display = ("package_shown", "leg_shown", "last", "raised", "over")
    list_select_related = ("package",)
    list_filter = (OpenFilter, value_filter("leg", _("leg"), _ALL_LEGS))
    search_fields = ("package__number",)
    ordering = ("-over_at", "since")
    fields = readonly_fields = ("package_shown", "leg_shown", "last", "raised", "over")
    package_shown = column("package", _("package"), link)
    leg_shown = column("leg", _("leg"), lambda leg: _ALL_LEGS.get(leg, leg))
    last = time("since", _("last heard of"))
    raised = time("raised_at", _("raised at"))
    over = time("over_at", _("over at"))

    def sections(self, request: HttpRequest, row: Silence) -> list[Section]:
        return [_way(row.package_id)]


@admin.register(Patience)
class PatienceAdmin(OneRowAdmin):
    """After how many hours of silence on a leg operators are told."""

    owner_only = True
    list_display = ("overseas", "customs", "domestic")
    fields = ("overseas", "customs", "domestic")
