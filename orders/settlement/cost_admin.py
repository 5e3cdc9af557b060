"""Supply prices and what was locked from them, for operators."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminDateWidget, UnfoldAdminDecimalFieldWidget, UnfoldAdminTextInputWidget

from catalog.selectors import sku_id_of
from currency.selectors import known_currencies
from orders.settlement.models import LockedCost, SupplyPrice
from tenancy.admin import MallAdmin, column, link, money, time


class SupplyPriceForm(forms.ModelForm):
    """By the code of the SKU."""

    sku_code = forms.CharField(label=_("SKU"), max_length=60, widget=UnfoldAdminTextInputWidget)

    class Meta:
        model = SupplyPrice
        fields = ("currency", "cost", "valid_from")
        widgets = {
            "currency": UnfoldAdminTextInputWidget, "cost": UnfoldAdminDecimalFieldWidget,
            "valid_from": UnfoldAdminDateWidget,
        }  # fmt: skip

    def clean_currency(self) -> str:
        code: str = self.cleaned_data["currency"].strip().upper()
        if code not in known_currencies():
            raise forms.ValidationError(_("There is no exchange rate of this currency yet."))
        return code

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        found = sku_id_of(told.get("sku_code", "").strip())
        if found is None:
            self.add_error("sku_code", _("There is no such SKU."))
        elif "valid_from" in told and _taken(found, told["valid_from"]):
            self.add_error("valid_from", _("There is a supply price from that day on already."))
        else:
            self.instance.sku_id = found
        return told


def _taken(sku_id: int, day: date) -> bool:
    return SupplyPrice.objects.filter(sku_id=sku_id, valid_from=day).exists()


@admin.register(SupplyPrice)
class SupplyPriceAdmin(MallAdmin):
    """What suppliers are paid for a piece; a newer row holds from its day on, older ones stay."""

    owner_only = True
    can_add = True
    list_display = ("sku_shown", "currency", "cost", "valid_from")
    list_select_related = ("sku",)
    search_fields = ("sku__code",)
    ordering = ("-id",)
    sku_shown = column("sku", _("SKU"), link, sort=False)

    def get_fields(self, request: HttpRequest, obj: SupplyPrice | None = None) -> Any:
        return ("sku_code", "currency", "cost", "valid_from") if obj is None else self.list_display

    def get_readonly_fields(self, request: HttpRequest, obj: SupplyPrice | None = None) -> Any:
        return () if obj is None else self.list_display

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is None:
            kwargs["form"] = SupplyPriceForm
        return super().get_form(request, obj, change, **kwargs)


@admin.register(LockedCost)
class LockedCostAdmin(MallAdmin):
    """Costs at the rate of an order's day, with source and time: kept for ever."""

    list_display = (
        "package_shown", "line_shown", "currency", "unit_cost", "quantity", "rate", "source", "rate_day", "yuan_shown",
        "locked",
    )  # fmt: skip
    list_select_related = ("package", "line")
    search_fields = ("package__number", "line__sku_code")
    ordering = ("-id",)
    fields = readonly_fields = (
        "package_shown", "line_shown", "currency", "unit_cost", "quantity", "bare", "margin", "rate", "source",
        "rate_day", "yuan_shown", "locked",
    )  # fmt: skip
    package_shown = column("package", _("package"), link, sort=False)
    line_shown = column("line__sku_code", _("SKU"), sort=False)
    yuan_shown = money("yuan", _("cost in yuan"))
    locked = time("locked_at", _("locked at"))
