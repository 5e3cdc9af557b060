"""What is sent after the four: signed for (513), cancellation (623), return of goods (625), and withdrawals."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from customs.messages.times import stamp
from customs.messages.types import Document, Value
from customs.models import Declaration
from customs.services.papers.case import Case


def signed_for(case: Case, guid: str, at: datetime) -> Document:
    """运单状态 513: the parcel was signed for (S)."""
    way = case.waybill
    head: dict[str, Value] = {
        **case.opening(guid, "1"),
        "logisticsCode": way.carrier_code,
        "logisticsName": way.carrier_name,
        "logisticsNo": way.number,
        "logisticsStatus": "S",
        "logisticsTime": stamp(at),
    }
    return Document(head)


def cancellation(case: Case, guid: str, declaration: Declaration, reason: str) -> Document:
    """撤销申请 623."""
    return Document(_application(case, guid, declaration, reason))


def refund(
    case: Case,
    guid: str,
    declaration: Declaration,
    reason: str,
    pieces: Mapping[int, Decimal],
    number: str,
) -> Document:
    """退货申请 625 of the own `number`. `pieces`: line of the list to how many of it come back."""
    lines: tuple[dict[str, Value], ...] = tuple(
        {
            "gnum": line.sequence,
            "gcode": line.trade.get("hs_code", ""),
            "gname": line.trade.get("declared_name", ""),
            "qty": pieces[line.sequence],
            "unit": line.trade.get("unit", ""),
        }
        for line in case.docs.lines
        if line.sequence in pieces
    )
    return Document(_application(case, guid, declaration, reason) | {"copNo": number}, lines)


def _application(case: Case, guid: str, declaration: Declaration, reason: str) -> dict[str, Value]:
    way, account = case.waybill, case.account
    return {
        **case.opening(guid, "1"),
        "customsCode": case.district,
        "orderNo": case.docs.number,
        **case.parties(),
        "logisticsNo": way.number,
        "logisticsCode": way.carrier_code,
        "logisticsName": way.carrier_name,
        "copNo": declaration.cop_no,
        "preNo": declaration.pre_no or None,
        "invtNo": declaration.list_number,
        **case.buyer(),
        "agentCode": account.agent_code,
        "agentName": account.agent_name,
        "reason": reason,
    }
