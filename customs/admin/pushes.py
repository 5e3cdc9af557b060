"""Payments that the payment company declares: what it said, by which number they were cleared, pushed again by hand."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from customs.models import PaymentPush
from customs.services.push_payment import follow_up, push_payment
from customs.types import CustomsError
from tenancy.admin import MallAdmin, StageFilter, Text, Words, column, link, state, time, verb

STATES = Words(
    {
        "UNDECLARED": (_("Not yet declared"), "warning"),
        "SUBMITTED": (_("Handed in"), "info"),
        "PROCESSING": (_("Under way"), "info"),
        "SUCCESS": (_("Declared"), "success"),
        "FAIL": (_("Refused by customs"), "danger"),
        "EXCEPT": (_("Failed at customs"), "danger"),
    }
)
CHECKS = Words(
    {
        "SAME": (_("The same person"), "success"),
        "DIFFERENT": (_("Two persons"), "danger"),
        "UNCHECKED": (_("Not checked"), "warning"),
    }
)
GATEWAYS = {"wechat": _("WeChat Pay"), "alipay": _("Alipay")}


class PushStage(StageFilter):
    title = _("state")
    parameter_name = "stage"
    stages = {
        "failed": (_("Not taken, or refused"), Q(state__in=("", "FAIL", "EXCEPT"))),
        "under_way": (_("Under way"), Q(state__in=("UNDECLARED", "SUBMITTED", "PROCESSING"))),
        "done": (_("Declared"), Q(state="SUCCESS")),
        "different": (_("Two persons"), Q(check_result="DIFFERENT")),
    }


@admin.register(PaymentPush)
class PaymentPushAdmin(MallAdmin):
    list_display = (
        "package_shown",
        "company",
        "place",
        "state_shown",
        "check_shown",
        "cleared_as",
        "attempts",
        "pushed",
    )
    list_select_related = ("package",)
    list_filter = (PushStage,)
    search_fields = (
        "package__number",
        "package__order__number",
        "request_no",
        "department_trade_id",
        "part_no",
    )
    ordering = ("-id",)
    fields = readonly_fields = (
        "package_shown", "company", "place", "request_no", "part_shown", "state_shown", "check_shown", "cleared_by",
        "cleared_as", "attempts", "pushed", "again_at", "failed",
    )  # fmt: skip
    actions_detail = ("again", "ask")
    package_shown = column("package", _("package"), link)
    company = column("gateway", _("payment company"), lambda name: GATEWAYS.get(name, name))
    part_shown = column("part_no", _("part of the payment"))
    state_shown = state("state", _("state"), STATES)
    check_shown = state("check_result", _("payer and orderer"), CHECKS)
    cleared_by = column("department", _("clearing body"))
    cleared_as = column("department_trade_id", _("number at the clearing body"))
    pushed = time("pushed_at", _("pushed at"))
    again_at = time("next_at", _("comes up again"))
    failed = column("error", _("last error"))

    @verb(
        description=_("Push again"),
        asks=_("The same declaration under the same number; Alipay wants five minutes between two."),
        refusals=(CustomsError,),
        icon="replay",
    )
    def again(self, request: HttpRequest, row: PaymentPush, answers: dict[str, Any]) -> Text:
        push_payment(package_id=row.package_id, now=timezone.now())
        return _("Pushed.")

    @verb(
        description=_("Ask how it stands"),
        asks=_("The payment company is asked what became of it."),
        refusals=(CustomsError,),
        icon="help",
    )
    def ask(self, request: HttpRequest, row: PaymentPush, answers: dict[str, Any]) -> Text:
        said = follow_up(push_id=row.pk, now=timezone.now())
        return _("It says: %(state)s") % {"state": STATES.known.get(said, (said, ""))[0]}
