"""The check: what is refused, where, by which rule; what must not matter; hostile bytes."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from customs.messages import TABLES, Document, build, check
from customs.messages.parsing import CHECK_LIMIT
from customs.messages.types import Value
from tests.customs.messages import samples
from tests.customs.messages.official import SPECS, accepts, needs_official

ORDER = samples.message("311", random.Random(1), documents=2)
RECEIPT = samples.message("622", random.Random(1), documents=3)


def rules(data: bytes) -> list[tuple[str, str]]:
    return [(finding.path, finding.rule) for finding in check(data).findings]


@pytest.mark.parametrize("kind", sorted(TABLES))
@pytest.mark.parametrize("prefix", ["", "ceb", "Q.1"])
def test_our_own_samples_are_valid(kind: str, prefix: str) -> None:
    data = samples.message(kind, random.Random(7), documents=3, signed=True, prefix=prefix)
    assert rules(data) == []


@needs_official
@pytest.mark.parametrize("kind", sorted(TABLES))
def test_our_own_samples_are_valid_officially(kind: str) -> None:
    for signed in (None, True):
        data = samples.message(kind, random.Random(8), documents=3, signed=signed)
        assert accepts(data, TABLES[kind].direction)


@needs_official
def test_official_samples_are_valid() -> None:
    found = sorted((SPECS / "samples").glob("*.xml"))
    assert [rules(path.read_bytes()) for path in found] == [[]] * len(found)
    assert len(found) >= 6


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (b"</ceb:appType>", b"1</ceb:appType>", ("/CEB311Message/Order[1]/OrderHead/appType", "length")),
        (
            b"<ceb:currency>142<",
            b"<ceb:currency>502<",
            ("/CEB311Message/Order[1]/OrderHead/currency", "fixed_value"),
        ),
        (b"<ceb:OrderHead>", b"<ceb:OrderHead>x", ("/CEB311Message/Order[1]/OrderHead", "unexpected_text")),
        (
            b"<ceb:OrderHead>",
            b"<ceb:OrderHead><ceb:zzz/>",
            ("/CEB311Message/Order[1]/OrderHead/zzz", "unexpected_element"),
        ),
        (
            b"<ceb:OrderHead>",
            b'<ceb:OrderHead a="1">',
            ("/CEB311Message/Order[1]/OrderHead/@a", "unexpected_attribute"),
        ),
        (b"</ceb:gnum>", b".5</ceb:gnum>", ("/CEB311Message/Order[1]/OrderList[1]/gnum", "integer")),
        (b"</ceb:qty>", b"x</ceb:qty>", ("/CEB311Message/Order[1]/OrderList[1]/qty", "decimal")),
        (b"</ceb:qty>", b"000001</ceb:qty>", ("/CEB311Message/Order[1]/OrderList[1]/qty", "fraction_digits")),
        (
            b"<ceb:qty>",
            b"<ceb:qty>12345678901234567",
            ("/CEB311Message/Order[1]/OrderList[1]/qty", "total_digits"),
        ),
        (
            b"<ceb:unit>",
            b"<ceb:unit><b/>",
            ("/CEB311Message/Order[1]/OrderList[1]/unit/b", "element_in_text"),
        ),
        (b' version="1.0">', b">", ("/CEB311Message/@version", "missing_attribute")),
        (b' version="1.0">', b' version="12345678901">', ("/CEB311Message/@version", "max_length")),
        (b' guid="', b' guid="x', ("/CEB311Message/@guid", "length")),
        (b"<ceb:dxpMode>DXP</ceb:dxpMode>", b"", ("/CEB311Message/BaseTransfer/dxpMode", "missing_element")),
    ],
)
def test_one_mistake_one_finding(old: bytes, new: bytes, expected: tuple[str, str]) -> None:
    assert old in ORDER
    assert rules(ORDER.replace(old, new, 1)) == [expected]


def test_missing_signature_is_an_error_only_where_it_is_required() -> None:
    unsigned = samples.message("621", random.Random(2), signed=False)
    assert rules(unsigned) == [("/CEB621Message/Signature", "missing_element")]
    assert rules(samples.message("311", random.Random(2), signed=False)) == []


def test_import_and_export_put_the_signature_elsewhere() -> None:
    extend = samples.EXTENSION
    for kind, before in (("311", True), ("303", False)):
        signed = samples.message(kind, random.Random(3), signed=True)
        first = signed.replace(b"<ds:Signature ", extend + b"<ds:Signature ", 1)
        last = signed.replace(b"</ds:Signature>", b"</ds:Signature>" + extend, 1)
        assert (rules(first) == []) is before
        assert (rules(last) == []) is not before


def test_ceilings_of_documents_and_lines() -> None:
    document = samples.document("311", random.Random(4), lines=99)
    data = build("311", [document], guid=samples.GUID, transfer=samples.TRANSFER)
    assert rules(data) == []
    line = data[data.rindex(b"<ceb:OrderList>") : data.rindex(b"</ceb:OrderList>") + len(b"</ceb:OrderList>")]
    assert rules(data.replace(line, line + line, 1))[0][1] == "too_many"
    node = data[data.index(b"<ceb:Order>") : data.index(b"</ceb:Order>") + len(b"</ceb:Order>")]
    assert rules(data.replace(node, node * 100, 1)) == []
    assert rules(data.replace(node, node * 101, 1))[0][1] == "too_many"


def test_what_must_not_matter() -> None:
    text = ORDER.decode()
    body = text[text.index("<ceb:CEB311") :]
    utf16 = ('<?xml version="1.0" encoding="UTF-16"?>' + body).encode("utf-16")
    comments = body.replace("<ceb:OrderHead>", "<!-- c --><?p q?>\n<ceb:OrderHead>\t")
    located = body.replace(
        " guid=", ' xmlns:x="http://www.w3.org/2001/XMLSchema-instance" x:schemaLocation="a b" guid=', 1
    )
    for same in (b"\xef\xbb\xbf" + ORDER, utf16, comments.encode(), located.encode()):
        assert rules(same) == []


def test_empty_elements() -> None:
    assert rules(ORDER.replace(b"<ceb:currency>142</ceb:currency>", b"<ceb:currency/>", 1)) == []
    with_space = ORDER.replace(b"<ceb:currency>142</ceb:currency>", b"<ceb:currency> </ceb:currency>", 1)
    assert [rule for _, rule in rules(with_space)] == ["length"]
    district = RECEIPT.replace(b"<copNo>", b"<copNo>", 1)
    assert rules(district) == []


def test_unknown_kinds() -> None:
    space = 'xmlns="http://www.chinaport.gov.cn/ceb"'
    for text in (
        f"<CEB605Message {space}/>",
        f"<OrderHead {space}/>",
        "<CEB311Message/>",
        '<DxpMsg xmlns="urn:x"/>',
    ):
        assert [rule for _, rule in rules(text.encode())] == ["unknown_message"]


LAUGHS = (
    b'<!DOCTYPE lolz [<!ENTITY lol "lol">'
    + b"".join(
        b'<!ENTITY lol%d "%s">' % (n, b"&lol%d;" % (n - 1) * 10 if n else b"lol") for n in range(1, 10)
    )
    + b"]><lolz>&lol9;</lolz>"
)


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"\x00\xff\xfe\x01binary", "not_well_formed"),
        (ORDER[:500], "not_well_formed"),
        (b"<a>" * 100_000, "not_well_formed"),
        (LAUGHS, "doctype"),
        (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "doctype"),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]><a>&x;</a>', "doctype"),
        ('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a><a/>'.encode("utf-16"), "doctype"),
        (ORDER.replace(b"<ceb:CEB311", b"<!DOCTYPE x><ceb:CEB311", 1), "doctype"),
        (b'<?xml version="1.0" encoding="nope"?><a/>', "not_well_formed"),
        (b"<a>&nope;</a>", "not_well_formed"),
        (b"x" * (CHECK_LIMIT + 1), "too_large"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_hostile_bytes_get_a_reason(data: bytes, rule: str) -> None:
    checked = check(data)
    assert [finding.rule for finding in checked.findings] == [rule]
    assert checked.findings[0].says() and checked.findings[0].says("zh")


def test_deep_nesting_in_a_signature_is_judged() -> None:
    """As deep as the parser goes (256), also where our elements and the signature's alternate."""
    signed = samples.message("311", random.Random(5), signed=True)
    foreign = (b'<q:x xmlns:q="urn:q">', b"</q:x>", 240)
    keys = (b'<q:x xmlns:q="urn:q"><ds:KeyInfo>', b"<ds:KeyName/></ds:KeyInfo></q:x>", 120)
    for start, end, depth in (foreign, keys):
        nest = start * depth + end * depth
        assert rules(signed.replace(b"<ds:KeyName>", nest + b"<ds:KeyName>", 1)) == []
    bad = keys[0] * 120 + b"<ds:Foo/>" + keys[1] * 120
    assert [rule for _, rule in rules(signed.replace(b"<ds:KeyName>", bad + b"<ds:KeyName>", 1))] == [
        "unexpected_element"
    ]


def test_numbers_of_ten_megabytes_are_judged_in_one_pass() -> None:
    data = ORDER.replace(b"<ceb:qty>", b"<ceb:qty>" + b"0" * 9_000_000, 1)
    assert rules(data.replace(b"</ceb:qty>", b"x</ceb:qty>", 1)) == [
        ("/CEB311Message/Order[1]/OrderList[1]/qty", "decimal")
    ]


def test_a_junk_document_does_not_get_an_endless_report() -> None:
    data = ORDER.replace(b"</ceb:OrderHead>", b"<ceb:z/>" * 5000 + b"</ceb:OrderHead>", 1)
    findings = check(data).findings
    assert len(findings) == 101
    assert findings[-1].rule == "more"


def test_building_refuses_what_the_check_refuses() -> None:
    """Whatever `build` lets out, the check accepts: also values at the edge."""
    rng = random.Random(6)
    for _ in range(50):
        head: dict[str, Value] = {
            **samples.values(TABLES["411"].header, rng),
            "amountPaid": Decimal("99999999999999.99999"),
        }
        assert rules(build("411", [Document(head)], guid=samples.GUID, transfer=samples.TRANSFER)) == []
