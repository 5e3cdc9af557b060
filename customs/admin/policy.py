"""The policy desk's page: the timeline of rules, and for one SKU every mode at every port with its reasons."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from catalog.models import Sku
from customs.admin.board import WHO, _page
from customs.admin.ports import CONFIDENCE
from customs.policy.may_sell import may_sell, port_label
from customs.policy.timeline import in_force
from customs.rules.modes import RULES
from tenancy.admin import MallAdmin, Section, badge

FIELDS = {"limits": _("Limits"), "tax": _("Tax"), "data": _("Data"), "messages": _("Messages")}


def policy(desk: MallAdmin, request: HttpRequest) -> HttpResponse:
    """`?q=` a SKU's code: may it be sold, how, where, and why not."""
    wanted = request.GET.get("q", "").strip()[:60]
    sections = [*_goods(wanted), _timeline()]
    return _page(desk, request, _("Policy desk"), sections, search=wanted)


def _goods(wanted: str) -> list[Section]:
    if not wanted:
        return []
    sku = Sku.objects.filter(code=wanted).first()
    language = get_language() or "zh"
    headers = (_("mode"), _("port"), _("may be sold"), _("why not"), _("who mends it"))
    verdicts = may_sell(sku_id=sku.pk, now=timezone.now()) if sku else []
    rows: list[tuple[Any, ...]] = [
        (
            RULES[verdict.mode].name(language),
            port_label(verdict.port, language) or "–",
            badge(_("Yes"), "success") if verdict.may else badge(_("No"), "danger"),
            " ".join(reason.text(gettext) for reason in verdict.reasons) or "–",
            ", ".join(sorted({str(WHO.get(str(reason.who), reason.who)) for reason in verdict.reasons}))
            or "–",
        )
        for verdict in verdicts
    ]
    return [Section(_("May it be sold? %(code)s") % {"code": wanted}, headers, rows)]


def _timeline() -> Section:
    language = get_language() or "zh"
    return Section(
        _("Rules in force, the newest first"),
        (_("since"), _("about"), _("rule"), _("source"), _("how surely")),
        [
            (rule.since.isoformat(), FIELDS.get(rule.field, rule.field), rule.says(language), rule.source,
             CONFIDENCE.badge(rule.confidence))
            for rule in in_force(timezone.localdate())
        ],
    )  # fmt: skip
