"""Doors that take a form under a md5 sign: `userid`, `timestamp`, `sign` = md5(userid + password + timestamp).

Two of this family: one is asked for news (Ningbo, 跨境购), one pushes its receipts to us (Nanjing).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from lxml import etree

from customs.messages.parsing import parse
from customs.messages.times import BEIJING
from customs.ports.doors.http import ANSWER_LIMIT, PAGE_LIMIT, TOO_LARGE, ask, session
from customs.ports.face import Door
from customs.ports.haikou.receipts import digest_of, from_xml, storable
from customs.types import Bill, DoorShut, Letter, Page, PortAway, PortReceipt, PortRefused, PushRefused

DRIFT = timedelta(minutes=20)
_DSAPI = "/dsapi/dsapi.do"
_PAGES = 50
# What the platform's own states mean in the official words; unknown ones go on as they are. Declared for inspection
# and passed by it (11, 12: 报检已申报, 报检已放行) come before the declaration to customs (21); sampled is 14 alone.
_STATES = {
    "00": "1", "01": "1", "02": "1", "03": "1", "11": "3", "12": "3", "13": "100", "14": "500", "21": "120",
    "22": "399", "23": "100", "24": "800", "25": "100", "99": "899",
}  # fmt: skip


def sign(user: str, password: str, timestamp: str) -> str:
    return hashlib.md5(f"{user}{password}{timestamp}".encode(), usedforsecurity=False).hexdigest()


# Words by which a door speaks of us and not of the message. What it says otherwise is taken to be of the message.
_OF_US = (
    "签名", "验签", "解密", "密码", "密钥", "用户", "账号", "帐号", "时间戳", "超时", "过期",
    "未备案", "未授权", "权限", "关区代码",
    "sign", "password", "userid", "timestamp", "expired", "unauthor", "forbidden",
)  # fmt: skip


def refusal(says: str) -> PortAway | PortRefused:
    """DoorShut where the door speaks of our sign, user, clock or right to come in; PortRefused of a message."""
    lower = says.lower()
    return DoorShut(says) if any(word in lower for word in _OF_US) else PortRefused(says)


class _Form:
    def __init__(self, door: Door) -> None:
        self.door = door
        self._session = session()

    def _signed(self, now: datetime) -> dict[str, str]:
        user, password = self.door.secret("userid"), self.door.secret("password")
        timestamp = now.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")
        return {"userid": user, "timestamp": timestamp, "sign": sign(user, password, timestamp)}

    def _post(self, path: str, limit: int, values: Mapping[str, str]) -> etree._Element:
        """The answer's header. Raises PortAway where it cannot be read, DoorShut or PortRefused for a clear F."""
        url = self.door.endpoint.rstrip("/") + path
        form = {**self._signed(datetime.now(BEIJING)), **values}
        status, body = ask(self._session, "POST", url, limit, data=form)
        if status == TOO_LARGE:
            raise PortRefused("413: larger than the gateway takes")
        root = parse(body, limit=limit).root if status == 200 else None
        header = root.find("Header") if root is not None and etree.QName(root).localname != "html" else None
        if root is None or header is None:
            raise PortAway(f"answered {status}")
        result = (header.findtext("Result") or header.findtext("result") or "").strip()
        if result == "F":
            raise refusal((header.findtext("ResultMsg") or header.findtext("resultMsg") or "F")[:300])
        if result != "T":
            raise PortAway("the answer says neither T nor F")
        return root


class FormPoll(_Form):
    """Ningbo's family: news of lists is asked for by time of change, a thousand a page, in the platform's states."""

    code = "form_md5"

    def send(self, letter: Letter) -> None:
        self._post(
            _DSAPI,
            ANSWER_LIMIT,
            {
                "msgtype": f"CEB{letter.kind}Message",
                "customs": self.door.secret("customs"),
                "msgid": letter.message_id,
                "xmlstr": letter.xml.decode(),
            },
        )

    def poll(self, since: str) -> Page:
        found: list[PortReceipt | Bill] = []
        newest = ""
        for number in range(1, _PAGES + 1):
            root = self._post(_DSAPI, PAGE_LIMIT, self._question(since, number))
            rows = root.findall("Body/Mft")
            found += [row_of(row) for row in rows]
            newest = max([newest, *(_time(row)[:14] for row in rows)])
            if root.findtext("Header/NextPage") != "T":
                break
        return Page(tuple(found), newest)

    def _question(self, since: str, number: int) -> dict[str, str]:
        return {
            "msgtype": "cnec_jh_decl_byupdatetime",
            "customs": self.door.secret("customs"),
            "xmlstr": f"<Message><Header><UpdateTime>{since}</UpdateTime>"
            f"<PageIndex>{number}</PageIndex></Header></Message>",
        }


def _time(row: etree._Element) -> str:
    return "".join(sign for sign in row.findtext("UpdateTime") or "" if sign.isdigit())[:17]


def row_of(row: etree._Element) -> PortReceipt:
    """One list's news; with a fault where it cannot be read."""
    number, status, at = row.findtext("CopNo") or "", (row.findtext("Status") or "").strip(), _time(row)
    info = storable(row.findtext("Info") or "")[:1000]
    key = f"622:form:{digest_of(number, status, at, info)}"
    try:
        datetime.strptime(at[:14], "%Y%m%d%H%M%S")
    except ValueError:
        return PortReceipt(
            "622", "", "", "", key, fault="UpdateTime is no time", raw=etree.tostring(row, with_tail=False)
        )
    return PortReceipt(
        kind="622",
        business_key=storable(number),
        status=storable(_STATES.get(status, status)),
        returned_at=at.ljust(17, "0"),
        source_key=key,
        info=info or f"[Code:{storable(status)};Desc:]",
        pre_no=storable(row.findtext("MftNo") or "")[:18],
        list_number=storable(row.findtext("InvtNo") or "")[:18],
    )


class FormPush(_Form):
    """Nanjing's family: a form out, and a form of the same make comes in with each receipt."""

    code = "http_push"

    def send(self, letter: Letter) -> None:
        self._post(
            "/receive",
            ANSWER_LIMIT,
            {
                "decltype": "C",
                "msgtype": f"CEB{letter.kind}Message",
                "copMsgId": letter.message_id,
                "msg": base64.b64encode(letter.xml).decode(),
                "extrainfo": "",
            },
        )

    def poll(self, since: str) -> Page:
        """Nothing to ask: it comes by itself."""
        return Page(())

    def receive(self, body: Mapping[str, str], now: datetime) -> tuple[PortReceipt | Bill, ...]:
        user, password, said = (
            self.door.secret("userid"),
            self.door.secret("password"),
            body.get("timestamp", ""),
        )
        wanted = sign(user, password, said)
        known = hmac.compare_digest(wanted.encode(), body.get("sign", "").lower().encode())
        if body.get("userid") != user or not known:
            raise PushRefused("sign")
        if not _near(said, now):
            raise PushRefused("timestamp")
        return tuple(from_xml(decoded(body.get("msg", ""))))

    def answered(self, taken: bool, why: str) -> str:
        return _header({"result": "T" if taken else "F", "resultMsg": why})


def _near(said: str, now: datetime) -> bool:
    try:
        at = datetime.strptime(said, "%Y-%m-%d %H:%M:%S").replace(tzinfo=BEIJING)
    except ValueError:
        return False
    return abs(at - now) <= DRIFT


def decoded(text: str) -> bytes:
    """Raises PushRefused."""
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except ValueError as error:
        raise PushRefused("no base64") from error


def _header(values: dict[str, Any]) -> str:
    root = etree.Element("Message")
    header = etree.SubElement(root, "Header")
    for name, value in values.items():
        etree.SubElement(header, name).text = value
    return etree.tostring(root, encoding="unicode")
