"""The four documents as plain values under our own names, whatever the port's format."""

from dataclasses import dataclass
from decimal import Decimal

from customs.rules.identity import Person


@dataclass(frozen=True, slots=True)
class DocLine:
    gnum: int
    name: str
    qty: Decimal
    price: Decimal
    total: Decimal


@dataclass(frozen=True, slots=True)
class OrderDoc:
    """311. `paid` is the element acturalPaid; empty pay fields are not compared."""

    order_no: str
    ebp_code: str
    ebc_code: str
    goods_value: Decimal
    freight: Decimal
    discount: Decimal
    tax_total: Decimal
    paid: Decimal
    buyer: Person
    consignee: str
    consignee_phone: str
    consignee_address: str
    lines: tuple[DocLine, ...]
    pay_code: str = ""
    pay_transaction_id: str = ""


@dataclass(frozen=True, slots=True)
class PaymentDoc:
    """411."""

    order_no: str
    ebp_code: str
    pay_code: str
    pay_transaction_id: str
    payer: Person
    amount: Decimal


@dataclass(frozen=True, slots=True)
class WaybillDoc:
    """511."""

    order_no: str
    logistics_code: str
    logistics_no: str
    consignee: str
    consignee_phone: str
    consignee_address: str


@dataclass(frozen=True, slots=True)
class ListDoc:
    """621."""

    order_no: str
    ebp_code: str
    ebc_code: str
    logistics_code: str
    logistics_no: str
    buyer: Person
    consignee_address: str
    lines: tuple[DocLine, ...]
