"""The order (电子订单, 311)."""

from __future__ import annotations

from customs.messages.types import Document, Value
from customs.services.papers.case import CURRENCY, Case, country, fit
from orders.types import DocumentLine


def order(case: Case, guid: str, app_type: str) -> Document:
    docs = case.docs
    head: dict[str, Value] = {
        **case.opening(guid, app_type),
        "orderType": "I",
        "orderNo": docs.number,
        **case.parties(),
        "goodsValue": docs.goods,
        "freight": docs.freight,
        "discount": docs.discount,
        "taxTotal": docs.tax,
        "acturalPaid": docs.total,
        "currency": CURRENCY,
        "buyerRegNo": str(docs.shopper_id),
        **case.buyer(),
        "payCode": case.payer_company.code,
        "payName": case.payer_company.name,
        "payTransactionId": case.payment_number,
        "consignee": docs.consignee,
        "consigneeTelephone": docs.phone,
        "consigneeAddress": docs.address,
        "consigneeDistrict": docs.district_code if len(docs.district_code) == 6 else None,
    }
    return Document(head, tuple(_line(line) for line in docs.lines))


def _line(line: DocumentLine) -> dict[str, Value]:
    trade = line.trade
    return {
        "gnum": line.sequence,
        "itemNo": fit(line.sku_code, 30),
        "itemName": trade.get("declared_name", ""),
        "gmodel": trade.get("declared_elements", ""),
        "barCode": fit(trade.get("barcode"), 50),
        "unit": trade.get("unit", ""),
        "qty": line.quantity,
        "price": line.price,
        "totalPrice": line.amount,
        "currency": CURRENCY,
        "country": country(trade.get("origin", "")),
    }
