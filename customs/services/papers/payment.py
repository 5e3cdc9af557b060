"""The payment (支付单, 411), as the payment company would send it."""

from __future__ import annotations

from customs.messages.times import stamp
from customs.messages.types import Document, Value
from customs.services.papers.case import CURRENCY, Case


def payment(case: Case, guid: str, app_type: str) -> Document:
    paid = case.payment
    head: dict[str, Value] = {
        **case.opening(guid, app_type),
        "payCode": case.payer_company.code,
        "payName": case.payer_company.name,
        "payTransactionId": case.payment_number,
        "orderNo": case.docs.number,
        "ebpCode": case.platform.code,
        "ebpName": case.platform.name,
        "payerIdType": "1",
        "payerIdNumber": case.payer.id_number,
        "payerName": case.payer.name,
        "telephone": case.docs.phone,
        "amountPaid": paid.amount,
        "currency": CURRENCY,
        "payTime": stamp(paid.paid_at or case.docs.paid_at or case.now),
    }
    return Document(head)
