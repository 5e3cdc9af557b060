"""Through our objects and back: canonically the same."""

from __future__ import annotations

import random

import pytest
from lxml import etree

from customs.messages import TABLES, ReadRefused, check
from customs.messages.rewriting import Leaf, rewrite, spelled
from tests.customs.messages import samples
from tests.customs.messages.mutations import mutate
from tests.customs.messages.official import SPECS, needs_official
from tests.customs.messages.test_differential import COUNT, bases


def plain(data: bytes) -> bytes:
    """C14N without comments and without white space between elements."""
    root = etree.fromstring(data, etree.XMLParser(remove_comments=True))
    for node in root.iter("*"):
        if any(isinstance(child.tag, str) for child in node):
            for piece in [node, *node]:
                name = "text" if piece is node else "tail"
                if not (getattr(piece, name) or "").strip(" \t\r\n"):
                    setattr(piece, name, None)
    return etree.tostring(root.getroottree(), method="c14n", with_comments=False)


@pytest.mark.parametrize("kind", sorted(TABLES))
@pytest.mark.parametrize("prefix", [None, "", "x"])
def test_own_samples(kind: str, prefix: str | None) -> None:
    data = samples.message(kind, random.Random(4), documents=2, signed=True, prefix=prefix)
    assert plain(rewrite(data)) == plain(data)


@needs_official
def test_official_samples() -> None:
    for path in sorted((SPECS / "samples").glob("*.xml")):
        assert plain(rewrite(path.read_bytes())) == plain(path.read_bytes()), path.name


def test_valid_mutations() -> None:
    done = 0
    for number in range(COUNT):
        rng = random.Random(number)
        data = mutate(rng.choice(bases())[1], rng)
        if not check(data).valid:
            continue
        try:
            expected = plain(data)
        except etree.C14NError:
            continue
        assert plain(rewrite(data)) == expected, number
        done += 1
    assert done > COUNT // 10


def test_odd_spellings_are_kept() -> None:
    data = (
        '<?xml version="1.0" encoding="UTF-16"?><?before it?>'
        '<c:CEB412Message xmlns:c="http://www.chinaport.gov.cn/ceb"'
        ' xmlns:u="urn:unused" xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:schemaLocation="a  b"'
        ' version="1.0"'
        f' guid="{samples.GUID}">\n<c:PaymentReturn><c:guid>{samples.GUID}</c:guid><d:payCode'
        ' xmlns:d="http://www.chinaport.gov.cn/ceb">a<!-- c -->b</d:payCode><payTransactionId'
        ' xmlns="http://www.chinaport.gov.cn/ceb">&#13;&lt;&gt;&amp;"</payTransactionId>'
        "<c:returnStatus>1<?in side?>2</c:returnStatus><c:returnTime>20250601100000123</c:returnTime>"
        "<c:returnInfo><![CDATA[<x/>]]></c:returnInfo></c:PaymentReturn></c:CEB412Message><?after?>"
    ).encode("utf-16")
    assert check(data).valid
    out = rewrite(data)
    assert plain(out) == plain(data)
    assert out.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<?before it?>')


def test_objects_hold_the_values_as_spelled() -> None:
    data = samples.message("311", random.Random(4)).replace(b"<ceb:gnum>", b"<ceb:gnum>\n+000", 1)
    order = spelled(data).root.content[0]
    gnum = order.content[1].content[0]
    assert isinstance(gnum, Leaf)
    assert gnum.value.startswith("\n+000")


@pytest.mark.parametrize(
    "data", [b"", b"junk", b"<a/>", samples.message("621", random.Random(1), signed=False)]
)
def test_invalid_messages_are_refused(data: bytes) -> None:
    with pytest.raises(ReadRefused) as caught:
        rewrite(data)
    assert caught.value.findings
