"""Receipts (回执): the XML, the row the door shows, and when it may be seen."""

import base64
import json
from typing import Any

from lxml import etree

from simulators import clock
from simulators.port.intake.fields import FORMS, NAMESPACE
from simulators.port.office import Office
from simulators.port.types import Declared
from simulators.store import Row, pack

# fmt: off
ROW_KEYS = (
    "id", "msgtype", "orderno", "ebpcode", "ebccode", "paycode", "paytransactionid", "logisticscode",
    "logisticsno", "customscode", "agentcode", "copno", "preno", "invtno", "returnstatus", "returninfo",
    "returntime", "returntime2", "addtime", "re_order_guid", "trans_dxpid", "oricopmsgid", "orimessagetype",
    "operatorcode", "rkdno", "rawxml",
)
# fmt: on
_NODES = {
    "311": "OrderReturn",
    "411": "PaymentReturn",
    "511": "LogisticsReturn",
    "621": "InventoryReturn",
    "513": "LogisticsStatusReturn",
    "623": "InvtCancelReturn",
    "625": "InvtRefundReturn",
    "711": "DeliveryReturn",
}  # fmt: skip
_HEADS = {
    "311": ("ebpCode", "ebcCode", "orderNo"),
    "411": ("payCode", "payTransactionId"),
    "511": ("logisticsCode", "logisticsNo"),
    "621": ("customsCode", "ebpCode", "ebcCode", "agentCode", "copNo"),
    "513": ("logisticsCode", "logisticsNo", "logisticsStatus"),
    "623": ("customsCode", "agentCode", "ebpCode", "ebcCode", "copNo"),
    "625": ("customsCode", "agentCode", "ebpCode", "ebcCode", "copNo"),
    "711": ("customsCode", "operatorCode", "copNo"),
}
Fields = dict[str, str]


def publish(office: Office, paper: Declared, status: str, info: str) -> None:
    """One receipt, and what mischief makes of it."""
    receipt = FORMS[paper.kind].receipt
    fields = _fields(paper)
    number = office.store.count("receipt")
    if office.mischief("lose", number):
        return
    _write(office, receipt, paper, fields, (status, info), number)
    if office.mischief("duplicate", number):
        _write(office, receipt, paper, fields, (status, info), number, copy=1)
    if office.mischief("retime", number):
        _write(office, receipt, paper, fields, (status, info), number, copy=2, later=1.5)
    if office.mischief("unknown", number):
        strange = {name: _stranger(office, name, value, number) for name, value in fields.items()}
        _write(office, receipt, paper, strange, (status, info), number, copy=3, order_no="")


def _stranger(office: Office, name: str, value: str, number: int) -> str:
    """A business number nobody ever sent, as long as the true one."""
    if name not in ("orderNo", "payTransactionId", "logisticsNo", "copNo", "preNo"):
        return value
    return ("X" + office.dice.token("unknown", number).upper())[: len(value)]


def _fields(paper: Declared) -> Fields:
    fields = {name: paper.head[name] for name in _HEADS[paper.kind] if paper.head.get(name)}
    if paper.kind in ("623", "625"):
        fields |= {"preNo": paper.pre_no, "invtNo": paper.head["invtNo"]}
    if paper.kind == "711":
        fields["preNo"] = paper.pre_no
        if paper.invt_no:
            fields["rkdNo"] = paper.invt_no
    if paper.kind == "621":
        # a list without a number of its own is answered by the order's
        fields.setdefault("copNo", paper.order_no[:20])
        fields["preNo"] = paper.pre_no
        if paper.invt_no:
            fields["invtNo"] = paper.invt_no
    return fields


def _write(
    office: Office,
    receipt: str,
    paper: Declared,
    fields: Fields,
    said: tuple[str, str],
    number: int,
    *,
    copy: int = 0,
    later: float = 0.0,
    order_no: str | None = None,
) -> None:
    now = office.clock()
    guid = _guid(office, number)
    if office.mischief("lower_guid", number, copy):
        guid = guid.lower()
    moment = now + later
    body: Fields = {
        "guid": guid,
        **fields,
        "returnStatus": said[0],
        "returnTime": clock.compact_millis(moment),
    }
    xml = _xml(office, receipt, _NODES[paper.kind], {**body, "returnInfo": said[1]}, (number, copy))
    row = _row(receipt, fields, said, moment) | {"re_order_guid": paper.guid, "trans_dxpid": paper.dxp_id}
    office.store.insert(
        "receipts",
        kind=receipt,
        order_no=paper.order_no if order_no is None else order_no,
        dxp_id=paper.dxp_id,
        publish_at=now + _waiting(office, number, copy),
        row=pack(row),
        xml=xml,
    )


def _waiting(office: Office, number: int, copy: int) -> float:
    """Seconds until the receipt can be polled."""
    low, high = office.settings["mischief.delay_seconds"]
    seconds = 0.0
    if office.mischief("delay", number, copy):
        seconds += office.dice.between((low, high), "delay", number, copy)
    if office.mischief("reorder", number, copy):
        steps = office.settings["steps"]
        seconds += 2 * steps["default"][1] * office.settings["speed"] + 0.5
    return seconds


def _guid(office: Office, number: int) -> str:
    token = office.dice.token("guid", number).upper()
    return "-".join((token[:8], token[8:12], token[12:16], token[16:20], token[20:32]))


def _xml(office: Office, receipt: str, node: str, fields: Fields, what: tuple[int, int]) -> bytes:
    prefix = "ceb" if office.mischief("prefix", *what) else None
    # lxml takes None for the default namespace, its stubs do not say so
    spaces: Any = {prefix: NAMESPACE}
    root = etree.Element(f"{{{NAMESPACE}}}CEB{receipt}Message", nsmap=spaces)
    root.set("guid", fields["guid"])
    root.set("version", "1.0")
    parent = etree.SubElement(root, f"{{{NAMESPACE}}}{node}")
    for name, value in fields.items():
        etree.SubElement(parent, f"{{{NAMESPACE}}}{name}").text = (
            etree.CDATA(value) if name == "oriBizMessage" else value
        )
    xml = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return b"\xef\xbb\xbf" + xml if office.mischief("bom", *what) else xml


def _row(receipt: str, fields: Fields, said: tuple[str, str], moment: float) -> Row:
    row: Row = dict.fromkeys(ROW_KEYS)
    row.update({name.lower(): value for name, value in fields.items() if name.lower() in row})
    row.update(
        msgtype=f"CEB{receipt}Message",
        returnstatus=said[0],
        returninfo=said[1],
        returntime=round(moment * 1000),
        returntime2=clock.compact_millis(moment),
    )
    return row


def publish_900(office: Office, message: Row, reason: str, dxp_id: str) -> None:
    """The message failed the format check (CEB900): the original comes back in it."""
    number, now = office.store.count("receipt"), office.clock()
    kind = f"CEB{message['kind']}Message"
    fields = {
        "guid": _guid(office, number),
        "returnStatus": "-1",
        "returnInfo": f"报文格式校验失败[{reason}]"[:5000],
        "returnTime": clock.compact_millis(now),
        "oriCopMsgId": message["message_id"][:255],
        "oriMessageType": kind,
        "oriBizMessage": _printable(message["xml"]),
    }
    row = _row("900", fields, (fields["returnStatus"], fields["returnInfo"]), now)
    office.store.insert(
        "receipts",
        kind="900",
        order_no="",
        dxp_id=dxp_id,
        publish_at=now,
        row=pack(row | {"trans_dxpid": dxp_id}),
        xml=_xml(office, "900", "MessageReturn", fields, (number, 0)),
    )


def _printable(xml: bytes) -> str:
    """What XML can carry of the original: the end of a CDATA section and control characters have to go."""
    text = xml.decode("utf-8", "replace").replace("]]>", "]]&gt;")
    return "".join(sign for sign in text if sign in "\t\n\r" or sign.isprintable())


def poll(office: Office, receipt: str, dxp_id: str, since: float) -> list[Row]:
    """Rows published from `since` on, oldest first."""
    rows = office.store.rows(
        "SELECT * FROM receipts WHERE kind = ? AND publish_at >= ? AND publish_at <= ? AND ? IN ('', dxp_id) "
        "ORDER BY publish_at, id",
        receipt,
        since,
        office.clock(),
        dxp_id,
    )
    return [shown(row) for row in rows]


def shown(row: Row) -> Row:
    """A receipt as the door shows it."""
    content: dict[str, Any] = json.loads(row["row"])
    return content | {
        "id": row["id"],
        "addtime": clock.compact(row["publish_at"]),
        "rawxml": base64.b64encode(row["xml"]).decode(),
    }
