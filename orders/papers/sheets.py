"""Order sheet (订货单) and packing list (装箱单) of a package, A4. Without prices on the packing list: it lies in the
parcel, which may be a present."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import override

from money.formatting import grouped
from orders.clock import BEIJING
from orders.selectors.views import OrderPage, PackageView

if TYPE_CHECKING:  # it loads fpdf2, which only a process that prints needs
    pass


def packing_list(page: OrderPage, package: PackageView, mall: str, language: str) -> bytes:
    with override(language):
        title = _("Packing list %(number)s") % {"number": package.number}
        from orders.papers.document import Document

        made = Document(title=title)
        made.heading(title)
        made.facts(_facts(page, package, mall))
        made.ln(3)
        rows = [
            [str(n), line.sku_code, f"{line.title} {line.option}".strip(), str(line.quantity), "☐"]
            for n, line in enumerate(package.lines, start=1)
        ]
        made.rows(
            (_("No."), _("SKU"), _("Product"), _("Pieces"), _("Packed")), rows, (10, 30, 100, 20, 20), 2
        )
        pieces = sum(line.quantity for line in package.lines)
        made.quiet(_("Pieces in all: %(pieces)s") % {"pieces": pieces})
        return made.bytes()


def order_sheet(page: OrderPage, mall: str, language: str) -> bytes:
    with override(language):
        title = _("Order %(number)s") % {"number": page.number}
        from orders.papers.document import Document

        made = Document(title=title)
        made.heading(title)
        for package in page.packages:
            made.facts(_facts(page, package, mall))
            made.ln(2)
            made.rows(
                (_("SKU"), _("Product"), _("Pieces"), _("Unit price"), _("Amount"), _("Tax")), _lines(package),
                (28, 72, 16, 22, 24, 22), 4,
            )  # fmt: skip
            made.facts(_sums(package))
            made.ln(4)
        made.facts([(_("Total"), grouped(page.total))])
        return made.bytes()


def _lines(package: PackageView) -> Sequence[Sequence[str]]:
    return [
        (line.sku_code, f"{line.title} {line.option}".strip(), str(line.quantity), f"{line.unit_price:,.2f}",
         f"{line.amount:,.2f}", f"{line.tax:,.2f}")
        for line in package.lines
    ]  # fmt: skip


def _sums(package: PackageView) -> list[tuple[str, str]]:
    rows = [
        (_("Goods"), grouped(package.goods)),
        (_("Freight"), grouped(package.freight)),
        (_("Discount"), grouped(-package.discount)),
        (_("Tax"), grouped(package.tax)),
        (_("Total"), grouped(package.total)),
    ]
    return [row for row in rows if row[0] != _("Discount") or package.discount]


def _facts(page: OrderPage, package: PackageView, mall: str) -> list[tuple[str, str]]:
    return [
        (_("Mall"), mall),
        (_("Package"), package.number),
        (_("Supplier"), package.supplier_name),
        (_("Ships from"), package.warehouse_name),
        (_("Placed at"), f"{page.placed_at.astimezone(BEIJING):%Y-%m-%d %H:%M}"),
        (_("Consignee"), f"{page.consignee} {page.phone}"),
        (_("Address"), page.address),
        *([(_("Waybill"), f"{package.carrier} {package.waybill}")] if package.waybill else []),
        *([(_("Customs list no."), package.list_number)] if package.list_number else []),
    ]
