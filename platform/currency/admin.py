"""Exchange rates for operators: what was published, and what the mall adds."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from currency.models import Margin, Rate
from currency.services import set_margin
from tenancy.admin import MallAdmin, column, time


@admin.register(Rate)
class RateAdmin(MallAdmin):
    at_console = True
    list_display = ("currency", "day", "yuan_shown", "source", "at")
    search_fields = ("currency",)
    ordering = ("-day", "currency")
    fields = readonly_fields = ("currency", "day", "yuan_shown", "source", "at")
    yuan_shown = column("yuan", _("yuan for one"), lambda value: f"{value.normalize():f}")
    at = time("imported_at", _("imported at"))


@admin.register(Margin)
class MarginAdmin(MallAdmin):
    can_add = can_change = can_delete = True
    owner_only = True
    list_display = ("currency", "percent")
    ordering = ("currency",)
    fields = ("currency", "percent")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        set_margin(currency=obj.currency, percent=obj.percent)
        obj.pk = obj.pk or Margin.objects.get(currency=obj.currency).pk
