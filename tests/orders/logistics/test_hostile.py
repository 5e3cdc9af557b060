"""A carrier that talks nonsense, and whoever talks in its name: refused by name, nothing changed."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import connection

from journal.models import Fact
from orders.logistics import services
from orders.logistics.carriers import signing
from orders.logistics.models import CarrierPush, TrackingEvent, Waybill
from orders.logistics.services.receive_push import keep_push
from orders.logistics.types import BadPush, CarrierEvent, ForgedPush, NoCarrier
from tests.orders.factories import NOW
from tests.orders.logistics.conftest import stands

pytestmark = [pytest.mark.django_db, pytest.mark.processes]
UNTOUCHED = ("waybill_assigned", "pending")


def signed(
    account, body: bytes, *, secret: str = "", at: float | None = None, name: str = ""
) -> dict[str, str]:
    moment, name = str(int(at or NOW.timestamp())), name or account.account
    sign = signing.sign(secret or account.secret, moment, "PUSH", name, body)
    return {"X-Account": name, "X-Time": moment, "X-Sign": sign}


def body(*events: object) -> bytes:
    return json.dumps({"events": list(events)}).encode()


def event(number: str, code: str = "SIGN", **more: object) -> dict[str, object]:
    return {"id": 7, "number": number, "code": code, "place": "杭州", "at": NOW.timestamp()} | more


def push(account, sent: bytes, **how: object) -> str:
    return services.receive_push(
        carrier_name="domestic", headers=signed(account, sent, **how), body=sent, now=NOW
    )


OUTCOMES = [
    ({"number": "SF0000000000000"}, "unknown_waybill"),
    ({"step": "eaten"}, "unknown_step"),
    ({"step": "customs_released"}, "wrong_leg"),
    ({"step": "arrived"}, "wrong_leg"),
    ({"at": NOW + timedelta(minutes=16)}, "from_the_future"),
    ({"at": NOW - timedelta(days=2)}, "before_the_order"),
    ({}, "recorded"),
]


def test_what_a_carrier_says_of_other_parcels_or_in_other_words_changes_nothing(package):
    number = Waybill.objects.get().number
    for changes, outcome in OUTCOMES:
        values = {"id": 1, "number": number, "step": "signed", "place": "", "at": NOW} | changes
        said = CarrierEvent(**values)
        assert services.record_event(event=said, source="domestic", now=NOW) == outcome, changes
    again = CarrierEvent(9, number, "signed", "elsewhere", NOW)
    assert services.record_event(event=again, source="domestic", now=NOW) == "repeated"
    assert services.record_event(event=again, source="international", now=NOW) == "other_carrier"
    assert stands(package) == UNTOUCHED, "signed before it was dispatched: kept, moves nothing"
    assert TrackingEvent.objects.count() == 1


def test_a_push_is_told_once_however_often_it_comes(package, account):
    sent = body(event(Waybill.objects.get().number, "PICKUP"), event("SF9", "PICKUP"), event("SF9", "DANCE"))
    assert push(account, sent) == "recorded 1, unknown_step 1, unknown_waybill 1"
    assert push(account, sent) == "repeated"
    assert (TrackingEvent.objects.count(), CarrierPush.objects.count()) == (1, 1)
    assert CarrierPush.objects.get().outcome == "recorded 1, unknown_step 1, unknown_waybill 1"


def test_a_push_whose_telling_was_cut_off_is_told_to_its_end(package, account):
    """The process died between keeping the body and its events: the carrier sends again, and it is no repetition."""
    sent = body(event(Waybill.objects.get().number, "PICKUP"))
    assert keep_push("domestic", sent, "", NOW)
    assert push(account, sent) == "recorded 1"
    assert push(account, sent) == "repeated"


@pytest.mark.parametrize(
    "how", [{"secret": "another"}, {"at": NOW.timestamp() - 301}, {"name": "polar"}, {"at": 9e13}], ids=str
)
def test_whoever_pushes_in_the_carriers_name_is_sent_away(package, account, how):
    sent = body(event(Waybill.objects.get().number))
    with pytest.raises(ForgedPush):
        push(account, sent, **how)
    assert (TrackingEvent.objects.count(), CarrierPush.objects.count()) == (0, 0)
    assert stands(package) == UNTOUCHED
    assert push(account, sent) == "recorded 1", "the control: with the right signature it is news"


def test_a_signature_covers_every_byte(package, account):
    sent = body(event(Waybill.objects.get().number, "PICKUP"))
    headers = signed(account, sent)
    changed = sent.replace(b"PICKUP", b"SIGN")
    with pytest.raises(ForgedPush):
        services.receive_push(carrier_name="domestic", headers=headers, body=changed, now=NOW)


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        (b"<xml/>", "no JSON"),
        (b"[" * 5000, "no JSON"),
        (b"[]", "no list of events"),
        (b'{"events": {}}', "no list of events"),
        (b'{"events": [7]}', "an event without number, code or place"),
        (body(event("SF1", id=-1)), "an event without its number in the carrier's row"),
        (body(event("SF1", id=2**70)), "an event without its number in the carrier's row"),
        (body(event("SF1", at="yesterday")), "an event without a time"),
        (body(event("SF1", at=1e300)), "an event without a time"),
        (body(event("SF1", place=None)), "an event without number, code or place"),
        (b'{"events": [%s]}' % b",".join([b"{}"] * 501), "no list of events"),
    ],
)
def test_nonsense_that_is_signed_is_kept_with_its_reason(package, account, sent, why):
    with pytest.raises(BadPush) as bad:
        push(account, sent)
    assert str(bad.value) == why
    assert CarrierPush.objects.get().outcome == f"bad_push: {why}"
    assert (TrackingEvent.objects.count(), stands(package)) == (0, UNTOUCHED)


def test_a_place_cannot_carry_what_is_not_seen(package, account):
    number = Waybill.objects.get().number
    push(account, body(event(number, "PICKUP", place="杭\u0000州\u202e<b>" + "长" * 200)))
    kept = TrackingEvent.objects.get().place
    assert kept == "杭 州 <b>" + "长" * 73
    assert len(kept) == 80


def test_a_carrier_that_nobody_has_an_account_at(in_harbor):
    for name in ("international", "nobody"):
        with pytest.raises(NoCarrier):
            services.receive_push(carrier_name=name, headers={}, body=b"{}", now=NOW)


def test_the_secret_lies_sealed(package, account):
    with connection.cursor() as cursor:
        cursor.execute("SELECT mallsecret::text FROM tenancy_mallsecret AS mallsecret")
        kept = [row[0] for row in cursor.fetchall()]
    assert kept and account.secret.encode().hex() not in "".join(kept) and account.secret not in "".join(kept)
    assert account.secret not in repr(account)
    assert not Fact.objects.filter(payload__icontains=account.secret).exists()
