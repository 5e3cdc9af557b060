"""Every message that the demo makes: valid, and signed so that a stranger can tell."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from pathlib import Path

import pytest
from cryptography import x509
from django.utils import timezone
from signxml import DigestAlgorithm, SignatureConfiguration, SignatureMethod, XMLVerifier

from customs.messages import check
from customs.models import Message
from customs.services import keeping
from customs.services.signing import certificate_of
from demo import malls, outside, people, purchases, shelves
from demo.buying import sells_duty_paid
from demo.goods import malls as profiles
from local.processes import SIMULATORS
from orders.models import Order, Package
from tenancy.scope import Actor, in_mall
from tests.customs.messages.official import accepts, needs_official
from tests.outside import simulator

pytestmark = [pytest.mark.django_db, pytest.mark.processes]
GOODS = 10
CODES = ("harbor", "polar", "meridian")
WANTED = SignatureConfiguration(
    signature_methods=frozenset({SignatureMethod.RSA_SHA1}),
    digest_algorithms=frozenset({DigestAlgorithm.SHA1}),
)


Archived = tuple[str, str, bytes]
_ARCHIVE: list[Archived] = []


@pytest.fixture
def world(tmp_path: Path, monkeypatch):
    """The world outside, as the demo finds it."""
    monkeypatch.setattr(purchases, "_PATIENCE", 120.0)
    with ExitStack() as running:
        for kind, variable in SIMULATORS.items():
            state = tmp_path / kind
            state.mkdir()
            monkeypatch.setenv(variable, running.enter_context(simulator(kind, state)))
        yield


@pytest.fixture
def archived(request) -> list[Archived]:
    """(certificate, kind, bytes) of every message that the malls kept; made by the first test that asks."""
    if not _ARCHIVE:
        request.getfixturevalue("world")
        _ARCHIVE.extend(_made())
    return _ARCHIVE


def _made() -> list[Archived]:
    """Through services only."""
    now, found = timezone.now(), []
    for profile in (one for one in profiles() if one.code in CODES):
        mall_id = malls.open_demo_mall(profile, now)
        with in_mall(mall_id, actor=Actor.staff()):
            outside.connect(profile, now)
            shelves.fill(profile.code, GOODS, now)
            people.settle(profile.code, now)
            duty_paid = sells_duty_paid()
            assert duty_paid == (profile.code == "meridian")
            assert purchases.make(timezone.now) == len(purchases.SCRIPTS) + 2 + duty_paid
            assert _shown() >= SHOWN | ({"waybill_assigned"} if duty_paid else set()), profile.code
            certificate = certificate_of(outside.PORT)
            found += [(certificate, row.kind, keeping.opened(row)) for row in Message.objects.order_by("pk")]
    return found


# Where a shopper, an operator and a broker may want to see an order; 1312: the identity does not match.
SHOWN = {
    "placed", "cancelled", "expired", "completed", "declared", "inspecting", "rejected", "returned", "signed",
    "dispatched", "accepted", "refunding", "1312",
}  # fmt: skip


def _shown() -> set[str]:
    orders = set(Order.objects.values_list("state", flat=True))
    stands = Package.objects.values_list("clearance", "fulfilment", "reason_code", "order__payment_state")
    return orders.union(*stands)


@needs_official
def test_the_official_schema_accepts_every_message_of_the_demo(archived):
    assert [kind for _, kind, xml in archived if not accepts(xml, "import")] == []


def test_every_message_of_the_demo_is_valid_and_signed(archived):
    """Declared: all but the unpaid, the cancelled and those of duty-paid goods, each by four documents; two are refused
    by the port.

    A parcel that was signed for is told by a fifth, its waybill's state.
    """
    declared = sum(script.pays for script in purchases.SCRIPTS) + 1
    packages = Counter(kind for _, kind, _ in archived)
    signed = packages.pop("513", 0)  # who was handed their parcel is told to the port as well
    assert set(packages) == {"311", "411", "511", "621"}
    assert len(set(packages.values())) == 1
    assert 0 < signed < packages["511"]
    assert packages["621"] >= declared * len(CODES)
    for certificate, kind, xml in archived:
        assert check(xml).findings == (), kind
        pem = x509.load_pem_x509_certificate(certificate.encode())
        verified = XMLVerifier().verify(xml, x509_cert=pem, expect_config=WANTED)
        assert verified.signed_xml is not None and verified.signed_xml.tag.endswith(f"CEB{kind}Message")
