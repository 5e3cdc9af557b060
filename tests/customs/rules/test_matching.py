from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from customs.rules.matching import match
from tests.customs.rules.facts import DOC_LINE, INVENTORY, ORDER, OTHER, PAYMENT, WAYBILL


def found(
    order: dict[str, Any] | None = None,
    payment: dict[str, Any] | None = None,
    waybill: dict[str, Any] | None = None,
    inventory: dict[str, Any] | None = None,
) -> list[tuple[str, str]]:
    findings = match(
        replace(ORDER, **order or {}),
        replace(PAYMENT, **payment or {}),
        replace(WAYBILL, **waybill or {}),
        replace(INVENTORY, **inventory or {}),
    )
    assert all(finding.text() for finding in findings)
    return [(finding.code, finding.field) for finding in findings]


def test_four_documents_that_agree() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("document", "change", "expected"),
    [
        ("payment", {"order_no": "A2"}, [("match.order_no", "payment.order_no")]),
        ("waybill", {"order_no": "A2"}, [("match.order_no", "waybill.order_no")]),
        ("inventory", {"order_no": "A2"}, [("match.order_no", "list.order_no")]),
        ("payment", {"ebp_code": "31222699S7"}, [("match.ebp_code", "payment.ebp_code")]),
        ("inventory", {"ebp_code": "31222699S7"}, [("match.ebp_code", "list.ebp_code")]),
        ("inventory", {"ebc_code": "31222699S7"}, [("match.ebc_code", "list.ebc_code")]),
        ("payment", {"amount": Decimal("224.10")}, [("match.amount", "payment.amount")]),
        ("payment", {"pay_code": "31222699S7"}, [("match.pay_code", "payment.pay_code")]),
        (
            "payment",
            {"pay_transaction_id": "4200002"},
            [("match.pay_transaction_id", "payment.pay_transaction_id")],
        ),
        (
            "payment",
            {"payer": OTHER},
            [("identity.payer_name", "payer.name"), ("identity.payer_number", "payer.id_number")],
        ),
        ("inventory", {"buyer": OTHER}, [("match.buyer", "list.buyer")]),
        ("waybill", {"logistics_no": "CP2"}, [("match.logistics_no", "list.logistics_no")]),
        ("waybill", {"logistics_code": "31222699S7"}, [("match.logistics_code", "list.logistics_code")]),
        ("waybill", {"consignee": "张三 "}, [("match.consignee", "waybill.consignee")]),
        ("waybill", {"consignee_phone": "1380"}, [("match.consignee_phone", "waybill.consignee_phone")]),
        ("waybill", {"consignee_address": "x"}, [("match.consignee_address", "waybill.consignee_address")]),
        ("inventory", {"consignee_address": "x"}, [("match.consignee_address", "list.consignee_address")]),
        ("inventory", {"lines": ()}, [("match.line", "list.lines[1]")]),
        (
            "inventory",
            {"lines": (replace(DOC_LINE, name="面霜"),)},
            [("match.line_name", "list.lines[1].name")],
        ),
        (
            "inventory",
            {"lines": (replace(DOC_LINE, qty=Decimal("3")),)},
            [("match.line_qty", "list.lines[1].qty")],
        ),
        (
            "inventory",
            {"lines": (replace(DOC_LINE, total=Decimal("200.01")),)},
            [("match.line_total", "list.lines[1].total")],
        ),
        (
            "order",
            {"lines": (DOC_LINE, DOC_LINE)},
            [("lines.gnum", "lines"), ("amounts.goods_value", "goods_value")],
        ),
    ],
)
def test_one_disagreement_is_one_finding(document: str, change: dict, expected: list) -> None:
    assert found(**{document: change}) == expected


def test_trailing_zeros_are_no_difference() -> None:
    same = replace(DOC_LINE, qty=Decimal("2.00000"), total=Decimal("200.00000"))
    assert found(inventory={"lines": (same,)}, payment={"amount": Decimal("224.1100")}) == []


def test_pay_fields_the_order_leaves_empty_are_not_compared() -> None:
    assert found(order={"pay_code": "", "pay_transaction_id": ""}) == []
