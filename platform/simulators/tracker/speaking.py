"""What it says: the state of each step in the vendor's numbers, signatures, the shape of a result."""

import hashlib
import json
from typing import Any

from simulators.clock import beijing
from simulators.store import Row, pack
from simulators.web.routing import RefusedError

# (statusCode, status) by the word of the carrier that is asked behind it
STATES = {
    "PICKUP": ("103", "已揽收"), "TRANSIT": ("1002", "干线"), "DELIVER": ("5", "派件"), "STORED": ("501", "投柜或驿站"),
    "SIGN": ("301", "本人签收"), "REFUSED": ("14", "拒签"), "RETURN": ("6", "退回"), "FAILED": ("2", "疑难"),
    "HELD": ("208", "滞留"), "LOST": ("2", "疑难"), "FOUND": ("0", "在途"),
}  # fmt: skip


def md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest().upper()


def result(company: str, number: str, events: list[Row]) -> dict[str, Any]:
    """`lastResult`: the whole way, newest first."""
    data = [_step(event) for event in reversed(events)]
    state = data[0]["statusCode"] if data else "0"
    main = {"301": "3", "103": "1", "1002": "0", "501": "5", "208": "2"}.get(state, state)
    return {
        "message": "ok", "state": main, "status": "200", "condition": "", "ischeck": str(int(main == "3")),
        "com": company, "nu": number, "data": data,
    }  # fmt: skip


def _step(event: Row) -> Row:
    code, status = STATES.get(event["code"], ("0", "在途"))
    at = f"{beijing(event['at']):%Y-%m-%d %H:%M:%S}"
    context = f"[{event['place']}] {status}，快递员王师傅 13700000000"
    return {
        "time": at, "ftime": at, "context": context, "areaName": event["place"], "statusCode": code, "status": status,
    }  # fmt: skip


def push_form(salt: str, status: str, message: str, last: dict[str, Any]) -> dict[str, str]:
    param = pack(
        {"status": status, "billstatus": "", "message": message, "autoCheck": "0", "lastResult": last}
    )
    return {"param": param, "sign": md5(param + salt)}


def param_of(form: dict[str, str]) -> Row:
    try:
        found = json.loads(form.get("param", ""))
    except ValueError as problem:
        raise RefusedError("param is no JSON") from problem
    if not isinstance(found, dict):
        raise RefusedError("param is no object")
    return found
