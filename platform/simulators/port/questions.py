"""Customs asks for the original payment data of an order (announcement 179), takes the answer and judges it."""

import base64
import json
import re
from typing import Any

import requests
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from simulators import sm2
from simulators.port.office import Office
from simulators.store import Row
from simulators.web.routing import Request, Response, answer

_HEAD = ("guid", "initalRequest", "initalResponse", "ebpCode", "payCode", "payTransactionId", "totalAmount", "currency",
         "verDept", "payType", "tradingTime", "note")  # fmt: skip
_SHAPES = {
    "quoted": '"sessionID":"{0}"||"payExchangeInfoHead":"{1}"||"payExchangeInfoLists":"{2}"||"serviceTime":"{3}"',
    "bare": '"sessionID":"{0}"||"payExchangeInfoHead":{1}||"payExchangeInfoLists":{2}||"serviceTime":{3}',
}
_PARTS = re.compile(
    r'^\{"sessionID":"([^"]*)","payExchangeInfoHead":(\{.*\}),"payExchangeInfoLists":(\[.*\]),"serviceTime":"(\d+)",'
    r'"certNo":"([^"]*)","signValue":"([^"]*)"\}$',
    re.DOTALL,
)


def perhaps(office: Office, order_no: str) -> None:
    """Customs asks at random for what it released."""
    if office.settings["questions.target"] and office.dice.hits(
        office.settings["questions.chance"], "ask", order_no
    ):
        office.store.run(
            "INSERT OR IGNORE INTO questions (session, order_no, asked_at, heard) VALUES (?, ?, ?, 'due')",
            office.dice.token("session", order_no).upper(),
            order_no,
            office.clock(),
        )


def work(office: Office) -> bool:
    """Asks what is due; outside of any transaction."""
    rows = office.store.rows("SELECT * FROM questions WHERE heard = 'due' LIMIT 5")
    for row in rows:
        _say(office, row)
    return bool(rows)


def ask(office: Office, order_no: str) -> Row:
    session = office.dice.token("session", order_no, office.store.count("questions")).upper()
    row = {"session": session, "order_no": order_no}
    office.store.insert("questions", **row, asked_at=office.clock(), heard="due")
    _say(office, row)
    return office.store.row("SELECT * FROM questions WHERE session = ?", session) or row


def _say(office: Office, row: Row) -> None:
    settings = office.settings["questions"]
    question = {
        "orderNo": row["order_no"],
        "sessionID": row["session"],
        "serviceTime": int(office.clock() * 1000),
    }
    headers = {"Host": settings["host"]} if settings["host"] else {}
    try:
        said = requests.post(
            settings["target"], data={"openReq": json.dumps(question)}, headers=headers, timeout=5
        )
        heard = str(said.json().get("code"))
    except (requests.RequestException, ValueError):
        heard = "nobody"
    office.store.run("UPDATE questions SET heard = ? WHERE session = ?", heard, row["session"])


def take(office: Office, request: Request) -> Response:
    """`realTimeDataUpload`."""
    text = request.form().get("payExInfoStr", "")
    verdict = _judge(office, text)
    session = (_PARTS.match(text) or ["", ""])[1]
    office.store.run(
        "UPDATE questions SET verdict = ?, body = ?, answered_at = ? WHERE session = ? AND verdict != 'ok'",
        verdict,
        text,
        office.clock(),
        session,
    )
    good = verdict == "ok"
    body = {"code": "10000" if good else "20000", "message": "上传成功" if good else verdict, "total": 0}
    return answer(body | {"serviceTime": int(office.clock() * 1000)})


def _judge(office: Office, text: str) -> str:
    parts = _PARTS.match(text)
    if parts is None:
        return "报文格式错误"
    session, head_text, lists_text, at, number, value = parts.groups()
    question = office.store.row("SELECT * FROM questions WHERE session = ?", session)
    if question is None:
        return "sessionID不存在"
    try:
        head, lists = json.loads(head_text), json.loads(lists_text)
    except ValueError:
        return "报文格式错误"
    wanted = _SHAPES[office.settings["questions.variant"]].format(session, head_text, lists_text, at)
    if not _holds(office, number, value, wanted.encode()):
        return "验签失败"
    if tuple(head) != _HEAD or not isinstance(head["totalAmount"], int | float):
        return "支付原始数据表头错误"
    return _orders(office, question, head, lists)


def _orders(office: Office, question: Row, head: dict[str, Any], lists: list[dict[str, Any]]) -> str:
    """Every order that the payment covers, and their sum."""
    rows = office.store.rows("SELECT head FROM documents WHERE kind = '411' AND state = 'standing'")
    covered = [json.loads(row["head"]) for row in rows]
    covered = [paid for paid in covered if paid["payTransactionId"] == head["payTransactionId"]]
    if {paid["orderNo"] for paid in covered} != {each["orderNo"] for each in lists}:
        return "订单与原支付不符"
    if question["order_no"] not in {each["orderNo"] for each in lists}:
        return "未包含所查订单"
    if f"{sum(float(paid['amountPaid']) for paid in covered):.2f}" != f"{head['totalAmount']:.2f}":
        return "金额不符"
    late = office.clock() - question["asked_at"] > office.settings["questions.within"]
    return "超时" if late else "ok"


def _holds(office: Office, number: str, value: str, data: bytes) -> bool:
    """By any registered certificate of that number."""
    for row in office.store.rows("SELECT pem FROM certificate_texts WHERE serial = ?", number):
        certificate = x509.load_pem_x509_certificate(row["pem"].encode())
        signature, point = base64.b64decode(value), sm2.point_of(certificate)
        if point is not None:
            return sm2.verify(point, signature, data)
        key = certificate.public_key()
        assert isinstance(key, rsa.RSAPublicKey)
        try:
            key.verify(signature, data, padding.PKCS1v15(), hashes.SHA1())
        except InvalidSignature:
            return False
        return True
    return False
