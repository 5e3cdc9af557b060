"""Matching, fates and what comes after a refusal."""

from typing import Any

import pytest

from tests.simulators import papers
from tests.simulators.counter import PortCounter

ORDER_NO = "XP260131000001"
GOOD = ["2", "3", "120", "399", "800", "899"]


def send_four(counter: PortCounter, without: str = "", **changes: dict[str, Any]) -> None:
    for kind in papers.KINDS:
        if kind != without:
            counter.send(kind, **changes.get(f"k{kind}", {}))
    counter.pass_time(60)


OTHER = {"payerName": "王芳", "payerIdNumber": "11010119900307301X"}
MISMATCHES: dict[str, tuple[dict[str, Any], str]] = {
    "paid less": (
        {"k411": {"amountPaid": "318.20"}},
        "[Code:1310;Desc:订单实际支付金额与支付单支付金额不符]",
    ),
    "another transaction": (
        {"k411": {"payTransactionId": "T2"}},
        "[Code:1311;Desc:订单支付交易编号与支付单不符]",
    ),
    "another payer": ({"k411": OTHER}, "[Code:1312;Desc:订购人身份信息与支付人不符]"),
    "payer's name alone": ({"k411": {"payerName": "李 明"}}, "[Code:1312;Desc:订购人身份信息与支付人不符]"),
    "another buyer in the list": (
        {"k621": {"buyerName": "王芳"}},
        "[Code:1313;Desc:清单订购人与订单订购人不符]",
    ),
    "another consignee": (
        {"k511": {"consignee": "王芳"}},
        "[Code:1314;Desc:订单与运单收货人信息不符:consignee]",
    ),
    "another telephone": (
        {"k511": {"consigneeTelephone": "13900139000"}},
        "[Code:1314;Desc:订单与运单收货人信息不符:consigneeTelephone]",
    ),
    "another address": (
        {"k511": {"consigneeAddress": "广州市"}},
        "[Code:1314;Desc:订单与运单收货人信息不符:consigneeAddress]",
    ),
    "another address in the list": (
        {"k621": {"consigneeAddress": "广州市"}},
        "[Code:1314;Desc:订单与清单收货地址不符]",
    ),
    "another waybill": ({"k511": {"logisticsNo": "SF2"}}, "[Code:1315;Desc:清单与运单不符:logisticsNo]"),
    "a line less": ({"k621": {"lines": papers.LIST_LINES[:1]}}, "[Code:1316;Desc:清单表体与订单表体不符]"),
    "another name of the goods": (
        {"k621": {"lines": [{**papers.LIST_LINES[0], "gname": "面膜"}, papers.LIST_LINES[1]]}},
        "[Code:1316;Desc:清单表体与订单表体不符]",
    ),
    "another shop": ({"k311": {"ebcCode": papers.AGENT}}, "[Code:1317;Desc:清单与订单企业不符:ebcCode]"),
}


@pytest.mark.parametrize("name", MISMATCHES)
def test_mismatch_is_turned_back_with_its_reason(counter: PortCounter, name: str) -> None:
    changes, says = MISMATCHES[name]
    send_four(counter, **changes)
    assert counter.statuses("622") == ["2", "3", "120", "100"]
    assert counter.poll("622")[-1]["returninfo"] == says
    assert counter.admin("GET", f"declarations?order_no={ORDER_NO}&kind=621")[0]["state"] == "refused"
    assert counter.admin("GET", f"quota?id_number={papers.BUYER_ID}")["left"] == "26000.00"


@pytest.mark.parametrize("without", ["311", "411", "511"])
def test_a_list_waits_for_the_document_that_is_missing(counter: PortCounter, without: str) -> None:
    send_four(counter, without=without)
    assert counter.statuses("622") == ["2", "3", "120"]
    counter.send(without)
    counter.pass_time(60)
    assert counter.statuses("622") == GOOD


def test_a_list_gives_up_waiting(counter: PortCounter) -> None:
    counter.admin("POST", "config", {"match_timeout": 100})
    send_four(counter, without="511")
    assert counter.statuses("622") == ["2", "3", "120"]
    counter.pass_time(60)
    assert counter.poll("622")[-1]["returninfo"] == "[Code:1300;Desc:四单缺失:511]"


def test_mended_and_sent_again(counter: PortCounter) -> None:
    """The payment is changed, the list is new: it keeps its preNo."""
    send_four(counter, k411=OTHER)
    counter.send("411", "411-mended", appType="2", appTime="20260131090500")
    counter.send("621", "621-mended")
    counter.pass_time(60)
    rows = counter.poll("622")
    assert [row["returnstatus"] for row in rows] == ["2", "3", "120", "100", *GOOD]
    assert {row["preno"] for row in rows} == {"B20260131000000001"}
    assert counter.admin("GET", f"orders/{ORDER_NO}")["621"] == {
        "arrivals": 2,
        "acceptances": 2,
        "refusals": 0,
        "status": "899",
    }
    assert counter.admin("GET", "stats")["accepted_twice"] == []
    assert counter.admin("GET", f"quota?id_number={papers.BUYER_ID}")["used"] == "310.00"


LIST_FATES = {
    "reject:1800:单价异常": ["2", "3", "120", "100"],
    "negative:-621003:申报失败": ["2", "-621003"],
    "fail": ["2", "4"],
    "stall": ["2", "3"],
    "silent": [],
    "review": ["2", "3", "120", "300", "399", "800", "899"],
    "inspect": ["2", "3", "120", "300", "500", "399", "800", "899"],
    "manual": ["2", "3", "120", "300"],
    "hold": ["2", "3", "120", "300", "500"],
    "detain:502": ["2", "3", "120", "300", "502"],
    "return": ["2", "3", "120", "500", "700"],
    "recall": ["2", "3", "120", "399", "800", "700"],
    "ok": GOOD,
}


@pytest.mark.parametrize("fate", LIST_FATES)
@pytest.mark.parametrize("who", [{"order_no": ORDER_NO}, {"id_number": papers.BUYER_ID}, {"name": "李明"}])
def test_fate_of_a_list(counter: PortCounter, fate: str, who: dict[str, str]) -> None:
    counter.admin("POST", "fates", {**who, "fate": fate})
    send_four(counter)
    assert counter.statuses("622") == LIST_FATES[fate]
    assert counter.statuses("312") == ["2", "3", "120"]


@pytest.mark.parametrize(("kind", "receipt"), [("311", "312"), ("411", "412"), ("511", "512")])
@pytest.mark.parametrize(
    ("fate", "statuses"),
    [
        ("reject:1201:企业未备案", ["2", "3", "100"]),
        ("fail", ["2", "4"]),
        ("stall", ["2", "3"]),
        ("silent", []),
    ],
)
def test_fate_of_the_others(
    counter: PortCounter, kind: str, receipt: str, fate: str, statuses: list[str]
) -> None:
    counter.admin("POST", "fates", {"order_no": ORDER_NO, "kind": kind, "fate": fate})
    send_four(counter)
    assert counter.statuses(receipt) == statuses
    assert counter.statuses("622") == ["2", "3", "120"]


def test_a_fate_meant_for_one_order_leaves_the_next_alone(counter: PortCounter) -> None:
    counter.admin("POST", "fates", {"order_no": "XP9", "fate": "fail"})
    send_four(counter)
    assert counter.statuses("622") == GOOD


def test_a_fate_of_one_time_is_used_up(counter: PortCounter) -> None:
    counter.admin("POST", "fates", {"order_no": ORDER_NO, "fate": "reject:1800:单价异常", "times": 1})
    send_four(counter)
    counter.send("621", "again")
    counter.pass_time(60)
    assert counter.statuses("622") == ["2", "3", "120", "100", *GOOD]


@pytest.mark.parametrize("fate", ["manual", "hold", "stall", "silent", "detain:501"])
def test_resumed(counter: PortCounter, fate: str) -> None:
    counter.admin("POST", "fates", {"order_no": ORDER_NO, "fate": fate})
    send_four(counter)
    before = counter.statuses("622")
    counter.admin("POST", "resume", {"order_no": ORDER_NO})
    counter.pass_time(60)
    rest = [status for status in GOOD if status not in before]
    assert counter.statuses("622") == [*before, *rest]


@pytest.mark.parametrize(
    "body",
    [
        {"fate": "fail"},
        {"order_no": "X", "fate": "explode"},
        {"order_no": "X", "fate": "reject:1"},
        {"order_no": "X", "fate": "negative:100:text"},
        {"order_no": "X", "fate": "detain:800"},
        {"order_no": "X", "fate": "hold", "kind": "311"},
        {"order_no": "X", "fate": "fail", "kind": "999"},
        {"order_no": "X", "fate": "fail", "times": 0},
    ],
)
def test_senseless_fates_are_refused(counter: PortCounter, body: dict[str, Any]) -> None:
    with pytest.raises(AssertionError, match="error"):
        counter.admin("POST", "fates", body)
    assert counter.admin("GET", "fates") == []


def test_allowance_comes_back_with_a_return(counter: PortCounter) -> None:
    counter.admin("POST", "fates", {"order_no": ORDER_NO, "fate": "recall"})
    send_four(counter)
    quota = counter.admin("GET", f"quota?id_number={papers.BUYER_ID}")
    assert (quota["left"], quota["entries"][0]["state"]) == ("26000.00", "released")


def test_a_draft_stays_at_the_e_port(counter: PortCounter) -> None:
    counter.send("621", appStatus="1")
    counter.pass_time(60)
    assert counter.statuses("622") == ["1"]
    counter.send("621", "declared")
    counter.pass_time(60)
    assert counter.statuses("622") == ["1", "2", "3", "120"]
