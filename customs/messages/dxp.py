"""The envelope of the exchange platform (DxpMsg, 终端节点报文): what carries a message over a queue or a folder.

Names are the official ones, misspelt as they are (`CreatTime`, `RecevierId`). Read with the same care as any bytes
from outside.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from lxml import etree

from customs.messages.parsing import READ_LIMIT, parse
from customs.messages.times import BEIJING
from customs.messages.types import Finding, ReadRefused

DXP = "http://www.chinaport.gov.cn/dxp"
CUSTOMS_IMPORT = "DXPEDCCEB0000002"
"""总署跨境进口: whom import messages are for, and whom their receipts come from."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """`data`: the message inside."""

    message_id: str
    sender: str
    receivers: tuple[str, ...]
    kind: str
    created: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """DxpRep: what the platform itself says of a message (0001 ... 3999)."""

    message_id: str
    code: str
    info: str


def wrap(xml: bytes, *, message_id: str, kind: str, sender: str, receiver: str, at: datetime) -> bytes:
    """The same letter makes the same envelope. `kind`: "311"; `at`: when the message was made."""
    root = etree.Element(f"{{{DXP}}}DxpMsg", nsmap={"dxp": DXP}, ver="1.0")
    head = _add(root, "TransInfo")
    _add(head, "CopMsgId", message_id)
    _add(head, "SenderId", sender)
    _add(_add(head, "ReceiverIds"), "ReceiverId", receiver)
    _add(head, "CreatTime", at.astimezone(BEIJING).strftime("%Y-%m-%dT%H:%M:%S"))
    _add(head, "MsgType", f"CEB{kind}Message")
    _add(root, "Data", base64.b64encode(xml).decode())
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def unwrap(data: bytes, *, limit: int = 2 * READ_LIMIT) -> Envelope | Answer:
    """Raises ReadRefused, and nothing else, for bytes that are no envelope."""
    parsed = parse(data, limit=limit)
    if parsed.root is None:
        raise ReadRefused((parsed.refused,) if parsed.refused else ())
    root = parsed.root
    if root.tag == f"{{{DXP}}}DxpMsg":
        return _envelope(root)
    if root.tag == f"{{{DXP}}}DxpRep":
        return _answer(root)
    raise _refused("unknown_message", name=str(root.tag)[:60])


def _envelope(root: etree._Element) -> Envelope:
    text = _texts(root, "TransInfo")
    body = root.find(f"{{{DXP}}}Data")
    try:
        data = base64.b64decode("".join((body.text or "").split() if body is not None else ()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise _refused("not_well_formed", reason="Data is no base64") from error
    receivers = root.findall(f"{{{DXP}}}TransInfo/{{{DXP}}}ReceiverIds/{{{DXP}}}ReceiverId")
    return Envelope(
        message_id=text("CopMsgId")[:255],
        sender=text("SenderId")[:30],
        receivers=tuple((node.text or "").strip()[:30] for node in receivers[:5]),
        kind=text("MsgType")[:30],
        created=text("CreatTime")[:30],
        data=data,
    )


def _answer(root: etree._Element) -> Answer:
    original, said = _texts(root, "OriHead"), _texts(root, "Response")
    return Answer(original("CopMsgId")[:255], said("ResponseCode")[:9], said("ResponseInfo")[:1000])


def _texts(root: etree._Element, part: str) -> Callable[[str], str]:
    """The texts of a part's children, empty where absent."""
    found = root.find(f"{{{DXP}}}{part}")

    def text(name: str) -> str:
        return str((found.findtext(f"{{{DXP}}}{name}") if found is not None else None) or "").strip()

    return text


def _add(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    node = etree.SubElement(parent, f"{{{DXP}}}{name}")
    node.text = text
    return node


def _refused(rule: str, **facts: object) -> ReadRefused:
    return ReadRefused((Finding("", rule, facts),))
