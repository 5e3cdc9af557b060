"""Rows of the door to our receipts. The rows come from outside: nothing is believed, nothing guessed.

The receipt's own XML decides (`rawxml`); a row without it is read by its fields, through the same table.
What cannot be read becomes a receipt with a fault, so that it is kept and shown.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from customs.messages import BuildRefused, Document, Message, ReadRefused, build, read, table
from customs.messages.parsing import READ_LIMIT
from customs.messages.times import moment
from customs.messages.types import Value
from customs.types import Bill, BillLine, PortReceipt

_RAW_LIMIT = READ_LIMIT
"""A CEB900 carries the whole file it refuses: a hundred packages come to more than half a megabyte."""
_NO_GUID = "00000000-0000-0000-0000-000000000000"
_GUID_IN_TEXT = re.compile(r"\[([0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})\]")
_GUID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_KEYS = {
    "312": ("ebpCode", "ebcCode", "orderNo"),
    "412": ("payCode", "payTransactionId"),
    "512": ("logisticsCode", "logisticsNo"),
    "622": ("copNo",),
    "514": ("logisticsCode", "logisticsNo", "logisticsStatus"),
    "624": ("copNo",),
    "626": ("copNo",),
    "712": ("copNo",),
    "900": ("oriCopMsgId",),
}


BILLS = ("816", "818")


class _Fault(Exception):
    """Why a row cannot be read."""


def read_rows(kind: str, rows: Iterable[Any]) -> Iterator[PortReceipt | Bill]:
    for row in rows:
        yield from read_row(kind, row)


def read_row(kind: str, row: Any) -> list[PortReceipt | Bill]:
    """The receipts in one row; one with a `fault` where it is malformed."""
    try:
        message = _message(kind, row)
        if message.kind != kind:
            raise _Fault(f"CEB{message.kind} where CEB{kind} was asked for")
        if kind in BILLS:
            return list(_bills(message))
        return [_receipt(kind, document, row) for document in message]
    except _Fault as fault:
        return [_malformed(kind, row, str(fault))]


def from_xml(xml: bytes) -> list[PortReceipt | Bill]:
    """The receipts in a message as customs wrote it, whatever door it came by; one with a fault where malformed."""
    try:
        message = read(xml, limit=_RAW_LIMIT)
        if message.kind in BILLS:
            return list(_bills(message))
        if message.kind not in _KEYS:
            raise _Fault(f"CEB{message.kind} is no receipt")
        return [_receipt(message.kind, document, {}) for document in message]
    except ReadRefused as refused:
        return [_malformed("", xml.hex(), str(refused), xml)]
    except _Fault as fault:
        return [_malformed("", xml.hex(), str(fault), xml)]


def published_in(rows: Iterable[Any]) -> set[str]:
    """The times of publishing that can be read."""
    times = (row.get("addtime") for row in rows if isinstance(row, dict))
    return {t for t in times if isinstance(t, str) and len(t) == 14 and _is_moment(t)}


def _message(kind: str, row: Any) -> Message:
    if not isinstance(row, dict):
        raise _Fault("the row is no object")
    raw = row.get("rawxml")
    try:
        return read(_from_base64(raw) if raw else _from_fields(kind, row), limit=_RAW_LIMIT)
    except (ReadRefused, BuildRefused) as refused:
        raise _Fault(storable(str(refused))) from refused


def _from_base64(raw: Any) -> bytes:
    if not isinstance(raw, str) or len(raw) > 2 * _RAW_LIMIT:
        raise _Fault("rawxml is no text, or too long")
    try:
        return base64.b64decode(raw, validate=True)
    except (ValueError, binascii.Error) as error:
        raise _Fault("rawxml is no base64") from error


def _from_fields(kind: str, row: dict[str, Any]) -> bytes:
    """The receipt's XML out of the row's lower-case fields: their table judges them as it judges XML."""
    values = {name.lower(): value for name, value in row.items() if isinstance(value, str) and value}
    values["returntime"] = values.get("returntime2", "")
    values.setdefault("guid", _NO_GUID)
    names = [part.name for part in table(kind).header.parts]
    head = {name: values[name.lower()] for name in names if name.lower() in values}
    return build(kind, [Document(head)], guid=_NO_GUID)


def _receipt(kind: str, document: Document, row: dict[str, Any]) -> PortReceipt:
    """Raises _Fault for a time that is none."""
    text, info = document.text, storable(document.text("returnInfo"))
    returned_at = text("returnTime")
    if not _is_moment(returned_at):
        raise _Fault("returnTime is no time")
    key = "|".join(text(name) for name in _KEYS[kind])
    status = text("returnStatus").strip()
    return PortReceipt(
        kind=kind,
        business_key=storable(key),
        status=storable(status),
        returned_at=returned_at,
        source_key=f"{kind}:{digest_of(key, status, returned_at, info)}",
        info=info,
        guid=_guid_of(row, info),
        message_id=key if kind == "900" else "",
        pre_no=storable(text("preNo")),
        list_number=storable(text("rkdNo" if kind == "712" else "invtNo")),
    )


def _bills(message: Message) -> Iterator[Bill]:
    """Raises _Fault for a time or an amount that is none."""
    for document in message:
        text = document.text
        if not _is_moment(text("returnTime")):
            raise _Fault("returnTime is no time")
        number, tax_no, status = text("invtNo"), text("taxNo"), text("status").strip()
        key = digest_of(number, tax_no, status, text("returnTime"), repr(document.lines))
        amounts = _amounts(document.head) if message.kind == "816" else {}
        yield Bill(
            kind=message.kind,
            list_number=storable(number),
            tax_no=storable(tax_no),
            status=storable(status),
            returned_at=text("returnTime"),
            source_key=f"{message.kind}:{key}",
            payment_book=storable(text("entDutyNo")),
            lines=tuple(
                BillLine(
                    int(str(line["gnum"])),
                    storable(str(line["gcode"])),
                    _amount(line, "taxPrice"),
                    **_amounts(line),
                )
                for line in document.lines
            ),
            **amounts,
        )


def _amounts(values: Mapping[str, Value]) -> dict[str, Decimal]:
    named = {"duty": "customsTax", "consumption_tax": "consumptionTax", "vat": "valueAddedTax"}
    return {ours: _amount(values, theirs) for ours, theirs in named.items()}


def _amount(values: Mapping[str, Value], name: str) -> Decimal:
    """Yuan to the fen. Fourteen digits are more than any bill of ours holds."""
    found = Decimal(str(values.get(name)).strip()).quantize(Decimal("0.01"))
    if abs(found) >= Decimal(10) ** 12:
        raise _Fault(f"{name} is too large")
    return found


def _malformed(kind: str, row: Any, fault: str, raw: bytes = b"") -> PortReceipt:
    """`raw`: what came, where it is not the row as JSON."""
    try:
        whole = json.dumps(row, sort_keys=True, default=str)
    except (ValueError, RecursionError):
        whole = repr(type(row))
    return PortReceipt(
        kind,
        "",
        "",
        "",
        f"{kind}:malformed:{digest_of(whole)}",
        fault=storable(fault)[:1000],
        raw=raw or whole.encode("utf-8", "replace"),
    )


def _guid_of(row: dict[str, Any], info: str) -> str:
    """The document's guid as the row names it, else as it stands in brackets in the port's text."""
    named = row.get("re_order_guid")
    if isinstance(named, str) and _GUID.fullmatch(named):
        return named.upper()
    found = _GUID_IN_TEXT.search(info)
    return found[1].upper() if found else ""


def digest_of(*parts: str) -> str:
    return hashlib.sha256("\x00".join(parts).encode("utf-8", "replace")).hexdigest()


def _is_moment(text: str) -> bool:
    try:
        moment(text)
    except (ValueError, OverflowError):
        return False
    return True


def storable(text: str) -> str:
    """Without what the database cannot hold."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
