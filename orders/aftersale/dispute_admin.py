"""The dispute desk: the mall pays first, hears the supplier, and claws back or bears it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminDecimalFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from accounts.selectors import who
from orders.aftersale import services
from orders.aftersale.models import Dispute
from orders.errors import OrderError
from orders.models import Package
from orders.payments.types import PaymentError
from tenancy.admin import (
    MallAdmin,
    ReasonForm,
    StageFilter,
    Text,
    Words,
    column,
    link,
    money,
    state,
    time,
    verb,
)  # fmt: skip

_REFUSALS = (OrderError, PaymentError)
_STATES = Words(
    {
        "open": (Dispute.State.OPEN.label, "warning"),
        "paid": (Dispute.State.PAID.label, "info"),
        "clawed_back": (Dispute.State.CLAWED_BACK.label, "success"),
        "borne": (Dispute.State.BORNE.label, ""),
        "rejected": (Dispute.State.REJECTED.label, ""),
    }
)


def by(actor: str) -> str:
    return who([actor])[actor]


def _me(request: HttpRequest) -> str:
    return f"operator:{request.user.pk}"


def _is_paid(row: Dispute) -> bool:
    return row.state == Dispute.State.PAID


class DisputeStage(StageFilter):
    title = _("state")
    parameter_name = "stage"
    stages = {
        "open": (Dispute.State.OPEN.label, Q(state="open")),
        "paid": (Dispute.State.PAID.label, Q(state="paid")),
        "over": (_("Over"), Q(state__in=("clawed_back", "borne", "rejected"))),
    }


class OpenForm(forms.ModelForm):
    """A dispute by the number of its package; opened by the form, refused beside its fields."""

    actor = ""
    package_number = forms.CharField(
        label=_("package number"), max_length=32, widget=UnfoldAdminTextInputWidget
    )

    class Meta:
        model = Dispute
        fields = ("source", "reference", "amount", "words")
        widgets = {
            "source": UnfoldAdminSelectWidget, "reference": UnfoldAdminTextInputWidget,
            "amount": UnfoldAdminDecimalFieldWidget, "words": UnfoldAdminTextareaWidget({"rows": 4}),
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if self.errors:
            return told
        package_id = (
            Package.objects.filter(number=told["package_number"].strip()).values_list("pk", flat=True).first()
        )
        if package_id is None:
            raise forms.ValidationError({"package_number": _("This package was not found.")})
        try:
            self.instance = services.open_dispute(
                package_id=package_id, amount=told["amount"], source=told["source"], reference=told["reference"],
                words=told["words"], actor=self.actor, now=timezone.now(),
            )  # fmt: skip
        except _REFUSALS as error:
            raise forms.ValidationError(str(error)) from error
        return told

    def _post_clean(self) -> None:
        """The row is whole already."""


@admin.register(Dispute)
class DisputeAdmin(MallAdmin):
    can_add = True
    list_display = (
        "number",
        "order_shown",
        "source_shown",
        "amount_shown",
        "state_shown",
        "opened",
        "answer_due",
    )
    list_select_related = ("order",)
    list_filter = (DisputeStage,)
    search_fields = ("number", "order__number", "package__number", "reference")
    ordering = ("-id",)
    fields = readonly_fields = (
        "number", "order_shown", "package_shown", "source_shown", "reference", "words", "amount_shown", "state_shown",
        "opened", "opened_shown", "paid", "paid_shown", "answer", "answer_due", "decision", "decided",
        "decided_shown",
    )  # fmt: skip
    actions_detail = ("pay_first", "reject", "note_answer", "claw_back", "bear")
    order_shown = column("order", _("order"), link, sort=False)
    package_shown = column("package", _("package"), link, sort=False)
    source_shown = column(
        "source", _("raised by"), lambda value: dict(Dispute.Source.choices).get(value, value)
    )
    amount_shown = money("amount", _("amount"))
    state_shown = state("state", _("state"), _STATES)
    opened = time("opened_at", _("opened at"))
    paid = time("paid_at", _("paid at"))
    answer_due = time("answer_by", _("supplier to answer by"))
    decided = time("decided_at", _("decided at"))
    opened_shown = column("opened_by", _("opened by"), by, sort=False)
    paid_shown = column("paid_by", _("paid by"), by, sort=False)
    decided_shown = column("decided_by", _("decided by"), by, sort=False)

    def get_fields(self, request: HttpRequest, obj: Dispute | None = None) -> Any:
        return ("package_number", "source", "reference", "amount", "words") if obj is None else self.fields

    def get_readonly_fields(self, request: HttpRequest, obj: Dispute | None = None) -> Any:
        return () if obj is None else self.readonly_fields

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is None:
            kwargs["form"] = OpenForm
        form = super().get_form(request, obj, change, **kwargs)
        form.actor = _me(request)
        return form

    def save_model(self, request: HttpRequest, obj: Dispute, form: Any, change: bool) -> None:
        """Opened by the form already."""

    @verb(
        description=_("Pay the shopper now"),
        asks=_("The money goes back to where it came from, out of the mall's pocket."),
        refusals=_REFUSALS,
        icon="payments",
        when=lambda row: row.state == "open",
    )
    def pay_first(self, request: HttpRequest, row: Dispute, answers: dict[str, Any]) -> Text:
        services.pay_first(dispute_id=row.pk, actor=_me(request), now=timezone.now())
        return _("The refund is on its way.")

    @verb(
        description=_("Reject"),
        asks=_("Nothing is paid."),
        refusals=_REFUSALS,
        form=ReasonForm,
        icon="close",
        when=lambda row: row.state == "open",
    )
    def reject(self, request: HttpRequest, row: Dispute, answers: dict[str, Any]) -> Text:
        services.reject_dispute(
            dispute_id=row.pk, words=answers["reason"], actor=_me(request), now=timezone.now()
        )
        return _("The dispute is rejected.")

    @verb(
        description=_("The supplier's answer"),
        asks=_("What the supplier says to it, in their words."),
        refusals=_REFUSALS,
        form=ReasonForm,
        icon="forum",
        when=_is_paid,
    )
    def note_answer(self, request: HttpRequest, row: Dispute, answers: dict[str, Any]) -> Text:
        services.note_answer(dispute_id=row.pk, words=answers["reason"], now=timezone.now())
        return _("The answer is kept.")

    @verb(
        description=_("Claw back from the supplier"),
        asks=_("The amount is taken off what the supplier gets, in the next statement."),
        refusals=_REFUSALS,
        form=ReasonForm,
        icon="undo",
        permission="own",
        when=_is_paid,
    )
    def claw_back(self, request: HttpRequest, row: Dispute, answers: dict[str, Any]) -> Text:
        self._settle(request, row, answers, supplier_bears=True)
        return _("It is clawed back.")

    @verb(
        description=_("The mall bears it"),
        asks=_("The loss stays with the mall."),
        refusals=_REFUSALS,
        form=ReasonForm,
        icon="savings",
        permission="own",
        when=_is_paid,
    )
    def bear(self, request: HttpRequest, row: Dispute, answers: dict[str, Any]) -> Text:
        self._settle(request, row, answers, supplier_bears=False)
        return _("The mall bears it.")

    def _settle(
        self, request: HttpRequest, row: Dispute, answers: dict[str, Any], *, supplier_bears: bool
    ) -> None:
        services.settle_dispute(
            dispute_id=row.pk, supplier_bears=supplier_bears, words=answers["reason"], actor=_me(request),
            now=timezone.now(),
        )  # fmt: skip
