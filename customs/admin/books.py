"""Account books of bonded goods: which company keeps them, how goods leave the zone, what stands in them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from unfold.forms import BaseDialogForm
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from customs.admin.ports import own_ports, port_name
from customs.models import AccountBook, BookItem
from customs.services.announcing import announce_book
from customs.services.books import keep_items
from customs.types import CustomsError
from tenancy.admin import MallAdmin, Section, Text, column, link, verb

_SHOWN = 300


class BookForm(forms.ModelForm):
    port = forms.ChoiceField(label=capfirst(_("port")), choices=own_ports, widget=UnfoldAdminSelectWidget)

    class Meta:
        model = AccountBook
        fields = (
            "number", "port", "keeper_code", "keeper_name", "exit_by", "customs_code", "port_code", "location",
            "valid_until",
        )  # fmt: skip


class ItemsForm(BaseDialogForm):
    text = forms.CharField(
        label=capfirst(_("one item a line: number, HS code, name, unit")),
        widget=UnfoldAdminTextareaWidget({"rows": 8}),
    )


@admin.register(AccountBook)
class AccountBookAdmin(MallAdmin):
    owner_only = True
    can_add = can_change = True
    form = BookForm
    list_display = ("number", "port_shown", "keeper_name", "exit_by", "items_shown", "valid_until")
    search_fields = ("number", "keeper_code", "keeper_name")
    ordering = ("number",)
    fields = BookForm.Meta.fields
    actions_detail = ("fill",)
    port_shown = column("port", _("port"), port_name)

    def get_queryset(self, request: HttpRequest) -> QuerySet[AccountBook]:
        return super().get_queryset(request).annotate(lines=Count("items"))

    def save_model(self, request: HttpRequest, obj: AccountBook, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        announce_book(obj.pk)

    @admin.display(description=_("items"))
    def items_shown(self, row: AccountBook) -> int:
        return row.lines  # type: ignore[attr-defined]  # counted by get_queryset

    @verb(
        description=_("Items as text"),
        asks=_("Copied from a spreadsheet or comma-separated; items that are there already are changed."),
        form=ItemsForm,
        refusals=(CustomsError,),
        icon="playlist_add",
    )
    def fill(self, request: HttpRequest, row: AccountBook, answers: dict[str, Any]) -> Text:
        kept = keep_items(book_id=row.pk, text=answers["text"])
        return _("%(count)d items are kept.") % {"count": kept}

    def sections(self, request: HttpRequest, row: AccountBook) -> list[Section]:
        headers = (_("item number"), _("HS code"), _("declared name"), _("unit"))
        rows = [(link(i), i.hs_code, i.name, i.unit) for i in row.items.order_by("pk")[:_SHOWN]]
        return [Section(_("Items of the book"), headers, rows)]


@admin.register(BookItem)
class BookItemAdmin(MallAdmin):
    owner_only = True
    can_change = can_delete = True
    list_display = ("number", "book_shown", "hs_code", "name", "unit")
    list_select_related = ("book",)
    search_fields = ("number", "hs_code", "name", "book__number")
    ordering = ("book_id", "id")
    fields = ("number", "book_shown", "hs_code", "name", "unit")
    readonly_fields = ("number", "book_shown")
    book_shown = column("book", _("account book"), link, sort=False)

    def save_model(self, request: HttpRequest, obj: BookItem, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        announce_book(obj.book_id)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        announce_book(obj.book_id)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[BookItem]) -> None:
        books = sorted(set(queryset.values_list("book_id", flat=True)))
        super().delete_queryset(request, queryset)
        for book_id in books:
            announce_book(book_id)
