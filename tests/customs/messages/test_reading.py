"""Receipts to objects: what is tolerated, what is refused, and a crowd of damaged ones."""

from __future__ import annotations

import os
import random

import pytest

from customs.messages import TABLES, ReadRefused, read
from customs.messages.parsing import READ_LIMIT
from tests.customs.messages import samples
from tests.customs.messages.mutations import mutate

COUNT = int(os.environ.get("CEB_RECEIPTS", "2000"))
RECEIPT_KINDS = sorted(kind for kind, table in TABLES.items() if table.from_customs)
SPACE = 'xmlns="http://www.chinaport.gov.cn/ceb"'


def receipt(extra: str = "", status: str = "800", guid: str = samples.GUID) -> bytes:
    return (
        f'<CEB622Message {SPACE} guid="{samples.GUID}" version="1.0"><InventoryReturn><guid>{guid}</guid>'
        f"<copNo>C1</copNo><preNo>B20250601000000001</preNo>{extra}<returnStatus>{status}</returnStatus>"
        "<returnTime>20250601100000123</returnTime><returnInfo>[Code:800;Desc:放行]</returnInfo>"
        "</InventoryReturn></CEB622Message>"
    ).encode()


def test_a_receipt() -> None:
    message = read(receipt("<invtNo>510020251000000001</invtNo>"))
    assert message.kind == "622"
    assert message.documents[0].head == {
        "guid": samples.GUID,
        "copNo": "C1",
        "preNo": "B20250601000000001",
        "invtNo": "510020251000000001",
        "returnStatus": "800",
        "returnTime": "20250601100000123",
        "returnInfo": "[Code:800;Desc:放行]",
    }
    assert message.transfer is None
    assert not message.signed


def test_what_ports_really_send() -> None:
    for data in (
        receipt("<invtNo></invtNo>"),
        receipt("<invtNo/>"),
        receipt(guid=samples.GUID.lower()),
        receipt(status="-621005"),
        receipt(status="XYZ"),
        b"\xef\xbb\xbf" + receipt(),
        receipt().replace(b"<", b"<ceb:").replace(b"<ceb:/", b"</ceb:").replace(b"xmlns=", b"xmlns:ceb="),
    ):
        message = read(data)
        assert message.documents[0].text("copNo") == "C1"
        assert message.documents[0].text("invtNo") == ""


def test_format_refusal_carries_the_original() -> None:
    data = (
        f'<CEB900Message {SPACE} guid="{samples.GUID}" version="1.0">'
        f"<MessageReturn><guid>{samples.GUID}</guid>"
        "<returnStatus>-1</returnStatus><returnInfo/><returnTime>20250601100000123</returnTime><oriCopMsgId/>"
        "<oriMessageType>Unknown</oriMessageType><oriBizMessage><![CDATA[<a>&b;</a>]]></oriBizMessage>"
        "</MessageReturn></CEB900Message>"
    ).encode()
    assert read(data).documents[0].text("oriBizMessage") == "<a>&b;</a>"


def test_tax_bill_may_name_the_order() -> None:
    plain = samples.message("816", random.Random(1), documents=2)
    data = plain.replace(b"</TaxHeadRd>", b"<orderNo>X1</orderNo><logisticNo>W1</logisticNo></TaxHeadRd>", 1)
    first, second = read(data).documents
    assert (first.text("orderNo"), first.text("logisticNo")) == ("X1", "W1")
    assert "orderNo" not in second.head
    with pytest.raises(ReadRefused):
        read(plain.replace(b"</TaxHeadRd>", b"<other>X1</other></TaxHeadRd>", 1))


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "empty"),
        (b"<html>500</html>", "unknown_message"),
        (receipt().replace(b"<CEB622", b"<!DOCTYPE x><CEB622", 1), "doctype"),
        (receipt()[:-20], "not_well_formed"),
        (receipt().replace(b"<copNo>C1</copNo>", b""), "missing_element"),
        (receipt().replace(b"<copNo>C1</copNo>", b"<copNo/>"), "min_length"),
        (receipt(status=""), "min_length"),
        (receipt("<invtNo>1</invtNo>"), "length"),
        (receipt().replace(b"ceb", b"cec", 1), "unknown_message"),
        (b" " * (READ_LIMIT + 1), "too_large"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_refused(data: bytes, rule: str) -> None:
    with pytest.raises(ReadRefused) as caught:
        read(data)
    assert [finding.rule for finding in caught.value.findings] == [rule]


def test_a_crowd_of_damaged_receipts() -> None:
    """No crash; and what is read has every field that matters in its proper length."""
    bases = [samples.message(kind, random.Random(3), documents=3) for kind in RECEIPT_KINDS]
    taken = 0
    for number in range(COUNT):
        rng = random.Random(number)
        try:
            message = read(mutate(rng.choice(bases), rng))
        except ReadRefused:
            continue
        taken += 1
        for document in message.documents:
            assert len(document.text("guid")) == 36
            assert len(document.text("returnTime")) == 17
    assert 0 < taken < COUNT
