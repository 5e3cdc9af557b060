"""From an order's tax sheet to its printable page; only the taxes that occur get a column."""

from __future__ import annotations

from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from orders.selectors import tax_sheet as orders_sheet
from storefront.presentation import Price, TaxTable
from storefront.presentation import taxes as shapes

Sheet = orders_sheet.TaxSheet
Package = orders_sheet.SheetPackage


def sheet_view(sheet: Sheet) -> shapes.TaxSheetView:
    names = {
        "duty": _("Customs duty"),
        "consumption_tax": _("Consumption tax"),
        "vat": _("VAT"),
        "postal_tax": _("Postal tax"),
    }
    return shapes.TaxSheetView(
        number=sheet.number,
        placed_at=sheet.placed_at,
        order_url=reverse("storefront:order", args=[sheet.number]),
        packages=tuple(_package(package, names) for package in sheet.packages),
        table=_sums(sheet, _("Paid in all")),
    )


def _package(package: Package, names: dict[str, str]) -> shapes.SheetPackage:
    shown = [name for name in names if package.sum_of(name)]
    columns = {"amount": _("Amount"), "dutiable_value": _("Dutiable value")}
    columns |= {name: names[name] for name in shown}
    if len(shown) != 1:
        columns["tax"] = _("Import tax")
    return shapes.SheetPackage(
        number=package.number,
        mode=package.mode_name,
        supplier=package.supplier_name,
        columns=tuple(columns.values()),
        lines=tuple(_line(line, columns) for line in package.lines),
        sums=tuple(shapes.Cell(label, Price.of(package.sum_of(name))) for name, label in columns.items()),
        table=_sums(package, _("This package")),
        note=_note(package.outcome),
        law=_law(package),
        reasons=tuple(shapes.SheetReason(reason.says, reason.source) for reason in package.reasons),
    )


def _line(line: orders_sheet.SheetLine, columns: dict[str, str]) -> shapes.SheetLine:
    return shapes.SheetLine(
        label=line.label,
        title=line.title,
        option=line.option,
        quantity=line.quantity,
        unit_price=Price.of(line.unit_price),
        cells=tuple(shapes.Cell(label, Price.of(getattr(line, name))) for name, label in columns.items()),
    )


def _sums(whole: Sheet | Package, label: str) -> TaxTable:
    rows: list[tuple[str, Decimal, str]] = [(_("Goods before tax"), whole.goods, "")]
    rows += [(_("Discount"), -whole.discount, "")] if whole.discount else []
    rows += [(_("Freight"), whole.freight, ""), (_("Import tax"), whole.tax, "")]
    return TaxTable.of(rows=tuple(rows), total=(label, whole.total))


def _note(outcome: str) -> str:
    return {
        "domestic": _("Already cleared: the tax is in the price"),
        "waived": _("Postal tax of 50 yuan or less is waived."),
    }.get(outcome, "")


def _law(package: Package) -> str:
    if package.on is None:
        return ""
    return _("Law of %(day)s, rules %(version)s") % {
        "day": package.on.isoformat(),
        "version": package.rule_version,
    }
