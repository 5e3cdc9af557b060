"""Askings about personal data for operators, and the mall's times. Nobody here reads a shopper's copy."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from privacy.models import Erasure, Export, Policy
from tenancy.admin import MallAdmin, OneRowAdmin, Words, column, link, state, time

_EXPORT = Words(
    {
        "asked": (Export.State.ASKED.label, "warning"),
        "ready": (Export.State.READY.label, "success"),
        "over": (Export.State.OVER.label, ""),
    }
)
_ERASURE = Words(
    {
        "asked": (Erasure.State.ASKED.label, "warning"),
        "withdrawn": (Erasure.State.WITHDRAWN.label, ""),
        "erased": (Erasure.State.ERASED.label, "info"),
        "done": (Erasure.State.DONE.label, "success"),
    }
)


@admin.register(Export)
class ExportAdmin(MallAdmin):
    owner_only = True
    list_display = ("asked", "shopper_shown", "state_shown", "size", "ready", "expires", "taken")
    list_select_related = ("shopper",)
    search_fields = ("shopper__login",)
    ordering = ("-id",)
    fields = readonly_fields = list_display
    asked = time("asked_at", _("asked for at"))
    shopper_shown = column("shopper", _("shopper"), link, sort=False)
    state_shown = state("state", _("state"), _EXPORT)
    ready = time("ready_at", _("ready at"))
    expires = time("expires_at", _("link until"))
    taken = time("taken_at", _("last downloaded at"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Export]:
        return super().get_queryset(request).defer("sealed")


@admin.register(Erasure)
class ErasureAdmin(MallAdmin):
    owner_only = True
    list_display = ("asked", "shopper_shown", "state_shown", "acts", "erased", "kept", "done")
    list_select_related = ("shopper",)
    search_fields = ("shopper__login",)
    ordering = ("-id",)
    fields = readonly_fields = list_display
    asked = time("asked_at", _("asked for at"))
    shopper_shown = column("shopper", _("shopper"), link, sort=False)
    state_shown = state("state", _("state"), _ERASURE)
    acts = time("acts_at", _("erased from"))
    erased = time("erased_at", _("account erased at"))
    kept = time("kept_until", _("the rest kept until"))
    done = time("done_at", _("done at"))


@admin.register(Policy)
class PolicyAdmin(OneRowAdmin):
    """The mall's times; the law's are the least."""

    owner_only = True
    list_display = fields = ("keep_years", "undo_days", "link_days")
