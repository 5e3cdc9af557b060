"""The filing board: what is filed where, what was returned and why, what ends soon; by hand and by spreadsheet."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from unfold.forms import BaseDialogForm
from unfold.widgets import UnfoldAdminDateWidget, UnfoldAdminFileFieldWidget, UnfoldAdminSelectWidget
from unfold.widgets import UnfoldAdminTextInputWidget as Line

from catalog.models import Sku
from catalog.selectors import offers
from customs.admin.ports import CONFIDENCE, port_choices, port_name
from customs.models import Filing
from customs.rules import elements
from customs.services.filing import approve, import_sheet, prepare, return_, submit
from customs.services.filing.board import filed
from customs.services.filing.sheet import BIGGEST
from customs.types import CustomsError
from tenancy.admin import (  # fmt: skip
    MallAdmin,
    ReasonForm,
    Section,
    StageFilter,
    Text,
    Words,
    badge,
    column,
    link,
    state,
    time,
    verb,
)

SOON = timedelta(days=60)
STATES = Words(
    {
        "prepared": (Filing.State.PREPARED.label, ""),
        "submitted": (Filing.State.SUBMITTED.label, "info"),
        "approved": (Filing.State.APPROVED.label, "success"),
        "returned": (Filing.State.RETURNED.label, "danger"),
    }
)
FIELDS: dict[str, str | Promise] = {
    "hs_code": _("HS code"), "declared_name": _("declared name"), "declared_elements": _("declared elements"),
    "origin": _("country of origin"), "unit": _("unit"), "unit1": _("first legal unit"),
    "unit1_factor": _("first legal units in one piece"), "unit2": _("second legal unit"),
    "unit2_factor": _("second legal units in one piece"), "net_kg": _("net weight, kg"),
    "gross_kg": _("gross weight, kg"),
}  # fmt: skip


class FilingStage(StageFilter):
    title = _("state")
    parameter_name = "stage"

    @property
    def stages(self) -> Any:  # type: ignore[override]
        soon = timezone.localdate() + SOON
        return {
            **{value: (label, Q(state=value)) for value, label in Filing.State.choices},
            "ending": (_("Ends within sixty days"), Q(state="approved", valid_until__lte=soon)),
        }


def _compared(before: Any, now: Any) -> str:
    return badge(_("Same"), "success") if before == now else badge(_("Changed since"), "warning")


class ApproveForm(BaseDialogForm):
    number = forms.CharField(label=_("filing number"), max_length=40, widget=Line)
    valid_from = forms.DateField(label=_("valid from"), required=False, widget=UnfoldAdminDateWidget)
    valid_until = forms.DateField(label=_("valid until"), required=False, widget=UnfoldAdminDateWidget)


class AddForm(forms.ModelForm):
    """One SKU, or many by spreadsheet. Rows that were read well are done even where others are not."""

    port = forms.ChoiceField(label=_("port"), choices=port_choices, widget=UnfoldAdminSelectWidget)
    sku_code = forms.CharField(label=_("SKU code"), required=False, widget=Line)
    file = forms.FileField(
        label=_("spreadsheet (.xlsx)"),
        required=False,
        widget=UnfoldAdminFileFieldWidget,
        help_text=_(
            "Columns: sku, state (prepared, submitted, approved, returned), number, valid_from, valid_until, reason."
        ),
    )

    class Meta:
        model = Filing
        fields = ("port",)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                self._do(given)
            except CustomsError as refused:
                self.add_error(None, str(refused))
        return given

    def _do(self, given: dict[str, Any]) -> None:
        now = timezone.now()
        if given.get("file"):
            lines = import_sheet(port=given["port"], data=given["file"].read(BIGGEST + 1), now=now)
            for line in [line for line in lines if not line.done][:50]:
                self.add_error("file", f"{line.row} {line.sku}: {line.says}")
            self.made = Filing.objects.filter(port=given["port"]).order_by("-pk").first()
            if not lines or self.made is None:
                self.add_error("file", _("The sheet has no rows."))
            return
        sku = Sku.objects.filter(code=given.get("sku_code") or "").first()
        if sku is None:
            self.add_error("sku_code", _("There is no SKU with this code."))
            return
        self.made = prepare(sku_id=sku.pk, port=given["port"], now=now)


@admin.register(Filing)
class FilingAdmin(MallAdmin):
    can_add = True
    form = AddForm
    list_display = ("sku_shown", "port_shown", "state_shown", "number", "until", "reason_shown", "decided")
    list_select_related = ("sku",)
    list_filter = (FilingStage,)
    search_fields = ("sku__code", "number", "port")
    ordering = ("-id",)
    fields = readonly_fields = (
        "sku_shown", "port_shown", "state_shown", "number", "valid_from", "until", "reason_shown", "prepared", "handed",
        "decided",
    )  # fmt: skip
    actions_detail = ("again", "hand_in", "accept", "send_back")
    sku_shown = column("sku", _("SKU"), link, sort=False)
    port_shown = column("port", _("port"), port_name)
    state_shown = state("state", _("state"), STATES)
    reason_shown = column("reason", _("reason"))
    prepared = time("prepared_at", _("prepared at"))
    handed = time("submitted_at", _("submitted at"))
    decided = time("decided_at", _("decided at"))

    @admin.display(description=_("valid until"), ordering="valid_until")
    def until(self, row: Filing) -> str:
        if row.valid_until is None:
            return "–"
        left = row.valid_until - timezone.localdate()
        tone = "danger" if left < timedelta(0) else "warning" if left <= SOON else ""
        return badge(row.valid_until.isoformat(), tone)

    @verb(
        description=_("Prepare again"),
        asks=_(
            "The goods' trade profile is taken as it stands now; the filing then has to be submitted again."
        ),
        refusals=(CustomsError,),
        icon="restart_alt",
    )
    def again(self, request: HttpRequest, row: Filing, answers: dict[str, Any]) -> Text | HttpResponse:
        prepare(sku_id=row.sku_id, port=row.port, now=timezone.now())
        return _("Prepared.")

    @verb(
        description=_("Mark as submitted"),
        asks=_("It was handed to the port, by its own page or file."),
        refusals=(CustomsError,),
        icon="upload",
    )
    def hand_in(self, request: HttpRequest, row: Filing, answers: dict[str, Any]) -> Text:
        submit(filing_id=row.pk, now=timezone.now())
        return _("Submitted.")

    @verb(
        description=_("Approved by the port"),
        asks=_("The number the port gave it, and how long it holds."),
        form=ApproveForm,
        refusals=(CustomsError,),
        icon="task_alt",
    )
    def accept(self, request: HttpRequest, row: Filing, answers: dict[str, Any]) -> Text:
        given = {name: answers[name] for name in ("number", "valid_from", "valid_until")}
        approve(filing_id=row.pk, now=timezone.now(), **given)
        return _("Approved.")

    @verb(
        description=_("Returned by the port"),
        asks=_("Why the port sent it back; suppliers and colleagues read it."),
        form=ReasonForm,
        refusals=(CustomsError,),
        icon="undo",
    )
    def send_back(self, request: HttpRequest, row: Filing, answers: dict[str, Any]) -> Text:
        return_(filing_id=row.pk, reason=answers["reason"], now=timezone.now())
        return _("Returned.")

    def get_fields(self, request: HttpRequest, obj: Filing | None = None) -> Any:
        return ("port", "sku_code", "file") if obj is None else self.fields

    def get_readonly_fields(self, request: HttpRequest, obj: Filing | None = None) -> Any:
        return () if obj is None else self.readonly_fields

    def save_model(self, request: HttpRequest, obj: Filing, form: Any, change: bool) -> None:
        """The form did it already; here the row only gets its number for the log."""
        obj.pk, obj.sku_id = form.made.pk, form.made.sku_id

    def sections(self, request: HttpRequest, row: Filing) -> list[Section]:
        """What was filed beside what the goods say now."""
        offer = offers([row.sku_id]).get(row.sku_id)
        now = filed(offer.trade) if offer and offer.trade else {}
        rows = [
            (label, row.filed.get(name, "–"), now.get(name, "–"),
             _compared(row.filed.get(name), now.get(name)))
            for name, label in FIELDS.items()
        ]  # fmt: skip
        return [Section(_("What was filed"), (_("field"), _("filed"), _("goods now"), ""), rows), _read(row)]


def _read(row: Filing) -> Section:
    """The two codes in front of the elements, and how surely their meaning is known."""
    brand, preference = elements.meanings(str(row.filed.get("declared_elements", "")))
    sure = CONFIDENCE.badge(elements.CONFIDENCE)
    rows = [(_("kind of brand"), brand or "–", sure), (_("export preference"), preference or "–", sure)]
    return Section(
        _("Codes in front of the elements"), (_("field"), _("taken to mean"), _("how surely")), rows
    )
