"""The business rules, one at a time: each refusal leaves nothing standing and no allowance reserved."""

from typing import Any

import pytest

from tests.simulators import papers
from tests.simulators.counter import PortCounter

LINES = papers.LIST_LINES
ORDER_LINES = papers.ORDER_LINES
OVER = [{**LINES[0], "price": "2600.00", "totalPrice": "5200.00"}]
ONE_DEAR_PIECE = [{**LINES[0], "qty": "1", "price": "5200.00", "totalPrice": "5200.00"}]
DIRECT: dict[str, Any] = {"tradeMode": "9610", "trafMode": "5", "country": "116"}
DIRECT_TRAVEL = {"trafNo": "CA1", "voyageNo": "V1", "billNo": "B1"}


def changed(lines: list[dict[str, str]], **first: Any) -> list[dict[str, str]]:
    return [{**lines[0], **first}, *lines[1:]]


REFUSED: dict[str, tuple[str, dict[str, Any], Any, str, str]] = {
    "paid sum": ("311", {"acturalPaid": "318.22"}, None, "-301008", "acturalPaid"),
    "goods sum": ("311", {"goodsValue": "299.00", "acturalPaid": "317.21"}, None, "-301008", "goodsValue"),
    "price times quantity": ("311", {}, changed(ORDER_LINES, price="99.00"), "-301008", "总价"),
    "quantity nought": ("311", {}, changed(ORDER_LINES, qty="0", totalPrice="0"), "-301008", "数量须为正"),
    "negative freight": ("311", {"freight": "-10", "acturalPaid": "298.21"}, None, "-301008", "freight"),
    "gnum twice": ("311", {}, changed(ORDER_LINES, gnum="2"), "-301002", "商品序号重复"),
    "buyer's checksum": ("311", {"buyerIdNumber": "110101199003074611"}, None, "-301008", "身份证"),
    "buyer's birthday": ("311", {"buyerIdNumber": "130681136250023332"}, None, "-301008", "身份证"),
    "small x": ("311", {"buyerIdNumber": "11010119900307301x"}, None, "-301008", "身份证"),
    "passport": ("311", {"buyerIdType": "2"}, None, "-301008", "buyerIdType"),
    "order type": ("311", {"orderType": "E"}, None, "-301008", "orderType"),
    "thirteenth month": ("311", {"appTime": "20261331000000"}, None, "-301008", "appTime"),
    "unknown shop": ("311", {"ebpCode": "4601W60009"}, None, "-10102", "ebpCode"),
    "payer's checksum": ("411", {"payerIdNumber": "110101199003074611"}, None, "-401009", "身份证"),
    "nothing paid": ("411", {"amountPaid": "0"}, None, "-401009", "amountPaid"),
    "unknown payment company": ("411", {"payCode": "X"}, None, "-10102", "payCode"),
    "two boxes": ("511", {"packNo": "2"}, None, "-504011", "packNo"),
    "no weight": ("511", {"weight": "0"}, None, "-504011", "weight"),
    "unknown carrier": ("511", {"logisticsCode": "X"}, None, "-10102", "logisticsCode"),
    "list of an export": ("621", {"ieFlag": "E"}, None, "-621001", "ieFlag"),
    "unknown mode": ("621", {"tradeMode": "0110"}, None, "-621001", "tradeMode"),
    "bonded from Japan": ("621", {"country": "116"}, None, "-621001", "起运国"),
    "bonded without book": ("621", {"emsNo": None}, None, "-621001", "emsNo"),
    "bonded without area": ("621", {"areaCode": None}, None, "-621001", "areaCode"),
    "bonded without record": ("621", {}, changed(LINES, itemRecordNo=""), "-621001", "itemRecordNo"),
    "direct without flight": ("621", DIRECT, None, "-621001", "trafNo"),
    "stranger guarantees": ("621", {"assureCode": papers.AGENT}, None, "-621001", "assureCode"),
    "net over gross": ("621", {"netWeight": "1.3"}, None, "-621001", "净重"),
    "letters in the HS code": ("621", {}, changed(LINES, gcode="33049900AB"), "-621001", "商品编码"),
    "half a second unit": ("621", {}, changed(LINES, qty1="1", unit2="011"), "-621001", "第二法定"),
    "list's gnum twice": ("621", {}, changed(LINES, gnum="2"), "-621027", "商品序号重复"),
    "list's checksum": ("621", {"buyerIdNumber": "110101199003074611"}, None, "-621001", "身份证"),
    "over the single limit": ("621", {}, OVER, "-621005", "超过单次交易限值"),
    "agent not registered": ("621", {"agentCode": "4601W60009"}, None, "-10102", "agentCode"),
}


def in_order(head: dict[str, Any], kind: str) -> dict[str, Any]:
    """Optional elements have their place in the sequence, wherever the case names them."""
    known = list(
        {"311": papers.ORDER, "411": papers.PAYMENT, "511": papers.WAYBILL, "621": papers.LIST}[kind]
    )
    return {name: head[name] for name in [*known, *head] if name in head}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(counter: PortCounter, name: str) -> None:
    kind, head, lines, status, says = REFUSED[name]
    if lines is not None and kind == "621":
        lines = [_ordered_line(line) for line in lines]
    counter.send(kind, lines=lines, **in_order(head, kind))
    counter.pass_time(10)
    assert counter.poll("900") == []
    (row,) = counter.poll({"311": "312", "411": "412", "511": "512", "621": "622"}[kind])
    assert row["returnstatus"] == status
    assert says in row["returninfo"]
    (paper,) = counter.admin("GET", "declarations")
    assert (paper["state"], paper["status"]) == ("refused", status)
    assert counter.admin("GET", "stats")["documents"][kind]["accepted"] == 0
    assert counter.admin("GET", f"quota?id_number={papers.BUYER_ID}")["left"] == "26000.00"


def _ordered_line(line: dict[str, str]) -> dict[str, str]:
    names = [*LINES[0]]
    names[names.index("unit1") + 1 : names.index("unit1") + 1] = ["qty2", "unit2"]
    return {name: line[name] for name in names if name in line}


TAKEN: dict[str, tuple[str, dict[str, Any], Any]] = {
    "one dear piece": ("621", {}, ONE_DEAR_PIECE),
    "a total that does not divide": ("311", {}, changed(ORDER_LINES, qty="3", price="66.66667")),
    "without payment number": ("311", {"payCode": None, "payTransactionId": None}, None),
    "a draft": ("621", {"appStatus": "1"}, None),
}


@pytest.mark.parametrize("name", TAKEN)
def test_taken(counter: PortCounter, name: str) -> None:
    kind, head, lines = TAKEN[name]
    counter.send(kind, lines=lines, **head)
    counter.pass_time(10)
    assert counter.admin("GET", "stats")["documents"][kind]["accepted"] == 1


def test_direct_purchase_with_its_flight_is_taken(counter: PortCounter) -> None:
    head = {**papers.LIST, **DIRECT, "emsNo": None, "areaCode": None, "areaName": None}
    ordered: dict[str, Any] = {}
    for name, value in head.items():
        ordered[name] = value
        if name == "trafMode":
            ordered |= DIRECT_TRAVEL
    root = papers.build("621")
    parent = root[0][0]
    for child in list(parent):
        parent.remove(child)
    papers.fill(parent, ordered)
    counter.post("621", papers.sign(root, counter.pair), "M1")
    counter.pass_time(10)
    assert counter.statuses("622") == ["2", "3", "120"]


def test_yearly_limit_counts_what_was_bought_elsewhere(counter: PortCounter) -> None:
    """The list is worth 310.00: 300.00 of goods and 10.00 of freight."""
    counter.admin("POST", "quota", {"id_number": papers.BUYER_ID, "used": "25690.01"})
    counter.send("621")
    counter.pass_time(10)
    (row,) = counter.poll("622")
    assert (row["returnstatus"], "已用25690.01" in row["returninfo"]) == ("-621018", True)
    counter.admin("POST", "quota", {"id_number": papers.BUYER_ID, "used": "25690.00"})
    counter.send("621", "again")
    counter.pass_time(10)
    assert counter.statuses("622")[1:] == ["2", "3", "120"]
    assert counter.admin("GET", f"quota?id_number={papers.BUYER_ID}") == {
        "limit": "26000.00",
        "used": "25690.00",
        "reserved": "310.00",
        "left": "0.00",
        "entries": [
            {"amount": "25690.00", "state": "elsewhere", "order_no": None},
            {"amount": "310.00", "state": "reserved", "order_no": "XP260131000001"},
        ],
    }


def test_a_hundred_documents_in_one_message(counter: PortCounter) -> None:
    heads = [papers.for_order(f"XP26013100{number:04d}", "411") for number in range(100)]
    counter.post("411", papers.sign(papers.build("411", *heads), counter.pair), "M1")
    counter.pass_time(10)
    (message,) = counter.admin("GET", "messages")
    assert (message["accepted"], message["outcome"], len(message["order_nos"])) == (100, "accepted", 100)


LATER = {"appTime": "20260131090001"}
STANDING: dict[str, tuple[str, dict[str, Any], str]] = {
    "order twice": ("311", {}, "-301010"),
    "payment twice": ("411", {}, "-401007"),
    "waybill twice": ("511", {}, "-504015"),
    "list twice": ("621", {}, "-621004"),
    "list changed while it stands": ("621", {"appType": "2", **LATER}, "-621012"),
    "order changed by an old message": ("311", {"appType": "2"}, "-301014"),
    "payment changed by an old message": ("411", {"appType": "2"}, "-401012"),
    "waybill changed by an old message": ("511", {"appType": "2"}, "-505016"),
}


@pytest.mark.parametrize("name", STANDING)
def test_what_stands_is_left_alone(counter: PortCounter, name: str) -> None:
    kind, head, status = STANDING[name]
    counter.send(kind)
    counter.pass_time(10)
    counter.send(kind, "second", **head)
    counter.pass_time(10)
    states = [(paper["state"], paper["status"]) for paper in counter.admin("GET", "declarations")]
    assert states == [("standing", "120"), ("refused", status)]
    assert counter.admin("GET", "stats")["accepted_twice"] == []


@pytest.mark.parametrize(
    ("kind", "status"), [("311", "-301009"), ("411", "-401006"), ("511", "-504014"), ("621", "-621011")]
)
def test_change_of_nothing(counter: PortCounter, kind: str, status: str) -> None:
    counter.send(kind, appType="2", **LATER)
    counter.pass_time(10)
    (paper,) = counter.admin("GET", "declarations")
    assert (paper["state"], paper["status"]) == ("refused", status)


@pytest.mark.parametrize("kind", ["311", "411", "511"])
def test_change_replaces_what_stood(counter: PortCounter, kind: str) -> None:
    counter.send(kind)
    counter.pass_time(10)
    counter.send(kind, "second", appType="2", **LATER)
    counter.pass_time(10)
    states = [(paper["state"], paper["status"]) for paper in counter.admin("GET", "declarations")]
    assert states == [("replaced", "120"), ("standing", "120")]


@pytest.mark.parametrize(("kind", "status"), [("311", "-301011"), ("411", "-401008"), ("511", "-504016")])
def test_no_change_once_the_list_is_declared(counter: PortCounter, kind: str, status: str) -> None:
    for each in (kind, "621"):
        counter.send(each)
    counter.pass_time(10)
    counter.send(kind, "second", appType="2", **LATER)
    counter.pass_time(10)
    assert counter.admin("GET", f"declarations?kind={kind}")[1]["status"] == status
    assert counter.admin("GET", f"declarations?kind={kind}")[0]["state"] == "standing"


def test_deletion_takes_an_order_away(counter: PortCounter) -> None:
    counter.send("311")
    counter.pass_time(10)
    counter.send("311", "second", appType="3", **LATER)
    counter.pass_time(10)
    counter.send("311", "third")
    counter.pass_time(10)
    states = [paper["state"] for paper in counter.admin("GET", "declarations")]
    assert states == ["deleted", "deleted", "standing"]
