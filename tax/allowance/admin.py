"""The allowance entries of a mall: its own use, and nothing of anybody else's."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tax.allowance.models import AllowanceEntry, AllowanceReturn
from tenancy.admin import MallAdmin, Section, Words, column, moment, money, state, time, yuan

STATES = Words(
    {
        "reserved": (AllowanceEntry.State.RESERVED.label, "info"),
        "counted": (AllowanceEntry.State.COUNTED.label, "success"),
        "released": (AllowanceEntry.State.RELEASED.label, ""),
        "expired": (AllowanceEntry.State.EXPIRED.label, "warning"),
    }
)


@admin.register(AllowanceEntry)
class AllowanceEntryAdmin(MallAdmin):
    list_display = (
        "ref_shown",
        "year",
        "amount_shown",
        "restored_shown",
        "state_shown",
        "reserved",
        "expires",
    )
    list_filter = ("state",)
    search_fields = ("ref", "year")
    ordering = ("-id",)
    fields = readonly_fields = (*list_display, "closed")
    ref_shown = column("ref", _("reference"))
    amount_shown = money("amount", _("amount"))
    restored_shown = money("restored", _("given back"))
    state_shown = state("state", _("state"), STATES)
    reserved = time("reserved_at", _("reserved at"))
    expires = time("expires_at", _("expires at"))
    closed = time("closed_at", _("decided at"))

    def sections(self, request: HttpRequest, row: AllowanceEntry) -> list[Section]:
        backs = AllowanceReturn.objects.filter(entry=row).order_by("id")
        return [
            Section(
                _("Given back"),
                (_("reference"), _("amount"), _("accepted at")),
                [(back.ref, yuan(back.amount), moment(back.at)) for back in backs],
            )
        ]
