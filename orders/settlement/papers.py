"""A statement as CSV and PDF, in Chinese or English."""

from __future__ import annotations

import csv
import io

from django.utils.translation import gettext as _
from django.utils.translation import override

from money.formatting import grouped
from orders.clock import BEIJING
from orders.selectors.language import in_language
from orders.settlement.models import Statement, Voucher
from orders.settlement.selectors import statement_vouchers

_FIGURES = ("goods", "freight", "promotion", "commission", "claw_back", "tax")
# A cell that begins like this is a formula to a spreadsheet.
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def as_csv(statement: Statement, language: str) -> bytes:
    """UTF-8 with its mark, so that spreadsheets read Chinese; one row a voucher, then the sums."""
    made = io.StringIO()
    with override(language):
        writer = csv.writer(made)
        writer.writerow([str(head) for head in (*_heads(), _("payable"))])
        for row in statement_vouchers(statement.pk):
            writer.writerow(
                [*map(_safe, _about(row)), *(f"{getattr(row, n):f}" for n in _FIGURES), f"{-row.payable:f}"]
            )
        sums = [f"{getattr(statement, n):f}" for n in _FIGURES]
        writer.writerow([_("Sum"), "", "", "", *sums, f"{statement.payable:f}"])
    return made.getvalue().encode("utf-8-sig")


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULAS) else text


def _heads() -> tuple[str, ...]:
    return (
        _("date"), _("kind"), _("package"), _("order"), _("goods"), _("freight"), _("promotion share"),
        _("commission"), _("claw-back"), _("tax collected"),
    )  # fmt: skip


def _about(row: Voucher) -> tuple[str, str, str, str]:
    package = row.package
    order = package.order.number if package else ""
    return (
        f"{row.at.astimezone(BEIJING):%Y-%m-%d}", str(row.get_kind_display()), package.number if package else row.note,
        order,
    )  # fmt: skip


def as_pdf(statement: Statement, language: str, mall_name: str) -> bytes:
    """A4 across."""
    with override(language):
        title = _("Statement %(number)s") % {"number": statement.number}
        from orders.papers.document import Document

        made = Document(size=(297, 210), title=title)
        made.heading(title)
        made.facts(_facts(statement, language, mall_name))
        made.ln(3)
        made.rows(*_sums(statement), widths=(3, 1), right=1)
        made.rows((*_heads()[:-1], _("payable")), [_line(row) for row in statement_vouchers(statement.pk)],
                  widths=(22, 24, 40, 36, 24, 20, 24, 24, 24, 26), right=6)  # fmt: skip
        made.quiet(_("Tax collected was passed on to customs and is no part of what is payable."))
        return made.bytes()


def _facts(statement: Statement, language: str, mall_name: str) -> list[tuple[str, str]]:
    supplier = statement.supplier
    names = {code: getattr(supplier, f"name_{code.replace('-', '_')}", "") for code in ("zh-hans", "en")}
    return [
        (_("Mall"), mall_name),
        (_("Supplier"), supplier.company_name or in_language(names, language)),
        (_("Period"), f"{statement.begins_on} – {statement.ends_on}"),
        (_("State"), str(statement.get_state_display())),
    ]


def _sums(statement: Statement) -> tuple[list[str], list[list[str]]]:
    rows = [
        [_("Goods"), grouped(statement.goods)],
        [_("Freight"), grouped(statement.freight)],
        [_("Promotion share"), grouped(-statement.promotion)],
        [_("Commission"), grouped(-statement.commission)],
        [_("Claw-backs and adjustments"), grouped(-statement.claw_back)],
        [_("Payable"), grouped(statement.payable)],
        [_("Of which refunds"), grouped(-statement.refunds)],
        [_("Tax collected"), grouped(statement.tax)],
    ]
    return [_("What"), _("Yuan")], rows


def _line(row: Voucher) -> list[str]:
    figures = (row.goods, row.freight, -row.promotion, -row.commission, -row.claw_back, -row.payable)
    return [*_about(row), *(f"{figure:,.2f}" for figure in figures)]
