"""Announcement 179: customs asks at our door, the answer is judged by a program that shares nothing with ours."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone

from customs.models import DataRequest, Declaration, PortAccount
from customs.services import declare
from customs.services.original_data import answer_request, receive_request
from customs.services.original_data.answer import NoOriginals, keep_settings, settings_kept
from customs.services.original_data.links import link_to
from customs.services.original_data.strings import Upload, listed, written
from customs.tasks import answer_requests
from customs.types import NoPort
from orders.models import Line
from orders.payments.gateways.wechat.account import Account
from orders.payments.models import Original, Payment
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


WORDS = {
    "request": '{"out_trade_no":"1"}',
    "response": '{"code_url":"x"}',
    "paid": '{"trade_state":"SUCCESS"}',
}


@pytest.fixture
def asked(at_port, until):
    """A released order, and a mall that knows where to answer."""
    declare(package_id=make.package().pk, now=timezone.now())
    until(lambda: Declaration.objects.get().state == "released")
    keep_settings(
        endpoint=at_port.url, port="haikou", link="https://mall.example/p/{product}-{slug}?sku={sku}"
    )
    for kind, text in WORDS.items():
        Original.objects.create(payment=Payment.objects.get(), kind=kind, text=text, at=timezone.now())
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
@pytest.mark.parametrize(
    ("variant", "wanted", "verdict"),
    [
        ("quoted", "quoted", "ok"),
        ("bare", "bare", "ok"),
        ("quoted", "bare", "验签失败"),
        ("bare", "quoted", "验签失败"),
    ],
)
def test_customs_asks_and_takes_only_the_answer_signed_its_way(at_port, asked, variant, wanted, verdict):
    gate = Gate("harbor")
    keep_settings(endpoint=at_port.url, port="haikou", variant=variant)
    at_port.post("config", questions={"target": gate.url("x").replace("/customs/x", "/customs-payment-data"),
                                         "variant": wanted})  # fmt: skip
    import threading

    asking = threading.Thread(target=at_port.post, args=("questions",), kwargs={"order_no": asked.number})
    asking.start()
    while asking.is_alive():
        gate.answer()
    gate.close()
    row = DataRequest.objects.get()
    assert (row.order_no, row.state) == (asked.number, "waiting")
    answer_requests(timezone.now())
    at_port.post("config", questions={"target": "", "variant": "quoted"})
    row.refresh_from_db()
    taken = ("answered", "10000") if verdict == "ok" else ("waiting", "20000")
    assert (row.state, row.code, row.orders, row.attempts) == (*taken, [asked.number], 1)
    (question,) = at_port.get("questions")
    assert (question["heard"], question["verdict"]) == ("10000", verdict)


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


@pytest.fixture
def ready(in_harbor) -> None:
    """A mall that knows where to answer, where nobody listens."""
    make.account("http://127.0.0.1:9")
    keep_settings(endpoint="http://127.0.0.1:9", port="haikou")


@pytest.mark.django_db
def test_a_mall_that_could_not_answer_says_so_and_notes_nothing(in_harbor):
    make.account("http://127.0.0.1:9")
    number = make.package().number
    assert ask(number)["code"] == "20000"
    assert not DataRequest.objects.exists()
    keep_settings(endpoint="http://127.0.0.1:9", port="haikou")
    assert ask(number)["code"] == "10000"


@pytest.mark.django_db
@pytest.mark.parametrize("endpoint", ["customs.example", "ftp://x", "https://", "http://x:1a/"])
def test_an_address_that_is_none_is_not_kept(in_harbor, endpoint):
    with pytest.raises(ValueError):
        keep_settings(endpoint=endpoint, port="haikou")
    assert ask(make.package().number)["code"] == "20000"


@pytest.mark.django_db
def test_whatever_stands_in_the_way_is_counted_and_given_up(ready):
    """The settings went with their port: without the count it would be tried each second for ever."""
    assert ask(make.package().number)["code"] == "10000"
    PortAccount.objects.update(port="elsewhere")
    now = timezone.now()
    answer_requests(now)
    answer_requests(now + timedelta(seconds=1))
    row = DataRequest.objects.get()
    assert (row.attempts, row.state, row.says.partition(":")[0]) == (1, "waiting", "no_port")
    for turn in range(1, 12):
        answer_requests(now + timedelta(minutes=turn))
    row.refresh_from_db()
    assert (row.attempts, row.state) == (12, "failed")


@pytest.mark.django_db
def test_what_is_asked_twice_is_noted_once_and_nothing_is_told(ready):
    package = make.package()
    for _ in range(2):
        said = ask(package.number)
        assert (said["code"], said["message"]) == ("10000", "")
        assert set(said) == {"code", "message", "serviceTime"}
    assert DataRequest.objects.count() == 1
    assert ask("nothing", session="2")["code"] == "20000"
    assert DataRequest.objects.count() == 1
    PortAccount.objects.update(port="elsewhere")
    with pytest.raises(NoPort):
        answer_request(request_id=DataRequest.objects.get().pk, now=timezone.now())


@pytest.mark.django_db
def test_escaped_questions_are_read_and_broken_ones_not(ready):
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


def sent_by(gateway: str, scene: str, monkeypatch) -> dict:
    """What is uploaded for the only payment there is."""
    Payment.objects.update(gateway=gateway, scene=scene)
    seen: list[str] = []

    def post(line, method, url, **how):
        seen.append(how["data"]["payExInfoStr"])
        return 200, b'{"code":"10000"}'

    monkeypatch.setattr("customs.services.original_data.answer.ask", post)
    answer_request(request_id=DataRequest.objects.get().pk, now=timezone.now())
    return json.loads(seen[0])


@pytest.mark.django_db
@pytest.mark.parametrize(("gateway", "scene", "account", "way"), [
    ("wechat", "qr", "1900000109", "3"), ("wechat", "jsapi", "1900000109", "4"),
    ("alipay", "page", make.COMPANY[0], "2"),
])  # fmt: skip
def test_the_originals_are_those_of_the_payment_and_the_money_went_to_the_mall_s_account(
    ready, monkeypatch, gateway, scene, account, way
):
    Account("1900000109", "wx", "1", "k", "k", "k", "1").keep()
    number = make.package().number
    for kind, text in WORDS.items():
        Original.objects.create(payment=Payment.objects.get(), kind=kind, text=text, at=timezone.now())
    assert ask(number)["code"] == "10000"
    told = sent_by(gateway, scene, monkeypatch)
    head, (order,) = told["payExchangeInfoHead"], told["payExchangeInfoLists"]
    assert (head["initalRequest"], head["initalResponse"], head["payType"]) == (
        WORDS["request"],
        WORDS["paid"],
        way,
    )
    assert order["recpAccount"] == account


@pytest.mark.django_db
def test_nothing_is_made_up_where_no_originals_were_kept(ready, monkeypatch):
    number = make.package().number
    assert ask(number)["code"] == "10000"
    with pytest.raises(NoOriginals):
        sent_by("wechat", "qr", monkeypatch)
    assert DataRequest.objects.get().says.startswith("no_originals")


@pytest.mark.django_db
@pytest.mark.parametrize(("template", "wanted"), [
    ("", "{scheme}://harbor.localhost{port}/p/{product}-{slug}"),
    ("https://mall.example/g/{product}.html?sku={sku}", "https://mall.example/g/{product}.html?sku={sku}"),
    ("https://mall.example/{slug}", "https://mall.example/{slug}"),
])  # fmt: skip
def test_customs_is_led_to_the_goods(ready, settings, template, wanted):
    """To the mall's own page of them, unless another address is kept; what is put in is escaped."""
    keep_settings(endpoint="http://127.0.0.1:9", port="haikou", link=template)
    make.package()
    Line.objects.update(sku_code="A/1 甲")
    line = Line.objects.select_related("sku").get()
    usual = {"http": 80, "https": 443}[settings.PUBLIC_SCHEME] == settings.PUBLIC_PORT
    assert link_to(line, settings_kept()["link"]) == wanted.format(
        scheme=settings.PUBLIC_SCHEME, port="" if usual else f":{settings.PUBLIC_PORT}",
        product=line.sku.product_id, slug=line.slug, sku="A%2F1%20%E7%94%B2",
    )  # fmt: skip


@pytest.mark.django_db
def test_the_page_it_is_led_to_is_there(ready, client):
    make.package()
    line = Line.objects.select_related("sku").get()
    path = link_to(line, "").partition("harbor.localhost")[2].partition("/")[2]
    assert Client(HTTP_HOST="harbor.localhost").get(f"/{path}").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("template", [
    "https://mall.example/p", "https://mall.example/{name}", "ftp://mall.example/{slug}", "mall.example/{slug}",
    "https://mall.example/{slug}/{", "https://mall.example/{}/{slug}", "https://{slug",
])  # fmt: skip
def test_an_address_that_leads_to_no_goods_is_not_kept(ready, template):
    before = settings_kept()
    with pytest.raises(ValueError, match=r"."):
        keep_settings(endpoint="http://127.0.0.1:9", port="haikou", link=template)
    assert settings_kept() == before
