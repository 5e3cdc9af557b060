"""Bonded account books (账册): what a list takes out must stand in the book, as it stands there."""

from typing import Any

from simulators.port.intake.format import Document
from simulators.port.office import Office
from simulators.port.types import Verdict
from simulators.store import Row


def keep(office: Office, number: str, items: list[dict[str, Any]]) -> Row:
    """The book as it now is; items are `{item, gcode, unit}`."""
    with office.store.transaction():
        office.store.run("DELETE FROM books WHERE number = ?", number)
        for row in items:
            office.store.insert(
                "books", number=number, item=str(row["item"]), gcode=str(row["gcode"]), unit=str(row["unit"])
            )
    return {"number": number, "items": len(items)}


def refusal(office: Office, document: Document) -> Verdict | None:
    """Books nobody told the port of are not looked into."""
    number = document.head.get("emsNo", "")
    rows = office.store.rows("SELECT * FROM books WHERE number = ?", number)
    if not rows:
        return None
    book = {row["item"]: row for row in rows}
    for line in document.lines:
        item = book.get(line.get("itemRecordNo", ""))
        if item is None:
            return Verdict("-621001", f"参数检验失败[账册{number}无此序号,gnum {line['gnum']}]")
        if (item["gcode"], item["unit"]) != (line["gcode"], line["unit"]):
            return Verdict(
                "-621001", f"参数检验失败[与账册{number}序号{item['item']}不符,gnum {line['gnum']}]"
            )
    return None
