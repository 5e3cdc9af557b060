"""Files that would hurt or cannot be read: refused at the door, before anything is unpacked."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from partners.models import ImportJob
from seller.importing import reading
from tests.seller.spreadsheets import packed, row, send, xlsx

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_files")]

# Made when they are asked for: packing some hundred megabytes costs seconds each time the tests are collected.
UNREADABLE: dict[str, Callable[[], bytes]] = {
    "merged": lambda: xlsx([row(1), row(2)], merge="C2:C3"),
    "xls": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 100,
    "damaged": lambda: b"PK\x03\x04" + b"\x00" * 100,
    "a zip of nothing": lambda: packed({"a.txt": b"a"}),
    "zip bomb": lambda: packed({"xl/worksheets/sheet1.xml": b"0" * (310 * 1024 * 1024)}),
    "program": lambda: b"MZ\x90\x00\x03\x00" + bytes(range(256)),
    "empty": lambda: b"",
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_a_file_that_cannot_be_read_is_refused_at_the_door(supplier, staff, case):
    answer = send(supplier, UNREADABLE[case](), "goods.xlsx")
    assert answer.headers["Location"] == "/seller/imports"
    assert "notice-error" in supplier.get("/seller/imports").content.decode()
    assert ImportJob.objects.count() == 0


def sheet_of(xml: str) -> bytes:
    """A workbook whose only sheet is this XML."""
    parts = {}
    with zipfile.ZipFile(io.BytesIO(xlsx([]))) as good:
        parts = {name: good.read(name) for name in good.namelist()}
    return packed(parts | {"xl/worksheets/sheet1.xml": xml.encode()})


SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
LAUGHS = "".join(f'<!ENTITY l{n} "' + f"&l{n - 1};" * 10 + '">' for n in range(1, 10))


def test_entities_that_multiply_are_refused_before_they_do(supplier, staff):
    told = '<row r="1"><c r="A1" t="inlineStr"><is><t>&l9;</t></is></c></row></sheetData></worksheet>'
    bomb = sheet_of(f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>{SHEET}{told}')
    assert send(supplier, bomb).headers["Location"] == "/seller/imports" and ImportJob.objects.count() == 0


def test_a_cell_far_away_makes_no_row_wide(staff):
    """The last column of a sheet is the 16,384th: one cell there would pad every row to it."""
    far = '<c r="XFD{n}" t="inlineStr"><is><t>far</t></is></c>'
    cells = '<c r="A{n}" t="inlineStr"><is><t>SKU code</t></is></c>'
    rows = "".join(f'<row r="{n}">{(cells + far).format(n=n)}</row>' for n in (1, 2))
    found = list(reading.rows_of(sheet_of(f"{SHEET}{rows}</sheetData></worksheet>")))
    assert [(one.number, one.cells) for one in found] == [(1, ["SKU code"]), (2, ["SKU code"])]


@pytest.mark.parametrize(
    "data",
    [
        lambda: packed({"a.png": b"0" * (60 * 1024 * 1024)}),
        lambda: packed({f"{n}.png": b"" for n in range(2001)}),
        lambda: b"PK\x03\x04x",
    ],
    ids=["bomb", "too many", "damaged"],
)
def test_a_zip_that_would_burst_is_refused_at_the_door(supplier, staff, data):
    assert send(supplier, data(), "a.zip", "pictures").headers["Location"] == "/seller/imports"
    assert ImportJob.objects.count() == 0


def test_with_the_size_unasked_the_bomb_would_be_opened(monkeypatch):
    """The control: it is the directory's promise that is measured, before anything is unpacked."""
    bomb = UNREADABLE["zip bomb"]()
    with pytest.raises(reading.Unreadable, match=r"far too large|过大"):
        next(reading.rows_of(bomb))
    monkeypatch.setattr(reading, "MOST_UNPACKED", 10**12)
    monkeypatch.setattr(reading, "MOST_RATIO", 10**12)
    assert reading.check_zip(bomb, most_unpacked=10**12, most_entries=10).infolist()
