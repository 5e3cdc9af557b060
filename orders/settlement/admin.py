"""Settlement for operators: the books, statements with their papers, terms."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from unfold.forms import BaseDialogForm
from unfold.widgets import (
    UnfoldAdminDecimalFieldWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from orders.errors import OrderError
from orders.selectors.language import in_language
from orders.settlement import cost_admin, papers, services
from orders.settlement.models import Statement, Terms, Voucher
from orders.settlement.selectors import statement_vouchers
from tenancy.admin import (
    MallAdmin,
    OneRowAdmin,
    Section,
    StageFilter,
    Text,
    Words,
    column,
    link,
    moment,
    money,
    state,
    time,
    value_filter,
    verb,
    yuan,
)

__all__ = ["cost_admin"]

STATES = Words(
    {
        "drawn": (Statement.State.DRAWN.label, "warning"),
        "disputed": (Statement.State.DISPUTED.label, "danger"),
        "confirmed": (Statement.State.CONFIRMED.label, "info"),
        "paid": (Statement.State.PAID.label, "success"),
    }
)


class ReferenceForm(BaseDialogForm):
    bank_reference = forms.CharField(
        label=_("Bank reference"), max_length=60, widget=UnfoldAdminTextInputWidget
    )


class AnswerForm(BaseDialogForm):
    words = forms.CharField(
        label=_("To the supplier"), max_length=500, widget=UnfoldAdminTextareaWidget({"rows": 3})
    )
    amount = forms.DecimalField(
        label=_("Put right in the next statement (yuan)"), max_digits=12, decimal_places=2, initial=0,
        widget=UnfoldAdminDecimalFieldWidget,
    )  # fmt: skip


class StatementStage(StageFilter):
    title = _("stage")
    parameter_name = "stage"
    stages: ClassVar = {
        "open": (_("To confirm"), Q(state="drawn")),
        "disputed": (_("Disputed"), Q(state="disputed")),
        "to_pay": (_("To pay"), Q(state="confirmed")),
        "paid": (_("Paid"), Q(state="paid")),
    }


@admin.register(Statement)
class StatementAdmin(MallAdmin):
    list_display = ("number", "supplier_shown", "begins_on", "ends_on", "payable_shown", "state_shown")
    list_select_related = ("supplier",)
    list_filter = (StatementStage,)
    search_fields = ("number", "supplier__code")
    ordering = ("-ends_on", "-id")
    fields = readonly_fields = (
        "number", "supplier_shown", "begins_on", "ends_on", "state_shown", "goods_shown", "freight_shown",
        "promotion_shown", "commission_shown", "claw_back_shown", "payable_shown", "refunds_shown", "tax_shown",
        "words", "answer", "bank_reference", "confirmed", "paid", "papers_shown",
    )  # fmt: skip
    actions_detail = ("confirm", "answer", "pay")
    supplier_shown = column("supplier", _("supplier"), link)
    state_shown = state("state", _("state"), STATES)
    goods_shown = money("goods", _("goods"))
    freight_shown = money("freight", _("freight"))
    promotion_shown = money("promotion", _("promotion share"))
    commission_shown = money("commission", _("commission"))
    claw_back_shown = money("claw_back", _("claw-backs"))
    payable_shown = money("payable", _("payable"))
    refunds_shown = money("refunds", _("of which refunds"))
    tax_shown = money("tax", _("tax collected"))
    confirmed = time("confirmed_at", _("confirmed at"))
    paid = time("paid_at", _("paid at"))

    @admin.display(description=_("papers"))
    def papers_shown(self, row: Statement) -> str:
        css = "text-primary-600 dark:text-primary-500 mr-4"
        return format_html(
            '<a class="{0}" href="../statement.pdf">PDF</a><a class="{0}" href="../statement.csv">CSV</a>',
            css,
        )

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:object_id>/statement.pdf", wrap(self.pdf), name="settlement_statement_pdf"),
            path("<int:object_id>/statement.csv", wrap(self.csv), name="settlement_statement_csv"),
            *super().get_urls(),
        ]

    def pdf(self, request: HttpRequest, object_id: int) -> HttpResponse:
        row = self._own(request, object_id)
        language = get_language() or "zh-hans"
        mall = in_language(getattr(getattr(request, "mall", None), "names", {}), language)
        return _file(papers.as_pdf(row, language, mall), "application/pdf", f"{row.number}.pdf")

    def csv(self, request: HttpRequest, object_id: int) -> HttpResponse:
        row = self._own(request, object_id)
        return _file(
            papers.as_csv(row, get_language() or "zh-hans"), "text/csv; charset=utf-8", f"{row.number}.csv"
        )

    def _own(self, request: HttpRequest, object_id: int) -> Statement:
        row = self.get_object(request, str(object_id)) if self.has_view_permission(request) else None
        if row is None:
            raise Http404
        return row

    def sections(self, request: HttpRequest, row: Statement) -> list[Section]:
        heads = (_("at"), _("kind"), _("package"), _("goods"), _("freight"), _("promotion share"), _("commission"),
                 _("claw-back"), _("payable"))  # fmt: skip
        rows = [
            (moment(v.at), v.get_kind_display(), link(v.package) if v.package else v.note, yuan(v.goods),
             yuan(v.freight), yuan(v.promotion), yuan(v.commission), yuan(v.claw_back), yuan(-v.payable))
            for v in statement_vouchers(row.pk)
        ]  # fmt: skip
        return [Section(_("Vouchers"), heads, rows)]

    @verb(
        description=_("Confirm for the supplier"),
        asks=_("The supplier agreed outside of its backend. Another operator pays it."),
        refusals=(OrderError,),
        icon="check",
        when=lambda row: row.state in ("drawn", "disputed"),
    )
    def confirm(self, request: HttpRequest, row: Statement, answers: dict[str, Any]) -> Text:
        services.confirm(statement_id=row.pk, actor=_me(request), now=timezone.now())
        return _("The statement is confirmed.")

    @verb(
        description=_("Answer the dispute"),
        asks=_("The supplier reads it and confirms, or objects again."),
        refusals=(OrderError,),
        form=AnswerForm,
        icon="reply",
        when=lambda row: row.state == "disputed",
    )
    def answer(self, request: HttpRequest, row: Statement, answers: dict[str, Any]) -> Text:
        services.answer(statement_id=row.pk, actor=_me(request), now=timezone.now(), **answers)
        return _("The answer is with the supplier.")

    @verb(
        description=_("Paid by bank"),
        asks=_("The money left the mall's bank account under this reference."),
        refusals=(OrderError,),
        form=ReferenceForm,
        icon="account_balance",
        permission="own",
        when=lambda row: row.state == "confirmed",
    )
    def pay(self, request: HttpRequest, row: Statement, answers: dict[str, Any]) -> Text:
        services.pay(statement_id=row.pk, actor=_me(request), now=timezone.now(), **answers)
        return _("The statement is paid.")


def _me(request: HttpRequest) -> str:
    return f"operator:{request.user.pk}"


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": disposition})


@admin.register(Voucher)
class VoucherAdmin(MallAdmin):
    """The books: every event in double entry."""

    owner_only = True
    list_display = (
        "at_shown", "kind", "reference", "supplier_shown", "cash_shown", "escrow_shown", "payable_shown",
        "commission_shown", "tax_shown", "promotion_shown", "loss_shown",
    )  # fmt: skip
    list_select_related = ("supplier",)
    list_filter = (value_filter("kind", _("kind"), dict(Voucher.Kind.choices)),)
    search_fields = ("reference", "package__number")
    ordering = ("-id",)
    fields = readonly_fields = (*list_display, "due_on", "note")
    at_shown = time("at", _("at"))
    supplier_shown = column("supplier", _("supplier"), link, sort=False)
    cash_shown = money("cash", _("At the gateways"))
    escrow_shown = money("escrow", _("Held until receipt"))
    payable_shown = money("payable", _("Owed to suppliers"))
    commission_shown = money("commission_earned", _("Commission"))
    tax_shown = money("tax_held", _("Tax collected"))
    promotion_shown = money("promotion_borne", _("Promotions borne by the mall"))
    loss_shown = money("loss", _("Losses"))


@admin.register(Terms)
class TermsAdmin(OneRowAdmin):
    owner_only = True
    list_display = fields = ("supplier_share",)
