"""Customs for operators: declarations, messages, receipts, ports. Read-only; ID numbers are masked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.db.models.functions import Now
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from customs.models import Declaration
from customs.rules import refusals, statuses
from customs.types import CustomsError
from tenancy.admin import (
    MallAdmin,
    ReasonForm,
    Section,
    StageFilter,
    Text,
    Words,
    column,
    link,
    moment,
    state,
    time,
    verb,
)  # fmt: skip

STATES = Words(
    {
        "held": (Declaration.State.HELD.label, "warning"),
        "ready": (Declaration.State.READY.label, "info"),
        "sent": (Declaration.State.SENT.label, "info"),
        "accepted": (Declaration.State.ACCEPTED.label, "info"),
        "released": (Declaration.State.RELEASED.label, "success"),
        "rejected": (Declaration.State.REJECTED.label, "danger"),
        "returned": (Declaration.State.RETURNED.label, "danger"),
        "cancelled": (Declaration.State.CANCELLED.label, ""),
        "taken_back": (Declaration.State.TAKEN_BACK.label, ""),
    }
)
OUTCOMES = Words(
    {
        "applied": (_("Took effect"), "success"),
        "older": (_("Older than what stands"), ""),
        "noted": (_("Noted, changes nothing"), ""),
        "unmatched": (_("Matches no declaration"), "warning"),
        "unknown_status": (_("Unknown code"), "warning"),
        "malformed": (_("Malformed"), "danger"),
    }
)
DOCUMENTS = {
    "311": _("Order"),
    "411": _("Payment"),
    "511": _("Waybill"),
    "621": _("List"),
    "312": _("Order receipt"),
    "412": _("Payment receipt"),
    "512": _("Waybill receipt"),
    "622": _("List receipt"),
    "513": _("Signed for"),
    "623": _("Cancellation"),
    "625": _("Return of goods"),
    "514": _("Receipt of signing"),
    "624": _("Cancellation receipt"),
    "626": _("Return receipt"),
    "900": _("Refused whole"),
}


def _code(value: str) -> str:
    """An official code with its meaning."""
    row = statuses.find(value)
    return f"{value} {row.name(get_language() or 'zh-hans')}" if row else value


def _quiet_for(time: timedelta) -> Q:
    """Nothing heard for as long, and sent longer ago."""
    return Q(sent_at__lt=Now() - time) & (Q(heard_at__isnull=True) | Q(heard_at__lt=Now() - time))


class DeclarationStage(StageFilter):
    title = _("state")
    parameter_name = "stage"
    stages = {
        "held": (_("Held back by our own check"), Q(state="held")),
        "sent": (_("Sent"), Q(state="sent")),
        "silent": (
            _("Customs is silent"),
            Q(state="sent") & _quiet_for(timedelta(minutes=30))
            | Q(state="accepted") & _quiet_for(timedelta(days=3)),
        ),
        "accepted": (_("Under customs review"), Q(state="accepted")),
        "rejected": (_("Returned by customs"), Q(state="rejected")),
        "released": (_("Released"), Q(state="released")),
        "returned": (_("Returned abroad"), Q(state="returned")),
    }


@admin.register(Declaration)
class DeclarationAdmin(MallAdmin):
    list_display = (
        "cop_no",
        "package_shown",
        "port",
        "state_shown",
        "status_shown",
        "list_number",
        "revision",
        "sent",
    )
    list_select_related = ("package",)
    list_filter = (DeclarationStage,)
    search_fields = ("cop_no", "list_number", "pre_no", "package__number", "package__order__number")
    ordering = ("-id",)
    fields = readonly_fields = (
        "cop_no", "package_shown", "port", "state_shown", "status_shown", "list_number", "batch_shown", "revision",
        "sent", "why", "remedy",
    )  # fmt: skip
    actions_detail = (
        "mend",
        {"title": _("More"), "icon": "more_horiz", "items": ["push", "cancel", "take_back", "withdraw"]},
    )
    package_shown = column("package", _("package"), link)
    state_shown = state("state", _("state"), STATES)
    status_shown = column("status", _("customs status"), _code)
    batch_shown = column("mail_batch", _("direct-mail batch"), link, sort=False)
    sent = time("sent_at", _("sent at"))

    def get_urls(self) -> list[Any]:
        """The desk's pages stand beside the list."""
        from customs.admin import board, modes, policy

        def page(show: Callable[[MallAdmin, HttpRequest], HttpResponse]) -> Any:
            return self.admin_site.admin_view(lambda request: show(self, request))

        return [
            path("board/", page(board.board), name="customs_board"),
            path("codes/", page(board.codes), name="customs_codes"),
            path("modes/", page(modes.modes), name="customs_modes"),
            path("policy/", page(policy.policy), name="customs_policy"),
            *super().get_urls(),
        ]

    @admin.display(description=_("reason"))
    def why(self, row: Declaration) -> str:
        found = refusals.find(row.reason_code) if row.reason_code else None
        says = "" if found is None else (found.zh if (get_language() or "zh").startswith("zh") else found.en)
        return " ".join(filter(None, (row.reason_code, says, row.reason))) or "–"

    @admin.display(description=_("what to do"))
    def remedy(self, row: Declaration) -> str:
        if row.state not in ("rejected", "held") or not (row.reason or row.reason_code):
            return "–"
        return refusals.explain(row.status or row.reason_code, row.reason).todo(get_language() or "zh")

    @verb(
        description=_("Mend and send again"),
        asks=_("The documents are written anew from what stands now, checked, signed and sent as a change."),
        refusals=(CustomsError,),
        icon="build",
    )
    def mend(self, request: HttpRequest, row: Declaration, answers: dict[str, Any]) -> Text:
        from customs.services.mend_and_resend import mend_and_resend

        mend_and_resend(declaration_id=row.pk, now=timezone.now(), actor=f"operator:{request.user.pk}")
        return _("Mended and on its way to customs again.")

    @verb(
        description=_("Push the payment"),
        asks=_("The payment company declares the payment to customs, or does so again."),
        refusals=(CustomsError,),
        icon="payments",
    )
    def push(self, request: HttpRequest, row: Declaration, answers: dict[str, Any]) -> Text:
        from customs.services.push_payment import push_payment

        made = push_payment(package_id=row.package_id, now=timezone.now())
        return _("The payment company says: %(state)s, payer and orderer: %(check)s.") % {
            "state": made.state, "check": made.check_result,
        }  # fmt: skip

    @verb(
        description=_("Cancel the list"),
        asks=_("The port is asked to cancel the list; possible until it is released."),
        form=ReasonForm,
        refusals=(CustomsError,),
        icon="cancel",
    )
    def cancel(self, request: HttpRequest, row: Declaration, answers: dict[str, Any]) -> Text:
        from customs.services.later import cancel_list

        cancel_list(declaration_id=row.pk, reason=answers["reason"], now=timezone.now())
        return _("The cancellation is on its way to customs.")

    @verb(
        description=_("Take the goods back"),
        asks=_(
            "All goods that are not in a return yet: tax and allowance are given back once customs agrees."
        ),
        form=ReasonForm,
        refusals=(CustomsError,),
        icon="assignment_return",
    )
    def take_back(self, request: HttpRequest, row: Declaration, answers: dict[str, Any]) -> Text:
        from customs.services.returns import left_to_take_back, take_back

        declared = {line.sequence: Decimal(line.quantity) for line in row.package.lines.all()}
        pieces = left_to_take_back(row.pk, declared)
        take_back(declaration_id=row.pk, pieces=pieces, reason=answers["reason"], now=timezone.now())
        return _("The return is on its way to customs.")

    @verb(
        description=_("Withdraw the documents"),
        asks=_("Order, payment and waybill of a cancelled list are deleted at the port."),
        refusals=(CustomsError,),
        icon="delete_sweep",
    )
    def withdraw(self, request: HttpRequest, row: Declaration, answers: dict[str, Any]) -> Text:
        from customs.services.later import withdraw

        withdraw(declaration_id=row.pk, now=timezone.now())
        return _("The deletion is on its way to customs.")

    def sections(self, request: HttpRequest, row: Declaration) -> list[Section]:
        sent = row.messages.defer("body_sealed").order_by("kind", "revision")
        came = row.receipts.order_by("id")
        return [
            Section(
                _("Messages"),
                (_("message"), _("document"), _("revision"), _("customs status"), _("attempts"), _("sent at"),
                 _("last error")),
                [(link(m), DOCUMENTS.get(m.kind, m.kind), m.revision, _code(m.status), m.attempts, moment(m.sent_at),
                  m.last_error or "–") for m in sent],
            ),
            Section(
                _("Receipts"),
                (_("received at"), _("receipt"), _("customs status"), _("says"), _("outcome")),
                [(link(r, moment(r.received_at)), f"CEB{r.kind}", _code(r.status), r.info, OUTCOMES.badge(r.outcome))
                 for r in came],
            ),
        ]  # fmt: skip
