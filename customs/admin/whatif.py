"""What-if runs on the policy desk: ask, watch how far it is, read the sums, take the file away."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminSingleDateWidget, UnfoldAdminTextInputWidget

from customs.models import WhatIfRun
from customs.policy.what_if import BadChange, Change, ask, csv_rows, stop
from tenancy.admin import (
    MallAdmin,
    Section,
    Text,
    Words,
    column,
    moment,
    state,
    time,
    value_filter,
    verb,
    yuan,
)

STATES = Words(
    {
        "waiting": (WhatIfRun.State.WAITING.label, ""),
        "running": (WhatIfRun.State.RUNNING.label, "info"),
        "done": (WhatIfRun.State.DONE.label, "success"),
        "failed": (WhatIfRun.State.FAILED.label, "danger"),
        "stopped": (WhatIfRun.State.STOPPED.label, "warning"),
    }
)
KINDS = {"goods": _("Goods on sale, one piece each"), "order": _("Open orders, by package")}
WORDS = {
    "dearer": _("more tax"), "cheaper": _("less tax"), "the_same": _("the same"),
    "newly_refused": _("no longer possible"), "newly_possible": _("possible only then"),
    "not_counted": _("not possible or not counted"),
}  # fmt: skip
FIELDS = {
    "prefix": _("codes that begin with"), "vat": _("VAT, per cent"), "duty": _("duty, per cent"),
    "consumption": _("consumption tax by value, per cent"), "listed": _("on the positive list"),
    "single": _("limit of one order, yuan"), "annual": _("yearly limit, yuan"),
    "share": _("share of VAT and consumption tax collected, per cent"),
}  # fmt: skip
_LISTED = [("", _("as it is")), ("yes", _("put on it")), ("no", _("taken off it"))]


def _text(name: str, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=capfirst(FIELDS[name]), required=False, max_length=12, widget=UnfoldAdminTextInputWidget, **more
    )


def _field(name: str) -> str:
    """A form has a `prefix` of its own."""
    return "codes" if name == "prefix" else name


class AskForm(forms.ModelForm):
    """What is left empty stays as it is. The service starts the run."""

    on = forms.DateField(label=capfirst(_("would hold on")), widget=UnfoldAdminSingleDateWidget)
    codes = _text("prefix", help_text=_("For the rates below: 2 to 10 digits of the HS code."))
    vat, duty, consumption = _text("vat"), _text("duty"), _text("consumption")
    listed = forms.ChoiceField(
        label=capfirst(FIELDS["listed"]), choices=_LISTED, required=False, widget=UnfoldAdminSelectWidget
    )
    single, annual, share = _text("single"), _text("annual"), _text("share")

    class Meta:
        model = WhatIfRun
        fields = ("name", "on")

    change: Change | None = None

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                self.change = Change(**{name: (given.get(_field(name)) or "").strip() for name in FIELDS})
            except BadChange as bad:
                self.add_error(_field(bad.field), str(bad))
        return given


@admin.register(WhatIfRun)
class WhatIfRunAdmin(MallAdmin):
    can_add = True
    form = AskForm
    list_display = ("name", "on", "state_shown", "progress", "asked_by", "asked", "finished")
    list_filter = (value_filter("state", _("state"), {v: t for v, (t, _tone) in STATES.known.items()}),)
    search_fields = ("name",)
    ordering = ("-id",)
    fields = readonly_fields = (
        "name", "on", "state_shown", "progress", "asked_by", "asked", "finished", "failure",
    )  # fmt: skip
    actions_detail = ("download", "halt")
    state_shown = state("state", _("state"), STATES)
    asked = time("asked_at", _("asked for at"))
    finished = time("finished_at", _("finished at"))
    failure = column("error", _("last error"))

    def get_fields(self, request: HttpRequest, obj: WhatIfRun | None = None) -> Any:
        return ("name", "on", *map(_field, FIELDS)) if obj is None else self.fields

    def get_readonly_fields(self, request: HttpRequest, obj: WhatIfRun | None = None) -> Any:
        return () if obj is None else self.readonly_fields

    def save_model(self, request: HttpRequest, obj: WhatIfRun, form: Any, change: bool) -> None:
        given = form.cleaned_data
        run = ask(
            name=given["name"], change=form.change, on=given["on"], actor=f"operator:{request.user.pk}",
            now=timezone.now(),
        )  # fmt: skip
        obj.pk = run.pk

    @admin.display(description=_("progress"))
    def progress(self, row: WhatIfRun) -> str:
        """A bar that also says its numbers; reload the page to see it move."""
        most = max(row.total, row.done, 1)
        return format_html(
            '<progress max="{}" value="{}" aria-label="{}"></progress> {} / {}',
            most, most if row.state == "done" else row.done, _("progress"), row.done, row.total,
        )  # fmt: skip

    @verb(
        description=_("Download the result"),
        asks=_(
            "A CSV file of this mall: every item with its tax now and then. A run under way gives what it has."
        ),
        icon="download",
    )
    def download(self, request: HttpRequest, row: WhatIfRun, answers: dict[str, Any]) -> HttpResponse:
        body = "".join(csv_rows(row)).encode()
        response = HttpResponse(body, content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="what-if-{row.pk}.csv"'
        response.headers["Cache-Control"] = "no-store"
        return response

    @verb(description=_("Stop it"), asks=_("What was counted so far stays."), icon="stop_circle")
    def halt(self, request: HttpRequest, row: WhatIfRun, answers: dict[str, Any]) -> Text:
        return _("Stopped.") if stop(run_id=row.pk, now=timezone.now()) else _("It was over already.")

    def sections(self, request: HttpRequest, row: WhatIfRun) -> list[Section]:
        changes = [(FIELDS[name], value) for name, value in row.change.items() if name in FIELDS]
        return [Section(_("Planned change"), (_("field"), _("value")), changes), _summary(row)]


def _summary(row: WhatIfRun) -> Section:
    rows = [
        (KINDS.get(kind, kind), *(values.get(word, 0) for word in WORDS), yuan(Decimal(values["difference"])))
        for kind, values in row.summary.items()
    ]
    title = _("What it would do, as of %(at)s") % {"at": moment(row.finished_at or row.asked_at)}
    return Section(title, (_("kind"), *WORDS.values(), _("difference in tax, yuan")), rows)
