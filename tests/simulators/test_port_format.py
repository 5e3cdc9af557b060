"""The format check: what it refuses comes back whole in a CEB900, and nothing is entered in the books."""

import base64
from collections.abc import Callable

import pytest
from lxml import etree

from simulators.port.intake.fields import FORMS
from simulators.port.intake.format import FormatError, read
from tests.simulators import papers
from tests.simulators.counter import PortCounter

Spoil = Callable[[etree._Element], None]
NS = {"c": papers.CEB}


def _find(root: etree._Element, path: str) -> etree._Element:
    found = root.find("/".join(f"c:{part}" for part in path.split("/")), NS)
    assert found is not None
    return found


def put(path: str, text: str) -> Spoil:
    return lambda root: setattr(_find(root, path), "text", text)


def drop(path: str) -> Spoil:
    def spoil(root: etree._Element) -> None:
        element = _find(root, path)
        parent = element.getparent()
        assert parent is not None
        parent.remove(element)

    return spoil


def swap(path: str) -> Spoil:
    """The element trades places with its successor."""

    def spoil(root: etree._Element) -> None:
        element = _find(root, path)
        after = element.getnext()
        assert after is not None
        after.addnext(element)

    return spoil


def append(path: str, name: str, text: str = "x") -> Spoil:
    def spoil(root: etree._Element) -> None:
        parent = _find(root, path) if path else root
        etree.SubElement(parent, f"{{{papers.CEB}}}{name}").text = text

    return spoil


def after(path: str, name: str) -> Spoil:
    """An empty element behind another one."""
    return lambda root: _find(root, path).addnext(etree.Element(f"{{{papers.CEB}}}{name}"))


def attribute(name: str, value: str) -> Spoil:
    return lambda root: root.set(name, value)


HEAD = "Order/OrderHead"
BROKEN: dict[str, tuple[str, Spoil, str]] = {
    "a required field is missing": ("311", drop(f"{HEAD}/buyerTelephone"), "buyerTelephone is missing"),
    "two fields change places": ("311", swap(f"{HEAD}/orderNo"), "orderNo is missing or not in its place"),
    "an unknown field": ("311", append(HEAD, "colour"), "colour is not allowed here"),
    "an order number of 61": ("311", put(f"{HEAD}/orderNo", "9" * 61), "61 characters, 1 to 60 allowed"),
    "an empty required text": ("311", put(f"{HEAD}/buyerName", ""), "0 characters, 1 to 60 allowed"),
    "a fixed length missed": ("621", put("Inventory/InventoryHead/country", "14"), "2 characters, 3 to 3"),
    "dollars": ("311", put(f"{HEAD}/currency", "502"), "'502' must be 142"),
    "a line number beyond bounds": ("311", put("Order/OrderList/gnum", "2147483648"), "is too large"),
    "an empty district": ("311", append(HEAD, "consigneeDistrict", ""), "0 characters, 6 to 6 allowed"),
    "an amount in words": ("311", put(f"{HEAD}/goodsValue", "三百"), "is not a number"),
    "an exponent": ("311", put(f"{HEAD}/goodsValue", "3e2"), "is not a number"),
    "six digits behind the point": ("311", put(f"{HEAD}/freight", "1.000001"), "more than 5 digits"),
    "twenty digits": ("311", put(f"{HEAD}/freight", "9" * 20), "more than 19 digits"),
    "a line without name": ("311", drop("Order/OrderList/itemName"), "itemName is missing"),
    "a line number that is none": ("311", put("Order/OrderList/gnum", "1.5"), "is not a number"),
    "no transfer node": ("311", drop("BaseTransfer"), "BaseTransfer: 0 found"),
    "something after the transfer node": ("311", append("", "Order"), "Order is not allowed here"),
    "a guid of 35": ("311", attribute("guid", "4" * 35), "@guid must have 36 characters"),
    "no version": ("311", attribute("version", ""), "@version must have"),
    "a strange attribute": ("311", attribute("colour", "red"), "attribute 'colour' is not known"),
    "a payment with a line": ("411", append("Payment", "OrderList"), "is not allowed here"),
    "ten pieces of luggage digits": ("511", put("Logistics/LogisticsHead/packNo", "1" * 10), "more than 9"),
    "an item number of 21": ("621", put("Inventory/InventoryList/itemNo", "9" * 21), "0 to 20 allowed"),
    "nine digits of HS code": ("621", put("Inventory/InventoryList/gcode", "330499009"), "10 to 10 allowed"),
    "a second unit left empty": (
        "621",
        after("Inventory/InventoryList/unit1", "unit2"),
        "0 characters, 3 to 3",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_form_is_answered_by_900(counter: PortCounter, name: str) -> None:
    kind, spoil, says = BROKEN[name]
    root = papers.build(kind)
    spoil(root)
    xml = papers.sign(root, counter.pair)
    assert counter.post(kind, xml, "M1").body == b"OK"
    counter.pass_time(10)
    (row,) = counter.poll("900")
    assert says in row["returninfo"]
    assert (row["returnstatus"], row["oricopmsgid"], row["orimessagetype"]) == (
        "-1",
        "M1",
        f"CEB{kind}Message",
    )
    original = etree.fromstring(base64.b64decode(row["rawxml"])).findtext(".//c:oriBizMessage", None, NS)
    assert original == xml.decode()
    assert counter.admin("GET", "declarations") == []
    assert counter.poll(FORMS[kind].receipt) == []


@pytest.mark.parametrize(
    ("xml", "says"),
    [
        (b"", "cannot be parsed"),
        (b"<a><b></a>", "cannot be parsed"),
        (b"\xff\xfe\x00", "cannot be parsed"),
        (b"<CEB311Message/>", "root is CEB311Message"),
        (papers.sign_nothing("411"), "expected CEB311Message"),
        (b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "DOCTYPE"),
        ('<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a><a/>'.encode("utf-16"), "DOCTYPE"),
    ],
)
def test_no_message_at_all(xml: bytes, says: str) -> None:
    with pytest.raises(FormatError, match=says):
        read(xml, FORMS["311"])


def test_ceilings_of_documents_and_lines() -> None:
    read(papers.sign_nothing("411", documents=100), FORMS["411"])
    with pytest.raises(FormatError, match="101 found, 1 to 100"):
        read(papers.sign_nothing("411", documents=101), FORMS["411"])
    line = papers.ORDER_LINES[0]
    read(etree.tostring(papers.build("311", lines=[line] * 99)), FORMS["311"])
    with pytest.raises(FormatError, match="100 lines, 1 to 99"):
        read(etree.tostring(papers.build("311", lines=[line] * 100)), FORMS["311"])
    with pytest.raises(FormatError, match="0 lines, 1 to 99"):
        read(etree.tostring(papers.build("311", lines=[])), FORMS["311"])


def test_what_the_specification_allows_is_read() -> None:
    """A byte-order mark, comments, the default namespace, more than one subscriber."""
    root = papers.build("311")
    root.insert(0, etree.Comment("a remark"))
    for _ in range(2):
        subscriber = etree.SubElement(root, f"{{{papers.CEB}}}BaseSubscribe")
        for name, text in (("status", "ALL"), ("dxpMode", "DXP"), ("dxpAddress", "DXPENT0000000002")):
            etree.SubElement(subscriber, f"{{{papers.CEB}}}{name}").text = text
    xml = etree.tostring(root).decode().replace("ceb:", "").replace("xmlns:ceb=", "xmlns=")
    message = read(b"\xef\xbb\xbf" + xml.encode(), FORMS["311"])
    assert message.documents[0].head["orderNo"] == "XP260131000001"
    assert [line["itemName"] for line in message.documents[0].lines] == ["面霜", "奶粉"]
    assert message.transfer["dxpId"] == papers.DXP_ID
