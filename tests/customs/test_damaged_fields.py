"""Each field of each receipt damaged in each way: what is applied is exactly what a person would let through."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from importlib import import_module
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from lxml import etree

from customs.messages import Document, build, table
from customs.messages.times import BEIJING, milliseconds
from customs.models import Declaration, Message, Receipt
from customs.ports.haikou.receipts import from_xml
from customs.services import declare
from customs.services.record_bill import record
from customs.types import Outcome, PortReceipt
from tests.customs import factories as make
from tests.customs.said import messages

pytestmark = pytest.mark.django_db
GUID = "4F5A0C62-9B1E-4C35-8A77-2D0B6C1E9F00"
AT = milliseconds(datetime(2026, 3, 10, 12, tzinfo=BEIJING))
NAMES = {
    "312": ("ebpCode", "ebcCode", "orderNo"), "412": ("payCode", "payTransactionId"),
    "512": ("logisticsCode", "logisticsNo"), "622": ("copNo",),
}  # fmt: skip
"""What a receipt says it answers: must be ours to the letter, or nothing happens."""
OF = {"312": "311", "412": "411", "512": "511", "622": "621"}
Damage = Callable[[str], str | None]
DAMAGES: dict[str, Damage] = {
    "removed": lambda text: None,
    "empty": lambda text: "",
    "blank": lambda text: " ",
    "shortened": lambda text: text[:-1],
    "lengthened": lambda text: text + "1",
    "very long": lambda text: text * 300,
    "other sign": lambda text: ("2" if text[0] != "2" else "3") + text[1:],
    "full width": lambda text: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text),
    "other case": lambda text: text.swapcase(),
    "signed": lambda text: f"-{text}",
    "foreign digits": lambda text: text.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
    "SQL": lambda text: "1'; DROP TABLE customs_message; --",
    "two of them": lambda text: f"{text},{text}",
    "spaces round": lambda text: f" {text} ",
}


@pytest.fixture
def declared(in_harbor) -> Declaration:
    make.account("http://127.0.0.1:9")
    declare(package_id=make.package().pk, now=timezone.now())
    return Declaration.objects.get()


def whole(kind: str) -> dict[str, str]:
    """The fields of a good receipt of ours."""
    keys = dict(zip(NAMES[kind], messages()[OF[kind]].business_key.split("|"), strict=True))
    says = {"guid": GUID, "returnStatus": "120", "returnTime": AT, "returnInfo": "海关入库"}
    extra = {"customsCode": "6400", "agentCode": "4601W60002", "preNo": "B20260310000000001",
             "invtNo": "64002026I000000001"} if kind == "622" else {}  # fmt: skip
    return keys | says | extra


def damaged(kind: str, name: str, damage: Damage) -> bytes:
    """Built whole, then damaged: the form does not stand in the way of the damage."""
    values = whole(kind)
    root = etree.fromstring(build(kind, [Document(values)], guid=GUID))
    (node,) = [found for found in root.iter() if etree.QName(found).localname == name and not len(found)]
    text = damage(values[name])
    if text is None:
        node.getparent().remove(node)
    else:
        node.text = text
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def cases(kind: str) -> Iterator[tuple[str, str, Damage]]:
    for part in table(kind).header.parts:
        if part.name in whole(kind):
            yield from ((part.name, how, damage) for how, damage in DAMAGES.items())


def told(xml: bytes) -> tuple[list[Outcome], dict[str, str], int]:
    """Outcomes, the statuses of the messages afterwards, and how many receipts are kept; nothing of it stays."""
    with transaction.atomic():
        outcomes = [record(port="haikou", row=row, now=timezone.now()) for row in from_xml(xml)]
        after = dict(Message.objects.values_list("kind", "status")), Receipt.objects.count()
        transaction.set_rollback(True)
    return outcomes, *after


def same(kind: str, name: str, damage: Damage) -> bool:
    """The damage left the field as it reads: a code is read without the blanks round it."""
    text, left = whole(kind)[name], damage(whole(kind)[name])
    return left is not None and (left.strip() if name == "returnStatus" else left) == text


@pytest.mark.parametrize("kind", sorted(OF))
def test_each_field_damaged_in_each_way(declared, kind):
    nothing: dict[str, str] = dict.fromkeys(("311", "411", "511", "621"), "")
    tried = 0
    for name, how, damage in cases(kind):
        rows = from_xml(damaged(kind, name, damage))
        outcomes, statuses, kept = told(damaged(kind, name, damage))
        assert kept == 1, (name, how, "what came is kept, whatever it is")
        moved = {of: status for of, status in statuses.items() if status}
        if same(kind, name, damage):
            assert (outcomes, moved) == ([Outcome.APPLIED], {OF[kind]: "120"}), (name, how)
        elif any(isinstance(row, PortReceipt) and row.fault for row in rows):
            assert (outcomes, statuses) == ([Outcome.MALFORMED], nothing), (name, how)
        elif (name, how) == ("returnStatus", "signed"):
            # Every negative code is a refusal, also one that nobody knows (specification, table 7-2).
            assert (outcomes, moved) == ([Outcome.APPLIED], {OF[kind]: "-120"})
        elif name in (*NAMES[kind], "returnStatus"):
            # Whose it is, or what it says: a number that is not ours, or a code nobody knows, moves nothing.
            assert statuses == nothing and Outcome.APPLIED not in outcomes, (name, how, outcomes)
        else:
            assert (outcomes, moved) == ([Outcome.APPLIED], {OF[kind]: "120"}), (name, how)
        tried += 1
    assert tried == len(DAMAGES) * len(whole(kind))


def test_the_control_whole_receipts_are_applied(declared):
    for kind, of in OF.items():
        xml = build(kind, [Document(whole(kind))], guid=GUID)
        outcomes, statuses, kept = told(xml)
        assert (outcomes, statuses[of], kept) == ([Outcome.APPLIED], "120", 1)


def test_the_control_were_the_number_not_looked_at_a_stranger_s_receipt_would_count(declared, monkeypatch):
    """The guard taken away: what is matched by anything but its number moves a declaration that it does not name."""
    xml = damaged("622", "copNo", DAMAGES["other sign"])
    assert told(xml)[0] == [Outcome.UNMATCHED]
    ours: Any = messages()["621"]
    monkeypatch.setattr(import_module("customs.services.record_receipt"), "_answered", lambda port, row: ours)
    assert told(xml)[:2] == ([Outcome.APPLIED], {"311": "", "411": "", "511": "", "621": "120"})
