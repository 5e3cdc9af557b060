"""The papers of an order in the admin: addresses that answer with a PDF, behind the same permissions as the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from orders.papers import label, sheets
from orders.selectors import order_page
from orders.selectors.labels import labels_of
from orders.selectors.views import OrderPage
from tenancy.scope import Actor


class Papers:
    """Beside a `MallAdmin`: `papers` name -> (words, what makes the PDF of a row)."""

    papers: ClassVar[dict[str, tuple[str | Promise, Callable[[Any, str, str], bytes]]]] = {}
    model: Any
    admin_site: Any

    def papers_shown(self, row: Any) -> str:
        css = "text-primary-600 dark:text-primary-500 mr-4"
        links = [(css, f"../{name}.pdf", words) for name, (words, _make) in self.papers.items()]
        return format_html_join("", '<a class="{}" href="{}">{}</a>', links)

    papers_shown.short_description = _("papers")  # type: ignore[attr-defined]

    def get_urls(self) -> list[URLPattern]:
        meta = self.model._meta
        own = [
            path(
                f"<int:object_id>/{name}.pdf",
                self.admin_site.admin_view(self._view(name)),
                name=f"{meta.app_label}_{meta.model_name}_{name.replace('-', '_')}",
            )
            for name in self.papers
        ]
        return [*own, *super().get_urls()]  # type: ignore[misc]

    def _view(self, name: str) -> Callable[..., HttpResponse]:
        def view(request: HttpRequest, object_id: int) -> HttpResponse:
            allowed = self.has_view_permission(request)  # type: ignore[attr-defined]
            row = self.get_object(request, str(object_id)) if allowed else None  # type: ignore[attr-defined]
            if row is None:
                raise Http404
            mall = str(getattr(getattr(request, "mall", None), "name", ""))
            content = self.papers[name][1](row, mall, get_language() or "zh-hans")
            shown = f'inline; filename="{row.number}-{name}.pdf"'
            return HttpResponse(
                content, content_type="application/pdf", headers={"Content-Disposition": shown}
            )

        return view


def order_sheet(order: Any, mall: str, language: str) -> bytes:
    return sheets.order_sheet(_page(order.number, language), mall, language)


def packing_list(package: Any, mall: str, language: str) -> bytes:
    page = _page(package.order.number, language)
    return sheets.packing_list(page, next(p for p in page.packages if p.id == package.pk), mall, language)


def parcel_label(package: Any, mall: str, language: str) -> bytes:
    """Raises Http404 while the package has no waybill."""
    found = labels_of([package.pk], Actor.staff(), language=language)
    if not found:
        raise Http404
    return label.as_pdf(found)


def _page(number: str, language: str) -> OrderPage:
    found = order_page(number, Actor.staff(), language=language)
    if found is None:
        raise Http404
    return found
