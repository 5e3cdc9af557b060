"""Papers of the warehouse as PDF: labels of 76 by 130 mm, and a picking list on A4.

The font is subset by the library to the signs that a paper uses; the collection's third face is simplified Chinese.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Sequence

import qrcode
from barcode import Code128  # type: ignore[import-untyped]
from barcode.writer import SVGWriter  # type: ignore[import-untyped]
from django.utils import timezone
from django.utils.translation import gettext as _
from fpdf import FPDF
from typefaces.cjk import SIMPLIFIED, font_path

from seller.presenting import PackageView, walk

LABEL = (76, 130)


def _paper(size: tuple[float, float] | str, margin: float) -> FPDF:
    pdf = FPDF(unit="mm", format=size)
    pdf.set_margin(margin)
    pdf.set_auto_page_break(False)
    pdf.add_font("cjk", fname=font_path(), collection_font_number=SIMPLIFIED)
    pdf.set_font("cjk", size=9)
    return pdf


def labels(rows: Sequence[PackageView]) -> bytes:
    """One page of 76 x 130 mm a package."""
    pdf = _paper(LABEL, 4)
    for row in rows:
        pdf.add_page()
        _label(pdf, row)
    return bytes(pdf.output())


def _label(pdf: FPDF, row: PackageView) -> None:
    width = LABEL[0] - 8
    _line(pdf, row.carrier or _("No carrier yet"), 11, 6)
    _bars(pdf, row.waybill or row.number, 4, pdf.get_y() + 1, width, 16)
    pdf.set_y(pdf.get_y() + 18)
    _line(pdf, row.waybill or row.number, 11, 6, align="C")
    pdf.line(4, pdf.get_y() + 1, LABEL[0] - 4, pdf.get_y() + 1)
    pdf.set_y(pdf.get_y() + 3)
    _line(pdf, f"{row.consignee}  {row.phone}", 12, 7)
    _block(pdf, row.address, 10, 5, most=4)
    pdf.line(4, pdf.get_y() + 2, LABEL[0] - 4, pdf.get_y() + 2)
    pdf.set_y(pdf.get_y() + 4)
    if row.trace:
        _code(pdf, row.trace)
    for line in row.lines[:5]:
        _line(pdf, f"{line.quantity} × {line.sku_code}  {line.option}", 8, 4.4)
    if len(row.lines) > 5:
        _line(pdf, _("and %(count)s more") % {"count": len(row.lines) - 5}, 8, 4.4)
    pdf.set_y(LABEL[1] - 15)
    _line(pdf, f"{row.warehouse}  ·  {row.gross_kg.normalize():f} kg", 8, 4.4)
    _line(pdf, _("Package %(number)s") % {"number": row.number}, 8, 4.4)


def _code(pdf: FPDF, address: str) -> None:
    """Scanned: where it comes from, and where it is."""
    picture = io.BytesIO()
    made = qrcode.make(address, box_size=8, border=1)
    made.save(picture, "PNG")
    picture.seek(0)
    pdf.image(picture, x=LABEL[0] - 30, y=LABEL[1] - 44, w=26, h=26)


def picking_list(rows: Sequence[PackageView]) -> bytes:
    """What to fetch, SKU by SKU in the order of the pick locations; then package by package, with a box to tick."""
    pdf = _paper("A4", 12)
    pdf.add_page()
    now = timezone.localtime()
    pieces = sum(row.pieces for row in rows)
    _line(pdf, _("Picking list"), 16, 9)
    told = {"at": f"{now:%Y-%m-%d %H:%M}", "packages": len(rows), "pieces": pieces}
    _line(pdf, _("%(at)s · packages %(packages)s · pieces %(pieces)s") % told, 9, 7)
    wanted: dict[tuple[str, str, str], list[tuple[PackageView, int, str]]] = defaultdict(list)
    for row in rows:
        for line in row.lines:
            at = (row.warehouse, line.location, line.sku_code)
            wanted[at].append((row, line.quantity, f"{line.title} {line.option}"))
    for at in sorted(wanted, key=lambda at: (at[0], walk(at[1]), at[2])):
        _sku(pdf, at, wanted[at])
    pdf.set_y(pdf.get_y() + 4)
    for row in rows:
        _room(pdf, 7)
        pdf.rect(12, pdf.get_y() + 1.4, 3.6, 3.6)
        pdf.set_x(18)
        _line(pdf, f"{row.number}   {row.waybill}   {row.consignee}   × {row.pieces}", 9, 6.4)
    return bytes(pdf.output())


def _sku(pdf: FPDF, at: tuple[str, str, str], wants: list[tuple[PackageView, int, str]]) -> None:
    """`at`: warehouse, pick location, SKU code."""
    warehouse, location, code = at
    _room(pdf, 14)
    pdf.rect(12, pdf.get_y() + 1.4, 3.6, 3.6)
    pdf.set_x(18)
    _line(
        pdf,
        "   ".join(filter(None, (location, f"{sum(n for _row, n, _text in wants)} ×  {code}", warehouse))),
        11,
        6.4,
    )
    pdf.set_x(18)
    _line(pdf, wants[0][2], 8, 4.6)
    pdf.set_x(18)
    _line(pdf, "  ".join(f"{row.number}×{n}" for row, n, _text in wants[:6]), 7, 4.6)


def _room(pdf: FPDF, height: float) -> None:
    if pdf.get_y() + height > pdf.h - 12:
        pdf.add_page()


def _line(pdf: FPDF, text: str, size: float, height: float, align: str = "L") -> None:
    """One line, cut where the paper ends."""
    pdf.set_font_size(size)
    room = pdf.w - pdf.r_margin - pdf.get_x()
    while text and pdf.get_string_width(text) > room:
        text = text[:-1]
    pdf.cell(w=room, h=height, text=text, align=align, new_x="LMARGIN", new_y="NEXT")


def _block(pdf: FPDF, text: str, size: float, height: float, most: int) -> None:
    pdf.set_font_size(size)
    room = pdf.w - pdf.l_margin - pdf.r_margin
    rows, rest = 0, text
    while rest and rows < most:
        cut = len(rest)
        while cut > 1 and pdf.get_string_width(rest[:cut]) > room:
            cut -= 1
        pdf.cell(w=room, h=height, text=rest[:cut], new_x="LMARGIN", new_y="NEXT")
        rest, rows = rest[cut:], rows + 1


def _bars(pdf: FPDF, text: str, x: float, y: float, width: float, height: float) -> None:
    """A Code 128 drawn as rectangles: no picture, so any printer draws it sharp."""
    modules = Code128(text, writer=SVGWriter()).build()[0]
    step, at = width / len(modules), x
    pdf.set_fill_color(0)
    for module in modules:
        if module == "1":
            pdf.rect(at, y, step, height, style="F")
        at += step
