"""Reconciliation for operators: each day's bill, each difference until it is explained."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from orders.payments import services
from orders.payments.gateways.registry import NAMES
from orders.payments.models import BillCheck, Break
from orders.payments.types import PaymentError
from tenancy.admin import (
    MallAdmin,
    ReasonForm,
    Section,
    Text,
    badge,
    column,
    link,
    moment,
    money,
    time,
    verb,
    yuan,
)


def _state(row: Break) -> str:
    return (
        badge(pgettext("a case", "Closed"), "success")
        if row.closed_at
        else badge(pgettext("a case", "Open"), "danger")
    )


@admin.register(BillCheck)
class BillCheckAdmin(MallAdmin):
    list_display = (
        "day",
        "gateway_shown",
        "payments",
        "paid_shown",
        "refunds",
        "refunded_shown",
        "differences",
    )
    list_filter = ("gateway",)
    ordering = ("-day", "gateway")
    fields = readonly_fields = (
        "day", "gateway_shown", "payments", "paid_shown", "refunds", "refunded_shown", "checked",
    )  # fmt: skip
    gateway_shown = column("gateway", _("gateway"), lambda name: NAMES.get(name, name))
    paid_shown = money("paid", _("paid"))
    refunded_shown = money("refunded", _("refunded"))
    checked = time("at", _("checked at"))

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("breaks")

    @admin.display(description=_("differences"))
    def differences(self, row: BillCheck) -> str:
        still = sum(1 for b in row.breaks.all() if b.closed_at is None)
        return (
            badge(_("%(count)s open") % {"count": still}, "danger") if still else badge(_("Even"), "success")
        )

    def sections(self, request: HttpRequest, row: BillCheck) -> list[Section]:
        heads = (_("number"), _("kind"), _("ours"), _("theirs"), _("state"), _("explanation"))
        rows = [
            (link(b), b.get_kind_display(), yuan(b.ours), yuan(b.theirs), _state(b), b.words or "–")
            for b in row.breaks.order_by("id")
        ]
        return [Section(_("Differences"), heads, rows)]


@admin.register(Break)
class BreakAdmin(MallAdmin):
    list_display = ("number", "check_shown", "kind", "ours_shown", "theirs_shown", "state_shown")
    list_select_related = ("check_of",)
    list_filter = ("kind",)
    search_fields = ("number",)
    ordering = ("-id",)
    fields = readonly_fields = (
        "number", "check_shown", "kind", "ours_shown", "theirs_shown", "state_shown", "words", "closed_by", "closed",
    )  # fmt: skip
    actions_detail = ("explain",)
    check_shown = column("check_of", _("reconciliation"), link)
    ours_shown = money("ours", _("ours"))
    theirs_shown = money("theirs", _("theirs"))
    closed = column("closed_at", _("closed at"), moment)

    @admin.display(description=_("state"))
    def state_shown(self, row: Break) -> str:
        return _state(row)

    @verb(
        description=_("Explain and close"),
        asks=_("Say why the two differ and how it was put right."),
        refusals=(PaymentError,),
        form=ReasonForm,
        icon="check",
    )
    def explain(self, request: HttpRequest, row: Break, answers: dict[str, Any]) -> Text:
        services.close_break(
            break_id=row.pk, words=answers["reason"], now=timezone.now(), actor=f"operator:{request.user.pk}"
        )
        return _("The difference is closed.")
