"""Documents to bytes, and every refusal."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

import pytest

from customs.messages import BuildRefused, Document, build, check, read
from tests.customs.messages import samples

HEAD: dict[str, Any] = {
    "guid": samples.GUID,
    "appType": "1",
    "appTime": "20250601100000",
    "appStatus": "2",
    "payCode": "4403160ABC",
    "payName": "支付 & 结算",
    "payTransactionId": "420000",
    "orderNo": "X1",
    "ebpCode": "4401960ABC",
    "ebpName": "平台",
    "payerIdType": "1",
    "payerIdNumber": "11010519491231002X",
    "payerName": "张三",
    "telephone": None,
    "amountPaid": Decimal("199.50"),
    "currency": "142",
    "payTime": "20250601095900",
}


def refused(**changes: Any) -> list[tuple[str, str]]:
    with pytest.raises(BuildRefused) as caught:
        build("411", [Document({**HEAD, **changes})], guid=samples.GUID, transfer=samples.TRANSFER)
    return [(finding.path.rpartition("/")[2], finding.rule) for finding in caught.value.findings]


def test_bytes_exactly() -> None:
    data = build("411", [Document(HEAD)], guid=samples.GUID, transfer={**samples.TRANSFER, "copName": "x"})
    start = '<?xml version="1.0" encoding="UTF-8"?>\n<ceb:CEB411Message xmlns:ceb="http://www.chinaport.gov.cn/ceb"'
    assert data.decode().startswith(
        start + f' guid="{samples.GUID}" version="1.0"><ceb:Payment><ceb:PaymentHead>'
    )
    assert "<ceb:payName>支付 &amp; 结算</ceb:payName>" in data.decode()
    assert b"<ceb:amountPaid>199.50</ceb:amountPaid>" in data
    assert b"telephone" not in data
    assert check(data).valid


def test_built_and_read_are_the_same() -> None:
    message = read(build("411", [Document(HEAD)], guid=samples.GUID, transfer=samples.TRANSFER))
    assert message.kind == "411"
    assert message.documents[0].head == {k: str(v) for k, v in HEAD.items() if v is not None}
    assert message.documents[0].decimal("amountPaid") == Decimal("199.50")
    assert message.transfer == samples.TRANSFER


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"payCode": ""}, ("payCode", "min_length")),
        ({"payCode": None}, ("payCode", "missing_element")),
        ({"orderNo": "x" * 61}, ("orderNo", "max_length")),
        ({"appTime": "2025"}, ("appTime", "length")),
        ({"currency": "502"}, ("currency", "fixed_value")),
        ({"amountPaid": 0.1}, ("amountPaid", "bad_value")),
        ({"amountPaid": True}, ("amountPaid", "bad_value")),
        ({"amountPaid": Decimal("NaN")}, ("amountPaid", "bad_value")),
        ({"amountPaid": Decimal("0.000001")}, ("amountPaid", "fraction_digits")),
        ({"amountPaid": Decimal("1E+20")}, ("amountPaid", "total_digits")),
        ({"payerName": "a\x00b"}, ("payerName", "bad_value")),
        ({"payerName": "a\ud800"}, ("payerName", "bad_value")),
        ({"acturalPaid": "1"}, ("acturalPaid", "unknown_field")),
    ],
)
def test_a_wrong_value_is_refused(changes: dict[str, Any], expected: tuple[str, str]) -> None:
    assert refused(**changes) == [expected]


def test_every_finding_at_once() -> None:
    assert refused(payCode="", orderNo="", amountPaid="x") == [
        ("payCode", "min_length"),
        ("orderNo", "min_length"),
        ("amountPaid", "decimal"),
    ]


@pytest.mark.parametrize(
    ("kind", "count", "lines", "rule"),
    [
        ("311", 0, 1, "no_documents"),
        ("311", 101, 1, "too_many_documents"),
        ("311", 1, 0, "no_lines"),
        ("311", 1, 100, "too_many_lines"),
        ("711", 2, 1, "too_many_documents"),
    ],
)
def test_ceilings(kind: str, count: int, lines: int, rule: str) -> None:
    documents = [samples.document(kind, random.Random(1), lines) for _ in range(count)]
    with pytest.raises(BuildRefused) as caught:
        build(kind, documents, guid=samples.GUID, transfer=samples.TRANSFER)
    assert [finding.rule for finding in caught.value.findings] == [rule]


def test_ceilings_themselves_are_allowed() -> None:
    documents = [samples.document("311", random.Random(1), 99) for _ in range(100)]
    data = build("311", documents, guid=samples.GUID, transfer=samples.TRANSFER)
    assert check(data).valid
    assert len(read(data).documents) == 100


def test_frame_is_held_to_the_table() -> None:
    document = Document(HEAD)
    for guid, transfer in (
        (samples.GUID[1:], samples.TRANSFER),
        (samples.GUID, None),
        (samples.GUID, {"copCode": "1"}),
    ):
        with pytest.raises(BuildRefused):
            build("411", [document], guid=guid, transfer=transfer)
    receipt = Document(samples.values(samples.TABLES["412"].header, random.Random(1)))
    with pytest.raises(BuildRefused):
        build("412", [receipt], guid=samples.GUID, transfer=samples.TRANSFER)
    with pytest.raises(KeyError):
        build("999", [document], guid=samples.GUID)


def test_optional_empty_elements_of_fixed_length_are_left_out() -> None:
    document = samples.document("311", random.Random(1))
    data = build(
        "311",
        [Document({**document.head, "consigneeDistrict": ""}, document.lines)],
        guid=samples.GUID,
        transfer=samples.TRANSFER,
    )
    assert b"consigneeDistrict" not in data


def test_subscribers() -> None:
    subscribe = {"status": "ALL", "dxpMode": "DXP", "dxpAddress": "DXPENT1"}
    data = build(
        "411", [Document(HEAD)], guid=samples.GUID, transfer=samples.TRANSFER, subscribes=[subscribe] * 5
    )
    assert read(data).subscribes == (subscribe,) * 5
    with pytest.raises(BuildRefused):
        build(
            "411", [Document(HEAD)], guid=samples.GUID, transfer=samples.TRANSFER, subscribes=[subscribe] * 6
        )
