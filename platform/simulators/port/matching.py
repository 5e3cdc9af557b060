"""The comparison of order, payment, waybill and list (四单对碰)."""

from collections.abc import Iterator
from dataclasses import dataclass

from simulators.port.intake.format import Document, Values
from simulators.port.types import amount


@dataclass(frozen=True)
class Four:
    order: Document
    payment: Document
    waybill: Document
    inventory: Document


@dataclass(frozen=True)
class Mismatch:
    code: str
    reason: str

    @property
    def info(self) -> str:
        return f"[Code:{self.code};Desc:{self.reason}]"


def first_mismatch(four: Four) -> Mismatch | None:
    """None when the four agree."""
    return next(_mismatches(four), None)


def _mismatches(four: Four) -> Iterator[Mismatch]:
    order, payment = four.order.head, four.payment.head
    waybill, inventory = four.waybill.head, four.inventory.head
    if amount(order, "acturalPaid") != amount(payment, "amountPaid"):
        yield Mismatch("1310", "订单实际支付金额与支付单支付金额不符")
    if order.get("payTransactionId") and order["payTransactionId"] != payment["payTransactionId"]:
        yield Mismatch("1311", "订单支付交易编号与支付单不符")
    buyer = (order["buyerName"], order["buyerIdNumber"])
    if buyer != (payment["payerName"], payment["payerIdNumber"]):
        yield Mismatch("1312", "订购人身份信息与支付人不符")
    if buyer != (inventory["buyerName"], inventory["buyerIdNumber"]):
        yield Mismatch("1313", "清单订购人与订单订购人不符")
    yield from _consignee(order, waybill, inventory)
    for name in ("logisticsCode", "logisticsNo"):
        if waybill[name] != inventory[name]:
            yield Mismatch("1315", f"清单与运单不符:{name}")
    if _lines(four.order, "itemName") != _lines(four.inventory, "gname"):
        yield Mismatch("1316", "清单表体与订单表体不符")
    for name in ("ebpCode", "ebcCode"):
        if order[name] != inventory[name]:
            yield Mismatch("1317", f"清单与订单企业不符:{name}")


def _consignee(order: Values, waybill: Values, inventory: Values) -> Iterator[Mismatch]:
    for name in ("consignee", "consigneeTelephone", "consigneeAddress"):
        if order[name] != waybill[name]:
            yield Mismatch("1314", f"订单与运单收货人信息不符:{name}")
    if order["consigneeAddress"] != inventory["consigneeAddress"]:
        yield Mismatch("1314", "订单与清单收货地址不符")


def _lines(document: Document, name: str) -> dict[int, tuple[object, ...]]:
    return {
        int(line["gnum"]): (line[name], amount(line, "qty"), amount(line, "totalPrice"))
        for line in document.lines
    }
