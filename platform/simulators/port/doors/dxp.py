"""The exchange platform's envelope (DxpMsg), opened and closed by the port."""

import base64
import binascii
import re
from datetime import datetime

from lxml import etree

from simulators.clock import beijing
from simulators.port import door
from simulators.port.intake.envelope import Envelope
from simulators.port.intake.fields import FORMS
from simulators.port.office import Office

NAMESPACE = "http://www.chinaport.gov.cn/dxp"
CUSTOMS = "DXPEDCCEB0000002"
_HEAD = f"{{{NAMESPACE}}}TransInfo"


class EnvelopeError(Exception):
    """`code` of the platform's table 7-1, and the sender's number as far as it was told."""

    def __init__(self, code: str, info: str, message_id: str = "", sender: str = "") -> None:
        super().__init__(info)
        self.code, self.info, self.message_id, self.sender = code, info, message_id, sender


def opened(data: bytes) -> Envelope:
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as problem:
        raise EnvelopeError("0001", "报文格式错误") from problem
    head = root.find(_HEAD)
    if root.tag != f"{{{NAMESPACE}}}DxpMsg" or head is None:
        raise EnvelopeError("0002", "数据包不能通过 schema 验证")

    def text(name: str) -> str:
        return str(head.findtext(f".//{{{NAMESPACE}}}{name}") or "").strip()

    number, sender = text("CopMsgId"), text("SenderId")
    if text("ReceiverId") != CUSTOMS:
        raise EnvelopeError("2001", "指定的接收方不存在", number, sender)
    kind = re.fullmatch(r"CEB(\d{3})Message", text("MsgType"))
    if not number or not kind or kind[1] not in FORMS:
        raise EnvelopeError("0002", "数据包不能通过 schema 验证", number, sender)
    try:
        xml = base64.b64decode("".join((root.findtext(f"{{{NAMESPACE}}}Data") or "").split()), validate=True)
    except (binascii.Error, ValueError) as problem:
        raise EnvelopeError("0001", "报文格式错误", number, sender) from problem
    return Envelope(number, kind[1], sender, CUSTOMS, xml)


def take(office: Office, data: bytes) -> tuple[bool, bytes]:
    """Whether the envelope may leave the queue or folder, and what the platform answers at once, if anything."""
    try:
        envelope = opened(data)
    except EnvelopeError as problem:
        return True, refusal(office, problem)
    word = door.lay_on_counter(office, envelope)
    if word == "conflict":
        return True, refusal(
            office, EnvelopeError("2999", "报文编号重复", envelope.message_id, envelope.sender)
        )
    # lost: it lies on the counter, and comes a second time because nobody noted that it did
    return word == "OK", b""


def closed(office: Office, xml: bytes, kind: str, number: str, receiver: str) -> bytes:
    root = etree.Element(f"{{{NAMESPACE}}}DxpMsg", nsmap={None: NAMESPACE}, ver="1.0")  # type: ignore[dict-item]
    head = _add(root, "TransInfo")
    _add(head, "CopMsgId", number)
    _add(head, "SenderId", CUSTOMS)
    _add(_add(head, "ReceiverIds"), "ReceiverId", receiver)
    _add(head, "CreatTime", beijing(office.clock()).strftime("%Y-%m-%dT%H:%M:%S"))
    _add(head, "MsgType", f"CEB{kind}Message")
    _add(root, "Data", base64.b64encode(xml).decode())
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def refusal(office: Office, problem: EnvelopeError) -> bytes:
    """DxpRep."""
    root = etree.Element(f"{{{NAMESPACE}}}DxpRep", nsmap={"dxp": NAMESPACE}, ver="1.0")
    _add(root, "RecevierId", problem.sender)
    said = _add(root, "Response")
    _add(said, "ResponseCode", problem.code)
    _add(said, "ResponseInfo", problem.info)
    at: datetime = beijing(office.clock())
    _add(root, "NoticeTime", f"{at:%Y-%m-%d}")
    _add(_add(root, "OriHead"), "CopMsgId", problem.message_id)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _add(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    node = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
    node.text = text
    return node
