"""Waybills for operators with the whole way of the parcel, and what carriers pushed."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from orders.logistics.journey import journey
from orders.logistics.models import CarrierPush, Waybill
from orders.logistics.vocabulary import LEG_NAMES, Leg
from tenancy.admin import MallAdmin, Section, column, link, moment, time, value_filter

_LEGS = {leg.value: LEG_NAMES[leg] for leg in (Leg.OVERSEAS, Leg.DOMESTIC)}


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
        way = journey(row.package_id, get_language() or "zh-hans")
        steps = [(moment(m.at), m.leg, m.says, m.place) for m in way]
        return [Section(_("The parcel's whole way"), (_("at"), _("leg"), _("step"), _("place")), steps)]


@admin.register(CarrierPush)
class CarrierPushAdmin(MallAdmin):
    list_display = ("received", "source", "outcome")
    search_fields = ("outcome", "body")
    ordering = ("-id",)
    fields = readonly_fields = ("source", "outcome", "received", "body")
    received = time("received_at", _("received at"))
