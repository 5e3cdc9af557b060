"""Signing in with a code: the message goes out by the simulated sender, as in the demo."""

from __future__ import annotations

import pytest
import requests

from accounts.models import User
from accounts.services import codes
from notifications.sms import Account
from tenancy.scope import Actor, in_mall
from tests.storefront.conftest import browser
from tests.storefront.forms import page, send, text
from tests.storefront.goods import add, lines
from tests.storefront.texting import inbox, newest

pytestmark = [pytest.mark.django_db, pytest.mark.processes]
PHONE = "13912345678"


@pytest.fixture
def door(mall, sender):
    """The mall sends text messages by the simulator."""
    with in_mall(mall.pk, actor=Actor.staff()):
        Account(sender, "k" * 32, "海港优选", inbox=f"{sender}/").keep()
    return browser()


def asked(client, phone: str = PHONE):
    """A code was asked for; the page that followed."""
    return send(client, client.get("/login/code?next=/cart"), "", phone=phone, send="1")


def test_a_new_number_gets_an_account_and_keeps_its_cart(door, sender, mall, goods):
    add(door, goods.pk, 2)
    form = asked(door, "139 1234 5678")
    assert form.status_code == 200
    assert "139****5678" in text(form)
    assert inbox(sender, PHONE)[0].startswith("【海港优选】验证码 ")
    assert page(form).xpath("//a[contains(@href,'/?phone=13912345678')]")
    done = send(door, form, "", code=newest(sender, PHONE))
    assert (done.status_code, done["Location"]) == (303, "/cart")
    assert "139****5678" in text(door.get("/me"))
    assert lines(mall) == [(goods.pk, 2)]
    with in_mall(mall.pk, actor=Actor.staff()):
        made = User.objects.get(login=PHONE)
        assert (made.phone, made.has_usable_password()) == (PHONE, False)


def test_the_same_number_is_the_same_person(door, sender, shopper, mall):
    form = asked(door, shopper.login)
    assert send(door, form, "", code=newest(sender, shopper.login)).status_code == 303
    with in_mall(mall.pk, actor=Actor.staff()):
        assert User.objects.filter(login=shopper.login).count() == 1


def test_a_wrong_code_signs_nobody_in_and_five_void_the_right_one(door, sender, mall):
    form = asked(door)
    right = newest(sender, PHONE)
    wrong = "000000" if right != "000000" else "111111"
    for _ in range(codes.TRIES):
        refused = send(door, form, "", code=wrong)
        assert refused.status_code == 422
        assert "验证码错误或已过期" in text(refused)
    assert send(door, form, "", code=right).status_code == 422
    with in_mall(mall.pk, actor=Actor.staff()):
        assert not User.objects.filter(login=PHONE).exists()


def test_a_code_is_used_once(mall):
    with in_mall(mall.pk, actor=Actor.public()):
        code = codes.issue_code(phone=PHONE, address="a")
        assert codes.use_code(phone=PHONE, code=code)
        assert not codes.use_code(phone=PHONE, code=code)


def test_a_code_of_one_mall_opens_no_other(mall, other_mall):
    with in_mall(mall.pk, actor=Actor.public()):
        code = codes.issue_code(phone=PHONE, address="a")
    with in_mall(other_mall.pk, actor=Actor.public()):
        assert not codes.use_code(phone=PHONE, code=code)
    with in_mall(mall.pk, actor=Actor.public()):
        assert codes.use_code(phone=PHONE, code=code)


def test_codes_are_not_asked_for_again_and_again(door, sender, mall):
    asked(door)
    count = len(inbox(sender, PHONE))
    again = asked(door)
    assert again.status_code == 422
    assert "请一分钟后再获取" in text(again)
    assert len(inbox(sender, PHONE)) == count
    with in_mall(mall.pk, actor=Actor.public()):
        for n in range(codes.PER_ADDRESS):
            codes.issue_code(phone=f"138{n:08d}", address="one")
        with pytest.raises(codes.TooManyCodes):
            codes.issue_code(phone="13700000000", address="one")
        assert codes.issue_code(phone="13700000001", address="another")


def test_a_sender_that_is_down_costs_the_person_no_minute(door, sender):
    requests.post(f"{sender}/_sim/down", json={"seconds": 600}, timeout=5).raise_for_status()
    try:
        failed = asked(door, "13600000000")
    finally:
        requests.post(f"{sender}/_sim/down", json={"seconds": 0}, timeout=5).raise_for_status()
    assert failed.status_code == 422
    assert "短信发送失败" in text(failed)
    assert inbox(sender, "13600000000") == []


@pytest.mark.parametrize("phone", ["", "12345", "abc", "1" * 400, "١٣٩١٢٣٤٥٦٧٨"])
def test_what_is_no_number_is_said(door, phone):
    assert asked(door, phone).status_code == 422


def test_a_mall_without_a_sender_asks_for_the_password(mall):
    client = browser()
    assert client.get("/login/code")["Location"] == "/login"
    assert not page(client.get("/login")).xpath("//nav[@class='tabs']")
