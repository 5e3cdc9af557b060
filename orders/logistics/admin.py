"""Waybills for operators, with every step of the parcel."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from orders.logistics.models import Waybill
from tenancy.admin import MallAdmin, Section, column, link, moment, time


@admin.register(Waybill)
class WaybillAdmin(MallAdmin):
    list_display = ("number", "package_shown", "carrier_shown", "made")
    list_select_related = ("package",)
    search_fields = ("number", "package__number")
    ordering = ("-id",)
    fields = readonly_fields = ("number", "package_shown", "carrier_shown", "made")
    package_shown = column("package", _("package"), link)
    carrier_shown = column("carrier_name", _("carrier"))
    made = time("created_at", _("made at"))

    def sections(self, request: HttpRequest, row: Waybill) -> list[Section]:
        steps = [(moment(e.at), e.code, e.place, e.source) for e in row.events.all()]
        return [Section(_("Tracking"), (_("at"), _("step"), _("place"), _("by")), steps)]
