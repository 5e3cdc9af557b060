"""Announcement 179: customs asks at our door, the answer is judged by a program that shares nothing with ours."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone

from customs.models import DataRequest, Declaration
from customs.services import declare
from customs.services.original_data import answer_request, receive_request
from customs.services.original_data.answer import keep_settings
from customs.services.original_data.strings import Upload, listed, written
from customs.tasks import answer_requests
from customs.types import NoPort
from tests.customs import factories as make
from tests.customs.ports.gate import Gate

PATH = "/openapi/v1/webhooks/customs-payment-data"


def test_what_is_signed_is_what_is_sent_in_either_way_of_writing():
    head, lists = (
        written({"a": Decimal("318.2"), "b": '中"文'}),
        listed([{"orderNo": "1", "goodsInfo": [{"g": "x"}]}]),
    )
    made = Upload("S", head, lists, 1533271903898)
    assert head == '{"a":318.20,"b":"中\\"文"}'
    assert made.to_sign("quoted") == (
        f'"sessionID":"S"||"payExchangeInfoHead":"{head}"||"payExchangeInfoLists":"{lists}"||"serviceTime":"1533271903898"'
    )
    assert made.to_sign("bare").endswith(f'||"payExchangeInfoLists":{lists}||"serviceTime":1533271903898')
    sent = made.sent("01AB", "c2ln+w==")
    assert head in sent and lists in sent
    assert json.loads(sent)["certNo"] == "01AB"


@pytest.fixture
def asked(at_port, until):
    """A released order, and a mall that knows where to answer."""
    declare(package_id=make.package().pk, now=timezone.now())
    until(lambda: Declaration.objects.get().state == "released")
    keep_settings(endpoint=at_port.url, port="haikou", link="https://mall.example/p/{slug}")
    return Declaration.objects.get().package


def ask(order_no: str, session: str = "FE2374-8FA3", **changes) -> dict:
    question = {"orderNo": order_no, "sessionID": session, "serviceTime": 1533271903898} | changes
    answer = Client(HTTP_HOST="harbor.localhost").post(
        PATH, urlencode({"openReq": json.dumps(question)}), content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 200
    return answer.json()


@pytest.mark.django_db
@pytest.mark.processes
@pytest.mark.parametrize("variant", ["quoted", "bare"])
def test_customs_asks_and_takes_the_answer(at_port, asked, variant):
    gate = Gate("harbor")
    keep_settings(endpoint=at_port.url, port="haikou", variant=variant)
    at_port.post("config", questions={"target": gate.url("x").replace("/customs/x", "/customs-payment-data")})
    import threading

    asking = threading.Thread(target=at_port.post, args=("questions",), kwargs={"order_no": asked.number})
    asking.start()
    while asking.is_alive():
        gate.answer()
    gate.close()
    at_port.post("config", questions={"target": ""})
    row = DataRequest.objects.get()
    assert (row.order_no, row.state) == (asked.number, "waiting")
    answer_requests(timezone.now())
    row.refresh_from_db()
    assert (row.state, row.code, row.orders, row.attempts) == ("answered", "10000", [asked.number], 1)
    (question,) = at_port.get("questions")
    assert (question["heard"], question["verdict"]) == ("10000", "ok")


@pytest.mark.django_db
@pytest.mark.processes
def test_an_answer_signed_by_somebody_else_is_refused_tried_again_and_given_up(at_port, asked):
    from customs.services.signing import keep_signer
    from tests.customs.messages.sm2_certificates import signer as other

    held = other("nobody")
    from cryptography.hazmat.primitives.serialization import Encoding

    keep_signer("haikou", held.key.pem(), held.certificate.public_bytes(Encoding.PEM).decode(), "sm2-sm3")
    assert ask(asked.number)["code"] == "10000"
    now = timezone.now()
    for turn in range(13):
        answer_requests(now + timedelta(minutes=turn))
    row = DataRequest.objects.get()
    assert (row.state, row.code, row.attempts, row.answered_at) == ("failed", "20000", 12, None)


@pytest.mark.django_db
def test_what_is_asked_twice_is_noted_once_and_nothing_is_told(in_harbor):
    package = make.package()
    for _ in range(2):
        said = ask(package.number)
        assert (said["code"], said["message"]) == ("10000", "")
        assert set(said) == {"code", "message", "serviceTime"}
    assert DataRequest.objects.count() == 1
    assert ask("nothing", session="2")["code"] == "20000"
    assert DataRequest.objects.count() == 1
    with pytest.raises(NoPort):
        answer_request(request_id=DataRequest.objects.get().pk, now=timezone.now())


@pytest.mark.django_db
def test_escaped_questions_are_read_and_broken_ones_not(in_harbor):
    number, now = make.package().number, timezone.now()
    plain = json.dumps({"orderNo": number, "sessionID": "A1", "serviceTime": "1533271903898"})
    for n, text in enumerate((plain.replace('"', "&quot;"), plain.replace('"', '\\"'))):
        assert receive_request(text=text.replace("A1", f"A{n}"), now=now)["code"] == "10000"
    for text in ("", "junk", "[]", "[" * 5000, "{}", plain.replace("A1", "x" * 65),
                 plain.replace("1533271903898", "soon"), plain.replace("A1", "a\\u0000b")):  # fmt: skip
        assert receive_request(text=text, now=now)["code"] == "20000"
    assert DataRequest.objects.count() == 2


@pytest.mark.django_db
def test_another_mall_s_order_is_not_known(in_harbor, other_mall):
    from tenancy.scope import Actor, in_mall

    number = make.package().number
    with in_mall(other_mall.pk, actor=Actor.staff()):
        assert (
            receive_request(
                text=json.dumps({"orderNo": number, "sessionID": "1", "serviceTime": 1}), now=timezone.now()
            )["code"]
            == "20000"
        )
    assert not DataRequest.objects.exists()
