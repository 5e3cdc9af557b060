"""Two doors that take a form: one pushes back (`/receive`), one is asked (`/dsapi/dsapi.do`)."""

import base64
import hashlib
import re
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

import requests

from simulators.clock import beijing, from_compact
from simulators.port import boxes, door, receipts
from simulators.port.intake.envelope import Envelope
from simulators.port.intake.fields import FORMS
from simulators.port.office import Office
from simulators.store import Row
from simulators.web.routing import DROP, Request, Response, page

_PAGE = 1000
_OWN = {
    "1": "00",
    "2": "00",
    "3": "00",
    "120": "21",
    "300": "21",
    "399": "22",
    "500": "14",
    "800": "24",
    "899": "99",
}


def sign(user: str, password: str, timestamp: str) -> str:
    return hashlib.md5(f"{user}{password}{timestamp}".encode()).hexdigest()


def take_pushed(office: Office, request: Request) -> Response:
    """Nanjing's family."""
    form = request.form()
    box = _box(office, "push", form)
    if box is None:
        return _header("F", "签名错误", upper=False)
    try:
        xml = base64.b64decode(form.get("msg", ""), validate=True)
    except ValueError:
        return _header("F", "报文不是base64", upper=False)
    return _lay_down(office, form, form.get("copMsgId", ""), xml, upper=False)


def take_asked(office: Office, request: Request) -> Response:
    """Ningbo's family: messages and questions by one address."""
    form = request.form()
    box = _box(office, "form", form)
    if box is None:
        return _header("F", "签名错误")
    if form.get("customs") != box.get("customs"):
        return _header("F", "关区代码错误")
    if form.get("msgtype") == "cnec_jh_decl_byupdatetime":
        return _news(office, box, form.get("xmlstr", ""))
    return _lay_down(office, form, form.get("msgid", ""), form.get("xmlstr", "").encode())


def push(office: Office, box: dict[str, Any], xml: bytes, row: Row) -> bool:
    """The same form, the other way."""
    timestamp = _now(office)
    form = {
        "userid": box["userid"],
        "timestamp": timestamp,
        "sign": sign(box["userid"], box["password"], timestamp),
        "msgtype": f"CEB{row['kind']}Message",
        "msg": base64.b64encode(xml).decode(),
    }
    return b"<result>T</result>" in posted(box, form)


def posted(box: dict[str, Any], form: dict[str, str]) -> bytes:
    """Names that end in .localhost are this machine, as browsers have it; empty where nobody answers."""
    try:
        headers = {"Host": box["host"]} if box.get("host") else {}
        answer = requests.post(box["target"], data=form, headers=headers, timeout=5, allow_redirects=False)
    except requests.RequestException:
        return b""
    return answer.content if answer.status_code == 200 else b""


def _box(office: Office, kind: str, form: dict[str, str]) -> dict[str, Any] | None:
    """The tenant, where the sign is theirs and the clock within twenty minutes."""
    box = boxes.find(office.store, kind, userid=form.get("userid", ""))
    said = form.get("timestamp", "")
    if box is None or form.get("sign") != sign(box["userid"], box["password"], said):
        return None
    try:
        at = datetime.strptime(said, "%Y-%m-%d %H:%M:%S")
    except ValueError:
        return None
    now = beijing(office.clock()).replace(tzinfo=None)
    return box if abs((at - now).total_seconds()) <= 1200 else None


def _lay_down(
    office: Office, form: dict[str, str], number: str, xml: bytes, *, upper: bool = True
) -> Response:
    kind = re.fullmatch(r"CEB(\d{3})Message", form.get("msgtype", ""))
    if not number or not kind or kind[1] not in FORMS:
        return _header("F", "报文类型错误", upper=upper)
    word = door.lay_on_counter(office, Envelope(number, kind[1], form["userid"], "PORT", xml))
    if word == "html":
        return page(door.ERROR_PAGE)
    if word in ("refuse", "lost"):
        return DROP
    return _header("T", "", upper=upper) if word == "OK" else _header("F", "报文编号重复", upper=upper)


def _news(office: Office, box: dict[str, Any], question: str) -> Response:
    if office.mischief("poll_error", "poll", office.store.count("polls")):
        return page(door.ERROR_PAGE, 503)
    since = re.search(r"<UpdateTime>(\d{14})</UpdateTime>", question)
    number = int((re.search(r"<PageIndex>(\d+)</PageIndex>", question) or ["", "1"])[1])
    rows = receipts.poll(office, "622", box["dxp_id"], from_compact(since[1]) if since else 0.0)
    shown = rows[(number - 1) * _PAGE : number * _PAGE]
    body = "".join(_mft(row) for row in shown)
    more = "T" if len(rows) > number * _PAGE else "F"
    head = f"<Header><Result>T</Result><ResultMsg/><NextPage>{more}</NextPage></Header>"
    xml = f"<Message>{head}<Body>{body}</Body></Message>"
    return Response(xml.encode(), content_type="text/xml; charset=utf-8")


def _mft(row: Row) -> str:
    status = str(row["returnstatus"])
    own = _OWN.get(status) or ("23" if status == "100" or status.startswith("-") else status)
    fields = {
        "CopNo": row["copno"],
        "MftNo": row["preno"],
        "InvtNo": row["invtno"],
        "Status": own,
        "Info": row["returninfo"],
        "UpdateTime": row["returntime2"],
    }
    return "<Mft>" + "".join(f"<{k}>{escape(str(v or ''))}</{k}>" for k, v in fields.items()) + "</Mft>"


def _header(result: str, says: str, *, upper: bool = True) -> Response:
    names = ("Result", "ResultMsg") if upper else ("result", "resultMsg")
    inner = f"<{names[0]}>{result}</{names[0]}><{names[1]}>{escape(says)}</{names[1]}>"
    return Response(
        f"<Message><Header>{inner}</Header></Message>".encode(), content_type="text/xml; charset=utf-8"
    )


def _now(office: Office) -> str:
    return beijing(office.clock()).strftime("%Y-%m-%d %H:%M:%S")
