"""What customs asked under announcement 179, and what the mall answered: the audit page."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import F, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from customs.models import DataRequest
from customs.services.original_data import answer_request
from customs.types import CustomsError
from tenancy.admin import MallAdmin, StageFilter, Text, Words, column, state, time, verb

STATES = Words(
    {
        "waiting": (DataRequest.State.WAITING.label, "warning"),
        "answered": (DataRequest.State.ANSWERED.label, "success"),
        "failed": (DataRequest.State.FAILED.label, "danger"),
    }
)


class RequestStage(StageFilter):
    title = _("state")
    parameter_name = "stage"
    stages = {
        **{value: (label, Q(state=value)) for value, label in DataRequest.State.choices},
        "late": (_("Answered too late"), Q(answered_at__gt=F("due_at"))),
    }


@admin.register(DataRequest)
class DataRequestAdmin(MallAdmin):
    list_display = ("order_no", "state_shown", "received", "due", "answered", "attempts", "says")
    list_filter = (RequestStage,)
    search_fields = ("order_no", "session")
    ordering = ("-id",)
    fields = readonly_fields = (
        "order_no", "session", "state_shown", "received", "due", "answered", "attempts", "code", "says", "orders_shown",
        "digest_shown",
    )  # fmt: skip
    actions_detail = ("answer_now",)
    state_shown = state("state", _("state"), STATES)
    received = time("received_at", _("asked at"))
    due = time("due_at", _("due at"))
    answered = time("answered_at", _("answered at"))
    orders_shown = column("orders", _("orders of the payment"), ", ".join, sort=False)
    digest_shown = column("digest", _("SHA-256 of the bytes sent"))

    @verb(
        description=_("Answer now"),
        asks=_("The payment data of the order are signed and sent to customs once more."),
        refusals=(CustomsError,),
        icon="reply",
    )
    def answer_now(self, request: HttpRequest, row: DataRequest, answers: dict[str, Any]) -> Text:
        taken = answer_request(request_id=row.pk, now=timezone.now())
        return _("Customs took the answer.") if taken else _("Customs did not take the answer.")
