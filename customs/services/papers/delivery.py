"""The stock-in (入库明细单, 711), as the operator of the supervised site would send it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from customs.messages.times import stamp
from customs.messages.types import Document, Value
from customs.models import MailBatch, PortAccount


@dataclass(frozen=True, slots=True)
class Carried:
    """Waybills of one carrier."""

    code: str
    name: str
    waybills: tuple[str, ...]


def delivery(
    batch: MailBatch, account: PortAccount, carried: Carried, guid: str, cop_no: str, now: datetime
) -> Document:
    head: dict[str, Value] = {
        "guid": guid,
        "appType": "1",
        "appTime": stamp(now),
        "appStatus": "2",
        "customsCode": account.customs_code,
        "copNo": cop_no,
        "operatorCode": account.site_code or account.agent_code,
        "operatorName": account.site_name or account.agent_name,
        "ieFlag": "I",
        "trafMode": batch.transport,
        "trafNo": batch.vehicle,
        "voyageNo": batch.voyage,
        "billNo": batch.master_bill,
        "logisticsCode": carried.code,
        "logisticsName": carried.name,
        "unloadLocation": batch.unload_location or None,
    }
    lines = tuple({"gnum": n, "logisticsNo": number} for n, number in enumerate(carried.waybills, 1))
    return Document(head, lines)  # type: ignore[arg-type]


def transfer(account: PortAccount) -> dict[str, Value]:
    """Who sends it: in rehearsal the mall, from its own box."""
    return {
        "copCode": account.agent_code,
        "copName": account.agent_name,
        "dxpMode": "DXP",
        "dxpId": account.dxp_id,
    }
