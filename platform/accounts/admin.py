"""People for operators: a mall's shoppers at the mall, the platform's operators at the console."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.password_validation import validate_password
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminPasswordWidget, UnfoldAdminTextInputWidget

from accounts.models import Identity, LoginChange, Look, Membership, User
from accounts.services import reveal_identity
from accounts.types import AccountError
from tenancy.admin import MallAdmin, ReasonForm, Section, column, link, moment, time, verb
from tenancy.scope import mall_id_or_none
from tenancy.vault.sealing import Unreadable


class OperatorForm(forms.ModelForm):
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

    @admin.display(description=_("may log in"), boolean=True, ordering="is_active")
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


class MembershipForm(forms.ModelForm):
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
    """Masked; whoever must read one in clear says why, and the person can read who looked."""

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
    actions_detail = ("reveal",)

    @verb(
        description=_("Read in clear"),
        asks=_(
            "Name and ID number are shown once. Your name, the time and your reason are kept, and the person can"
            " read them."
        ),
        refusals=(AccountError,),
        form=ReasonForm,
        icon="visibility",
        permission="reveal",
    )
    def reveal(self, request: HttpRequest, row: Identity, answers: dict[str, Any]) -> HttpResponse:
        try:
            real = reveal_identity(
                identity_id=row.pk,
                reason=answers["reason"],
                actor=f"operator:{request.user.pk}",
                actor_name=str(request.user),
                now=timezone.now(),
            )
            text = f"{real.name}\n{real.number}"
        except Unreadable:
            text = str(_("This person was forgotten: name and number cannot be read any more."))
        response = render(request, "admin/revealed.html", {"text": text})
        response.headers["Cache-Control"] = "no-store"
        return response

    def sections(self, request: HttpRequest, row: Identity) -> list[Section]:
        looks = [
            (moment(look.at), look.get_what_display(), look.actor_name or look.actor, look.reason)
            for look in row.looks.order_by("-pk")
        ]
        heads = (_("at"), _("what was read"), _("by"), _("reason"))
        return [Section(_("Who read it in clear"), heads, looks)]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Identity]:
        return super().get_queryset(request).defer("name_sealed", "number_sealed")


@admin.register(Look)
class LookAdmin(MallAdmin):
    """Who read whose data in clear, the newest first: kept for ever, changed by nobody."""

    owner_only = True
    list_display = ("at_shown", "shopper_shown", "what_shown", "by_shown", "reason_shown")
    list_select_related = ("shopper",)
    search_fields = ("shopper__login", "actor_name", "reason")
    ordering = ("-id",)
    fields = readonly_fields = (
        "at_shown", "shopper_shown", "identity_shown", "what_shown", "by_shown", "actor", "reason_shown",
    )  # fmt: skip
    at_shown = time("at", _("at"))
    shopper_shown = column("shopper", _("shopper"), link, sort=False)
    identity_shown = column("identity", _("identity"), link, sort=False)
    what_shown = column("what", _("what was read"), lambda value: dict(Look.What.choices).get(value, value))
    by_shown = column("actor_name", _("by"), sort=False)
    reason_shown = column("reason", _("reason"), sort=False)


@admin.register(LoginChange)
class LoginChangeAdmin(MallAdmin):
    """Who signs in with another number since when, and how it was proved; numbers by their ends."""

    owner_only = True
    list_display = ("at_shown", "shopper_shown", "old_shown", "new_shown", "proof_shown", "told_shown")
    list_select_related = ("shopper",)
    search_fields = ("shopper__login", "old_end", "new_end")
    ordering = ("-id",)
    fields = readonly_fields = list_display
    at_shown = time("at", _("at"))
    shopper_shown = column("shopper", _("shopper"), link, sort=False)
    old_shown = column("old_end", _("old number ends in"), sort=False)
    new_shown = column("new_end", _("new number ends in"), sort=False)
    proof_shown = column(
        "proof", _("proved by"), lambda value: dict(LoginChange.Proof.choices).get(value, value), sort=False
    )
    told_shown = time("told_at", _("old number told at"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[LoginChange]:
        return super().get_queryset(request).defer("old_sealed")
