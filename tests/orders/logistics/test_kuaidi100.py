"""Kuaidi100's protocol against a process that speaks it, and against whoever speaks it wrongly."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from urllib.parse import urlencode

import pytest
import requests
from django.test import Client
from django.utils import timezone

from orders.logistics import selectors, services
from orders.logistics.carriers.domestic.account import Account as CarrierAccount
from orders.logistics.models import CarrierPush, TrackingEvent, Waybill
from orders.logistics.trackers.kuaidi100.account import Account
from orders.logistics.trackers.kuaidi100.client import Kuaidi100
from orders.logistics.trackers.kuaidi100.signing import push_sign, query_sign
from orders.logistics.trackers.kuaidi100.words import step_of
from orders.logistics.trackers.registry import tracker
from orders.logistics.types import BadPush, CarrierEvent, CarrierRefused, Followed, ForgedPush
from orders.models import Package
from orders.services.advance_package import advance_package
from tests.orders.factories import NOW
from tests.orders.logistics.conftest import paid, stands
from tests.outside import carrier_account, simulator

pytestmark = [pytest.mark.django_db, pytest.mark.processes]
SALT = "salt-of-harbor"


@pytest.fixture(scope="session")
def service_url(carrier_url, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with simulator("tracker", tmp_path_factory.mktemp("tracker")) as url:
        for path, values in (
            ("accounts", {"customer": "C1", "key": "K1"}),
            ("carriers", {"company": "shunda", "url": carrier_url}),
            ("config", {"seconds": 0.1}),
        ):
            requests.post(f"{url}/_sim/{path}", json=values, timeout=5).raise_for_status()
        yield url


@pytest.fixture
def account(carrier_url, service_url, in_harbor) -> Account:
    CarrierAccount(**carrier_account(carrier_url, tracked_as="shunda")).keep()
    made = Account("C1", "K1", SALT, service_url)
    made.keep()
    return made


@pytest.fixture
def package(account) -> Package:
    """Released, and handed to a carrier of whom the service tells."""
    made = paid()
    for event in ("declare", "port_received", "port_accepts", "port_releases"):
        advance_package(package_id=made.pk, axis="clearance", event=event, now=NOW, actor="customs")
    services.dispatch(package_id=made.pk, now=NOW)
    return made


def pushed(param: object, salt: str = SALT) -> bytes:
    text = param if isinstance(param, str) else json.dumps(param, ensure_ascii=False)
    return urlencode({"sign": push_sign(text, salt), "param": text}).encode()


def way(number: str, *steps: tuple[str, int], **more: object) -> dict[str, object]:
    """A push about a parcel; `steps` are (statusCode, hours after NOW in Beijing), oldest first."""
    rows: list[dict[str, object]] = []
    for code, hours in steps:
        at = (NOW + timedelta(hours=8 + hours)).strftime("%Y-%m-%d %H:%M:%S")
        rows.insert(
            0,
            {
                "ftime": at,
                "time": at,
                "context": "王师傅 13700000000",
                "areaName": "杭州市",
                "statusCode": code,
            },
        )
    last = {"nu": number, "com": "shunda", "state": "0", "data": rows}
    return {"status": "polling", "message": "", "lastResult": last} | more


def take(body: bytes, hours: int = 48) -> str:
    return services.receive_tracking(
        service="kuaidi100", headers={}, body=body, now=NOW + timedelta(hours=hours)
    )


def number() -> str:
    return Waybill.objects.get().number


def test_both_signatures_are_those_of_the_papers():
    """MD5 in upper case over what stands side by side, without a plus sign."""
    param = '{"com":"yuantong","num":"12345678"}'
    assert (
        query_sign(param, "key", "customer")
        == hashlib.md5(f"{param}keycustomer".encode()).hexdigest().upper()
    )
    assert push_sign("param", "salt") == hashlib.md5(b"paramsalt").hexdigest().upper()


def test_every_state_of_the_papers_has_its_step():
    told = {
        code: step_of(code)
        for code in ("0", "1", "103", "1002", "5", "501", "3", "301", "6", "14", "203", "77")
    }
    assert told == {
        "0": "in_transit", "1": "picked_up", "103": "picked_up", "1002": "in_transit", "5": "out_for_delivery",
        "501": "awaits_collection", "3": "signed", "301": "signed", "6": "goes_back", "14": "refused",
        "203": "delayed", "77": "state 77",
    }  # fmt: skip
    assert [step_of(code) for code in ("8", "10", "11", "12", "13", "101", "401")] == [None] * 7, (
        "customs is ours"
    )


def test_subscribed_and_pushed_to_the_signature(package, account, service_url):
    """The service looks at the carrier's own page and tells; here the pushes are fetched from its door by hand."""
    assert services.subscribe(package_id=package.pk)
    assert services.subscribe(package_id=package.pk), "said again: it is there already"
    rows = requests.get(f"{service_url}/_sim/subscriptions", timeout=5).json()
    mine = [row for row in rows if row["number"] == number()]
    assert [(row["company"], row["salt"], row["phone"]) for row in mine] == [("shunda", SALT, "13800138000")]
    assert mine[0]["callback"].endswith("/openapi/v1/webhooks/tracking/kuaidi100")


def test_asked_once_where_it_is(package, account):
    until = time.monotonic() + 20
    while stands(package)[1] != "signed" and time.monotonic() < until:
        Waybill.objects.update(asked_at=None)
        try:
            services.ask_tracker(package_id=package.pk, now=timezone.now())
        except CarrierRefused:
            continue
    assert stands(package) == ("released", "signed")
    assert list(TrackingEvent.objects.values_list("source", flat=True).distinct().order_by()) == ["kuaidi100"]
    assert not TrackingEvent.objects.filter(place__contains="137").exists(), "no courier's number is kept"


def test_a_number_is_not_asked_for_twice_in_half_an_hour(package, account):
    now = timezone.now()
    with suppress(CarrierRefused):
        services.ask_tracker(package_id=package.pk, now=now)
    asked = Waybill.objects.get().asked_at
    assert asked == now
    assert services.ask_tracker(package_id=package.pk, now=now + timedelta(minutes=39)) == ""
    assert Waybill.objects.get().asked_at == asked


def test_a_push_tells_the_whole_way_and_only_news_counts(package, account):
    first, second = way(number(), ("103", 1)), way(number(), ("103", 1), ("5", 20), ("301", 22))
    assert take(pushed(first)) == "recorded 1"
    assert take(pushed(second)) == "recorded 2, repeated 1"
    assert take(pushed(second)) == "repeated"
    assert [e.at for e in TrackingEvent.objects.all()] == [NOW + timedelta(hours=h) for h in (1, 20, 22)]
    assert stands(package) == ("released", "signed")


def test_one_teller_a_parcel(package, account):
    """The carrier's own push of the same parcel would double every step: where a service tells, it alone does."""
    said = CarrierEvent(1, number(), "picked_up", "", NOW)
    assert services.record_event(event=said, source="domestic", now=NOW) == "other_carrier"
    assert services.record_event(event=said, source="kuaidi100", now=NOW) == "recorded"


def test_a_number_that_the_service_gives_up(package, account):
    gone = way(number(), status="abort", message="60天无变化时")
    assert take(pushed(gone)) == "given up: 60天无变化时"
    assert stands(package) == ("released", "dispatched")


@pytest.mark.parametrize("how", ["salt", "param", "nothing", "no form"])
def test_who_has_not_the_salt_is_nobody(package, account, how):
    param = json.dumps(way(number(), ("301", 1)))
    body = {
        "salt": pushed(param, "guessed"),
        "param": urlencode({"sign": push_sign(param, SALT), "param": param.replace("301", "501")}).encode(),
        "nothing": b"",
        "no form": b"\xff\xfe",
    }[how]
    with pytest.raises(ForgedPush):
        take(body)
    assert (TrackingEvent.objects.count(), CarrierPush.objects.count()) == (0, 0)
    assert take(pushed(param)) == "recorded 1", "the control"


@pytest.mark.parametrize(
    ("param", "why"),
    [
        ("<xml>", "param is no JSON"),
        ("[1]", "param is no object"),
        ({"status": "polling"}, "no lastResult"),
        ({"lastResult": {"nu": 7, "data": []}}, "no nu or no data"),
        ({"lastResult": {"nu": "SF123456", "data": [None]}}, "a step that is no object"),
        (
            {"lastResult": {"nu": "SF123456", "data": [{"statusCode": "3", "ftime": "早"}]}},
            "a step without a time",
        ),
        ({"lastResult": {"nu": "SF123456", "data": [{}] * 501}}, "no nu or no data"),
    ],
)
def test_nonsense_under_the_right_signature(package, account, param, why):
    with pytest.raises(BadPush, match=why):
        take(pushed(param))
    assert CarrierPush.objects.get().outcome == f"bad_push: {why}"
    assert not TrackingEvent.objects.exists()


def test_states_that_nobody_knows_and_times_to_come_are_named(package, account):
    assert (
        take(pushed(way(number(), ("77", 1), ("301", 60))), hours=48) == "from_the_future 1, unknown_step 1"
    )
    assert stands(package) == ("released", "dispatched")


def test_the_door_answers_in_its_words(package, account, mall):
    door = "/openapi/v1/webhooks/tracking/kuaidi100"
    form = "application/x-www-form-urlencoded"

    def sent(body: bytes, host: str = "harbor.localhost", path: str = door):
        return Client().post(path, body, content_type=form, HTTP_HOST=host)

    good = sent(pushed(way(number(), ("103", 1))))
    assert (good.status_code, good.json()) == (200, {"result": True, "returnCode": "200", "message": "成功"})
    forged = sent(pushed(way(number(), ("301", 2)), "guessed"))
    assert (forged.status_code, forged.json()["result"]) == (401, False)
    assert sent(pushed("x")).status_code == 422
    assert sent(b"x" * (256 * 1024 + 1)).status_code == 413
    assert sent(b"", path=door.replace("100", "101")).status_code == 404
    assert TrackingEvent.objects.count() == 1


def test_a_wrong_key_and_a_company_it_does_not_know(account, service_url):
    parcel = Followed("shunda", "SF1234567", "13800138000", "杭州")
    for client, why in (
        (Kuaidi100(Account("C1", "wrong", SALT, service_url)), "601"),
        (Kuaidi100(Account("C2", "K1", SALT, service_url)), "503"),
    ):
        ask = client.query if why == "503" else lambda p, c=client: c.subscribe(p, "http://x/")
        with pytest.raises(CarrierRefused, match=why):
            ask(parcel)
    with pytest.raises(CarrierRefused, match="701"):
        tracker("kuaidi100").subscribe(Followed("nobody", "SF1234567", "1", "x"), "http://x/")


def test_parcels_the_service_is_silent_about_are_asked_for(package, account):
    late = NOW + timedelta(hours=7)
    assert selectors.silent_at_trackers(NOW + timedelta(hours=5)) == []
    assert selectors.silent_at_trackers(late) == [package.pk]
    take(pushed(way(number(), ("103", 2))))
    assert selectors.silent_at_trackers(late) == []
