"""Visits for operators: the report of thirty days, and the counters it is made of."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as text
from django.utils.translation import gettext_lazy as _

from analytics import selectors
from analytics.charts import chart
from analytics.models import VisitCount
from analytics.types import Channel, Day, Page, asked_day, share
from catalog.selectors import titles_of
from orders.clock import beijing_day
from tenancy.admin import MallAdmin, Section, column, value_filter, yuan


@admin.register(VisitCount)
class VisitCountAdmin(MallAdmin):
    list_display = ("day", "page", "product_shown", "channel", "views", "visits")
    list_select_related = ("product",)
    list_filter = (
        value_filter("page", _("page"), dict(Page.choices)),
        value_filter("channel", _("channel"), dict(Channel.choices)),
    )
    ordering = ("-day", "-views", "id")
    fields = readonly_fields = ("day", "page", "product_shown", "channel", "views", "visits")
    product_shown = column("product__title", _("product"), sort=False)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.report)
        return [path("report/", view, name="analytics_report"), *super().get_urls()]

    def report(self, request: HttpRequest) -> HttpResponse:
        """Thirty days that end today, or at `until`."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        today = beijing_day(timezone.now())
        until = min(asked_day(request.GET.get("until", "")) or today, today)
        found = selectors.period(until)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Visits and orders"),
            "until": until,
            "earlier": until - timedelta(days=selectors.DAYS),
            "later": min(until + timedelta(days=selectors.DAYS), today) if until < today else None,
            "here": reverse("admin:analytics_report"),
            "figures": _figures(found.whole),
            "charts": [
                chart(text("Visits by day"), "visits", [(day.day, day.visits) for day in found.days]),
                chart(text("Orders by day"), "orders", [(day.day, day.placed) for day in found.days]),
            ],
            "sections": [_days(found), *_shares(until)],
        }
        return TemplateResponse(request, "admin/visits.html", context)


def _percent(value: Any) -> str:
    return "–" if value is None else f"{value} %"


def _figures(whole: Day) -> list[dict[str, Any]]:
    rows = (
        (_("visits"), whole.visits, text("%d pages read") % whole.views),
        (_("orders placed"), whole.placed, ""),
        (_("paid"), yuan(whole.amount), text("%d orders") % whole.paid),
        (_("conversion"), _percent(whole.conversion), text("orders paid of a hundred visits")),
    )
    return [{"title": title, "value": value, "note": note} for title, value, note in rows]


def _days(found: selectors.Period) -> Section:
    heads = (
        _("day"),
        _("visits"),
        _("page views"),
        _("orders placed"),
        _("orders paid"),
        _("paid"),
        _("conversion"),
    )
    rows = [
        (_day(d.day), d.visits, d.views, d.placed, d.paid, yuan(d.amount), _percent(d.conversion))
        for d in reversed(found.days)
    ]
    return Section(_("Day by day, the latest first"), heads, rows)


def _day(day: date) -> str:
    return format_html(
        '<time datetime="{}">{} {}</time>', day.isoformat(), day.isoformat(), date_format(day, "D")
    )


def _shares(until: date) -> list[Section]:
    pages, channels = (selectors.parts(by, until) for by in ("page", "channel"))
    goods = selectors.parts("product_id", until)
    titles = titles_of([part.name for part in goods])
    language = get_language() or "zh-hans"
    names = {**dict(Page.choices), **dict(Channel.choices)}
    return [
        _shared(_("By page"), _("page"), [(names[part.name], part) for part in pages]),
        _shared(_("By channel"), _("channel"), [(names[part.name], part) for part in channels]),
        _shared(
            _("The ten products read most"),
            _("product"),
            [(_product(part.name, titles[part.name][language]), part) for part in goods],
            of_all=sum(part.views for part in pages),
        ),
    ]


def _product(pk: int, title: str) -> str:
    css = "text-primary-600 dark:text-primary-500"
    return format_html(
        '<a class="{}" href="{}">{}</a>', css, reverse("admin:catalog_product_change", args=[pk]), title
    )


def _shared(
    title: Any, head: Any, rows: list[tuple[Any, selectors.Part]], of_all: int | None = None
) -> Section:
    whole = sum(part.views for _name, part in rows) if of_all is None else of_all
    heads = (head, _("page views"), _("share"), _("visits"))
    return Section(
        title,
        heads,
        [(name, part.views, _percent(share(part.views, whole)), part.visits) for name, part in rows],
    )
