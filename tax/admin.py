"""Rate tables for the platform's operators, at the console: proposed by one, approved by another."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminFileFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from tax.batch_rows import KINDS, SURE, batch_rows, day
from tax.desk import Desk
from tax.models import HsRate, PositiveListEntry, PostalRate, RateBatch
from tax.selectors import export_rates
from tax.services.batches import approve, reject
from tax.services.importing import import_rates, read_rates
from tax.types import ImportRefusedError, ImportReport, TaxError
from tenancy.admin import MallAdmin, Section, Text, Words, column, state, time, verb

STATES = Words(
    {
        "proposed": (RateBatch.State.PROPOSED.label, "warning"),
        "approved": (RateBatch.State.APPROVED.label, "success"),
        "rejected": (RateBatch.State.REJECTED.label, "danger"),
    }
)
FAULTS: dict[str, Text] = {
    "not_a_code": _("is not a code of the right length"),
    "not_a_date": _("must be a date like 2025-06-01"),
    "missing": _("is missing"),
    "out_of_range": _("has too many digits or is too large: 0.13 means thirteen percent"),
    "negative": _("must not be negative"),
    "not_a_number": _("is not a number"),
    "unknown_value": _("is not one of the values known here"),
    "duplicate": _("stands here with the same first day already"),
    "contradiction": _("does not fit the other cells of its row"),
    "too_long": _("is longer than the table can hold"),
    "not_text": _("holds a character that is no text"),
    "not_csv": _("is not CSV: a quotation mark is open, or a cell is far too long"),
    "ragged": _("has more or fewer cells than the header"),
    "unknown_field": _("is not a column known here"),
    "too_many_rows": _("there are too many rows"),
}
MAX_BYTES = 8_000_000
SHOWN_ERRORS = 20


class ImportForm(forms.ModelForm):
    """A CSV file becomes a proposed batch, or is only checked."""

    file = forms.FileField(
        label=_("CSV file"),
        widget=UnfoldAdminFileFieldWidget,
        help_text=_(
            "UTF-8 text. The surest way: download the table of an approved version, change its rows, import it."
        ),
    )
    dry_run = forms.BooleanField(
        label=_("Check only"),
        required=False,
        initial=True,
        widget=UnfoldBooleanSwitchWidget,
        help_text=_("Says what is wrong in which row and writes nothing."),
    )
    title = forms.CharField(label=_("title"), max_length=120, widget=UnfoldAdminTextInputWidget)
    request: HttpRequest

    class Meta:
        model = RateBatch
        fields = ("kind", "title")
        widgets: ClassVar[dict[str, Any]] = {"kind": UnfoldAdminSelectWidget}

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if self.errors:
            return values
        text = self._text(values["file"])
        if text is None:
            return values
        if values["dry_run"]:
            self._say(read_rates(kind=values["kind"], text=text))
            return values
        try:
            self.written = import_rates(
                kind=values["kind"],
                title=values["title"],
                text=text,
                operator_id=_operator(self.request),
                now=timezone.now(),
            )
        except ImportRefusedError as refused:
            self._say(refused.report)
        return values

    def _text(self, file: Any) -> str | None:
        try:
            if file.size <= MAX_BYTES:
                return file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            pass
        self.add_error("file", _("The file must be UTF-8 text of at most 8 MB."))
        return None

    def _say(self, report: ImportReport) -> None:
        """Every row's errors, or how many rows could be read."""
        if not report.errors:
            done = gettext("%(count)d rows read, no errors. Nothing was written.") % {
                "count": len(report.rows)
            }
            messages.success(self.request, done)
            self.add_error("dry_run", _("Only checked. Switch this off to propose the rows."))
        for error in report.errors[:SHOWN_ERRORS]:
            where = gettext("Row %(row)d, %(field)s: %(detail)s")
            self.add_error(
                None,
                where
                % {"row": error.row, "field": error.field, "detail": FAULTS.get(error.code, error.detail)},
            )
        if len(report.errors) > SHOWN_ERRORS:
            self.add_error(None, gettext("%(count)d errors in all.") % {"count": len(report.errors)})

    def _post_clean(self) -> None:
        """The verb has checked, and written, the batch."""

    def save(self, commit: bool = True) -> RateBatch:
        self.instance = self.written
        return self.written

    def save_m2m(self) -> None:
        """Nothing of that kind here; the admin asks for it."""


def _operator(request: HttpRequest) -> int:
    """Whoever passed the door has a login."""
    assert request.user.pk is not None
    return request.user.pk


@admin.register(RateBatch)
class RateBatchAdmin(MallAdmin):
    owner_only = True
    at_console = True
    can_add = True
    list_display = (
        "title",
        "kind",
        "state_shown",
        "version_shown",
        "proposer",
        "proposed",
        "decider",
        "decided",
    )
    list_select_related = ("proposed_by", "decided_by")
    list_filter = ("state", "kind")
    search_fields = ("title", "note")
    ordering = ("-id",)
    fields = readonly_fields = (
        "title", "kind", "note", "state_shown", "version_shown", "proposer", "proposed", "decider", "decided",
    )  # fmt: skip
    add_fieldsets = ((None, {"fields": ("kind", "title", "file", "dry_run")}),)
    actions_detail = ("approve_batch", "reject_batch", "download")
    state_shown = state("state", _("state"), STATES)
    version_shown = column("version", _("version"))
    proposer = column("proposed_by", _("proposed by"), str, sort=False)
    decider = column("decided_by", _("decided by"), str, sort=False)
    proposed = time("proposed_at", _("proposed at"))
    decided = time("decided_at", _("decided at"))

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is not None:
            return super().get_form(request, obj, change, **kwargs)
        return type("ImportForm", (ImportForm,), {"request": request})

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return super().get_fieldsets(request, obj) if obj is not None else self.add_fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.readonly_fields if obj is not None else ()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """The verb has written it."""

    @verb(
        description=_("Approve"),
        asks=_(
            "The rows become law for every mall, from their first days on. They can be superseded, not edited."
        ),
        refusals=(TaxError,),
        icon="verified",
    )
    def approve_batch(self, request: HttpRequest, row: RateBatch, answers: dict[str, Any]) -> Text:
        version = approve(batch_id=row.pk, operator_id=_operator(request), now=timezone.now())
        return gettext("Version %(version)d is in force.") % {"version": version}

    @verb(
        description=_("Reject"),
        asks=_("The batch is closed and never counts."),
        refusals=(TaxError,),
        icon="block",
    )
    def reject_batch(self, request: HttpRequest, row: RateBatch, answers: dict[str, Any]) -> Text:
        reject(batch_id=row.pk, operator_id=_operator(request), now=timezone.now())
        return _("The batch was rejected.")

    @verb(
        description=_("Download the table"),
        asks=_("All rows of this kind up to this version, as CSV that can be imported again."),
        icon="download",
    )
    def download(self, request: HttpRequest, row: RateBatch, answers: dict[str, Any]) -> Text | HttpResponse:
        if row.version is None:
            return _("Only an approved version can be downloaded.")
        response = HttpResponse(export_rates(kind=row.kind, version=row.version), content_type="text/csv")
        response["Content-Disposition"] = f'attachment; filename="{row.kind}-v{row.version}.csv"'
        return response

    def sections(self, request: HttpRequest, row: RateBatch) -> list[Section]:
        return [batch_rows(row)]


class RateRowAdmin(MallAdmin):
    """Rows of approved versions; where they are memory only, it says so."""

    owner_only = True
    at_console = True
    list_select_related = ("batch",)
    list_filter = ("confidence",)
    search_fields = ("code", "source")
    ordering = ("code", "-batch__version")
    state_shown = state("batch__state", _("state"), STATES)
    version_shown = column("batch__version", _("version"))
    sure = state("confidence", _("confidence"), SURE)
    from_day = column("valid_from", _("valid from"), day)
    to_day = column("valid_to", _("valid to"), day)


@admin.register(HsRate)
class HsRateAdmin(RateRowAdmin):
    """Rates by code, and the calculator that every operator may use: the law is no mall's secret."""

    kind_shown = column("kind", _("kind of consumption tax"), lambda kind: KINDS.get(kind, kind))

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.calculator)
        return [path("calculator/", view, name="tax_calculator"), *super().get_urls()]

    def calculator(self, request: HttpRequest) -> TemplateResponse:
        """The regimes side by side for plain goods. Reads only, and only what stands above the malls."""
        desk = Desk(request.GET, timezone.localdate(timezone.now()))
        context = {**self.admin_site.each_context(request), "title": _("Tax calculator"), "desk": desk}
        return TemplateResponse(request, "admin/tax_desk.html", context)

    list_display = (
        "code", "name_zh", "duty", "vat", "kind_shown", "rate", "specific", "from_day", "to_day", "sure",
        "version_shown", "state_shown",
    )  # fmt: skip
    fields = readonly_fields = (
        "code", "name_zh", "name_en", "duty", "vat", "kind_shown", "rate", "specific", "per", "low_specific",
        "low_below",
        "high_from", "unit1", "unit2", "from_day", "to_day", "withdrawn", "source", "sure", "version_shown",
        "state_shown",
    )  # fmt: skip


@admin.register(PostalRate)
class PostalRateAdmin(RateRowAdmin):
    list_display = (
        "code", "name_zh", "postal_class", "listed_price", "unit", "from_day", "to_day", "sure",
        "version_shown", "state_shown",
    )  # fmt: skip
    fields = readonly_fields = (*list_display[:5], "sold_by", *list_display[5:7], "withdrawn", "source", "sure",
                                "version_shown", "state_shown")  # fmt: skip


@admin.register(PositiveListEntry)
class PositiveListEntryAdmin(RateRowAdmin):
    list_display = (
        "code", "standing", "edition", "remark", "from_day", "to_day", "sure", "version_shown", "state_shown",
    )  # fmt: skip
    fields = readonly_fields = (
        *list_display[:6],
        "withdrawn",
        "source",
        "sure",
        "version_shown",
        "state_shown",
    )
