"""The exceptions desk's two pages: the board of ports, and what every official code means."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from customs import clearance
from customs.admin.declarations import STATES
from customs.admin.ports import ACCOUNTS, port_name
from customs.models import Declaration
from customs.rules import refusals, statuses
from tenancy.admin import MallAdmin, Section, badge, link, moment

WHO = {
    "shopper": _("the shopper"),
    "supplier": _("the supplier"),
    "operator": _("an operator"),
    "platform": _("the platform"),
    "port": _("the port itself"),
}


def span(length: timedelta) -> str:
    """Days, hours and minutes as people say them, the two largest that are there."""
    seconds = int(length.total_seconds())
    parts = [(seconds // 86400, _("%d d")), (seconds // 3600 % 24, _("%d h")), (seconds // 60 % 60, _("%d min")),
             (seconds % 60, _("%d s"))]  # fmt: skip
    said = [str(text) % number for number, text in parts if number]
    return " ".join(said[:2]) or str(_("%d s")) % 0


def board(desk: MallAdmin, request: HttpRequest) -> HttpResponse:
    """What stands at each port, how long clearance takes, what waits longest."""
    now = timezone.now()
    return _page(desk, request, _("Port board"), [_ports(now), _paces(now), _oldest(now)])


def codes(desk: MallAdmin, request: HttpRequest) -> HttpResponse:
    """Every official status and refusal: what it means, who mends it, and how."""
    wanted = request.GET.get("q", "").strip()[:60]
    return _page(desk, request, _("Customs codes"), [_statuses(wanted), _refusals(wanted)], search=wanted)


def _page(
    desk: MallAdmin, request: HttpRequest, title: Any, sections: list[Section], **more: Any
) -> HttpResponse:
    if not desk.has_view_permission(request):
        raise PermissionDenied
    context = {**desk.admin_site.each_context(request), "title": title, "sections": sections, **more}
    return TemplateResponse(request, "admin/customs_desk.html", context)


def _ports(now: Any) -> Section:
    headers = (_("port"), _("state"), _("line"), _("waiting"), _("under way"), _("refused or held back"),
               Declaration.State.RELEASED.label, _("oldest since"), _("last asked at"))  # fmt: skip
    return Section(
        _("Ports"),
        headers,
        [
            (
                link(berth.account, port_name(berth.account.port)),
                ACCOUNTS.badge(berth.account.state),
                _line(berth, now),
                berth.waiting,
                berth.under_way,
                _count("rejected", berth.refused),
                berth.released,
                moment(berth.oldest),
                moment(berth.account.polled_at),
            )
            for berth in clearance.board()
        ],
    )


def _line(berth: clearance.Berth, now: Any) -> str:
    if berth.account.away_until and berth.account.away_until > now:
        return badge(_("Does not answer"), "danger")
    return badge(_("Failing"), "warning") if berth.account.failures else badge(_("Well"), "success")


def _count(stage: str, count: int) -> Any:
    if not count:
        return 0
    address = reverse("admin:customs_declaration_changelist")
    css = "text-primary-600 dark:text-primary-500"
    return format_html('<a class="{}" href="{}?stage={}">{}</a>', css, address, stage, count)


def _paces(now: Any) -> Section:
    language = get_language() or "zh"
    return Section(
        _("Clearance time of the last thirty days"),
        (_("port"), _("until"), _("lists"), _("half within"), _("nine in ten within")),
        [
            (port_name(row.port), _named(row.status, language), row.count, span(row.p50), span(row.p90))
            for row in clearance.paces(now)
        ],
    )


def _named(status: str, language: str) -> str:
    known = statuses.find(status)
    return f"{status} {known.name(language)}" if known else status


def _oldest(now: Any) -> Section:
    language = get_language() or "zh"
    return Section(
        _("Not yet through, oldest first"),
        (_("declaration"), _("package"), _("port"), _("state"), _("customs status"), _("waiting for"), _("reason")),
        [
            (link(row), link(row.package), port_name(row.port), STATES.badge(row.state),
             _named(row.status, language) if row.status else "–", span(now - row.created_at), row.reason[:80] or "–")
            for row in clearance.oldest()
        ],
    )  # fmt: skip


def _statuses(wanted: str) -> Section:
    rows = [row for row in statuses.TABLE.values() if _fits(wanted, row.code, row.en, row.zh)]
    return Section(
        _("Receipt statuses"),
        (_("code"), _("in Chinese"), _("in English"), _("what shoppers read")),
        [(row.code, row.zh, row.en, row.for_shopper(get_language() or "zh")) for row in rows],
    )


def _refusals(wanted: str) -> Section:
    language = get_language() or "zh"
    rows = [
        row for row in refusals.table().values() if _fits(wanted, row.code, row.en, row.zh, str(row.cause))
    ]
    return Section(
        _("Refusals"),
        (_("code"), _("in Chinese"), _("in English"), _("who mends it"), _("what to do")),
        [(row.code, row.zh, row.en, WHO.get(str(row.who), row.who), row.todo(language)) for row in rows],
    )


def _fits(wanted: str, *texts: str) -> bool:
    return not wanted or any(wanted.lower() in text.lower() for text in texts)
