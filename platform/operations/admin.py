"""Malls, their hosts and their secrets: at the console all of them, at a mall its own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.validators import RegexValidator
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from operations.services import open_mall
from operations.theme import check_brand_colour
from operations.types import COLOUR_WRONG, MallNotOpened
from tenancy import hosts
from tenancy.admin import MallAdmin, Words, column, state, time
from tenancy.models import Domain, Mall, MallSecret
from tenancy.scope import mall_id_or_none
from tenancy.vault import secrets

STATES = Words({"open": (Mall.State.OPEN.label, "success"), "closed": (Mall.State.CLOSED.label, "danger")})


class OpenMallForm(forms.ModelForm):
    """Everything a mall needs to answer at once."""

    host = forms.CharField(label=_("Host"), max_length=253, widget=UnfoldAdminTextInputWidget)

    class Meta:
        model = Mall
        fields = ("code", "name_zh_hans", "name_en", "company_name", "company_code")

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if not self.errors:
            try:
                self.opened = open_mall(
                    code=values["code"],
                    names={"zh-hans": values["name_zh_hans"] or "", "en": values["name_en"] or ""},
                    host=values["host"],
                    company_name=values["company_name"],
                    company_code=values["company_code"],
                    now=timezone.now(),
                )
            except MallNotOpened as refused:
                self.add_error(
                    {"names": "name_en", "code": "code", "host": "host"}.get(refused.field),
                    str(refused.message),
                )
        return values

    def _post_clean(self) -> None:
        """The verb has checked, and made, the mall."""

    def save(self, commit: bool = True) -> Mall:
        self.instance = self.opened
        self.save_m2m = lambda: None  # type: ignore[method-assign]
        return self.opened


@admin.register(Mall)
class MallRowAdmin(MallAdmin):
    owner_only = True
    at_console = True
    can_change = True
    mall_path = "pk"
    list_display = ("code", "name", "state_shown", "company_name", "since")
    search_fields = ("code", "name_zh_hans", "name_en", "company_name", "company_code")
    ordering = ("id",)
    fields = ("code", "company_name", "company_code", "licence", "brand_colour", "accent_colour")
    language_fields = ("name", "slogan")
    add_fieldsets = (
        (None, {"fields": ("code", "name_zh_hans", "name_en", "host", "company_name", "company_code")}),
    )
    state_shown = state("state", _("state"), STATES)
    since = time("created_at", _("since"))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return mall_id_or_none() is None and self.answers(request)

    def get_readonly_fields(self, request: HttpRequest, obj: Mall | None = None) -> tuple[str, ...]:
        return ("code",) if obj else ()

    def get_fieldsets(self, request: HttpRequest, obj: Mall | None = None) -> Any:
        found = super().get_fieldsets(request, obj)
        if obj is not None and mall_id_or_none() is None:  # whether a mall is open is the platform's matter
            found = [(None, {"fields": [*found[0][1]["fields"], "state"]}), *found[1:]]
        return found

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is None:
            kwargs["form"] = OpenMallForm
        form = super().get_form(request, obj, change, **kwargs)
        for name in ("brand_colour", "accent_colour"):
            if name in form.base_fields:
                form.base_fields[name].validators.append(RegexValidator(r"^#[0-9A-Fa-f]{6}$", COLOUR_WRONG))
        if "brand_colour" in form.base_fields:
            form.base_fields["brand_colour"].validators.append(check_brand_colour)
        return form

    def save_model(self, request: HttpRequest, obj: Mall, form: Any, change: bool) -> None:
        if change:
            obj.content_version += 1  # pages show the name and the colours
            super().save_model(request, obj, form, change)
            hosts.forget()


@admin.register(Domain)
class DomainAdmin(MallAdmin):
    owner_only = True
    at_console = True
    mall_path = "mall_id"
    list_display = ("host", "mall_shown", "primary", "verified")
    list_select_related = ("mall",)
    search_fields = ("host", "mall__code")
    ordering = ("host",)
    mall_shown = column("mall", _("mall"), sort=False)
    verified = time("verified_at", _("verified at"))

    @admin.display(description=_("main address"), boolean=True)
    def primary(self, row: Domain) -> bool:
        return row.is_primary

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return mall_id_or_none() is None and self.answers(request)

    def get_fields(self, request: HttpRequest, obj: Domain | None = None) -> tuple[str, ...]:
        return ("mall", "host") if obj is None else ("mall_shown", "host", "primary", "verified")

    def get_readonly_fields(self, request: HttpRequest, obj: Domain | None = None) -> tuple[str, ...]:
        return () if obj is None else ("mall_shown", "primary", "verified")

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is None:
            kwargs["form"] = DomainForm
        return super().get_form(request, obj, change, **kwargs)

    def save_model(self, request: HttpRequest, obj: Domain, form: Any, change: bool) -> None:
        """The platform's operator has looked who owns the name: it is answered at once."""
        obj.verified_at = timezone.now()
        super().save_model(request, obj, form, change)
        hosts.forget()


class DomainForm(forms.ModelForm):
    def clean_host(self) -> str:
        from django.conf import settings

        from operations.types import HOST_TAKEN, HOST_WRONG

        bare = hosts.bare_host(self.cleaned_data["host"])
        if bare is None:
            raise forms.ValidationError(HOST_WRONG)
        if bare == settings.CONSOLE_HOST:
            raise forms.ValidationError(HOST_TAKEN)
        return bare


class SecretForm(forms.ModelForm):
    """A secret goes in and never comes out."""

    value = forms.CharField(
        label=_("New value"), max_length=20_000, strip=False, widget=UnfoldAdminTextareaWidget({"rows": 8})
    )

    class Meta:
        model = MallSecret
        fields = ("name",)


@admin.register(MallSecret)
class SecretAdmin(MallAdmin):
    owner_only = True
    can_add = can_change = can_delete = True
    form = SecretForm
    list_display = ("name_shown", "changed")
    search_fields = ("name",)
    ordering = ("name",)
    fields = ("name", "value")
    name_shown = column("name", _("secret"))
    changed = time("updated_at", _("changed at"))

    def get_readonly_fields(self, request: HttpRequest, obj: MallSecret | None = None) -> tuple[str, ...]:
        return ("name",) if obj else ()

    def save_model(self, request: HttpRequest, obj: MallSecret, form: Any, change: bool) -> None:
        secrets.put(name=obj.name, value=form.cleaned_data["value"])
        obj.pk = MallSecret.objects.get(name=obj.name).pk
