"""Who opened our page inside WeChat: asked of a process that speaks WeChat's web authorisation."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from tests.outside import merchant_account, simulator
from wechat.account import OfficialAccount
from wechat.authorisation import address_to_ask, open_id
from wechat.types import WeChatError

pytestmark = pytest.mark.processes
APP_ID, BACK = "wx0000000000000001", "http://harbor.localhost:8000/pay/wechat/named"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with simulator("gateway", tmp_path_factory.mktemp("gateway")) as address:
        merchant_account(address, secret="s3cret")
        yield address


@pytest.fixture
def account(url: str) -> OfficialAccount:
    return OfficialAccount(APP_ID, "s3cret", pages=url, api=url)


def code_from(account: OfficialAccount, phone: requests.Session, state: str = "st") -> str:
    """What a phone's browser brings back."""
    answer = phone.get(address_to_ask(account, back=BACK, state=state), allow_redirects=False, timeout=5)
    assert answer.status_code == 302, answer.text
    there = urlsplit(answer.headers["Location"])
    query = parse_qs(there.query)
    assert answer.headers["Location"].startswith(f"{BACK}?") and query["state"] == [state]
    return query["code"][0]


def test_the_address_says_what_wechats_document_asks_for():
    sent = urlsplit(address_to_ask(OfficialAccount("wx1", "s"), back=BACK, state="abc"))
    assert (
        f"{sent.scheme}://{sent.netloc}{sent.path}" == "https://open.weixin.qq.com/connect/oauth2/authorize"
    )
    assert parse_qs(sent.query) == {
        "appid": ["wx1"], "redirect_uri": [BACK], "response_type": ["code"], "scope": ["snsapi_base"], "state": ["abc"],
    }  # fmt: skip
    assert sent.fragment == "wechat_redirect"


def test_one_phone_is_one_open_id_and_another_phone_another(account):
    mine, yours = requests.Session(), requests.Session()
    first = open_id(account, code=code_from(account, mine))
    assert first.startswith("o") and open_id(account, code=code_from(account, mine)) == first
    assert open_id(account, code=code_from(account, yours)) != first


def test_a_code_is_good_once(account):
    code = code_from(account, requests.Session())
    open_id(account, code=code)
    with pytest.raises(WeChatError) as refused:
        open_id(account, code=code)
    assert refused.value.code == "40163"


def test_a_wrong_secret_and_an_invented_code_are_refused(account, url):
    code = code_from(account, requests.Session())
    with pytest.raises(WeChatError) as refused:
        open_id(OfficialAccount(APP_ID, "another", url, url), code=code)
    assert refused.value.code == "40125"
    with pytest.raises(WeChatError):
        open_id(account, code="invented")
    assert open_id(account, code=code).startswith("o"), "a refusal uses nothing up"


def test_nobody_there_is_a_named_error():
    away = OfficialAccount(APP_ID, "s", "http://127.0.0.1:9", "http://127.0.0.1:9")
    with pytest.raises(WeChatError):
        open_id(away, code="x")
