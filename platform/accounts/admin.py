"""People for operators: a mall's shoppers at the mall, the platform's operators at the console."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.password_validation import validate_password
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminPasswordWidget, UnfoldAdminTextInputWidget

from accounts.models import Identity, Membership, User
from tenancy.admin import MallAdmin, Section, column, link, time
from tenancy.scope import mall_id_or_none


class OperatorForm(forms.ModelForm):  # type: ignore[type-arg]
    """A new operator of the platform: made on the console only."""

    password = forms.CharField(
        label=_("Password"), widget=UnfoldAdminPasswordWidget, validators=[validate_password]
    )

    class Meta:
        model = User
        fields = ("login", "display_name", "email", "is_superuser")

    def save(self, commit: bool = True) -> User:
        user: User = super().save(commit=False)
        user.is_staff = True
        user.set_password(self.cleaned_data["password"])
        if commit:
            user.save()
        return user


@admin.register(User)
class UserAdmin(MallAdmin):
    owner_only = True
    at_console = True
    can_change = True
    mall_path = "mall_id"
    list_display = ("login", "display_name", "phone_shown", "language_shown", "active", "joined")
    search_fields = ("login", "display_name", "phone")
    ordering = ("-id",)

    phone_shown = column("phone", _("mobile number"))
    language_shown = column("language", _("language"))
    joined = time("date_joined", _("joined at"))
    last_seen = time("last_login", _("last login"))

    @admin.display(description=_("may log in"), boolean=True, ordering="is_active")  # type: ignore[arg-type]
    def active(self, row: User) -> bool:
        return row.is_active

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return mall_id_or_none() is None and self.answers(request)

    def get_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        if obj is None:
            return ("login", "password", "display_name", "email", "is_superuser")
        rights = ("is_active", "is_superuser") if mall_id_or_none() is None else ("is_active",)
        return ("login", "display_name", "phone", "email", "language_shown", *rights, "joined", "last_seen")

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        if obj is None:
            return ()
        return ("login", "display_name", "phone", "email", "language_shown", "joined", "last_seen")

    def get_form(
        self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        if obj is None:
            kwargs["form"] = OperatorForm
        return super().get_form(request, obj, change, **kwargs)

    def sections(self, request: HttpRequest, row: User) -> list[Section]:
        if mall_id_or_none() is not None:
            return []
        works = row.memberships.select_related("mall")
        return [
            Section(
                _("Works in"), (_("mall"), _("role")), [(m.mall.name, m.get_role_display()) for m in works]
            )
        ]


class MembershipForm(forms.ModelForm):  # type: ignore[type-arg]
    """Takes an operator in by login: a mall never lists the operators of others."""

    login = forms.CharField(label=_("Operator's login"), max_length=150, widget=UnfoldAdminTextInputWidget)

    def clean_login(self) -> str:
        login: str = self.cleaned_data["login"].strip()
        found = User.objects.filter(login=login, mall__isnull=True, is_staff=True, is_active=True).first()
        if found is None:
            raise forms.ValidationError(_("No operator has this login."))
        mall_id: Any = mall_id_or_none() or getattr(self.cleaned_data.get("mall"), "pk", None)
        if Membership.objects.filter(user=found, mall_id=mall_id).exists():
            raise forms.ValidationError(_("This operator works here already."))
        self.instance.user = found
        return login


@admin.register(Membership)
class MembershipAdmin(MallAdmin):
    owner_only = True
    at_console = True
    can_add = can_change = can_delete = True
    mall_path = "mall_id"
    list_display = ("user_shown", "role", "mall_shown")
    list_select_related = ("user", "mall")
    list_filter = ("role",)
    search_fields = ("user__login", "user__display_name")
    ordering = ("id",)
    user_shown = column("user", _("operator"), sort=False)
    mall_shown = column("mall", _("mall"), sort=False)

    def get_fields(self, request: HttpRequest, obj: Membership | None = None) -> tuple[str, ...]:
        if obj is not None:
            return ("user_shown", "mall_shown", "role")
        return ("login", "role") if mall_id_or_none() is not None else ("mall", "login", "role")

    def get_readonly_fields(self, request: HttpRequest, obj: Membership | None = None) -> tuple[str, ...]:
        return ("user_shown", "mall_shown") if obj is not None else ()

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is None:
            kwargs["form"] = MembershipForm
        return super().get_form(request, obj, change, **kwargs)

    def save_model(self, request: HttpRequest, obj: Membership, form: Any, change: bool) -> None:
        mall_id = mall_id_or_none()
        if mall_id is not None:
            obj.mall_id = mall_id
        super().save_model(request, obj, form, change)


@admin.register(Identity)
class IdentityAdmin(MallAdmin):
    """Masked, always: the clear values leave the vault for customs only."""

    owner_only = True
    list_display = ("name_masked", "number_masked", "shopper_shown", "consented", "replaced")
    list_select_related = ("shopper",)
    search_fields = ("shopper__login",)
    ordering = ("-id",)
    fields = readonly_fields = (
        "name_masked", "number_masked", "shopper_shown", "version", "consented", "replaced",
    )  # fmt: skip
    shopper_shown = column("shopper", _("shopper"), link, sort=False)
    version = column("consent_version", _("text agreed to"))
    consented = time("consented_at", _("agreed at"))
    replaced = time("replaced_at", _("replaced at"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Identity]:
        return super().get_queryset(request).defer("name_sealed", "number_sealed")
