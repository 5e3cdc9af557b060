"""The parcel's label (面单), 76 x 130 mm: where it goes, the waybill as bars, a QR to the parcel's public page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

if TYPE_CHECKING:  # it loads fpdf2, which only a process that prints needs
    from orders.papers.document import Document


WIDTH, HEIGHT = 76.0, 130.0


@dataclass(frozen=True, slots=True)
class Label:
    """`pieces` of goods; `page` the address behind the QR, empty for none; `sorting_code` (大头笔) for the belt."""

    carrier: str
    waybill: str
    consignee: str
    phone: str
    address: str
    sender: str
    package: str
    pieces: int
    kilograms: str
    mode: str
    page: str = ""
    sorting_code: str = ""


def as_pdf(labels: list[Label]) -> bytes:
    """One label a page. A waybill that Code 128 cannot write raises ValueError."""
    from orders.papers.document import Document

    made = Document(size=(WIDTH, HEIGHT), margin=3, title=_("Labels"))
    made.set_auto_page_break(False)
    for place, label in enumerate(labels):
        if not label.waybill.isascii():
            raise ValueError("a waybill number has ASCII letters only")
        if place:
            made.add_page()
        _draw(made, label)
    return made.bytes()


def _draw(page: Document, label: Label) -> None:
    page.set_xy(3, 3)
    _fitted(page, label.carrier, 13, 37)
    _fitted(page, label.mode, 9, 33, align="R")
    page.line(3, 12, WIDTH - 3, 12)
    page.code128(label.waybill, x=6, y=14, width=WIDTH - 12, height=17)
    page.set_xy(3, 31)
    page.set_font_size(11)
    page.cell(WIDTH - 6, 6, label.waybill, align="C")
    page.line(3, 39, WIDTH - 3, 39)
    _to(page, label)
    page.line(3, 84, WIDTH - 3, 84)
    _foot(page, label)


def _to(page: Document, label: Label) -> None:
    page.set_xy(3, 41)
    page.set_font_size(8)
    page.cell(12, 4, pgettext("a parcel", "To"))
    page.set_font_size(16)
    page.cell(WIDTH - 18, 4, label.sorting_code[:20], align="R")
    page.set_xy(3, 46)
    page.set_font_size(14)
    page.multi_cell(WIDTH - 6, 7, f"{label.consignee} {label.phone}"[:60], new_x="LMARGIN", new_y="NEXT")
    page.set_font_size(11)
    page.set_x(3)
    page.multi_cell(WIDTH - 6, 5.5, _cut(label.address, 110), new_x="LMARGIN", new_y="NEXT")


def _foot(page: Document, label: Label) -> None:
    page.set_font_size(8)
    facts = (
        (_("Sender"), label.sender), (_("Package"), label.package), (_("Pieces"), str(label.pieces)),
        (_("Weight"), f"{label.kilograms} kg"),
    )  # fmt: skip
    y = 86.0
    for name, value in facts:
        page.set_xy(3, y)
        page.cell(13, 5, name)
        page.multi_cell(28, 5, _cut(value, 40), new_x="LMARGIN", new_y="NEXT")
        y = max(page.get_y(), y + 5)
    if label.page:
        page.qr(label.page, x=WIDTH - 31, y=87, side=28)
        page.set_xy(WIDTH - 33, 116)
        page.set_font_size(6.5)
        page.multi_cell(30, 3.2, _("Scan: where it came from, and where it is"), align="C")


def _fitted(page: Document, text: str, size: float, width: float, align: str = "L") -> None:
    """On one line in its place: smaller type first, and cut only where that is not enough."""
    page.set_font_size(size)
    while size > 7 and page.get_string_width(text) > width - 2:
        size -= 0.5
        page.set_font_size(size)
    while page.get_string_width(text) > width - 2 and len(text) > 1:
        text = f"{text[:-2]}…"
    page.cell(width, 8, text, align=align)


def _cut(text: str, most: int) -> str:
    """What a label has no room for is cut where it is seen to be cut."""
    return text if len(text) <= most else f"{text[: most - 1]}…"
