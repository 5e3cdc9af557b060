"""Rules and blacklist of a mall, for its owner."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminDateWidget, UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from accounts.selectors import who
from orders.errors import OrderError
from orders.risk.blacklist import blacklist, lift
from orders.risk.models import BlacklistEntry, Rule
from orders.risk.rules import CAUSES, KINDS, may_cause
from tenancy.admin import MallAdmin, Text, Words, column, state, time, verb

CAUSES_SHOWN = Words(
    {
        "review": (CAUSES["review"], "info"),
        "hold": (CAUSES["hold"], "warning"),
        "refuse": (CAUSES["refuse"], "danger"),
    }
)


def me(request: HttpRequest) -> str:
    return f"operator:{request.user.pk}"


def end_of(day: date | None) -> datetime | None:
    """The end of a day in China; None for good."""
    if day is None:
        return None
    return timezone.make_aware(datetime(day.year, day.month, day.day)) + timedelta(days=1)


class RuleForm(forms.ModelForm):
    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if not may_cause(told.get("kind", ""), told.get("causes", "")):
            self.add_error("causes", _("The money has come in by then: choose to hold or to look at it."))
        return told


@admin.register(Rule)
class RuleAdmin(MallAdmin):
    """More than so many within so many hours, and what follows."""

    owner_only = True
    can_add = can_change = can_delete = True
    form = RuleForm
    list_display = ("kind_shown", "most", "hours", "causes_shown", "is_active", "note")
    fields = ("kind", "most", "hours", "causes", "is_active", "note")
    ordering = ("kind", "id")
    kind_shown = column("kind", _("kind"), lambda kind: KINDS.get(kind, kind))
    causes_shown = state("causes", _("consequence"), CAUSES_SHOWN)


class EntryForm(forms.ModelForm):
    """Who is not served. What is typed is kept as a keyed hash and a mask, never as it is."""

    actor = ""
    value = forms.CharField(
        label=_("Login, telephone, address, ID number or device"), max_length=200,
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    until = forms.DateField(label=_("Until (empty: for good)"), required=False, widget=UnfoldAdminDateWidget)

    class Meta:
        model = BlacklistEntry
        fields = ("kind", "causes", "reason")
        widgets = {"kind": UnfoldAdminSelectWidget, "causes": UnfoldAdminSelectWidget}

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if self.errors:
            return told
        try:
            self.instance = blacklist(
                kind=told["kind"], value=told["value"], reason=told["reason"], causes=told["causes"],
                until=end_of(told["until"]), actor=self.actor, now=timezone.now(),
            )  # fmt: skip
        except OrderError as error:
            raise forms.ValidationError(str(error)) from error
        return told


@admin.register(BlacklistEntry)
class BlacklistAdmin(MallAdmin):
    owner_only = True
    can_add = True
    list_display = ("kind_shown", "shown", "reason", "causes_shown", "until", "added", "lifted")
    search_fields = ("shown", "reason")
    ordering = ("-id",)
    actions_detail = ("lift",)
    kind_shown = column("kind", _("kind"), lambda kind: KINDS.get(kind, kind))
    causes_shown = state("causes", _("consequence"), CAUSES_SHOWN)
    until = time("expires_at", _("until"))
    added = time("added_at", _("added at"))
    lifted = time("lifted_at", _("lifted at"))
    by_shown = column("added_by", _("added by"), lambda actor: who([actor])[actor], sort=False)

    def get_fields(self, request: HttpRequest, obj: BlacklistEntry | None = None) -> Any:
        return (
            ("kind", "value", "causes", "reason", "until")
            if obj is None
            else (*self.list_display, "by_shown")
        )

    def get_readonly_fields(self, request: HttpRequest, obj: BlacklistEntry | None = None) -> Any:
        return () if obj is None else (*self.list_display, "by_shown")

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is None:
            kwargs["form"] = EntryForm
        form = super().get_form(request, obj, change, **kwargs)
        form.actor = me(request)
        return form

    def save_model(self, request: HttpRequest, obj: BlacklistEntry, form: Any, change: bool) -> None:
        """Kept by the form already."""

    @verb(
        description=_("Serve them again"),
        asks=_("The entry is lifted; what was refused stays refused."),
        icon="lock_open",
        permission="own",
        when=lambda row: row.lifted_at is None,
    )
    def lift(self, request: HttpRequest, row: BlacklistEntry, answers: dict[str, Any]) -> Text:
        done = lift(entry_id=row.pk, actor=me(request), now=timezone.now())
        return _("The entry is lifted.") if done else _("It was lifted before.")
