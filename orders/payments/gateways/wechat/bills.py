"""The trade bill of a day: CSV, each cell behind a backtick, sums at the end, gzip where asked so.

Source: the published format of 下载交易账单. Columns are found by their names.
"""

from __future__ import annotations

import csv
import gzip
from datetime import datetime

from orders.clock import BEIJING
from orders.payments.gateways.alipay.bills import fen_of
from orders.payments.types import BillRow, GatewayAway

_SUMS = "总交易单数"


def opened(content: bytes) -> bytes:
    return gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content


def read(content: bytes) -> list[BillRow]:
    """Raises GatewayAway for what is no bill."""
    try:
        lines = opened(content).decode("utf-8-sig").splitlines()
        end = next((n for n, line in enumerate(lines) if line.startswith(_SUMS)), len(lines))
        return [
            _row({k: (v or "").lstrip("`") for k, v in row.items() if k})
            for row in csv.DictReader(lines[:end])
        ]
    except (ValueError, KeyError, OSError) as error:
        raise GatewayAway from error


def _row(cells: dict[str, str]) -> BillRow:
    is_refund = cells["交易状态"] == "REFUND"
    return BillRow(
        kind="refund" if is_refund else "payment",
        number=cells["商户订单号"],
        refund_number=cells["商户退款单号"] if is_refund else "",
        transaction_id=cells["微信订单号"],
        amount_fen=fen_of(cells["退款金额" if is_refund else "订单金额"]),
        at=datetime.fromisoformat(cells["交易时间"]).replace(tzinfo=BEIJING),
    )
