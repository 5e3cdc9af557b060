"""Notices sent on command: true ones again, or forged ones, to see who believes them."""

import json

from simulators import keys
from simulators.gateway import notices
from simulators.gateway.house import House
from simulators.gateway.payments import find, transaction
from simulators.store import Row, pack
from simulators.web.routing import RefusedError, asked

FORGERIES = ("signature", "amount", "key", "serial")


def send(house: House, body: Row) -> list[str]:
    """Statuses of the answers.

    `signature`: signed by a stranger under the platform's serial; `serial`: by a stranger under a strange
    serial; `key`: sealed with another APIv3 key; `amount`: truly signed, another amount.
    """
    mchid, out_trade_no = asked(body, "mchid", "out_trade_no")
    forge, repeat = body.get("forge"), body.get("repeat", 1)
    if forge is not None and forge not in FORGERIES:
        raise RefusedError(f"forge must be one of {', '.join(FORGERIES)}")
    if not isinstance(repeat, int) or not 1 <= repeat <= 100:
        raise RefusedError("repeat must be 1 to 100")
    payment, merchant = find(house, mchid, out_trade_no), house.merchant(mchid)
    if payment is None or merchant is None:
        raise RefusedError("no such payment", 404)
    notice = _notice(house, payment)
    value = json.loads(notice["resource"])["value"]
    if forge == "amount":
        value = _with_amount(value, body.get("amount", 1))
    apiv3_key = "0" * 32 if forge == "key" else merchant["apiv3_key"]
    content = notices.body_of(house, notice, apiv3_key, value)
    pair, serial = house.platform, house.platform.serial
    if forge in ("signature", "serial"):
        pair = keys.make("stranger", "stranger")
        serial = pair.serial if forge == "serial" else serial
    return [notices.send(house, notice["url"], content, pair, serial) for _ in range(repeat)]


def _notice(house: House, payment: Row) -> Row:
    """The payment's own notice, or what it would be: an unpaid order is told as paid."""
    sql = "SELECT * FROM notices WHERE mchid = ? AND out_trade_no = ? AND event_type = ? LIMIT 1"
    known = house.store.row(sql, payment["mchid"], payment["out_trade_no"], "TRANSACTION.SUCCESS")
    if known:
        return known
    now = house.clock()
    told = {
        **payment,
        "trade_state": "SUCCESS",
        "success_at": now,
        "transaction_id": "4200000000000000000000000000",
    }
    return {
        "notice_id": house.dice.token("forged", payment["id"]),
        "event_type": "TRANSACTION.SUCCESS",
        "url": json.loads(payment["asked"])["notify_url"],
        "resource": pack({"kind": "transaction", "value": transaction(told)}),
        "created_at": now,
    }


def _with_amount(value: Row, amount: object) -> Row:
    if isinstance(amount, bool) or not isinstance(amount, int):
        raise RefusedError("amount must be a whole number of fen")
    return {**value, "amount": {**value["amount"], "total": amount, "payer_total": amount}}
