"""The journal for operators: facts, and deliveries with their dead letters."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from journal.models import Delivery, Fact
from journal.selectors import held_back_by
from journal.services import rerun
from tenancy.admin import MallAdmin, Section, Text, Words, column, link, moment, state, time, verb

STATES = Words(
    {
        "due": (Delivery.State.DUE.label, "info"),
        "done": (Delivery.State.DONE.label, "success"),
        "dead": (Delivery.State.DEAD.label, "danger"),
    }
)


@admin.register(Fact)
class FactAdmin(MallAdmin):
    list_display = ("occurred", "kind", "subject", "version_shown")
    list_display_links = ("occurred", "kind")
    search_fields = ("kind", "subject")
    ordering = ("-id",)
    fields = readonly_fields = ("occurred", "kind", "subject", "version_shown", "payload_shown")
    occurred = time("occurred_at", _("occurred at"))
    version_shown = column("version", _("version"))
    payload_shown = column("payload", _("payload"), lambda value: json.dumps(value, ensure_ascii=False))

    def sections(self, request: HttpRequest, row: Fact) -> list[Section]:
        heard = row.deliveries.order_by("id")
        return [
            Section(
                _("Who hears it"),
                (_("hearer"), _("state"), _("attempts"), _("done at"), _("last error")),
                [
                    (link(d, d.hearer), STATES.badge(d.state), d.attempts, moment(d.done_at), d.last_error)
                    for d in heard
                ],
            )
        ]


@admin.register(Delivery)
class DeliveryAdmin(MallAdmin):
    list_display = ("fact_shown", "subject", "hearer", "state_shown", "attempts", "next", "error")
    list_select_related = ("fact",)
    list_filter = ("state",)
    search_fields = ("subject", "hearer", "last_error")
    ordering = ("-id",)
    fields = readonly_fields = (
        "fact_link", "subject", "hearer", "state_shown", "attempts", "next", "done", "last_error", "holds_back",
    )  # fmt: skip
    actions = ("run_chosen_again",)
    actions_detail = ("run_again",)
    fact_shown = column("fact__kind", _("fact"), sort=False)
    fact_link = column("fact", _("fact"), link)
    state_shown = state("state", _("state"), STATES)
    next = time("next_at", _("next at"))
    done = time("done_at", _("done at"))
    error = column("last_error", _("last error"), lambda text: text[:80], sort=False)

    @admin.display(description=_("holds back"))
    def holds_back(self, row: Delivery) -> str:
        held = held_back_by(row) if row.state == Delivery.State.DEAD else 0
        said = ngettext(
            "%(count)d later fact of the same subject", "%(count)d later facts of the same subject", held
        )
        return said % {"count": held}

    @admin.action(description=_("Run dead letters again"), permissions=["act"])
    def run_chosen_again(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> None:
        ran = rerun(delivery_ids=list(queryset.values_list("pk", flat=True)))
        self.message_user(request, _again(ran))

    @verb(
        description=_("Run again"),
        asks=_("Mend the cause first. The hearer hears the fact once more; what waits behind it follows."),
        icon="replay",
    )
    def run_again(self, request: HttpRequest, row: Delivery, answers: dict[str, Any]) -> Text:
        return _again(rerun(delivery_ids=[row.pk]))


def _again(count: int) -> str:
    said = ngettext("%(count)d dead letter runs again.", "%(count)d dead letters run again.", count)
    return said % {"count": count}
