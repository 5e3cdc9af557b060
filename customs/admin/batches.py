"""Direct-mail batches for operators: open one with its master bill, close it, say that it arrived, stock it in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from unfold.forms import BaseDialogForm
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminSingleDateWidget,
    UnfoldAdminTextInputWidget,
)

from customs.admin.declarations import STATES as DECLARATIONS
from customs.admin.declarations import _code
from customs.admin.ports import own_ports, port_name
from customs.models import MailBatch, StockIn
from customs.services.direct import arrive, close_batch, make_stock_in, open_batch, reopen
from customs.services.direct.stock_in import is_refused, waiting_waybills
from customs.types import CustomsError
from tenancy.admin import (
    MallAdmin,
    Section,
    Text,
    Words,
    badge,
    column,
    link,
    moment,
    state,
    time,
    value_filter,
    verb,
)  # fmt: skip

STATES = Words(
    {
        "open": (MailBatch.State.OPEN.label, "info"),
        "closed": (MailBatch.State.CLOSED.label, "warning"),
        "arrived": (MailBatch.State.ARRIVED.label, "warning"),
        "stocked": (MailBatch.State.STOCKED.label, "success"),
    }
)
TRANSPORTS = {"2": _("Water"), "3": _("Rail"), "4": _("Road"), "5": _("Air"), "6": _("Post")}
_SHOWN = 500


class OpenForm(forms.ModelForm):
    """The service opens it; what it refuses is said beside the form."""

    port = forms.ChoiceField(label=capfirst(_("port")), choices=own_ports, widget=UnfoldAdminSelectWidget)
    transport = forms.ChoiceField(
        label=capfirst(_("means of transport")),
        choices=TRANSPORTS.items(),
        initial="5",
        widget=UnfoldAdminSelectWidget,
    )

    class Meta:
        model = MailBatch
        fields = ("port", "master_bill", "vehicle", "voyage", "transport", "arrives_on")

    made: MailBatch | None = None

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                self.made = open_batch(now=timezone.now(), **{name: given[name] for name in self.Meta.fields})
            except CustomsError as refused:
                self.add_error(None, str(refused))
        return given


class ArrivalForm(BaseDialogForm):
    day = forms.DateField(
        label=capfirst(_("day of arrival")), required=False, widget=UnfoldAdminSingleDateWidget
    )
    place = forms.CharField(
        label=capfirst(_("place of unloading")),
        required=False,
        max_length=100,
        widget=UnfoldAdminTextInputWidget,
    )


@admin.register(MailBatch)
class MailBatchAdmin(MallAdmin):
    can_add = True
    form = OpenForm
    list_display = (
        "master_bill",
        "port_shown",
        "voyage",
        "state_shown",
        "packages",
        "opened",
        "arrived",
        "stocked",
    )
    list_filter = (value_filter("state", _("state"), {v: t for v, (t, _tone) in STATES.known.items()}),)
    search_fields = ("master_bill", "voyage", "entry_number")
    ordering = ("-id",)
    fields = readonly_fields = (
        "master_bill", "port_shown", "state_shown", "vehicle", "voyage", "transport_shown", "arrives_on", "opened",
        "closed", "arrived", "unload_location", "stocked", "entry_number",
    )  # fmt: skip
    actions_detail = ("close", "open_again", "arrive", "stock_in")
    port_shown = column("port", _("port"), port_name)
    state_shown = state("state", _("state"), STATES)
    transport_shown = column("transport", _("means of transport"), lambda code: TRANSPORTS.get(code, code))
    opened = time("opened_at", _("opened at"))
    closed = time("closed_at", _("closed at"))
    arrived = time("arrived_at", _("arrived at"))
    stocked = time("stocked_at", _("stocked in at"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[MailBatch]:
        return super().get_queryset(request).annotate(parcels=Count("declarations"))

    @admin.display(description=_("packages"))
    def packages(self, row: MailBatch) -> int:
        return row.parcels  # type: ignore[attr-defined]  # counted by get_queryset

    def get_fields(self, request: HttpRequest, obj: MailBatch | None = None) -> Any:
        return OpenForm.Meta.fields if obj is None else self.fields

    def get_readonly_fields(self, request: HttpRequest, obj: MailBatch | None = None) -> Any:
        return () if obj is None else self.readonly_fields

    def save_model(self, request: HttpRequest, obj: MailBatch, form: Any, change: bool) -> None:
        """The form opened it already; here the row only gets its number for the log."""
        obj.pk = form.made.pk

    @verb(
        description=_("Close the batch"),
        asks=_("It leaves: packages that are declared from now on join another batch."),
        refusals=(CustomsError,),
        icon="lock",
    )
    def close(self, request: HttpRequest, row: MailBatch, answers: dict[str, Any]) -> Text:
        close_batch(batch_id=row.pk, now=timezone.now())
        return _("The batch is closed.")

    @verb(
        description=_("Open it again"),
        asks=_("Packages join it again until it is closed."),
        refusals=(CustomsError,),
        icon="lock_open",
    )
    def open_again(self, request: HttpRequest, row: MailBatch, answers: dict[str, Any]) -> Text:
        reopen(batch_id=row.pk)
        return _("The batch is open.")

    @verb(
        description=_("It has arrived"),
        asks=_("It lies in the supervised site. An open batch is closed by this."),
        form=ArrivalForm,
        refusals=(CustomsError,),
        icon="flight_land",
    )
    def arrive(self, request: HttpRequest, row: MailBatch, answers: dict[str, Any]) -> Text:
        now = timezone.now()
        at = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
        day = answers.get("day")
        at = at.replace(year=day.year, month=day.month, day=day.day) if day else now
        arrive(batch_id=row.pk, at=at, unload_location=answers.get("place") or "", now=now)
        return _("The arrival is noted.")

    @verb(
        description=_("Stock it in"),
        asks=_("Every waybill that is not stocked in yet is listed, signed and sent to the port (CEB711)."),
        refusals=(CustomsError,),
        icon="warehouse",
    )
    def stock_in(self, request: HttpRequest, row: MailBatch, answers: dict[str, Any]) -> Text:
        made = make_stock_in(batch_id=row.pk, now=timezone.now())
        sent = StockIn.objects.filter(pk__in=made, sent_at__isnull=False).count()
        if sent < len(made):
            return _("The stock-in is made; it goes to the port as soon as it answers.")
        return _("The stock-in is on its way to customs.")

    def sections(self, request: HttpRequest, row: MailBatch) -> list[Section]:
        return [_stock_ins(row), _packages(row)]


def _stock_ins(row: MailBatch) -> Section:
    waiting = sum(len(carried.waybills) for carried in waiting_waybills(row))
    rows: list[tuple[Any, ...]] = [
        (one.cop_no, len(one.waybills), _badge(one), one.status_info or one.last_error or "–", one.attempts,
         moment(one.sent_at))
        for one in row.stock_ins.defer("body").order_by("pk")
    ]  # fmt: skip
    headers = (
        _("internal number"),
        _("waybills"),
        _("customs status"),
        _("says"),
        _("attempts"),
        _("sent at"),
    )
    return Section(_("Stock-ins; %(count)d waybills are not listed yet") % {"count": waiting}, headers, rows)


def _badge(row: StockIn) -> str:
    if not row.status:
        return badge(_("Sent"), "info") if row.sent_at else badge(_("Waiting to be sent"), "warning")
    return badge(
        _code(row.status), "danger" if is_refused(row) else "success" if row.status == "399" else "info"
    )


def _packages(row: MailBatch) -> Section:
    found = row.declarations.select_related("package").order_by("-pk")[:_SHOWN]
    return Section(
        _("Packages of the batch"),
        (_("package"), _("declaration"), _("state"), _("customs status")),
        [(link(one.package), link(one), DECLARATIONS.badge(one.state), _code(one.status) if one.status else "–")
         for one in found],
    )  # fmt: skip
