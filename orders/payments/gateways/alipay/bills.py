"""The trade bill of a day: a ZIP with CSV files in GB18030, comment lines behind `#`.

Source: the published format of the business detail bill (业务明细). Columns are found by their names.
"""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import datetime
from decimal import Decimal, InvalidOperation

from orders.clock import BEIJING
from orders.payments.types import BillRow, GatewayAway

_LARGEST = 200 * 1024 * 1024


def fen_of(yuan: str) -> int:
    """Raises ValueError for what is no amount in whole fen."""
    try:
        fen = Decimal(yuan.strip() or "0") * 100
    except InvalidOperation as error:
        raise ValueError(yuan) from error
    if not fen.is_finite() or fen != int(fen):
        raise ValueError(yuan)
    return int(fen)


def read(content: bytes) -> list[BillRow]:
    """Raises GatewayAway for what is no bill."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            files = [info for info in archive.infolist() if "汇总" not in _name(info)]
            if sum(info.file_size for info in files) > _LARGEST:
                raise GatewayAway
            texts = [archive.read(info).decode("gb18030") for info in files]
        return [row for text in texts for row in _rows(text)]
    except (zipfile.BadZipFile, ValueError, KeyError) as error:
        raise GatewayAway from error


def _name(info: zipfile.ZipInfo) -> str:
    """Old archives carry GBK names without saying so; what cannot be read so is taken as it is."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return info.filename


def _rows(text: str) -> list[BillRow]:
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [_row({k.strip(): v.strip() for k, v in row.items() if k}) for row in csv.DictReader(lines)]


def _row(cells: dict[str, str]) -> BillRow:
    is_refund = cells["业务类型"] == "退款"
    return BillRow(
        kind="refund" if is_refund else "payment",
        number=cells["商户订单号"],
        refund_number=cells.get("退款批次号/请求号", "") if is_refund else "",
        transaction_id=cells["支付宝交易号"],
        amount_fen=abs(fen_of(cells["订单金额（元）"])),
        at=datetime.fromisoformat(cells["完成时间"]).replace(tzinfo=BEIJING),
    )
