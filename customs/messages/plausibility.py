"""What the schema does not see and ports refuse: arithmetic, identity, repeats. Warnings, never errors.

Rules: specification of 202205, section 3, and its error table 7-2 (-301002, -621027, -625009).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation, localcontext

from lxml import etree

from customs.messages.types import Document, Finding, Table, Value
from customs.messages.values import documents
from identifiers import resident_id

HALF_FEN = Decimal("0.005")
MOST = 100
# The number a document is known by, per kind.
_KEYS: dict[str, tuple[str, ...]] = {
    "311": ("ebpCode", "orderNo"),
    "411": ("payCode", "payTransactionId"),
    "511": ("logisticsCode", "logisticsNo"),
    "621": ("copNo",),
    "623": ("invtNo",),
    "303": ("ebpCode", "orderNo"),
    "505": ("logisticsCode", "logisticsNo"),
    "603": ("copNo",),
}
_PERSONS = {"buyerIdNumber": "buyerIdType", "payerIdNumber": "payerIdType"}


def warnings(root: etree._Element, table: Table) -> tuple[Finding, ...]:
    """Everything implausible in a message, valid or not, up to a hundred findings."""
    found: list[Finding] = []
    seen: dict[str, set[tuple[str, ...]]] = {"guid": set(), "key": set()}
    all_documents = documents(root, table)
    with localcontext() as context:
        context.prec = 100
        for number, document in enumerate(all_documents, 1):
            spot = f"[{number}]" if len(all_documents) > 1 else ""
            path = f"/{table.message}/{table.document.name}{spot}"
            found.extend(_document(table, document, path, seen))
            if len(found) >= MOST:
                break
    return tuple(found[:MOST])


def _document(
    table: Table, document: Document, path: str, seen: dict[str, set[tuple[str, ...]]]
) -> Iterator[Finding]:
    head = path if table.head is None else f"{path}/{table.head.name}"
    yield from _repeated(table, document, head, seen)
    yield from _persons(document, head)
    if table.kind == "311":
        yield from _paid(document, head)
    if table.kind in ("311", "303"):
        yield from _goods(document, head)
    if table.kind in ("621", "603"):
        yield from _weights(document, head)
    if table.kind == "816":
        yield from _taxes(document, head)
    if table.lines is not None:
        yield from _lines(table, document, path)


def _repeated(
    table: Table, document: Document, path: str, seen: dict[str, set[tuple[str, ...]]]
) -> Iterator[Finding]:
    names = _KEYS.get(table.kind, ())
    if not names:
        return
    guid = (document.text("guid"),)
    if guid[0] and guid in seen["guid"]:
        yield Finding(f"{path}/guid", "duplicate_guid", {"value": guid[0][:60]})
    seen["guid"].add(guid)
    key = tuple(document.text(name) for name in names)
    if all(key) and key in seen["key"]:
        yield Finding(f"{path}/{names[-1]}", "duplicate_document", {"name": names[-1], "value": key[-1][:60]})
    seen["key"].add(key)


def _persons(document: Document, path: str) -> Iterator[Finding]:
    for number, kind in _PERSONS.items():
        if number not in document.head:
            continue
        if document.text(kind) != "1":
            yield Finding(
                f"{path}/{kind}", "identity_type", {"name": kind, "value": document.text(kind)[:10]}
            )
        elif document.text(number) != document.text(number).upper() or not resident_id.is_valid(
            document.text(number)
        ):
            yield Finding(f"{path}/{number}", "identity_number", {"name": number})


def _paid(document: Document, path: str) -> Iterator[Finding]:
    """acturalPaid = goodsValue + freight + taxTotal - discount."""
    parts = [
        _number(document.head, n) for n in ("goodsValue", "freight", "taxTotal", "discount", "acturalPaid")
    ]
    goods, freight, tax, discount, paid = parts
    if goods is None or freight is None or tax is None or discount is None or paid is None:
        return
    counted = goods + freight + tax - discount
    if counted != paid:
        yield Finding(f"{path}/acturalPaid", "paid_sum", {"stated": _plain(paid), "counted": _plain(counted)})


def _goods(document: Document, path: str) -> Iterator[Finding]:
    """The lines' totals sum to goodsValue."""
    goods, counted = _number(document.head, "goodsValue"), _sum(document, "totalPrice")
    if goods is not None and counted is not None and goods != counted:
        yield Finding(
            f"{path}/goodsValue", "goods_sum", {"stated": _plain(goods), "counted": _plain(counted)}
        )


def _weights(document: Document, path: str) -> Iterator[Finding]:
    gross, net = _number(document.head, "grossWeight"), _number(document.head, "netWeight")
    if gross is not None and net is not None and net > gross:
        yield Finding(f"{path}/netWeight", "net_weight", {"net": _plain(net), "gross": _plain(gross)})


def _taxes(document: Document, path: str) -> Iterator[Finding]:
    for name in ("customsTax", "valueAddedTax", "consumptionTax"):
        stated, counted = _number(document.head, name), _sum(document, name)
        if stated is not None and counted is not None and stated != counted:
            facts = {"name": name, "stated": _plain(stated), "counted": _plain(counted)}
            yield Finding(f"{path}/{name}", "tax_sum", facts)


def _lines(table: Table, document: Document, path: str) -> Iterator[Finding]:
    assert table.lines is not None
    numbers: set[int] = set()
    for place, line in enumerate(document.lines, 1):
        spot = f"[{place}]" if len(document.lines) > 1 else ""
        here = f"{path}/{table.lines.name}{spot}"
        gnum = _number(line, "gnum")
        if gnum is not None and int(gnum) in numbers:
            yield Finding(f"{here}/gnum", "duplicate_line", {"value": int(gnum)})
        numbers.add(int(gnum) if gnum is not None else -place)
        yield from _line_total(line, here)
        yield from _second_unit(table, line, here)


def _line_total(line: Mapping[str, Value], path: str) -> Iterator[Finding]:
    """totalPrice = price x qty; a price spelled with five places may be off by less than half a fen."""
    price, qty, total = (_number(line, name) for name in ("price", "qty", "totalPrice"))
    if price is None or qty is None or total is None:
        return
    if abs(price * qty - total) >= HALF_FEN:
        facts = {"stated": _plain(total), "counted": _plain(price * qty)}
        yield Finding(f"{path}/totalPrice", "line_total", facts)


def _second_unit(table: Table, line: Mapping[str, Value], path: str) -> Iterator[Finding]:
    if table.kind not in ("621", "603"):
        return
    quantity = _number(line, "qty2")
    has_unit, has_quantity = bool(line.get("unit2")), "qty2" in line
    if has_unit != has_quantity or (quantity is not None and quantity <= 0):
        yield Finding(f"{path}/qty2", "second_unit", {})


def _sum(document: Document, name: str) -> Decimal | None:
    values = [_number(line, name) for line in document.lines]
    return sum((v for v in values if v is not None), Decimal(0)) if values and None not in values else None


def _number(values: Mapping[str, Value], name: str) -> Decimal | None:
    """The field as a finite number of sane length; None when it is absent or none."""
    text = str(values.get(name) or "").strip(" \t\r\n")
    if not text or len(text) > 60 or not text.isascii() or "e" in text.lower() or "_" in text:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _plain(number: Decimal) -> str:
    return format(number.normalize(), "f")
