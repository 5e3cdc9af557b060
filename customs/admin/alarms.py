"""What waits for a person because nothing mends it by itself: silence, certificates that end, doors that are shut."""

from __future__ import annotations

from datetime import datetime

from django.contrib import admin
from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from customs.admin.ports import port_name
from customs.models import Alarm, PortAccount
from tenancy.admin import MallAdmin, StageFilter, Text, Words, column, moment, state, time, value_filter

KINDS = Words({value: (label, "") for value, label in Alarm.Kind.choices})
_SAYS: dict[str, Text] = {
    Alarm.Kind.SILENT: _("Nothing was heard of CEB%(document)s. Look whether the port has it; then send it again."),
    Alarm.Kind.STOCK_IN: _("The stock-in %(cop_no)s has no answer. Ask the port before the goods lie there in vain."),
    Alarm.Kind.SIGNER: _("The certificate %(serial)s ends on %(until)s. Keep a new one, or nothing will be signed."),
    Alarm.Kind.DOOR: _("The port does not answer, or does not know us. %(says)s"),
}  # fmt: skip


class OpenFilter(StageFilter):
    title = _("state")
    parameter_name = "state"
    stages = {
        "open": (pgettext_lazy("a case", "Open"), Q(over_at=None)),
        "over": (_("Over"), ~Q(over_at=None)),
    }


@admin.register(Alarm)
class AlarmAdmin(MallAdmin):
    list_display = ("kind_shown", "says", "port_shown", "begun", "raised", "over")
    list_filter = (OpenFilter, value_filter("kind", _("kind"), dict(Alarm.Kind.choices)))
    search_fields = ("port", "subject")
    ordering = ("-over_at", "since", "id")
    fields = readonly_fields = ("kind_shown", "says", "where", "port_shown", "begun", "raised", "over")
    kind_shown = state("kind", _("kind"), KINDS)
    port_shown = column("port", _("port"), port_name)
    begun = time("since", _("since"))
    raised = time("raised_at", _("raised at"))
    over = time("over_at", _("over at"))

    @admin.display(description=_("what is to be done"))
    def says(self, row: Alarm) -> str:
        about = row.about | {"until": _day(row.about.get("until", ""))}
        return str(_SAYS[row.kind]) % about

    @admin.display(description=_("Where"))
    def where(self, row: Alarm) -> str:
        """A link to what it is about."""
        for name, view in (("declaration", "customs_declaration"), ("batch", "customs_mailbatch")):
            if row.about.get(name):
                return _to(view, row.about[name])
        account = PortAccount.objects.filter(port=row.port).values_list("pk", flat=True).first()
        return _to("customs_portaccount", account) if account else "–"


def _to(view: str, pk: object) -> str:
    css = "text-primary-600 dark:text-primary-500"
    url = reverse(f"admin:{view}_change", args=[pk])
    return format_html('<a class="{}" href="{}">{}</a>', css, url, _("Open its page"))


def _day(text: str) -> str:
    return moment(datetime.fromisoformat(text)) if text else ""
