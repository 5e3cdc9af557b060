"""Rows of the door to receipts; rows that are not what they should be become receipts with a fault."""

from __future__ import annotations

import base64
import copy
import random
from typing import Any

import pytest

from customs.messages import Document, build
from customs.ports.haikou.receipts import published_in, read_row

GUID = "1A807076-2808-4615-A3D5-65638B91D9BE"
HEAD = {
    "guid": "4CDE1CFD-EDED-46B1-946C-B8022E42FC94",
    "customsCode": "6400",
    "copNo": "L260310ABCDEF012345",
    "preNo": "B20260310000000001",
    "invtNo": "64002026I000000001",
    "returnStatus": "800",
    "returnTime": "20260310120000123",
    "returnInfo": "[Code:800;Desc:放行]",
}


def xml(**changes: Any) -> bytes:
    return build("622", [Document(HEAD | changes)], guid=HEAD["guid"])


def row(data: bytes | None = None, **changes: Any) -> dict[str, Any]:
    raw = base64.b64encode(xml() if data is None else data).decode()
    return {"id": 7, "addtime": "20260310120001", "re_order_guid": GUID, "rawxml": raw} | changes


def test_a_list_receipt():
    (found,) = read_row("622", row())
    assert (found.kind, found.business_key, found.status, found.returned_at) == (
        "622", "L260310ABCDEF012345", "800", "20260310120000123",
    )  # fmt: skip
    assert (found.guid, found.pre_no, found.list_number) == (GUID, "B20260310000000001", "64002026I000000001")
    assert (found.info, found.fault) == ("[Code:800;Desc:放行]", "")


@pytest.mark.parametrize(
    "twin",
    [
        row(b"\xef\xbb\xbf" + xml()),
        row(xml(guid=HEAD["guid"].lower())),
        row(id=8, addtime="20260310120500"),
        row(build("622", [Document(HEAD)], guid=HEAD["guid"], prefix="ceb")),
        {name.lower(): value for name, value in HEAD.items()}
        | {"returntime": 1773144000123, "returntime2": HEAD["returnTime"], "re_order_guid": GUID},
    ],
)
def test_bom_prefix_spelling_and_a_new_row_id_make_no_other_receipt(twin):
    assert read_row("622", twin)[0].source_key == read_row("622", row())[0].source_key


@pytest.mark.parametrize("name", ["returnStatus", "returnTime", "returnInfo", "copNo"])
def test_another_status_time_text_or_key_is_another_receipt(name):
    other = {"returnStatus": "899", "returnTime": "20260310120000124", "returnInfo": "x", "copNo": "L2"}[name]
    assert read_row("622", row(xml(**{name: other})))[0].source_key != read_row("622", row())[0].source_key


def test_the_guid_in_the_text_serves_where_the_row_names_none():
    assert (
        read_row("622", row(xml(returnInfo=f"新增申报成功[{GUID.lower()}]"), re_order_guid=None))[0].guid
        == GUID
    )
    assert read_row("622", row(re_order_guid="1; DROP TABLE"))[0].guid == ""


def test_several_documents_in_one_receipt():
    data = build("622", [Document(HEAD), Document(HEAD | {"copNo": "L2"})], guid=HEAD["guid"])
    assert [r.business_key for r in read_row("622", row(data))] == ["L260310ABCDEF012345", "L2"]


DOCTYPE = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + xml().split(b"?>")[1]
BOMB = (
    b"<!DOCTYPE b ["
    + b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10 if n else b"x" * 10) for n in range(9))
    + b"]><b>&e8;</b>"
)


@pytest.mark.parametrize(
    "bad",
    [
        None,
        17,
        "text",
        [],
        {},
        {"rawxml": 5},
        row(rawxml="%%%"),
        row(rawxml="A" * 3_000_000),
        row(b""),
        row(b"<a/>"),
        row(b"\x00" * 100),
        row(DOCTYPE),
        row(BOMB),
        row(xml() + b"<x/>"),
        row(xml()[:-20]),
        row(xml().replace(b"20260310120000123", b"20261399120000123")),
        row(xml().replace(b"20260310120000123", b"2026031012000012")),
        row(xml().replace(b"20260310120000123", "２０２６０３１０１２００００１２３".encode())),
        row(xml().replace(b">800<", b">80000000000<")),
        row(xml().replace(b"L260310ABCDEF012345", b"L" * 400)),
        row(build("312", [Document({
            "guid": GUID, "ebpCode": "1", "ebcCode": "1", "orderNo": "1", "returnStatus": "120",
            "returnTime": HEAD["returnTime"], "returnInfo": "x"})], guid=GUID)),
        {"copno": "L1", "returnstatus": "800"},
    ],
)  # fmt: skip
def test_hostile_rows_become_faults(bad):
    (found,) = read_row("622", bad)
    assert found.fault and (found.status, found.business_key, found.returned_at) == ("", "", "")
    assert found.source_key.startswith("622:malformed:") and len(found.source_key) <= 120
    assert len(found.fault) <= 1000 and "passwd" not in found.fault


def test_the_same_bad_row_is_the_same_fault_and_another_is_not():
    assert read_row("622", row(b"<a/>"))[0].source_key == read_row("622", row(b"<a/>"))[0].source_key
    assert read_row("622", row(b"<a/>"))[0].source_key != read_row("622", row(b"<b/>"))[0].source_key


def test_two_thousand_mutated_rows_never_crash():
    dice = random.Random(11)
    data = xml()
    for _ in range(2000):
        broken = bytearray(data)
        for _ in range(dice.randint(1, 4)):
            broken[dice.randrange(len(broken))] = dice.randrange(256)
        changed = copy.deepcopy(row(bytes(broken)))
        for found in read_row("622", changed):
            assert found.fault or len(found.returned_at) == 17


def test_times_of_publishing_that_are_none_do_not_count():
    rows = [
        {"addtime": "20260310120001"},
        {"addtime": "9999"},
        {"addtime": None},
        5,
        {"addtime": "20261310120001"},
    ]
    assert published_in(rows) == {"20260310120001"}
    assert published_in([{"addtime": "x" * 14}]) == set()
