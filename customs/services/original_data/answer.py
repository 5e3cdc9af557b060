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
from customs.ports.addresses import is_url
from customs.ports.doors.http import ask, session
from customs.services.original_data.links import checked, link_to
from customs.services.original_data.strings import Upload, listed, written
from customs.services.preparing import new_guid
from customs.services.signing import ready_signer
from customs.types import CustomsError, NoPort, PortAway
from orders.models import Package
from orders.payments.gateways.registry import merchant_of
from tenancy.models import MallSecret
from tenancy.vault import secrets

_LONGEST = 8000
_PAY_TYPES = {"page": "2", "qr": "3"}
"""用户支付类型: 2 on a computer, 3 by a scanned code, 4 otherwise (1, an app of the mall's own, there is none of)."""
_PATH = "/ceb2grab/grab/realTimeDataUpload"
_DEPARTMENTS = {"UNIONPAY": "1", "NETSUNION": "2"}
_AGAIN = timedelta(seconds=20)
_MOST_TRIES = 12


def keep_settings(*, endpoint: str, port: str, variant: str = "quoted", link: str = "") -> None:
    """Where to answer, whose signer at which port signs, how the string is written, where goods are shown.

    `link`: an address with {product}, {slug} or {sku} in it; empty: the mall's own pages. Raises ValueError for an
    unknown variant, no http(s) address, a link that names no goods.
    """
    from customs.services.original_data.strings import VARIANTS

    if variant not in VARIANTS or not is_url(endpoint):
        raise ValueError(str(_("An address that begins with http:// or https:// is wanted.")))
    values = {"endpoint": endpoint, "port": port, "variant": variant, "link": checked(link)}
    secrets.put(name="customs.179", value=json.dumps(values))


def answer_request(*, request_id: int, now: datetime) -> bool:
    """Whether customs took it. What fails is tried again by the round, until it is given up and shown as failed.

    Raises NoPort without settings, SignerBusy, SignerAway, HeldBack.
    """
    row = DataRequest.objects.get(pk=request_id)
    try:
        return _answer(row, now)
    except CustomsError as refused:
        # What stands in the way of answering is counted and shown like a refused answer: the time limit runs.
        _note(row, "", f"{refused.code}: {refused}"[:300], row.orders, "", now)
        raise


def is_set_up() -> bool:
    """Whether the open mall can answer: it knows where to, and at which of its ports it signs."""
    try:
        return PortAccount.objects.filter(port=settings_kept()["port"]).exists()
    except NoPort:
        return False


def _answer(row: DataRequest, now: datetime) -> bool:
    settings = settings_kept()
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


def settings_kept() -> dict[str, str]:
    """Those of `keep_settings`. Raises NoPort where there are none."""
    try:
        return dict(json.loads(secrets.get("customs.179")))
    except MallSecret.DoesNotExist as error:
        raise NoPort() from error


class NoPayment(CustomsError):
    code = "no_payment"
    message = _("No payment of this order is kept.")


class NoOriginals(CustomsError):
    """Nothing is made up in their place: customs compares them with the payment company's."""

    code = "no_originals"
    message = _("What was said between the mall and the payment company was not kept for this payment.")


def _upload(row: DataRequest, account: PortAccount, link: str, now: datetime) -> tuple[Upload, list[str]]:
    package = Package.objects.get(number=row.order_no)
    payment = package.payments.filter(state__in=("paid", "refunded")).order_by("-pk").first()
    if payment is None:
        raise NoPayment()
    of_payment = type(payment).objects.filter(transaction_id=payment.transaction_id, gateway=payment.gateway)
    packages = list(
        Package.objects.filter(payments__in=of_payment)
        .prefetch_related("lines__sku")
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
        "payCode": _payer_code(account, payment.gateway, pushed),
        "payTransactionId": pushed.department_trade_id if pushed else payment.transaction_id,
        "totalAmount": total,
        "currency": "142",
        "verDept": _DEPARTMENTS.get(pushed.department, "3") if pushed else "3",
        "payType": _PAY_TYPES.get(payment.scene, "4"),
        "tradingTime": stamp(payment.paid_at or now),
        "note": "",
    }
    paid_to = merchant_of(payment.gateway) or account.platform_code
    lists = [_order(each, account, paid_to, link) for each in packages]
    moment = int(now.timestamp() * 1000)
    return Upload(row.session, written(head), listed(lists), moment), [each.number for each in packages]


def _payer_code(account: PortAccount, gateway: str, pushed: PaymentPush | None) -> str:
    """As the order names it (`papers.case`)."""
    of_gateway = account.payer_companies.get(gateway)
    return (pushed and pushed.payer_code) or (of_gateway[0] if of_gateway else account.payer_code)


def _exchange(payment: Any) -> tuple[str, str]:
    """What was asked of the payment company and what it answered, word by word as they were kept when it was paid.

    The answer is its word that it was paid; where none was kept, its answer to the request. Raises NoOriginals.
    """
    kept: dict[str, str] = dict(payment.originals.order_by("pk").values_list("kind", "text"))
    request, response = kept.get("request"), kept.get("paid") or kept.get("response")
    if not request or not response:
        raise NoOriginals()
    return request[:_LONGEST], response[:_LONGEST]


def _order(package: Package, account: PortAccount, paid_to: str, link: str) -> dict[str, Any]:
    goods = [
        {
            "gname": str(line.trade.get("declared_name") or line.sku_code)[:250],
            "itemLink": link_to(line, link),
        }
        for line in package.lines.all()
    ]
    return {
        "orderNo": package.number,
        "goodsInfo": goods,
        "recpAccount": paid_to[:60],
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
    digest = hashlib.sha256(text.encode()).hexdigest() if text else row.digest
    DataRequest.objects.filter(pk=row.pk).exclude(state=DataRequest.State.ANSWERED).update(
        state=state,
        attempts=F("attempts") + 1,
        code=code,
        says=says,
        orders=orders,
        digest=digest,
        answered_at=now if done else None,
        next_at=now + _AGAIN,
    )
