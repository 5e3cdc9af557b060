"""Suppliers for operators: the review of applications, contracts, deposits, papers and staff."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.forms import BaseDialogForm
from unfold.widgets import (
    UnfoldAdminDecimalFieldWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminSingleDateWidget,
    UnfoldAdminTextInputWidget,
)

from partners import services
from partners.models import DepositEntry, Supplier, SupplierPaper
from partners.selectors import deposit_held
from partners.serving import paper_response
from partners.types import PartnerError, Terms
from tenancy.admin import (
    MallAdmin,
    ReasonForm,
    Section,
    Text,
    Words,
    column,
    link,
    moment,
    state,
    time,
    verb,
    yuan,
)

STATES = Words(
    {
        "applied": (Supplier.State.APPLIED.label, "warning"),
        "active": (Supplier.State.ACTIVE.label, "success"),
        "suspended": (Supplier.State.SUSPENDED.label, "danger"),
        "rejected": (Supplier.State.REJECTED.label, ""),
    }
)


class ContractForm(BaseDialogForm):
    """What is agreed on; the commission in percent, as people say it."""

    number = forms.CharField(label=_("Contract number"), max_length=60, widget=UnfoldAdminTextInputWidget)
    percent = forms.DecimalField(
        label=_("Commission, %"), min_value=0, max_value=Decimal("99.99"), decimal_places=2,
        widget=UnfoldAdminDecimalFieldWidget,
    )  # fmt: skip
    period_days = forms.IntegerField(
        label=_("Settlement period, days"), min_value=1, max_value=90, initial=15,
        widget=UnfoldAdminIntegerFieldWidget,
    )  # fmt: skip
    hold_days = forms.IntegerField(
        label=_("Held after signing, days"), min_value=0, max_value=90, initial=15,
        widget=UnfoldAdminIntegerFieldWidget,
    )  # fmt: skip
    deposit_due = forms.DecimalField(
        label=_("Deposit due, yuan"), min_value=0, max_digits=12, decimal_places=2,
        widget=UnfoldAdminDecimalFieldWidget,
    )  # fmt: skip
    valid_from = forms.DateField(label=_("Valid from"), widget=UnfoldAdminSingleDateWidget)
    valid_until = forms.DateField(label=_("Valid until"), required=False, widget=UnfoldAdminSingleDateWidget)


class DepositForm(BaseDialogForm):
    kind = forms.ChoiceField(
        label=_("Kind"), choices=DepositEntry.Kind.choices, widget=UnfoldAdminSelectWidget
    )
    amount = forms.DecimalField(
        label=_("Amount, yuan"), min_value=Decimal("0.01"), max_digits=12, decimal_places=2,
        widget=UnfoldAdminDecimalFieldWidget,
    )  # fmt: skip
    reference = forms.CharField(label=_("Reference"), max_length=60, widget=UnfoldAdminTextInputWidget)
    reason = forms.CharField(
        label=_("Reason"), max_length=300, required=False, widget=UnfoldAdminTextInputWidget
    )


def _by(request: HttpRequest) -> str:
    return f"operator:{request.user.pk}"


_REFUSED: dict[str, Any] = {"refusals": (PartnerError,)}


@admin.register(Supplier)
class SupplierAdmin(MallAdmin):
    can_add = can_change = True
    list_display = ("code", "name", "company_name", "country", "state_shown", "score", "since")
    list_filter = ("state",)
    search_fields = ("code", "name_zh_hans", "name_en", "company_name", "company_code")
    ordering = ("code",)
    fields = (
        "code", "state_shown", "state_note", "company_name", "company_code", "country", "contact_name", "contact_phone",
        "contact_email", "ships_itself",
    )  # fmt: skip
    language_fields = ("name", "intro")
    actions_detail = ("accept", "reject", "suspend", "resume", "sign_contract", "deposit")
    state_shown = state("state", _("state"), STATES)
    since = time("created_at", _("since"))

    def get_readonly_fields(self, request: HttpRequest, obj: Supplier | None = None) -> tuple[str, ...]:
        return ("code", "state_shown", "state_note") if obj else ("state_shown", "state_note")

    @verb(description=_("Accept"), asks=_("The supplier may sell here."), icon="check", **_REFUSED)
    def accept(self, request: HttpRequest, row: Supplier, answers: dict[str, Any]) -> Text:
        services.accept_supplier(supplier_id=row.pk, now=timezone.now(), actor=_by(request))
        return _("Done.")

    @verb(
        description=_("Send back"), asks=_("Say what must be mended; the company may apply again."),
        form=ReasonForm, icon="undo", **_REFUSED,
    )  # fmt: skip
    def reject(self, request: HttpRequest, row: Supplier, answers: dict[str, Any]) -> Text:
        services.reject_supplier(
            supplier_id=row.pk, reason=answers["reason"], now=timezone.now(), actor=_by(request)
        )
        return _("Done.")

    @verb(
        description=_("Suspend"), asks=_("Its goods leave the shelf at once."), form=ReasonForm, icon="block",
        **_REFUSED,
    )  # fmt: skip
    def suspend(self, request: HttpRequest, row: Supplier, answers: dict[str, Any]) -> Text:
        services.suspend_supplier(
            supplier_id=row.pk, reason=answers["reason"], now=timezone.now(), actor=_by(request)
        )
        return _("Done.")

    @verb(description=_("Resume"), asks=_("Its goods are on sale again."), icon="play_arrow", **_REFUSED)
    def resume(self, request: HttpRequest, row: Supplier, answers: dict[str, Any]) -> Text:
        services.resume_supplier(supplier_id=row.pk, now=timezone.now(), actor=_by(request))
        return _("Done.")

    @verb(
        description=_("New contract"), asks=_("Terms from a day on; earlier ones stay as they were."),
        form=ContractForm, icon="contract", permission="own", **_REFUSED,
    )  # fmt: skip
    def sign_contract(self, request: HttpRequest, row: Supplier, answers: dict[str, Any]) -> Text:
        share = answers.pop("percent") / 100
        answers = {name: value for name, value in answers.items() if name in Terms.__slots__}
        services.sign_contract(
            supplier_id=row.pk,
            terms=Terms(commission=share, **answers),
            now=timezone.now(),
            actor=_by(request),
        )
        return _("Done.")

    @verb(
        description=_("Deposit"), asks=_("Write what came in or went out; it cannot be changed later."),
        form=DepositForm, icon="savings", permission="own", **_REFUSED,
    )  # fmt: skip
    def deposit(self, request: HttpRequest, row: Supplier, answers: dict[str, Any]) -> Text:
        held = services.move_deposit(
            supplier_id=row.pk, kind=answers["kind"], amount=answers["amount"], reference=answers["reference"],
            reason=answers["reason"], now=timezone.now(), actor=_by(request),
        )  # fmt: skip
        return format_html("{} {}", _("Deposit held:"), yuan(held))

    def sections(self, request: HttpRequest, row: Supplier) -> list[Section]:
        staff = row.staff.select_related("user")
        return [
            Section(
                _("Papers"),
                (_("kind"), _("file"), _("valid until"), _("added at")),
                [
                    (p.get_kind_display(), _file(p), p.valid_until, moment(p.added_at))
                    for p in row.papers.all()
                ],
            ),
            Section(
                _("Contracts"),
                (
                    _("contract number"),
                    _("commission"),
                    _("settlement period, days"),
                    _("deposit due"),
                    _("valid from"),
                ),
                [
                    (
                        c.number,
                        f"{c.commission * 100:.2f} %",
                        c.period_days,
                        yuan(c.deposit_due),
                        c.valid_from,
                    )
                    for c in row.contracts.all()
                ],
            ),
            Section(
                format_html("{} · {}", _("Deposit"), yuan(deposit_held(row.pk))),
                (_("at"), _("kind"), _("amount"), _("reference"), _("reason"), _("by")),
                [
                    (moment(e.at), e.get_kind_display(), yuan(e.amount), e.reference, e.reason, e.actor)
                    for e in row.deposit_entries.all()
                ],
            ),
            Section(
                _("Staff"),
                (_("login"), _("name shown"), _("role")),
                [(m.user.login, m.user.display_name, m.get_role_display()) for m in staff],
            ),
        ]


def _file(paper: SupplierPaper) -> str:
    url = reverse("admin:partners_supplierpaper_file", args=[paper.pk])
    css = "text-primary-600 dark:text-primary-500"
    return format_html('<a class="{}" href="{}">{}</a>', css, url, paper.name)


@admin.register(SupplierPaper)
class SupplierPaperAdmin(MallAdmin):
    list_display = ("name", "kind_shown", "supplier_shown", "valid_until", "added")
    list_select_related = ("supplier",)
    list_filter = ("kind",)
    search_fields = ("name", "supplier__code")
    ordering = ("-id",)
    fields = readonly_fields = ("file_shown", "kind_shown", "supplier_shown", "valid_until", "added")
    kind_shown = column("get_kind_display", _("kind"), lambda value: value(), sort=False)
    supplier_shown = column("supplier", _("supplier"), link)
    added = time("added_at", _("added at"))

    @admin.display(description=_("file"))
    def file_shown(self, row: SupplierPaper) -> str:
        return _file(row)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.file_view)
        return [path("<path:object_id>/file/", view, name="partners_supplierpaper_file"), *super().get_urls()]

    def file_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The paper itself, to be looked at before deciding."""
        paper = self.get_object(request, object_id) if self.has_view_permission(request) else None
        if paper is None:
            raise Http404
        return paper_response(paper)
