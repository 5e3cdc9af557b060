"""Receipts for operators: what came, what it did; one applied again, or those of a file."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminSelectWidget

from customs.admin.declarations import DOCUMENTS, OUTCOMES, _code
from customs.admin.ports import own_ports
from customs.models import Receipt
from customs.services.replay import BIGGEST, Replayed, apply_again, apply_file
from customs.types import CustomsError
from tenancy.admin import MallAdmin, Section, Text, column, link, moment, state, time, value_filter, verb


class ReceiptFileForm(forms.ModelForm):
    """Receipts as the port's page gives them out; the service applies them, and what it refuses is said here."""

    port = forms.ChoiceField(label=capfirst(_("port")), choices=own_ports, widget=UnfoldAdminSelectWidget)
    file = forms.FileField(label=capfirst(_("receipt as an XML file")), widget=UnfoldAdminFileFieldWidget)

    class Meta:
        model = Receipt
        fields = ("port",)

    actor: ClassVar[str] = ""
    applied: tuple[Replayed, ...] = ()

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            data = given["file"].read(BIGGEST + 1)
            try:
                self.applied = tuple(
                    apply_file(port=given["port"], data=data, actor=self.actor, now=timezone.now())
                )
            except CustomsError as refused:
                self.add_error("file", str(refused))
        return given


@admin.register(Receipt)
class ReceiptAdmin(MallAdmin):
    can_add = True
    form = ReceiptFileForm
    list_display = (
        "received",
        "receipt",
        "business_key",
        "declaration_shown",
        "status_shown",
        "outcome_shown",
    )
    list_display_links = ("received", "receipt")
    list_select_related = ("declaration",)
    list_filter = (value_filter("outcome", _("outcome"), {v: t for v, (t, _tone) in OUTCOMES.known.items()}),)
    search_fields = ("business_key", "declaration__cop_no", "status")
    ordering = ("-id",)
    fields = readonly_fields = (
        "received", "receipt", "port", "business_key", "declaration_shown", "status_shown", "info", "returned_at",
        "outcome_shown",
    )  # fmt: skip
    received = time("received_at", _("received at"))
    receipt = column("kind", _("receipt"), lambda kind: f"CEB{kind} {DOCUMENTS.get(kind, '')}")
    declaration_shown = column("declaration", _("declaration"), link, sort=False)
    status_shown = column("status", _("customs status"), _code)
    outcome_shown = state("outcome", _("outcome"), OUTCOMES)
    actions_detail = ("again",)

    def get_fields(self, request: HttpRequest, obj: Receipt | None = None) -> Any:
        return ("port", "file") if obj is None else self.fields

    def get_readonly_fields(self, request: HttpRequest, obj: Receipt | None = None) -> Any:
        return () if obj is None else self.readonly_fields

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        form.actor = f"operator:{request.user.pk}"
        return form

    def save_model(self, request: HttpRequest, obj: Receipt, form: Any, change: bool) -> None:
        """Applied by the form already: here it is only said what became of each."""
        for one in form.applied[:20]:
            said = OUTCOMES.known.get(one.outcome, (one.outcome, ""))[0]
            self.message_user(request, f"CEB{one.kind} {one.business_key}: {said}")

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> None:
        """Who applied which file stands with the receipts themselves."""

    def response_add(self, request: HttpRequest, obj: Receipt, post_url_continue: Any = None) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:customs_receipt_changelist"))

    @verb(
        description=_("Apply again"),
        asks=_("It is judged once more, as if it came now. What stands further already is not taken back."),
        refusals=(CustomsError,),
        icon="replay",
    )
    def again(self, request: HttpRequest, row: Receipt, answers: dict[str, Any]) -> Text:
        outcome = apply_again(receipt_id=row.pk, actor=f"operator:{request.user.pk}", now=timezone.now())
        return _("Applied again: %(outcome)s.") % {"outcome": OUTCOMES.known.get(outcome, (outcome, ""))[0]}

    def sections(self, request: HttpRequest, row: Receipt) -> list[Section]:
        """Who applied it again."""
        rows = [
            (
                moment(one.at),
                one.actor,
                _("file") if one.file_digest else _("archive"),
                OUTCOMES.badge(one.outcome),
            )
            for one in row.replays.order_by("pk")
        ]
        return [Section(_("Applied again"), (_("at"), _("by"), _("from"), _("outcome")), rows)]
