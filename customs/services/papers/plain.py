"""The documents as `customs.rules` compares them: read from what will be sent, not from where it came from."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from customs.messages.types import Document, Value
from customs.rules.documents import DocLine, ListDoc, OrderDoc, PaymentDoc, WaybillDoc
from customs.rules.identity import Person
from customs.rules.matching import match
from customs.rules.types import Finding


def disagreements(documents: Mapping[str, Document]) -> list[Finding]:
    """What the port's match of the four documents (四单对碰) would find; empty when they agree."""
    return match(
        _order(documents["311"]),
        _payment(documents["411"]),
        _waybill(documents["511"]),
        _list(documents["621"]),
    )


def _order(document: Document) -> OrderDoc:
    text, amount = document.text, document.decimal
    return OrderDoc(
        order_no=text("orderNo"),
        ebp_code=text("ebpCode"),
        ebc_code=text("ebcCode"),
        goods_value=amount("goodsValue"),
        freight=amount("freight"),
        discount=amount("discount"),
        tax_total=amount("taxTotal"),
        paid=amount("acturalPaid"),
        buyer=Person(text("buyerName"), text("buyerIdNumber")),
        consignee=text("consignee"),
        consignee_phone=text("consigneeTelephone"),
        consignee_address=text("consigneeAddress"),
        lines=tuple(_line(line, "itemName") for line in document.lines),
        pay_code=text("payCode"),
        pay_transaction_id=text("payTransactionId"),
    )


def _payment(document: Document) -> PaymentDoc:
    text = document.text
    return PaymentDoc(
        order_no=text("orderNo"),
        ebp_code=text("ebpCode"),
        pay_code=text("payCode"),
        pay_transaction_id=text("payTransactionId"),
        payer=Person(text("payerName"), text("payerIdNumber")),
        amount=document.decimal("amountPaid"),
    )


def _waybill(document: Document) -> WaybillDoc:
    text = document.text
    return WaybillDoc(
        order_no=text("orderNo"),
        logistics_code=text("logisticsCode"),
        logistics_no=text("logisticsNo"),
        consignee=text("consignee"),
        consignee_phone=text("consigneeTelephone"),
        consignee_address=text("consigneeAddress"),
    )


def _list(document: Document) -> ListDoc:
    text = document.text
    return ListDoc(
        order_no=text("orderNo"),
        ebp_code=text("ebpCode"),
        ebc_code=text("ebcCode"),
        logistics_code=text("logisticsCode"),
        logistics_no=text("logisticsNo"),
        buyer=Person(text("buyerName"), text("buyerIdNumber")),
        consignee_address=text("consigneeAddress"),
        lines=tuple(_line(line, "gname") for line in document.lines),
    )


def _line(line: Mapping[str, Value], name: str) -> DocLine:
    return DocLine(
        gnum=int(str(line["gnum"])),
        name=str(line[name]),
        qty=Decimal(str(line["qty"])),
        price=Decimal(str(line["price"])),
        total=Decimal(str(line["totalPrice"])),
    )
