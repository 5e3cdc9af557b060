"""The list (进口清单, 621): bonded goods leave a book, direct mail comes with a leg and a master bill."""

from __future__ import annotations

from customs.messages.times import day
from customs.messages.types import Document, Value
from customs.rules.modes import list_country
from customs.services.papers.case import CURRENCY, NO_BARCODE, Case, country, fit, quantity
from orders.types import DocumentLine


def inventory(case: Case, guid: str, app_type: str) -> Document:
    docs, account, way = case.docs, case.account, case.waybill
    head: dict[str, Value] = {
        **case.opening(guid, app_type),
        "orderNo": docs.number,
        **case.parties(),
        "logisticsNo": way.number,
        "logisticsCode": way.carrier_code,
        "logisticsName": way.carrier_name,
        "copNo": case.cop_no,
        "assureCode": case.platform.code,
        "ieFlag": "I",
        "declTime": day(case.now),
        "customsCode": case.district,
        "portCode": (case.book and case.book.port_code) or account.port_code,
        **case.buyer(),
        "consigneeAddress": docs.address,
        "agentCode": account.agent_code,
        "agentName": account.agent_name,
        **(_bonded(case) if case.mode.needs_account_book else _direct(case)),
        "tradeMode": case.mode.trade_code,
        "country": list_country(case.mode.mode, _departure(case)),
        "freight": docs.freight,
        "insuredFee": 0,
        "currency": CURRENCY,
        "packNo": 1,
        "grossWeight": docs.gross_kg,
        "netWeight": docs.net_kg,
    }
    return Document(head, tuple(_line(case, line) for line in docs.lines))


def _departure(case: Case) -> str:
    """Where the goods leave from: for bonded ones the table asks for China whatever this says."""
    return "" if case.mode.needs_account_book else country(case.docs.warehouse_country)


def _bonded(case: Case) -> dict[str, Value]:
    return {
        "emsNo": fit(case.docs.account_book, 30),
        "areaCode": case.zone_keeper.code,
        "areaName": case.zone_keeper.name,
        "trafMode": case.book.exit_by if case.book else case.account.bonded_transport,
        "loctNo": (case.book.location if case.book else "") or None,
    }


def _direct(case: Case) -> dict[str, Value]:
    batch = case.batch
    return {
        "ieDate": f"{batch.arrives_on:%Y%m%d}" if batch and batch.arrives_on else None,
        "trafMode": batch.transport if batch else case.account.direct_transport,
        "trafNo": (batch.vehicle if batch else case.account.direct_vehicle) or None,
        "voyageNo": case.voyage,
        "billNo": case.master_bill,
    }


def _line(case: Case, line: DocumentLine) -> dict[str, Value]:
    trade = line.trade
    second = trade.get("unit2") or ""
    return {
        "gnum": line.sequence,
        "itemRecordNo": fit(trade.get("record_no"), 30) if case.mode.needs_account_book else None,
        "itemNo": fit(line.sku_code, 20),
        "gcode": trade.get("hs_code", ""),
        "gname": trade.get("declared_name", ""),
        "gmodel": trade.get("declared_elements", ""),
        "barCode": fit(trade.get("barcode"), 50) or NO_BARCODE,
        "country": country(trade.get("origin", "")),
        "currency": CURRENCY,
        "qty": line.quantity,
        "unit": trade.get("unit", ""),
        "qty1": quantity(line, trade.get("unit1_factor")),
        "unit1": trade.get("unit1", ""),
        "qty2": quantity(line, trade.get("unit2_factor")) if second else None,
        "unit2": second or None,
        "price": line.price,
        "totalPrice": line.amount,
    }
