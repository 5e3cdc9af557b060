"""The good road: four documents in, receipts to release out."""

import base64

from lxml import etree

from tests.simulators import papers
from tests.simulators.counter import PortCounter


def send_all(counter: PortCounter, number: str = "XP260131000001") -> None:
    for kind in papers.KINDS:
        response = counter.send(kind, **papers.for_order(number, kind))
        assert (response.status, response.body) == (200, b"OK")


def test_four_documents_are_matched_and_released(counter: PortCounter) -> None:
    send_all(counter)
    counter.pass_time(30)
    assert counter.statuses("312") == ["2", "3", "120"]
    assert counter.statuses("412") == ["2", "3", "120"]
    assert counter.statuses("512") == ["2", "3", "120"]
    assert counter.statuses("622") == ["2", "3", "120", "399", "800", "899"]
    stats = counter.admin("GET", "stats")
    assert stats["messages"] == {"arrivals": 4, "distinct": 4, "conflicts": 0, "unprocessed": 0}
    assert stats["orders_released"] == 1
    assert stats["accepted_twice"] == []


def test_receipt_row_and_its_xml_say_the_same(counter: PortCounter) -> None:
    send_all(counter)
    counter.pass_time(30)
    last = counter.poll("622")[-1]
    assert last["preno"] == "B20260131000000001"
    assert last["invtno"] == "64012026I000000001"
    assert last["copno"] == "XP260131000001"
    assert last["returninfo"] == "[Code:899;Desc:结关]"
    root = etree.fromstring(base64.b64decode(last["rawxml"]))
    (document,) = root
    values = {etree.QName(child).localname: child.text for child in document}
    assert etree.QName(document).localname == "InventoryReturn"
    assert values["returnTime"] == last["returntime2"]
    assert (values["preNo"], values["invtNo"]) == (last["preno"], last["invtno"])
    first = counter.poll("622")[0]
    assert first["invtno"] is None
    assert first["trans_dxpid"] == papers.DXP_ID
