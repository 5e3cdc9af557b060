"""Tax bills: what customs counted beside what the shopper paid, line by line, and what the difference looks like."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from customs.admin.ports import port_name
from customs.models import TaxBill
from customs.reconcile.services import pairs
from tenancy.admin import MallAdmin, Section, StageFilter, Words, column, link, money, state, time, yuan

STATES = Words({"1": (_("Made"), "info"), "2": (_("Consolidated"), "success"), "3": (_("Void"), "")})
CAUSES = Words(
    {
        "same": (_("Agrees with our quote"), "success"),
        "rounding": (_("Rounding"), ""),
        "value": (_("Customs valued the goods otherwise"), "warning"),
        "full_rate": (_("Taxed in full, not at seventy per cent"), "danger"),
        "duty": (_("A duty was charged"), "danger"),
        "rate": (_("Another tax rate"), "danger"),
        "hs_code": (_("Classified otherwise"), "danger"),
        "lines": (_("A line only one side has"), "danger"),
    }
)


class BillStage(StageFilter):
    title = _("comparison")
    parameter_name = "stage"
    stages = {
        "differs": (_("Differs"), Q(difference__isnull=False) & ~Q(difference=0)),
        "agrees": (_("Agrees"), Q(difference=0)),
        "open": (_("List not known yet"), Q(declaration__isnull=True)),
        "void": (_("Void"), Q(status="3")),
    }


@admin.register(TaxBill)
class TaxBillAdmin(MallAdmin):
    list_display = ("tax_no", "declaration_shown", "port_shown", "state_shown", "total_shown", "above", "cause_shown",
                    "received")  # fmt: skip
    list_select_related = ("declaration",)
    list_filter = (BillStage,)
    search_fields = ("tax_no", "list_number", "payment_book", "declaration__cop_no")
    ordering = ("-id",)
    fields = readonly_fields = (
        "tax_no", "list_number", "declaration_shown", "port_shown", "state_shown", "payment_book", "total_shown",
        "above", "cause_shown", "received",
    )  # fmt: skip
    declaration_shown = column("declaration", _("declaration"), link, sort=False)
    port_shown = column("port", _("port"), port_name)
    state_shown = state("status", _("state"), STATES)
    above = money("difference", _("above our quote"))
    cause_shown = state("cause", _("likely cause"), CAUSES)
    received = time("received_at", _("received at"))

    @admin.display(description=_("tax"))
    def total_shown(self, row: TaxBill) -> str:
        return yuan(row.total) if row.has_amounts else "–"

    def sections(self, request: HttpRequest, row: TaxBill) -> list[Section]:
        headers = (_("line no."), _("HS code"), _("our value"), _("their value"), _("our tax"), _("their tax"),
                   _("difference"), _("likely cause"))  # fmt: skip
        return [
            Section(
                _("Line by line"),
                headers,
                [
                    (
                        pair.gnum,
                        (pair.theirs or pair.ours).hs_code,  # type: ignore[union-attr]
                        yuan(pair.ours.value) if pair.ours else "–",
                        yuan(pair.theirs.value) if pair.theirs else "–",
                        yuan(pair.ours.tax) if pair.ours else "–",
                        yuan(pair.theirs.tax) if pair.theirs else "–",
                        yuan(pair.difference),
                        CAUSES.badge(pair.cause.value),
                    )
                    for pair in pairs(row)
                ],
            )
        ]
