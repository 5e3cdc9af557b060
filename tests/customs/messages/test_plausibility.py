"""Warnings: arithmetic, identity, repeats. They never touch `valid`."""

from __future__ import annotations

from typing import Any

import pytest

from customs.messages import Document, build, check
from customs.messages.bench import TRANSFER, _order
from customs.messages.plausibility import warnings
from customs.messages.reporting import judge
from customs.messages.types import Value
from tests.customs.messages import samples

GOOD = _order(1)


def found(*documents: Document, kind: str = "311") -> list[tuple[str, str]]:
    transfer = TRANSFER if not samples.TABLES[kind].from_customs else None
    checked = check(build(kind, documents, guid=samples.GUID, transfer=transfer))
    assert checked.root is not None
    assert checked.table is not None
    return [(f.path.partition("Message/")[2], f.rule) for f in warnings(checked.root, checked.table)]


def order(**changes: Any) -> Document:
    return Document({**GOOD.head, **changes}, GOOD.lines)


def lines(**changes: Any) -> Document:
    return Document(GOOD.head, (GOOD.lines[0], {**GOOD.lines[1], **changes}))


def test_a_good_order_has_none() -> None:
    assert found(GOOD) == []


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (order(acturalPaid="870.63"), [("Order/OrderHead/acturalPaid", "paid_sum")]),
        (order(discount="1", acturalPaid="869.62"), []),
        (order(goodsValue="797.99", acturalPaid="870.61"), [("Order/OrderHead/goodsValue", "goods_sum")]),
        (
            lines(totalPrice="398.99"),
            [("Order/OrderHead/goodsValue", "goods_sum"), ("Order/OrderList[2]/totalPrice", "line_total")],
        ),
        (lines(qty="3", price="133"), []),
        (lines(qty="7", price="57.00000", totalPrice="399.00"), []),
        (lines(gnum=1), [("Order/OrderList[2]/gnum", "duplicate_line")]),
        (order(buyerIdNumber="110105194912310021"), [("Order/OrderHead/buyerIdNumber", "identity_number")]),
        (order(buyerIdNumber="11010519491231002x"), [("Order/OrderHead/buyerIdNumber", "identity_number")]),
        (order(buyerIdType="2"), [("Order/OrderHead/buyerIdType", "identity_type")]),
    ],
)
def test_orders(document: Document, expected: list[tuple[str, str]]) -> None:
    assert found(document) == expected


def test_repeats_within_a_file() -> None:
    assert found(GOOD, GOOD) == [
        ("Order[2]/OrderHead/guid", "duplicate_guid"),
        ("Order[2]/OrderHead/orderNo", "duplicate_document"),
    ]


def test_tax_bill_sums() -> None:
    head = {
        "guid": samples.GUID,
        "returnTime": "20250601100000123",
        "invtNo": "1",
        "taxNo": "1",
        "status": "1",
    }
    taxes = {"customsTax": "0", "valueAddedTax": "45.57", "consumptionTax": "70.56"}
    line: dict[str, Value] = {"gnum": 1, "gcode": "2203000000", "taxPrice": "400", **taxes}
    assert found(Document({**head, **taxes}, (line,)), kind="816") == []
    assert found(Document({**head, **taxes, "valueAddedTax": "45.58"}, (line,)), kind="816") == [
        ("Tax/TaxHeadRd/valueAddedTax", "tax_sum")
    ]


def test_warnings_leave_the_verdict_alone() -> None:
    data = build("311", [order(acturalPaid="1")], guid=samples.GUID, transfer=TRANSFER)
    report = judge(data)
    assert report["valid"] is True
    assert report["errors"] == []
    assert report["warnings"] == [
        {
            "path": "/CEB311Message/Order/OrderHead/acturalPaid",
            "rule": "paid_sum",
            "says": "acturalPaid 1 is not goodsValue + freight + taxTotal - discount = 870.62.",
        }
    ]
    assert judge(data, "zh_CN")["warnings"][0]["says"].startswith("实际支付金额 1 不等于")
