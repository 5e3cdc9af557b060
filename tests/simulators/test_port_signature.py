"""Signatures: who signed, whether it holds, whether it is the company that speaks."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from lxml import etree

from simulators import keys
from tests.simulators import papers
from tests.simulators.counter import START, PortCounter

DS = {"ds": "http://www.w3.org/2000/09/xmldsig#"}
_UNSIGNED = {"311": "-301008", "411": "-401009", "511": "-504011", "621": "-621026"}
_RECEIPTS = {"311": "312", "411": "412", "511": "512", "621": "622"}


def answer_to(counter: PortCounter, kind: str, xml: bytes) -> tuple[str, str]:
    counter.post(kind, xml, f"M-{kind}")
    counter.pass_time(10)
    row = counter.poll(_RECEIPTS[kind])[0]
    return row["returnstatus"], row["returninfo"]


def nothing_taken(counter: PortCounter) -> bool:
    kinds = counter.admin("GET", "stats")["documents"].values()
    return all(each["accepted"] == 0 for each in kinds)


@pytest.mark.parametrize("kind", papers.KINDS)
def test_no_signature(counter: PortCounter, kind: str) -> None:
    status, says = answer_to(counter, kind, papers.sign_nothing(kind))
    assert (status, says) == (_UNSIGNED[kind], "验签失败[签名为空]")
    assert nothing_taken(counter)


def test_unsigned_is_taken_where_the_port_is_told_so(counter: PortCounter) -> None:
    counter.admin("POST", "config", {"require_signature": False})
    assert answer_to(counter, "621", papers.sign_nothing("621"))[0] == "2"


def test_white_space_added_after_signing_breaks_the_digest(counter: PortCounter) -> None:
    xml = papers.sign(papers.build("621"), counter.pair).replace(b"</ceb:orderNo>", b"</ceb:orderNo>\n")
    assert answer_to(counter, "621", xml) == ("-621028", "验签失败[the signed data were changed]")
    assert nothing_taken(counter)


def test_amount_changed_after_signing(counter: PortCounter) -> None:
    xml = papers.sign(papers.build("411"), counter.pair).replace(b"318.21", b"1.00")
    assert answer_to(counter, "411", xml)[0] == "-401009"
    assert nothing_taken(counter)


def _change(path: str, change: Callable[[etree._Element], None]) -> Callable[[etree._Element], None]:
    def spoil(root: etree._Element) -> None:
        found = root.find(f".//{path}", DS)
        assert found is not None
        change(found)

    return spoil


def _repeat(element: etree._Element) -> None:
    parent = element.getparent()
    assert parent is not None
    parent.append(etree.fromstring(etree.tostring(element)))


SPOILT = {
    "another value": _change("ds:SignatureValue", lambda e: setattr(e, "text", "AAAA" + (e.text or "")[4:])),
    "no value": _change("ds:SignatureValue", lambda e: setattr(e, "text", "")),
    "a second reference": _change("ds:Reference", _repeat),
    "a reference to a part": _change("ds:Reference", lambda e: e.set("URI", "#part")),
    "another digest method": _change("ds:DigestMethod", lambda e: e.set("Algorithm", "urn:none")),
    "an HMAC with the public key": _change(
        "ds:SignatureMethod", lambda e: e.set("Algorithm", f"{DS['ds']}hmac-sha1")
    ),
    "no certificate": _change("ds:X509Certificate", lambda e: setattr(e, "text", "")),
    "a certificate of noise": _change("ds:X509Certificate", lambda e: setattr(e, "text", "AAAA")),
}


@pytest.mark.parametrize("name", SPOILT)
def test_spoilt_signature(counter: PortCounter, name: str) -> None:
    root = etree.fromstring(papers.sign(papers.build("621"), counter.pair))
    SPOILT[name](root)
    status, says = answer_to(counter, "621", etree.tostring(root))
    assert (status, says.startswith("验签失败[")) == ("-621029", True)
    assert nothing_taken(counter)


def test_another_key_under_our_certificate(counter: PortCounter, other_pair: keys.KeyPair) -> None:
    forged = keys.KeyPair(other_pair.private_pem, counter.pair.certificate_pem)
    assert answer_to(counter, "621", papers.sign(papers.build("621"), forged))[0] == "-621029"
    assert nothing_taken(counter)


def test_certificate_nobody_registered(counter: PortCounter, other_pair: keys.KeyPair) -> None:
    status, says = answer_to(counter, "621", papers.sign(papers.build("621"), other_pair))
    assert (status, says) == ("-10102", "企业代码无效[签名证书未注册]")
    assert nothing_taken(counter)


def test_expired_certificate(counter: PortCounter) -> None:
    old = keys.make(papers.AGENT, "旧证书", now=datetime.fromtimestamp(START, UTC), days=1)
    counter.register(papers.AGENT, old)
    counter.clock.now += 2 * 86400
    assert answer_to(counter, "621", papers.sign(papers.build("621"), old)) == (
        "-621029",
        "验签失败[证书不在有效期内]",
    )
    assert nothing_taken(counter)


@pytest.mark.parametrize(
    ("kind", "company", "status"),
    [
        ("311", papers.SHOP, "2"),
        ("311", papers.AGENT, "2"),
        ("311", papers.CARRIER, "-621015"),
        ("411", papers.PAYER, "2"),
        ("411", papers.AGENT, "2"),
        ("411", papers.SHOP, "-621015"),
        ("511", papers.CARRIER, "2"),
        ("511", papers.PAYER, "-621015"),
        ("621", papers.AGENT, "2"),
        ("621", papers.SHOP, "-621015"),
    ],
)
def test_who_may_speak(
    counter: PortCounter, other_pair: keys.KeyPair, kind: str, company: str, status: str
) -> None:
    """The sender of the messages is the agent: for all but the list it may sign in the others' place."""
    counter.register(company, other_pair)
    assert answer_to(counter, kind, papers.sign(papers.build(kind), other_pair))[0] == status
    assert nothing_taken(counter) == (status != "2")


def test_a_company_struck_off_is_unknown(counter: PortCounter) -> None:
    counter.admin("DELETE", f"enterprises/{papers.CARRIER}")
    status, says = answer_to(counter, "621", papers.sign(papers.build("621"), counter.pair))
    assert (status, says) == ("-10102", f"企业代码无效[logisticsCode:{papers.CARRIER}]")
