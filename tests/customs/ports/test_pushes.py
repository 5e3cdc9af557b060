"""Requests to our door: only the port's own word counts, in the mall it is for, and nothing else leaves a trace."""

from __future__ import annotations

import base64
import sys
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone

from customs.messages import Document, build
from customs.messages.times import BEIJING, milliseconds
from customs.models import Declaration, PortAccount, Receipt
from customs.ports.doors.form import sign
from customs.services import declare
from tests.customs.ports.doors import moor

pytestmark = [pytest.mark.django_db, pytest.mark.processes]
PATH = "/openapi/v1/webhooks/customs/nanjing"


@pytest.fixture
def pushed(desk, gate, in_harbor):
    """A package under way at a port that pushes; its receipts are made here, the port itself says nothing."""
    quay = moor("http_push", desk, gate)
    desk.post("down", seconds=600)
    declare(package_id=quay.package().pk, now=timezone.now())
    desk.post("down", seconds=0)
    return quay


def receipt(status: str = "800", **changes) -> bytes:
    head = {"guid": "4F5A0C62-9B1E-4C35-8A77-2D0B6C1E9F00", "copNo": Declaration.objects.get().cop_no,
            "preNo": "B20250601000000001", "returnStatus": status, "returnTime": milliseconds(timezone.now()),
            "returnInfo": f"[Code:{status};Desc:x]"}  # fmt: skip
    return build("622", [Document(head | changes)], guid=head["guid"])


def form(xml: bytes, **changes) -> dict[str, str]:
    at = timezone.now().astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")
    said = {
        "userid": "NJ0001",
        "timestamp": at,
        "msgtype": "CEB622Message",
        "msg": base64.b64encode(xml).decode(),
    }
    said |= changes
    return {"sign": sign(said["userid"], "secret", said["timestamp"]), **said}


def post(body: dict[str, str], path: str = PATH, host: str = "harbor.localhost"):
    form = "application/x-www-form-urlencoded"
    return Client(HTTP_HOST=host).post(path, urlencode(body), content_type=form)


def untouched() -> bool:
    return not Receipt.objects.exists() and Declaration.objects.get().state == "ready"


def test_a_receipt_is_taken_and_taken_once(pushed):
    body = form(receipt())
    answers = [post(body) for _ in range(3)]
    assert [a.status_code for a in answers] == [200] * 3
    assert all(b"<result>T</result>" in a.content for a in answers)
    assert (Receipt.objects.count(), Declaration.objects.get().state) == (1, "released")


@pytest.mark.parametrize(
    "changes",
    [
        {"sign": "0" * 32},
        {"userid": "NJ0002"},
        {"timestamp": (timezone.now() + timedelta(hours=9)).strftime("%Y-%m-%d %H:%M:%S")},
        {"timestamp": "yesterday"},
        {"sign": "é"},
        {"msg": "***"},
    ],
)
def test_another_s_word_is_refused_and_changes_nothing(pushed, changes):
    assert post(form(receipt(), **changes)).status_code == 401
    assert untouched()


def test_the_control_without_the_sign_anyone_releases(pushed, monkeypatch):
    monkeypatch.setattr("customs.ports.doors.form.hmac.compare_digest", lambda *_: True)
    assert post(form(receipt(), sign="0" * 32)).status_code == 200
    assert Declaration.objects.get().state == "released"


@pytest.mark.parametrize("xml", [b"junk", b"<!DOCTYPE a><a/>", b"", b"<a/>", "<a>é</a>".encode("utf-16")])
def test_what_cannot_be_read_is_kept_and_moves_nothing(pushed, xml):
    assert post(form(xml)).status_code == 200
    assert list(Receipt.objects.values_list("outcome", flat=True)) == ["malformed"]
    assert Declaration.objects.get().state == "ready"


def test_doors_that_are_none(pushed):
    body = form(receipt())
    assert post(body, "/openapi/v1/webhooks/customs/haikou").status_code == 404
    assert post(body, "/openapi/v1/webhooks/customs/nowhere").status_code == 404
    assert post(body | {"msg": "A" * 5_000_000}).status_code == 413
    PortAccount.objects.update(state="off")
    assert post(body).status_code == 404
    assert untouched()


def test_another_mall_does_not_take_it(pushed, other_mall):
    assert post(form(receipt()), host="meridian.localhost").status_code == 404
    assert untouched()


def test_what_could_not_be_recorded_is_asked_for_again(pushed, monkeypatch):
    def fails(**_):
        raise RuntimeError("the database is gone")

    with monkeypatch.context() as broken:
        broken.setattr(sys.modules["customs.services.receive_push"], "record", fails)
        assert b"<result>F</result>" in post(form(receipt())).content
    assert untouched()
    assert b"<result>T</result>" in post(form(receipt())).content
    assert Declaration.objects.get().state == "released"
