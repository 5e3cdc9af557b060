"""Answer customs' question (realTimeDataUpload): every order of the payment, signed, to the configured address only."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from customs.messages.signature import serial_of
from customs.messages.times import stamp
from customs.models import DataRequest, PaymentPush, PortAccount
from customs.ports.doors.http import ask, session
from customs.services.original_data.strings import Upload, listed, written
from customs.services.preparing import new_guid
from customs.services.signing import ready_signer
from customs.types import CustomsError, NoPort, PortAway
from orders.models import Package
from tenancy.models import MallSecret
from tenancy.vault import secrets

_PATH = "/ceb2grab/grab/realTimeDataUpload"
_DEPARTMENTS = {"UNIONPAY": "1", "NETSUNION": "2"}
_AGAIN = timedelta(seconds=20)
_MOST_TRIES = 12


def keep_settings(*, endpoint: str, port: str, variant: str = "quoted", link: str = "") -> None:
    """Where to answer, whose signer at which port signs, how the string is written, where goods are shown.

    `link`: an address with {slug} in it. Raises ValueError for an unknown variant or no http(s) address.
    """
    from customs.services.original_data.strings import VARIANTS

    if variant not in VARIANTS or not endpoint.startswith(("http://", "https://")):
        raise ValueError("an http(s) address and a known variant are wanted")
    values = {"endpoint": endpoint, "port": port, "variant": variant, "link": link}
    secrets.put(name="customs.179", value=json.dumps(values))


def answer_request(*, request_id: int, now: datetime) -> bool:
    """Whether customs took it. What fails is tried again by the round, until it is given up and shown as failed.

    Raises NoPort without settings, SignerBusy, SignerAway, HeldBack.
    """
    row = DataRequest.objects.get(pk=request_id)
    settings = _settings()
    account = PortAccount.objects.filter(port=settings["port"]).first()
    if account is None:
        raise NoPort()
    upload, orders = _upload(row, account, settings["link"], now)
    signer = ready_signer(account.port, documents=1, now=now)
    value = base64.b64encode(signer.sign_text(upload.to_sign(settings["variant"]).encode())).decode()
    text = upload.sent(serial_of(signer.certificate), value)
    code, says = _post(settings["endpoint"], text)
    _note(row, code, says, orders, text, now)
    return code == "10000"


def _settings() -> dict[str, str]:
    try:
        return dict(json.loads(secrets.get("customs.179")))
    except MallSecret.DoesNotExist as error:
        raise NoPort() from error


class NoPayment(CustomsError):
    code = "no_payment"
    message = _("No payment of this order is kept.")


def _upload(row: DataRequest, account: PortAccount, link: str, now: datetime) -> tuple[Upload, list[str]]:
    package = Package.objects.get(number=row.order_no)
    payment = package.payments.filter(state__in=("paid", "refunded")).order_by("-pk").first()
    if payment is None:
        raise NoPayment()
    of_payment = type(payment).objects.filter(transaction_id=payment.transaction_id, gateway=payment.gateway)
    packages = list(
        Package.objects.filter(payments__in=of_payment)
        .prefetch_related("lines")
        .distinct()
        .order_by("number")
    )
    total = sum((each.amount for each in of_payment if each.state in ("paid", "refunded")), Decimal())
    request, response = _exchange(payment)
    pushed = PaymentPush.objects.filter(package__in=packages).exclude(department_trade_id="").first()
    head = {
        "guid": new_guid(),
        "initalRequest": request,
        "initalResponse": response,
        "ebpCode": account.platform_code,
        "payCode": account.payer_code,
        "payTransactionId": pushed.department_trade_id if pushed else payment.transaction_id,
        "totalAmount": total,
        "currency": "142",
        "verDept": _DEPARTMENTS.get(pushed.department, "3") if pushed else "3",
        "payType": "4",
        "tradingTime": stamp(payment.paid_at or now),
        "note": "",
    }
    lists = [_order(each, account, link) for each in packages]
    moment = int(now.timestamp() * 1000)
    return Upload(row.session, written(head), listed(lists), moment), [each.number for each in packages]


def _exchange(payment: Any) -> tuple[str, str]:
    """The request to the payment company and its answer, restated from what is kept of them."""
    fen = int(payment.amount * 100)
    asked = {"out_trade_no": payment.number, "amount": {"total": fen, "currency": "CNY"}}
    told = {
        "out_trade_no": payment.number,
        "transaction_id": payment.transaction_id,
        "trade_state": "SUCCESS",
    }
    return json.dumps(asked, separators=(",", ":")), json.dumps(told, separators=(",", ":"))


def _order(package: Package, account: PortAccount, link: str) -> dict[str, Any]:
    goods = [
        {
            "gname": str(line.trade.get("declared_name") or line.sku_code)[:250],
            "itemLink": link.replace("{slug}", line.slug)[:3000],
        }
        for line in package.lines.all()
    ]
    return {
        "orderNo": package.number,
        "goodsInfo": goods,
        "recpAccount": account.platform_code,
        "recpCode": account.platform_code if len(account.platform_code) == 18 else "",
        "recpName": account.platform_name,
    }


def _post(endpoint: str, text: str) -> tuple[str, str]:
    """Code and message of the answer; an empty code where there was none that could be read."""
    try:
        status, body = ask(session(), "POST", endpoint.rstrip("/") + _PATH, data={"payExInfoStr": text})
        said = json.loads(body) if status == 200 else {}
    except (PortAway, ValueError, RecursionError) as error:
        return "", type(error).__name__
    if not isinstance(said, dict):
        return "", "no object"
    return str(said.get("code", ""))[:10], str(said.get("message", ""))[:300]


def _note(row: DataRequest, code: str, says: str, orders: list[str], text: str, now: datetime) -> None:
    done = code == "10000"
    state = DataRequest.State.ANSWERED if done else DataRequest.State.WAITING
    if not done and row.attempts + 1 >= _MOST_TRIES:
        state = DataRequest.State.FAILED
    DataRequest.objects.filter(pk=row.pk).exclude(state=DataRequest.State.ANSWERED).update(
        state=state,
        attempts=F("attempts") + 1,
        code=code,
        says=says,
        orders=orders,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        answered_at=now if done else None,
        next_at=now + _AGAIN,
    )
