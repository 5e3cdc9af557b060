"""The one base class of the operator's admin, and what its lists and pages are made of.

Nothing is shown that does not stand behind `MallAdmin` (operations.desk): it answers only to a role that the
site found for this request, reads only by default, and never deletes unless it says so. The walls stay what
they are; here is only who may see which table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import wraps
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.contrib.admin import SimpleListFilter
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import PAGE_VAR
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.defaultfilters import date as as_date
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import action, display
from unfold.forms import BaseDialogForm
from unfold.widgets import UnfoldAdminTextareaWidget

from money.formatting import grouped
from tenancy.counted import CountedList, CountedPage
from tenancy.saved import TellsChanges
from tenancy.scope import mall_id_or_none
from tenancy.tables import Ownership, ownership

Text = str | Promise
OWNER, CLERK = "owner", "clerk"
_TONES = {
    "info": "bg-blue-100 text-blue-700 dark:bg-blue-500/20 dark:text-blue-400",
    "danger": "bg-red-100 text-red-700 dark:bg-red-500/20 dark:text-red-400",
    "warning": "bg-orange-100 text-orange-700 dark:bg-orange-500/20 dark:text-orange-400",
    "success": "bg-green-100 text-green-700 dark:bg-green-500/20 dark:text-green-400",
    "": "bg-base-500/8 text-base-700 dark:bg-base-500/20 dark:text-base-200",
}


def role_of(request: HttpRequest) -> str | None:
    """`owner`, `clerk` or None: found once a request by the site; whoever was not asked for has none."""
    return getattr(request, "operator_role", None)


@dataclass(frozen=True, slots=True)
class Section:
    """A table below a detail page."""

    title: Text
    headers: Sequence[Text]
    rows: Sequence[Sequence[Any]]

    @property
    def table(self) -> dict[str, Any]:
        return {"headers": self.headers, "rows": self.rows}


@dataclass(frozen=True, slots=True)
class Words:
    """What people read for the values of a state column, and how loud: value -> (words, tone)."""

    known: Mapping[Any, tuple[Text, str]] = field(default_factory=dict)

    def badge(self, value: str) -> str:
        text, tone = self.known.get(value, (value, ""))
        return badge(text, tone) if value else "–"


def badge(text: Text, tone: str = "") -> str:
    """A coloured label that also says its state in words."""
    css = "inline-block font-semibold rounded-default text-[11px] whitespace-nowrap h-6 leading-6 px-2"
    return format_html('<span class="{} {}">{}</span>', css, _TONES.get(tone, _TONES[""]), text)


def yuan(amount: Decimal | None) -> str:
    return "–" if amount is None else grouped(amount)


def moment(at: datetime | None) -> str:
    """A time as it is read in China."""
    return "–" if at is None else as_date(timezone.localtime(at), "Y-m-d H:i:s")


def link(row: Model | None, text: Any = None) -> str:
    """A link to the row's own page, where it has one."""
    if row is None:
        return "–"
    meta = row._meta
    try:
        url = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk])
    except NoReverseMatch:
        return str(text or row)
    css = "text-primary-600 dark:text-primary-500"
    return format_html('<a class="{}" href="{}">{}</a>', css, url, text or row)


def _value(row: Any, path: str) -> Any:
    for name in path.split("__"):
        row = getattr(row, name) if row is not None else None
    return row


def column(
    path: str, label: Text, show: Callable[[Any], Any] = lambda value: value, *, sort: bool = True
) -> Any:
    """A column of a list or a line of a detail page: the value at `path`, shown by `show`."""

    @display(description=label, ordering=path if sort else None)
    def shown(self: Any, row: Model) -> Any:
        value = _value(row, path)
        return "–" if value in (None, "") else show(value)

    return shown


def money(path: str, label: Text) -> Any:
    return column(path, label, yuan)


def time(path: str, label: Text) -> Any:
    return column(path, label, moment)


def state(path: str, label: Text, words: Words) -> Any:
    return column(path, label, words.badge)


class StageFilter(SimpleListFilter):
    """A filter whose choices are conditions with words; the dashboard counts by the same conditions."""

    stages: ClassVar[Mapping[str, tuple[Text, Q]]] = {}

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(value, text) for value, (text, _condition) in self.stages.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.stages.get(self.value() or "")
        return queryset.filter(chosen[1]) if chosen else queryset


def value_filter(path: str, label: Text, words: Mapping[str, Text]) -> type[StageFilter]:
    """A filter by the values of a column that are known beforehand: Django would ask the table for them."""
    stages = {value: (text, Q(**{path: value})) for value, text in words.items()}
    return type("ValueFilter", (StageFilter,), {"title": label, "parameter_name": path, "stages": stages})


class ReasonForm(BaseDialogForm):
    """A dialog that asks why."""

    reason = forms.CharField(label=_("Reason"), max_length=200, widget=UnfoldAdminTextareaWidget({"rows": 3}))


def verb(
    *,
    description: Text,
    asks: Text,
    refusals: tuple[type[Exception], ...] = (),
    form: type[BaseDialogForm] = BaseDialogForm,
    icon: str = "play_arrow",
    permission: str = "act",
    when: Callable[[Any], bool] | None = None,
) -> Callable[[Callable[..., Text | HttpResponse]], Any]:
    """A button on a detail page: asks in a dialog, then calls `function(self, request, row, answers)` by POST.

    The function returns what is said, or a response of its own; its `refusals` are said too, as errors. `when` says of
    which rows the button is shown: only for order on the page, what may be done the service decides.
    """

    def decorate(function: Callable[..., Text | HttpResponse]) -> Any:
        @action(
            description=description,
            icon=icon,
            url_path=function.__name__.replace("_", "-"),
            permissions=[permission],
            dialog={
                "title": description,
                "description": asks,
                "form_class": form,
                "form_submit_text": description,
            },
        )
        @wraps(function)
        def run(self: Any, request: HttpRequest, answers: BaseDialogForm, object_id: str) -> HttpResponse:
            row = self.get_object(request, unquote(object_id))
            if row is None:
                raise Http404
            try:
                said = function(self, request, row, _asked(answers))
            except refusals as refused:
                self.message_user(request, str(refused), messages.ERROR)
            else:
                if isinstance(said, HttpResponse):
                    return said
                self.message_user(request, said)
            return self.back_to(request, row)

        run.when = when
        return run

    return decorate


def _fits(method: Any, row: Any) -> bool:
    when = getattr(method, "when", None)
    return when is None or row is None or when(row)


def _asked(answers: BaseDialogForm) -> dict[str, Any]:
    """What the dialog asks for, without the mark by which it knows that it was sent."""
    return {name: value for name, value in answers.cleaned_data.items() if not name.startswith("_")}


class MallAdmin(TellsChanges, ModelAdmin):
    """Read-only and for every operator of the mall, unless it says otherwise."""

    owner_only: ClassVar[bool] = False
    can_add: ClassVar[bool] = False
    can_change: ClassVar[bool] = False
    can_delete: ClassVar[bool] = False
    at_console: ClassVar[bool] = False
    mall_path: ClassVar[str] = ""
    """For tables above the malls: how a row names its mall. Without it a mall sees none of them."""
    language_fields: ClassVar[tuple[str, ...]] = ()
    """Fields with a column per language; each language gets a tab."""

    show_full_result_count = False
    list_per_page = 50
    list_fullwidth = True
    list_select_related: Any = ()
    compressed_fields = True
    change_form_outer_after_template = "admin/sections.html"

    def answers(self, request: HttpRequest) -> bool:
        """Whether this table is shown to this operator at this host."""
        if mall_id_or_none() is None:
            return self.at_console and role_of(request) == OWNER
        if ownership(self.model) is Ownership.ABOVE and not self.mall_path:
            return False
        return role_of(request) == OWNER or (role_of(request) == CLERK and not self.owner_only)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.answers(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.answers(request)

    def has_act_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.answers(request)

    def has_own_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.answers(request) and role_of(request) == OWNER

    def has_reveal_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """To read an ID number in clear: the mall's owner, or a clerk who was given `customs.reveal`."""
        if not self.answers(request):
            return False
        return role_of(request) == OWNER or request.user.has_perm("customs.reveal")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.can_add and self.answers(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.can_change and self.answers(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.can_delete and self.answers(request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        mall_id = mall_id_or_none()
        if self.mall_path and mall_id is not None:
            return rows.filter(**{self.mall_path: mall_id})
        return rows

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[CountedList]:
        return CountedList

    def get_paginator(
        self, request: HttpRequest, queryset: Any, per_page: int, *args: Any, **kwargs: Any
    ) -> Any:
        asked = request.GET.get(PAGE_VAR, "1")
        return CountedPage(queryset, per_page, asked=max(1, int(asked)) if asked.isdigit() else 1)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if not self.language_fields or (obj is None and self.add_fieldsets):
            return super().get_fieldsets(request, obj)
        return [(None, {"fields": list(self.fields or ())}), *self._language_tabs()]

    def _language_tabs(self) -> list[tuple[str, dict[str, Any]]]:
        from django.conf import settings

        return [
            (
                name,
                {
                    "classes": ["tab"],
                    "fields": [f"{f}_{code.replace('-', '_')}" for f in self.language_fields],
                },
            )
            for code, name in settings.LANGUAGES
        ]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        for name in self.language_fields:  # Chinese is what the others fall back to
            base = form.base_fields.get(f"{name}_zh_hans")
            if base is not None and not self.model._meta.get_field(name).blank:
                base.required = True
        return form

    def sections(self, request: HttpRequest, row: Any) -> list[Section]:
        """Tables below the detail page."""
        return []

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        row = kwargs.get("obj") or context.get("original")
        context["sections"] = self.sections(request, row) if row is not None else []
        return super().render_change_form(request, context, *args, **kwargs)

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """The buttons that make sense for this row now (`verb`, `when`)."""
        found = super().get_actions_detail(request, object_id)
        if all(getattr(action.method, "when", None) is None for action in found):
            return found
        row = self.get_object(request, unquote(str(object_id)))
        return [action for action in found if _fits(action.method, row)]

    def back_to(self, request: HttpRequest, row: Model) -> HttpResponse:
        """To the row's page, also for a dialog, which asks by htmx."""
        meta = row._meta
        url = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk])
        if request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Redirect": url})
        return HttpResponseRedirect(url)


class OneRowAdmin(MallAdmin):
    """A table with one row a mall: it is added while there is none.

    Whether there is one is asked once, and on the pages of this table only: the site's list of all tables is made
    for every page of the desk, and offers nothing to add here.
    """

    can_add = can_change = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and not self._is_there(request)

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        return {
            "add": False,
            "change": self.has_change_permission(request),
            "delete": self.has_delete_permission(request),
            "view": self.has_view_permission(request),
        }

    def _is_there(self, request: HttpRequest) -> bool:
        kept = f"_has_{self.model._meta.label_lower}"
        if not hasattr(request, kept):
            setattr(request, kept, self.model._default_manager.exists())
        return bool(getattr(request, kept))
