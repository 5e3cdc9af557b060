"""A page with Chinese and Latin type on it: fpdf2 with Noto Sans CJK, of which only the used glyphs are embedded."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import qrcode
from barcode import Code128  # type: ignore[import-untyped]
from barcode.writer import ImageWriter  # type: ignore[import-untyped]
from fpdf import FPDF
from fpdf.fonts import FontFace
from typefaces.cjk import SIMPLIFIED, font_path

_FAMILY = "noto"
_INK, _QUIET = (26, 35, 48), (91, 102, 117)


class Document(FPDF):
    """Sizes in millimetres, type in points."""

    def __init__(
        self, *, size: tuple[float, float] | str = "A4", margin: float = 15, title: str = ""
    ) -> None:
        super().__init__(format=size)
        self.set_auto_page_break(True, margin)
        self.set_margin(margin)
        self.add_font(_FAMILY, fname=str(font_path()), collection_font_number=SIMPLIFIED)
        self.set_font(_FAMILY, size=10)
        self.set_text_color(*_INK)
        self.set_title(title)
        self.add_page()

    def heading(self, text: str, size: float = 18) -> None:
        self.set_font_size(size)
        self.multi_cell(0, size * 0.5, text, new_x="LMARGIN", new_y="NEXT")
        self.set_font_size(10)
        self.ln(2)

    def quiet(self, text: str) -> None:
        self.set_text_color(*_QUIET)
        self.multi_cell(0, 5, text, new_x="LMARGIN", new_y="NEXT")
        self.set_text_color(*_INK)

    def facts(self, rows: Sequence[tuple[str, str]], width: float = 35) -> None:
        """Names and values, one pair a line."""
        for name, value in rows:
            self.set_text_color(*_QUIET)
            self.cell(width, 6, name)
            self.set_text_color(*_INK)
            self.multi_cell(0, 6, value, new_x="LMARGIN", new_y="NEXT")

    def rows(
        self, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int], right: int
    ) -> None:
        """A table; the last `right` columns are figures."""
        align = ("LEFT",) * (len(heads) - right) + ("RIGHT",) * right
        self.set_font_size(9)
        style = FontFace(fill_color=(230, 243, 242))
        with self.table(
            col_widths=tuple(widths), text_align=align, line_height=6, headings_style=style
        ) as table:
            table.row([str(head) for head in heads])
            for row in rows:
                table.row([str(cell) for cell in row])
        self.set_font_size(10)
        self.ln(2)

    def code128(self, text: str, *, x: float, y: float, width: float, height: float) -> None:
        """The bars alone; what they say is written beside them."""
        picture = io.BytesIO()
        Code128(text, writer=ImageWriter()).write(picture, {"write_text": False, "quiet_zone": 2, "dpi": 300})
        picture.seek(0)
        self.image(picture, x=x, y=y, w=width, h=height)

    def qr(self, text: str, *, x: float, y: float, side: float) -> None:
        picture = io.BytesIO()
        made: Any = qrcode.make(text, box_size=8, border=1)
        made.save(picture, "PNG")
        picture.seek(0)
        self.image(picture, x=x, y=y, w=side, h=side)

    def bytes(self) -> bytes:
        return bytes(self.output())
