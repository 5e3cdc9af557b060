"""The HTTP door: what `OK` means, repeated arrivals, polling, outages, mischief."""

import base64
import json
from typing import Any

import pytest
from lxml import etree

from simulators.port.app import Port
from simulators.web.routing import Response
from tests.simulators import papers
from tests.simulators.counter import PortCounter, call


def _without(name: str) -> dict[str, Any]:
    body = papers.envelope("311", b"<x/>", "M1")
    del body["Message"]["MessageHead"][name]
    return body


NOT_RECEIVED: dict[str, Any] = {
    "a list": [],
    "an empty object": {},
    "no head": {"Message": {"MessageBody": {"data": "AA=="}}},
    "no id": _without("MessageId"),
    "no type": _without("MessageType"),
    "no sender": _without("SenderID"),
    "type of a receipt": papers.envelope("312", b"<x/>", "M1"),
    "type without end": papers.envelope("311", b"<x/>", "M1", MessageType="CEB311Message"),
    "no data": {"Message": {**_without("Version")["Message"], "MessageBody": {}}},
    "no base64": {
        "Message": {**papers.envelope("311", b"", "M1")["Message"], "MessageBody": {"data": "***"}}
    },
}


@pytest.mark.parametrize("name", NOT_RECEIVED)
def test_not_received(counter: PortCounter, name: str) -> None:
    response = call(counter.port, "POST", "/cebcmsg", NOT_RECEIVED[name])
    assert (response.status, response.body[:6]) == (400, b"ERROR:")
    assert counter.admin("GET", "messages") == []


def test_the_same_message_is_received_often_and_accepted_once(counter: PortCounter) -> None:
    xml = papers.sign(papers.build("311"), counter.pair)
    for _ in range(3):
        assert counter.post("311", xml, "M1").body == b"OK"
        counter.pass_time(10)
    (message,) = counter.admin("GET", "messages")
    assert (message["arrivals"], message["accepted"], message["outcome"]) == (3, 1, "accepted")
    assert counter.statuses("312") == ["2", "3", "120"]
    assert counter.admin("GET", "orders/XP260131000001")["311"]["acceptances"] == 1


def test_a_port_without_memory_accepts_twice(counter: PortCounter) -> None:
    """The control: with the guards off the counting shows what they keep away."""
    counter.admin("POST", "config", {"dedupe": False})
    xml = papers.sign(papers.build("311"), counter.pair)
    for _ in range(2):
        counter.post("311", xml, "M1")
        counter.pass_time(10)
    assert counter.admin("GET", "stats")["accepted_twice"] == [["311", "XP260131000001"]]
    assert counter.admin("GET", "orders/XP260131000001")["311"]["acceptances"] == 2


def test_another_message_under_a_used_number(counter: PortCounter) -> None:
    counter.send("311", "M1")
    assert counter.send("411", "M1").status == 409
    counter.pass_time(10)
    (message,) = counter.admin("GET", "messages")
    assert (message["arrivals"], message["conflicts"]) == (1, 1)
    assert counter.statuses("412") == []


def test_poll_begins_at_the_second_asked_for(counter: PortCounter) -> None:
    counter.admin("POST", "config", {"speed": 0})
    counter.send("311", "M1")
    counter.pass_time(0)
    counter.clock.now += 60
    counter.send("311", "M2", orderNo="XP260131000002")
    counter.pass_time(0)
    assert [row["addtime"] for row in counter.poll("312")] == ["20260131090000"] * 3 + ["20260131090100"] * 3
    assert {row["orderno"] for row in counter.poll("312", "20260131090100")} == {"XP260131000002"}
    assert counter.poll("312", "20260131090101") == []


def test_poll_by_box(counter: PortCounter) -> None:
    counter.send("311")
    counter.pass_time(10)
    assert len(counter.poll("312", dxp_id=papers.DXP_ID)) == 3
    assert counter.poll("312", dxp_id="DXPENT0000000009") == []


def test_row_ids_stay(counter: PortCounter) -> None:
    counter.send("311")
    counter.pass_time(10)
    assert [row["id"] for row in counter.poll("312")] == [1, 2, 3]
    assert counter.poll("312") == counter.poll("312")


@pytest.mark.parametrize("since", ["2026", "20261331000000", "x" * 14])
def test_poll_with_a_senseless_time(counter: PortCounter, since: str) -> None:
    assert call(counter.port, "GET", f"/ceb312msg?qryid={since}").status == 400


def test_down_and_up_again(counter: PortCounter) -> None:
    counter.admin("POST", "down", {"seconds": 30})
    assert counter.send("311").status == 503
    assert call(counter.port, "GET", "/ceb312msg").status == 503
    assert call(counter.port, "GET", "/healthz").status == 200
    counter.admin("POST", "down", {"seconds": 30, "mode": "close"})
    assert counter.send("311").drop
    counter.clock.now += 31
    assert counter.send("311").body == b"OK"
    assert counter.admin("GET", "messages")[0]["arrivals"] == 1


def with_mischief(counter: PortCounter, name: str) -> None:
    counter.admin("POST", "config", {"mischief": {name: 1}})


def test_dropped_after_commit_is_stored(counter: PortCounter) -> None:
    with_mischief(counter, "drop_after_commit")
    assert counter.send("311").drop
    counter.pass_time(10)
    assert counter.statuses("312") == ["2", "3", "120"]


@pytest.mark.parametrize("name", ["refuse", "html_200"])
def test_refused_is_not_stored(counter: PortCounter, name: str) -> None:
    with_mischief(counter, name)
    response: Response = counter.send("311")
    assert response.drop or (response.status == 200 and b"502 Bad Gateway" in response.body)
    counter.pass_time(10)
    assert counter.admin("GET", "messages") == []


def test_poll_error(counter: PortCounter) -> None:
    with_mischief(counter, "poll_error")
    assert call(counter.port, "GET", "/ceb312msg").status == 503


def test_repeated_receipts_are_rows_of_their_own(counter: PortCounter) -> None:
    with_mischief(counter, "duplicate")
    counter.send("311")
    counter.pass_time(10)
    rows = counter.poll("312")
    assert [row["returnstatus"] for row in rows] == ["2", "2", "3", "3", "120", "120"]
    assert len({row["id"] for row in rows}) == 6
    assert rows[0]["rawxml"] == rows[1]["rawxml"]


def test_the_same_status_at_another_time(counter: PortCounter) -> None:
    with_mischief(counter, "retime")
    counter.send("311")
    counter.pass_time(10)
    first, again, *_ = counter.poll("312")
    assert (first["returnstatus"], again["returnstatus"]) == ("2", "2")
    assert again["returntime"] - first["returntime"] == 1500


def test_receipts_for_orders_nobody_sent(counter: PortCounter) -> None:
    with_mischief(counter, "unknown")
    counter.send("311")
    counter.pass_time(10)
    orders = [row["orderno"] for row in counter.poll("312")]
    assert orders.count("XP260131000001") == 3
    assert sum(order.startswith("X") and order != "XP260131000001" for order in orders) == 3


def test_late_receipts_still_come(counter: PortCounter) -> None:
    counter.admin("POST", "config", {"mischief": {"delay": 1, "delay_seconds": [100, 200]}})
    counter.send("311")
    counter.pass_time(50)
    assert counter.poll("312") == []
    counter.pass_time(200)
    assert sorted(counter.statuses("312")) == ["120", "2", "3"]


def test_out_of_order(counter: PortCounter) -> None:
    counter.admin("POST", "config", {"mischief": {"reorder": 0.5}})
    for number in range(10):
        counter.send("311", orderNo=f"XP26013100000{number}")
    counter.pass_time(60)
    rows = counter.poll("312")
    by_order: dict[str, list[str]] = {}
    for row in rows:
        by_order.setdefault(row["orderno"], []).append(row["returnstatus"])
    assert all(sorted(statuses) == ["120", "2", "3"] for statuses in by_order.values())
    assert any(statuses != ["2", "3", "120"] for statuses in by_order.values())
    assert [row["addtime"] for row in rows] == sorted(row["addtime"] for row in rows)


def test_spelling_of_the_xml(counter: PortCounter) -> None:
    counter.send("311")
    counter.pass_time(10)
    plain = base64.b64decode(counter.poll("312")[0]["rawxml"])
    assert b"<OrderReturn>" in plain
    counter.admin("POST", "config", {"mischief": {"bom": 1, "prefix": 1, "lower_guid": 1}})
    counter.send("311", orderNo="XP260131000002")
    counter.pass_time(10)
    strange = base64.b64decode(counter.poll("312")[-1]["rawxml"])
    assert strange.startswith(b"\xef\xbb\xbf")
    assert b"<ceb:OrderReturn>" in strange
    guid = etree.fromstring(strange).get("guid", "")
    assert guid == guid.lower() != guid.upper()


def test_the_same_seed_makes_the_same_day(counter: PortCounter, tmp_path: Any) -> None:
    def day(folder: str, seed: str) -> list[tuple[Any, ...]]:
        (tmp_path / folder).mkdir()
        other = PortCounter(tmp_path / folder, counter.pair, seed)
        other.admin("POST", "config", {"preset": "chaos"})
        for kind in papers.KINDS:
            xml = papers.sign(papers.build(kind), counter.pair)
            while other.post(kind, xml, f"M-{kind}").body != b"OK":
                pass
        other.pass_time(60)
        return [(row.get("returnstatus"), row["rawxml"]) for row in other.admin("GET", "receipts")]

    assert day("a", "7") == day("b", "7")
    assert day("c", "7") != day("d", "8")


def test_chaos_loses_nothing(counter: PortCounter) -> None:
    counter.admin("POST", "config", {"preset": "chaos"})
    numbers = [f"XP2601310000{number:02d}" for number in range(20)]
    for number in numbers:
        for kind in papers.KINDS:
            xml = papers.sign(papers.build(kind, papers.for_order(number, kind)), counter.pair)
            while counter.post(kind, xml, f"{kind}-{number}").body != b"OK":
                pass
    counter.pass_time(120)
    counter.admin("POST", "config", {"preset": "calm"})
    stats = counter.admin("GET", "stats")
    assert (stats["orders_released"], stats["accepted_twice"]) == (20, [])
    assert stats["messages"]["arrivals"] > stats["messages"]["distinct"] == 80
    released = {row["copno"] for row in counter.poll("622") if row["returnstatus"] == "800"}
    assert released == set(numbers)


@pytest.mark.parametrize(
    "change",
    [
        {"colour": 1},
        {"mischief": {"explode": 1}},
        {"mischief": {"delay": 2}},
        {"mischief": 1},
        {"steps": {"800": "soon"}},
        {"require_signature": "no"},
        {"preset": "storm"},
    ],
)
def test_senseless_options_are_refused(counter: PortCounter, change: dict[str, Any]) -> None:
    before = counter.admin("GET", "config")
    assert call(counter.port, "POST", "/_sim/config", change).status == 400
    assert counter.admin("GET", "config") == before


def test_options_and_books_outlive_the_process(counter: PortCounter) -> None:
    counter.admin("POST", "config", {"speed": 0})
    counter.send("311")
    again = Port(counter.state, counter.seed, counter.clock)
    again.settle()
    response = call(again, "GET", "/ceb312msg")
    assert [row["returnstatus"] for row in json.loads(response.body)] == ["2", "3", "120"]


def test_reset_forgets_the_papers_and_keeps_the_companies(counter: PortCounter) -> None:
    """Row ids go on: whoever drops the rows it knows must not drop tomorrow's."""
    counter.send("311")
    counter.pass_time(10)
    counter.admin("POST", "reset")
    assert counter.poll("312") == []
    assert len(counter.admin("GET", "enterprises")) == 4
    counter.send("311")
    counter.pass_time(10)
    assert [row["id"] for row in counter.poll("312")] == [4, 5, 6]


def test_the_message_received_can_be_read_back(counter: PortCounter) -> None:
    xml = papers.sign(papers.build("311"), counter.pair)
    counter.post("311", xml, "M/1 号")
    assert call(counter.port, "GET", "/_sim/messages/M%2F1%20%E5%8F%B7/xml").body == xml


def test_the_page_shows_what_happened_and_escapes_it(counter: PortCounter) -> None:
    counter.send("311", orderNo="<b>x</b>")
    counter.pass_time(10)
    body = call(counter.port, "GET", "/").body.decode()
    assert "&lt;b&gt;x&lt;/b&gt;" in body
    assert "<b>x</b>" not in body
    assert "海关入库" in body


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/nowhere", 404), ("DELETE", "/cebcmsg", 405), ("DELETE", "/_sim/fates/9", 404)],
)
def test_wrong_doors(counter: PortCounter, method: str, path: str, status: int) -> None:
    assert call(counter.port, method, path).status == status
