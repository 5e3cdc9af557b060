"""The tables of an order's page in the admin."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.selectors import who
from orders.models import Line
from orders.payments.models import Payment
from orders.selectors.language import in_language
from orders.selectors.views import OrderPage
from orders.words import AXES
from tenancy.admin import Section, Words, badge, moment, yuan

PAYMENTS = Words(
    {
        "pending": (Payment.State.PENDING.label, "warning"),
        "paid": (Payment.State.PAID.label, "success"),
        "late": (Payment.State.LATE.label, "warning"),
        "closed": (Payment.State.CLOSED.label, ""),
        "refunded": (Payment.State.REFUNDED.label, ""),
    }
)


def order_sections(page: OrderPage) -> list[Section]:
    return [_packages(page), _lines(page), _payments(page), _timeline(page)]


def _link(model: str, pk: int, text: str) -> str:
    url = reverse(f"admin:{model}_change", args=[pk])
    return format_html('<a class="text-primary-600 dark:text-primary-500" href="{}">{}</a>', url, text)


def _packages(page: OrderPage) -> Section:
    rows = [
        (
            _link("orders_package", p.id, p.number),
            p.mode_name,
            p.supplier_name,
            badge(p.word.text, "danger" if p.word.attention else "info"),
            p.status_says or "–",
            p.reason or "–",
            f"{p.carrier} {p.waybill}".strip() or "–",
            yuan(p.total),
        )
        for p in page.packages
    ]
    headers = (
        _("package"), _("mode"), _("supplier"), _("state"), _("customs status"), _("reason"), _("waybill"), _("total"),
    )  # fmt: skip
    return Section(_("Packages"), headers, rows)


def _lines(page: OrderPage) -> Section:
    rows = [
        (p.number, line.sku_code, f"{line.title} {line.option}".strip(), line.quantity, yuan(line.unit_price),
         yuan(line.amount), yuan(line.tax))
        for p in page.packages
        for line in p.lines
    ]  # fmt: skip
    headers = (_("package"), _("SKU"), _("product"), _("quantity"), _("unit price"), _("amount"), _("tax"))
    return Section(_("Lines"), headers, rows)


def _payments(page: OrderPage) -> Section:
    rows = [
        (_link("payments_payment", p.id, p.number), p.package_number, p.gateway, yuan(p.amount),
         PAYMENTS.badge(p.state), moment(p.paid_at))
        for p in page.payments
    ]  # fmt: skip
    headers = (_("payment number"), _("package"), _("gateway"), _("amount"), _("state"), _("paid at"))
    return Section(_("Payments"), headers, rows)


def _timeline(page: OrderPage) -> Section:
    names = who(s.actor for s in page.timeline)
    rows = [
        (
            moment(s.at),
            AXES.get(s.axis, s.axis),
            s.package or "–",
            s.says,
            s.code or "–",
            names.get(s.actor, "–"),
            s.note or "–",
        )
        for s in page.timeline
    ]
    headers = (_("at"), _("axis"), _("package"), _("event"), _("code"), _("by"), _("note"))
    return Section(_("Timeline"), headers, rows)


def line_rows(lines: Iterable[Line], language: str) -> tuple[tuple[Any, ...], list[tuple[Any, ...]]]:
    headers = (
        _("SKU"), _("product"), _("HS code"), _("quantity"), _("unit price"), _("amount"), _("dutiable value"),
        _("duty"), _("consumption tax"), _("VAT"), _("postal tax"),
    )  # fmt: skip
    rows = [
        (
            line.sku_code, in_language(line.title, language), (line.trade or {}).get("hs_code", "–"), line.quantity,
            yuan(line.unit_price), yuan(line.amount), yuan(line.dutiable_value), yuan(line.duty),
            yuan(line.consumption_tax), yuan(line.vat), yuan(line.postal_tax),
        )
        for line in lines
    ]  # fmt: skip
    return headers, rows
