"""Waybills for operators with the whole way of the parcel, and what carriers pushed."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from identifiers.provinces import name_of
from orders.logistics.journey import journey
from orders.logistics.models import CarrierPush, LaneDays, Patience, Silence, Waybill
from orders.logistics.vocabulary import LEG_NAMES, Leg
from orders.words import MODES
from tenancy.admin import (
    MallAdmin,
    OneRowAdmin,
    Section,
    StageFilter,
    badge,
    column,
    link,
    moment,
    time,
    value_filter,
)

_LEGS = {leg.value: LEG_NAMES[leg] for leg in (Leg.OVERSEAS, Leg.DOMESTIC)}
_ALL_LEGS = {leg.value: LEG_NAMES[leg] for leg in Leg}


def _way(package_id: int) -> Section:
    way = journey(package_id, get_language() or "zh-hans")
    steps = [(moment(m.at), m.leg, m.says, m.place) for m in way]
    return Section(_("The parcel's whole way"), (_("at"), _("leg"), _("step"), _("Where")), steps)


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

    def sections(self, request: HttpRequest, row: Waybill) -> list[Section]:
        return [_way(row.package_id)]


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

    @admin.display(description=_("province"))  # type: ignore[arg-type]
    def to(self, row: LaneDays) -> str:
        return name_of(row.province, get_language() or "zh-hans") or str(_("everywhere"))

    @admin.display(description=_("on time"))  # type: ignore[arg-type]
    def kept(self, row: LaneDays) -> str:
        share = 100 * row.on_time // row.parcels if row.parcels else 0
        return badge(f"{share}%", "success" if share >= 90 else "warning" if share >= 70 else "danger")


class OpenFilter(StageFilter):
    title = _("state")  # type: ignore[assignment]
    parameter_name = "state"
    stages = {"open": (_("Silent now"), Q(over_at=None)), "over": (_("Over"), ~Q(over_at=None))}


@admin.register(Silence)
class SilenceAdmin(MallAdmin):
    list_display = ("package_shown", "leg_shown", "last", "raised", "over")
    list_select_related = ("package",)
    list_filter = (OpenFilter, value_filter("leg", _("leg"), _ALL_LEGS))
    search_fields = ("package__number",)
    ordering = ("over_at", "since")
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
