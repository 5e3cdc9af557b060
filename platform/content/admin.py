"""What a mall says, for operators: blocks of the home page, banners, articles, each with a preview of the real page."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.forms import BannerForm, BlockForm
from content.models import Article, Banner, Block, Timed
from content.selectors import Span
from content.services import move_address
from tenancy.admin import MallAdmin, badge, column, time, value_filter

_TIMES = ("position", "is_shown", "starts_at", "ends_at")


class ContentAdmin(MallAdmin):
    """`preview`: which page shows the row; the form is posted there as it stands, and nothing is kept."""

    can_add = can_change = can_delete = True
    preview: ClassVar[str] = ""
    ordering = ("position", "id")
    change_form_after_template = "admin/preview.html"
    place = column("position", _("position"))
    begins = time("starts_at", _("shown from"))
    ends = time("ends_at", _("shown until"))

    class Media:
        js = ("content/preview.js",)

    @admin.display(description=_("state"))
    def standing(self, row: Timed) -> str:
        now = timezone.now()
        if not row.is_shown:
            return badge(_("Draft"), "warning")
        if row.starts_at and row.starts_at > now:
            return badge(_("Comes later"), "info")
        shown = Span(row.starts_at, row.ends_at).holds(now)
        return badge(_("Shown"), "success") if shown else badge(_("Over"))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        row = kwargs.get("obj") or context.get("original")
        context |= {"preview": self.preview, "preview_id": row.pk if row else ""}
        return super().render_change_form(request, context, *args, **kwargs)


@admin.register(Block)
class BlockAdmin(ContentAdmin):
    preview = "block"
    form = BlockForm
    list_display = ("place", "kind", "title", "standing", "begins", "ends")
    list_display_links = ("place", "kind", "title")
    list_filter = (value_filter("kind", _("kind"), dict(Block.Kind.choices)), "is_shown")
    search_fields = ("title_zh_hans", "title_en")
    fields = ("kind", *_TIMES, "category", "hot_words", "goods")
    language_fields = ("title", "subtitle", "body")


@admin.register(Banner)
class BannerAdmin(ContentAdmin):
    preview = "banner"
    form = BannerForm
    list_display = ("place", "title", "link", "standing", "begins", "ends")
    list_display_links = ("place", "title")
    list_filter = ("is_shown",)
    search_fields = ("title_zh_hans", "title_en", "link")
    fields = ("link", "upload", *_TIMES)
    language_fields = ("title", "line", "button")


@admin.register(Article)
class ArticleAdmin(ContentAdmin):
    preview = "article"
    list_display = ("title", "kind", "slug", "place", "standing", "begins", "ends")
    list_filter = (value_filter("kind", _("kind"), dict(Article.Kind.choices)), "is_shown")
    search_fields = ("slug", "title_zh_hans", "title_en")
    fields = ("kind", "slug", *_TIMES)
    language_fields = ("title", "summary", "body")

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change:
            move_address(kind="article", old=form.initial["slug"], new=obj.slug)
