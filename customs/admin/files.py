"""Files that hold several documents: what they hold, whether they left, what the port's door said."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from customs.admin.declarations import DOCUMENTS, _code
from customs.admin.ports import port_name
from customs.models import MessageFile
from tenancy.admin import MallAdmin, Section, StageFilter, badge, column, link, moment, time


class FileStage(StageFilter):
    title = _("state")
    parameter_name = "stage"
    stages = {
        "waiting": (_("Waiting to be sent"), Q(sent_at__isnull=True, broken_up_at__isnull=True)),
        "sent": (_("Sent"), Q(sent_at__isnull=False, broken_up_at__isnull=True)),
        "broken_up": (_("Broken up"), Q(broken_up_at__isnull=False)),
    }


@admin.register(MessageFile)
class MessageFileAdmin(MallAdmin):
    list_display = ("made", "document", "port_shown", "documents", "state_shown", "attempts", "sent", "error")
    list_filter = (FileStage,)
    search_fields = ("message_id",)
    ordering = ("-id",)
    fields = readonly_fields = (
        "made", "document", "port_shown", "documents", "message_id", "state_shown", "attempts", "sent", "error",
        "digest_shown",
    )  # fmt: skip
    made = time("made_at", _("made at"))
    document = column("kind", _("document"), lambda kind: f"CEB{kind} {DOCUMENTS.get(kind, '')}")
    port_shown = column("port", _("port"), port_name)
    sent = time("sent_at", _("sent at"))
    error = column("last_error", _("last error"))
    digest_shown = column("digest", _("SHA-256 of the bytes sent"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[MessageFile]:
        return super().get_queryset(request).defer("before", "after")

    @admin.display(description=_("state"))
    def state_shown(self, row: MessageFile) -> str:
        if row.broken_up_at:
            return badge(_("Broken up"), "warning")
        return badge(_("Sent"), "success") if row.sent_at else badge(_("Waiting to be sent"), "info")

    def sections(self, request: HttpRequest, row: MessageFile) -> list[Section]:
        rows: list[tuple[Any, ...]] = [
            (link(m), link(m.declaration), _code(m.status) if m.status else "–", moment(m.sent_at))
            for m in row.messages.defer("body_sealed").select_related("declaration").order_by("pk")
        ]
        headers = (_("message"), _("declaration"), _("customs status"), _("sent at"))
        return [Section(_("Documents of the file"), headers, rows)]
