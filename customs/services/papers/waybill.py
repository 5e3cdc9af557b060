"""The waybill (运单, 511), as the logistics company would send it."""

from __future__ import annotations

from customs.messages.types import Document, Value
from customs.services.papers.case import CURRENCY, Case

_GOODS_INFO = 200


def waybill(case: Case, guid: str, app_type: str) -> Document:
    docs, way = case.docs, case.waybill
    head: dict[str, Value] = {
        **case.opening(guid, app_type),
        "logisticsCode": way.carrier_code,
        "logisticsName": way.carrier_name,
        "logisticsNo": way.number,
        "billNo": case.master_bill,
        "orderNo": docs.number,
        "freight": docs.freight,
        "insuredFee": 0,
        "currency": CURRENCY,
        "weight": docs.gross_kg,
        "packNo": 1,
        "goodsInfo": _goods(case) or None,
        "consignee": docs.consignee,
        "consigneeAddress": docs.address,
        "consigneeTelephone": docs.phone,
    }
    return Document(head)


def _goods(case: Case) -> str:
    names = (str(line.trade.get("declared_name", "")) for line in case.docs.lines)
    return ";".join(name for name in names if name)[:_GOODS_INFO]
