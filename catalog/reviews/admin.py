"""Reviews for operators: answer, hide with a reason, show again. No button deletes one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from unfold.forms import BaseDialogForm
from unfold.widgets import UnfoldAdminTextareaWidget

from catalog.reviews import moderation
from catalog.reviews.models import Review
from catalog.types import CatalogError
from tenancy.admin import (
    MallAdmin,
    ReasonForm,
    StageFilter,
    Text,
    badge,
    column,
    link,
    time,
    value_filter,
    verb,
)


class ReplyForm(BaseDialogForm):
    reply = forms.CharField(label=_("Reply"), max_length=1000, widget=UnfoldAdminTextareaWidget({"rows": 4}))


class ShownFilter(StageFilter):
    title = _("visibility")
    parameter_name = "visible"
    stages = {
        "shown": (_("Shown"), Q(hidden_reason="")),
        "hidden": (_("Hidden"), ~Q(hidden_reason="")),
        "unanswered": (_("Without an answer"), Q(reply="", hidden_reason="")),
    }


@admin.register(Review)
class ReviewAdmin(MallAdmin):
    list_display = ("written", "product_shown", "rating", "name_shown", "excerpt", "answered", "visible")
    list_display_links = ("written", "excerpt")
    list_select_related = ("product",)
    list_filter = (ShownFilter, value_filter("stars", _("stars"), {str(n): "★" * n for n in range(1, 6)}))
    search_fields = ("text", "name_shown", "product__title_zh_hans", "product__title_en")
    ordering = ("-id",)
    fields = readonly_fields = (
        "product_shown", "rating", "name_shown", "bought", "written", "text", "shots", "follow_up", "reply", "visible",
        "hidden_reason",
    )  # fmt: skip
    actions_detail = ("answer", "hide", "show")
    written = time("created_at", _("written at"))
    product_shown = column("product", _("product"), link, sort=False)
    rating = column("stars", _("stars"), lambda stars: "★" * stars + "☆" * (5 - stars))
    excerpt = column("text", _("text"), lambda text: text[:40], sort=False)

    @admin.display(description=_("bought here"), boolean=True)
    def bought(self, row: Review) -> bool:
        return row.bought_line is not None

    @admin.display(description=_("pictures"))
    def shots(self, row: Review) -> str:
        names = [(name, name) for name in row.pictures or ()]
        shown = (
            '<a href="/media/{}-800.webp"><img src="/media/{}-200.webp" alt="" width="96" height="96"></a> '
        )
        return format_html_join("", shown, names) or "-"

    @admin.display(description=_("reply"))
    def answered(self, row: Review) -> str:
        return (
            badge(pgettext("a review", "Answered"), "success")
            if row.reply
            else badge(_("Without an answer"), "warning")
        )

    @admin.display(description=_("visibility"))
    def visible(self, row: Review) -> str:
        return badge(_("Hidden"), "danger") if row.hidden_reason else badge(_("Shown"), "success")

    @verb(
        description=_("Reply"),
        asks=_("Shoppers read the answer under the review."),
        refusals=(CatalogError,),
        form=ReplyForm,
        icon="reply",
    )
    def answer(self, request: HttpRequest, row: Review, answers: dict[str, Any]) -> Text:
        moderation.reply_to(review_id=row.pk, text=answers["reply"])
        return _("The answer is shown.")

    @verb(
        description=_("Hide"),
        asks=_("A review is hidden for a lawful reason only; the reason is kept. It is never deleted."),
        refusals=(CatalogError,),
        form=ReasonForm,
        icon="visibility_off",
    )
    def hide(self, request: HttpRequest, row: Review, answers: dict[str, Any]) -> Text:
        actor = f"operator:{request.user.pk}"
        moderation.hide(review_id=row.pk, reason=answers["reason"], actor=actor, now=timezone.now())
        return _("The review is hidden.")

    @verb(description=_("Show again"), asks=_("Shoppers see the review again."), icon="visibility")
    def show(self, request: HttpRequest, row: Review, answers: dict[str, Any]) -> Text:
        moderation.show(review_id=row.pk, actor=f"operator:{request.user.pk}", now=timezone.now())
        return _("The review is shown.")
