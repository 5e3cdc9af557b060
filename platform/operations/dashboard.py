"""The operator's first page: what waits for a person today. Three statements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, cast

from django.apps import apps
from django.contrib import admin
from django.db.models import Count, DecimalField, QuerySet, Sum, Value
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from journal.selectors import dead_letters
from orders.selectors.words import reason_words
from tenancy.admin import MallAdmin, Section, StageFilter, badge, link, moment, yuan
from tenancy.models import Mall
from tenancy.scope import mall_id_or_none


@dataclass(frozen=True, slots=True)
class Chip:
    """A number that leads to its list: the list's own filter counts it. `loud`: its tone once it is not 0."""

    model: str
    parameter: str
    value: str
    title: str | Promise
    icon: str
    loud: str = "info"

    def rows(self) -> QuerySet[Any]:
        model = apps.get_model(self.model)
        found = model._default_manager.all()
        shown = cast(MallAdmin, admin.site.get_model_admin(model))
        for one in shown.list_filter:
            if (
                isinstance(one, type)
                and issubclass(one, StageFilter)
                and one.parameter_name == self.parameter
            ):
                return found.filter(one.stages[self.value][1])
        return found.filter(**{self.parameter: self.value})

    def address(self) -> str:
        view = self.model.lower().replace(".", "_")
        return f"{reverse(f'admin:{view}_changelist')}?{self.parameter}={self.value}"


CHIPS = (
    Chip("orders.Order", "stage", "to_pay", _("Awaiting payment"), "hourglass_top"),
    Chip("orders.Package", "stage", "preparing", _("To declare"), "assignment"),
    Chip("orders.Package", "stage", "declaring", _("Being declared"), "assignment_turned_in"),
    Chip("orders.Package", "stage", "rejected", _("Returned by customs"), "assignment_return", "danger"),
    Chip("risk.Case", "stage", "open", _("Risk cases"), "gpp_maybe", "warning"),
    Chip("orders.Package", "stage", "to_dispatch", _("To dispatch"), "local_shipping", "warning"),
    Chip("customs.Declaration", "stage", "silent", _("Customs is silent"), "volume_off", "warning"),
    Chip("customs.Alarm", "state", "open", _("Customs alarms"), "notification_important", "danger"),
    Chip("logistics.Silence", "state", "open", _("Silent parcels"), "notifications_active", "danger"),
    Chip("journal.Delivery", "state__exact", "dead", _("Dead letters"), "report", "danger"),
    Chip("inventory.Batch", "age", "near", _("Batches near their date"), "event_busy", "warning"),
    Chip("inventory.Stock", "level", "low", _("Low stock"), "inventory_2", "warning"),
)


PLACED, PAID = -1, -2


def fill(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """unfold asks for it when the first page is drawn."""
    if mall_id_or_none() is None:
        return context | {"sections": [_malls()]}
    return context | _numbers(timezone.now()) | {"sections": [_rejected(), _dead()]}


def _numbers(now: datetime) -> dict[str, Any]:
    """All chips, and what came in since midnight in China: one statement, each part of it in its mall by itself."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    orders = apps.get_model("orders.Order").objects
    nothing = Value(Decimal(), output_field=DecimalField())
    parts = [_part(chip.rows(), at, nothing) for at, chip in enumerate(CHIPS)]
    parts.append(_part(orders.filter(placed_at__gte=midnight), PLACED, Sum("total")))
    parts.append(_part(orders.filter(paid_at__gte=midnight), PAID, Sum("total")))
    found = {at: (count, amount) for at, count, amount in parts[0].union(*parts[1:], all=True)}
    return {
        "chips": [_chip(chip, found.get(at, (0, None))[0]) for at, chip in enumerate(CHIPS)],
        "figures": [
            _figure(_("Orders today"), *found.get(PLACED, (0, None))),
            _figure(_("Paid today"), *found.get(PAID, (0, None))),
        ],
    }


def _part(rows: QuerySet[Any], at: int, amount: Any) -> Any:
    counted = rows.order_by().annotate(at=Value(at)).values("at").annotate(found=Count("pk"), amount=amount)
    return counted.values_list("at", "found", "amount")


def _chip(chip: Chip, count: int) -> dict[str, Any]:
    tone = chip.loud if count else ""
    return {"title": chip.title, "icon": chip.icon, "count": count, "tone": tone, "href": chip.address()}


def _figure(title: str | Promise, count: int, amount: Decimal | None) -> dict[str, Any]:
    return {"title": title, "value": count, "note": yuan(amount or Decimal())}


def _rejected() -> Section:
    """The oldest first: a package at the port costs money every day."""
    package = apps.get_model("orders.Package")
    rows = (
        package.objects.filter(clearance="rejected").select_related("order").order_by("status_at", "id")[:8]
    )
    language = get_language() or "zh-hans"
    headers = (_("package"), _("order"), _("port"), _("since"), _("reason"))
    return Section(
        _("Returned by customs, oldest first"),
        headers,
        [
            (
                link(p),
                link(p.order),
                p.port,
                moment(p.status_at),
                reason_words(p.reason_code, p.reason, language),
            )
            for p in rows
        ],
    )


def _dead() -> Section:
    rows = dead_letters()[:8]
    headers = (_("fact"), _("subject"), _("hearer"), _("last error"))
    return Section(
        _("Dead letters, oldest first"),
        headers,
        [(link(d, d.fact.kind), d.subject, d.hearer, d.last_error[:120]) for d in rows],
    )


def _malls() -> Section:
    rows = Mall.objects.prefetch_related("domains").order_by("pk")[:50]
    headers = (_("code"), _("name"), _("state"), _("hosts"))
    return Section(
        _("Malls"),
        headers,
        [
            (
                link(mall, mall.code),
                mall.name,
                badge(mall.get_state_display(), "success" if mall.state == Mall.State.OPEN else "danger"),
                ", ".join(domain.host for domain in mall.domains.all()),
            )
            for mall in rows
        ],
    )
