"""Another phone to sign in with: the old login is proved, the new number answered a code, everybody else is out."""

from __future__ import annotations

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core import signing
from django.utils import timezone

from accounts import services
from accounts.models import LoginChange, User
from accounts.services import codes, login_phone
from accounts.services.login_phone import change_login_phone, purpose_of_new, purpose_of_old
from accounts.types import PhoneRefused, PhoneTaken, ProofMissing
from journal.models import Fact
from notifications.models import Message
from notifications.sms import Account, SmsError
from openapi.tokens import token_for, user_of
from privacy import tasks
from tenancy.models import DataKey
from tenancy.scope import Actor, in_mall
from tests import factories
from tests.storefront.conftest import PASSWORD, browser
from tests.storefront.forms import page, send, text
from tests.storefront.texting import inbox, newest

pytestmark = [pytest.mark.django_db, pytest.mark.processes]
OLD, NEW = "13800000001", "13912340002"
NOW = timezone.now()


@pytest.fixture
def inside(mall):
    return lambda: in_mall(mall.pk, actor=Actor.staff())


@pytest.fixture
def door(signed_in, inside, sender):
    """The shopper's browser at a mall that sends text messages."""
    with inside():
        Account(sender, "k" * 32, "海港优选", inbox=f"{sender}/").keep()
    return signed_in


def proved_by_code(door, sender, prefix=""):
    """The second step, reached by a code to the old phone."""
    asked = send(door, door.get(f"{prefix}/me/data/phone"), "", send="1")
    assert asked.status_code == 200 and "138****0001" in text(asked)
    answer = send(door, asked, "", code=newest(sender, OLD))
    assert answer.status_code == 303, text(answer)
    return door.get(answer["Location"])


def asked_for_new(door, form, phone=NEW):
    asked = send(door, form, "", phone=phone, send="1")
    assert asked.status_code == 200, text(asked)
    return asked


def test_by_a_code_to_each_phone_and_everybody_else_is_signed_out(door, sender, shopper, inside):
    elsewhere = browser()
    with inside():
        elsewhere.force_login(shopper)
        token = token_for(shopper)
    assert elsewhere.get("/me").status_code == 200
    asked = asked_for_new(door, proved_by_code(door, sender), "139 1234 0002")
    assert "更换您在" in inbox(sender, OLD)[0] and "设为您在" in inbox(sender, NEW)[0]
    done = send(door, asked, "", code=newest(sender, NEW))
    assert (done.status_code, done["Location"]) == (303, "/me/data")
    said = text(door.get("/me/data"))
    assert "登录手机已更换为 139****0002" in said and "由尾号 0001 改为尾号 0002" in said
    assert elsewhere.get("/me").status_code == 302, "signed out"
    with inside():
        user = User.objects.get(pk=shopper.pk)
        assert (user.login, user.phone, user.check_password(PASSWORD)) == (NEW, NEW, True)
        assert user_of(token) is None
        fact = Fact.objects.get(kind="account.phone_changed")
        row = LoginChange.objects.get()
        assert fact.payload == {"change_id": row.pk, "proof": "code"}
        assert (row.old_end, row.new_end, row.proof) == ("0001", "0002", "code")
        assert OLD not in repr(bytes(row.old_sealed))


def test_the_old_number_gets_a_notice_once_and_is_then_forgotten(door, sender, shopper, inside):
    send(door, asked_for_new(door, proved_by_code(door, sender)), "", code=newest(sender, NEW))
    count = len(inbox(sender, OLD))
    with inside():
        fact = Fact.objects.get(kind="account.phone_changed")
        tasks.tell_old_phone(fact)
        tasks.tell_old_phone(fact)
        row = LoginChange.objects.get()
        assert (row.old_sealed, row.told_at) == (None, fact.occurred_at)
        assert DataKey.objects.get(subject=row.subject).shredded_at is not None
        assert Message.objects.filter(kind="account.phone_changed").count() == 1
    told = inbox(sender, OLD)
    assert len(told) == count + 1 and "尾号 0002" in told[0] and "如非本人操作" in told[0]
    assert "您的登录手机已更换" in text(door.get("/me/messages"))


def test_while_the_sender_is_down_the_notice_waits(door, sender, shopper, inside):
    send(door, asked_for_new(door, proved_by_code(door, sender)), "", code=newest(sender, NEW))
    with inside():
        Account("http://127.0.0.1:9", "k" * 32, "海港优选").keep()
        fact = Fact.objects.get(kind="account.phone_changed")
        with pytest.raises(SmsError):
            tasks.tell_old_phone(fact)
        row = LoginChange.objects.get()
        assert row.told_at is None and row.old_sealed is not None and not Message.objects.exists()
        Account(sender, "k" * 32, "海港优选").keep()
        tasks.tell_old_phone(fact)
        assert LoginChange.objects.get().told_at == fact.occurred_at


def test_by_the_password_where_the_phone_is_lost(door, sender, shopper, inside):
    form = door.get("/en/me/data/phone?by=password")
    wrong = send(door, form, "", password="not it")
    assert wrong.status_code == 422 and "This is not your password." in text(wrong)
    answer = send(door, form, "", password=PASSWORD)
    assert answer.status_code == 303
    asked = asked_for_new(door, door.get(answer["Location"]))
    assert send(door, asked, "", code=newest(sender, NEW)).status_code == 303
    assert "proved by: The password" in text(door.get("/en/me/data"))


def test_passwords_are_counted_with_those_at_the_door(door, shopper, inside):
    form = door.get("/me/data/phone?by=password")
    for _ in range(5):
        assert "密码不正确" in text(send(door, form, "", password="not it"))
    late = send(door, form, "", password=PASSWORD)
    assert late.status_code == 422 and "5 分钟后再试" in text(late)
    other = browser()
    refused = send(other, other.get("/login"), "", login=OLD, password=PASSWORD)
    assert refused.status_code == 422, "the same five tries"


def test_who_has_no_password_is_told_so(door, shopper, inside):
    with inside():
        shopper.set_unusable_password()
        shopper.save()
        door.force_login(shopper)
    seen = door.get("/me/data/phone?by=password")
    assert "未设置密码" in text(seen) and not page(seen).xpath("//input[@type='password']")


def test_a_wrong_code_changes_nothing_and_five_void_the_right_one(door, sender, shopper, inside):
    asked = asked_for_new(door, proved_by_code(door, sender))
    right = newest(sender, NEW)
    wrong = "000000" if right != "000000" else "111111"
    for _ in range(codes.TRIES):
        refused = send(door, asked, "", code=wrong)
        assert refused.status_code == 422 and "验证码错误或已过期" in text(refused)
    assert send(door, asked, "", code=right).status_code == 422
    with inside():
        assert User.objects.get(pk=shopper.pk).login == OLD and not LoginChange.objects.exists()


@pytest.mark.parametrize("phone", ["", "12345", "abc", "1" * 400, "١٣٩١٢٣٤٥٦٧٨", "a@example.com"])
def test_what_is_no_number_is_said(door, sender, phone):
    form = proved_by_code(door, sender)
    for more in ({"send": "1"}, {"code": "123456"}):
        assert send(door, form, "", phone=phone, **more).status_code == 422


def test_the_number_one_has_is_no_new_one(door, sender):
    form = proved_by_code(door, sender)
    refused = send(door, form, "", phone=OLD, code="123456")
    assert refused.status_code == 422 and "当前的登录手机号" in text(refused)


def test_a_taken_number_is_told_to_its_holder_alone_and_never_whose(door, sender, shopper, inside):
    with inside():
        owner = factories.shopper(NEW)
        owner.display_name = "王老板"
        owner.save()
    form = proved_by_code(door, sender)
    asked = asked_for_new(door, form)
    free = asked_for_new(door, form, "13912340003")
    assert text(asked).replace("0002", "") == text(free).replace("0003", ""), "asking tells nothing"
    guess = send(door, asked, "", code="000000" if newest(sender, NEW) != "000000" else "111111")
    assert "已有账号" not in text(guess)
    refused = send(door, asked, "", code=newest(sender, NEW))
    assert refused.status_code == 422 and "该手机号在本商城已有账号" in text(refused)
    assert "王老板" not in text(refused)
    with inside():
        assert User.objects.get(pk=shopper.pk).login == OLD and User.objects.get(pk=owner.pk).login == NEW


def test_the_same_number_in_another_mall_is_in_nobodys_way(door, sender, other_mall):
    with in_mall(other_mall.pk, actor=Actor.staff()):
        there = factories.shopper(NEW)
    asked = asked_for_new(door, proved_by_code(door, sender))
    assert send(door, asked, "", code=newest(sender, NEW)).status_code == 303
    with in_mall(other_mall.pk, actor=Actor.staff()):
        assert User.objects.get(pk=there.pk).login == NEW


def test_the_second_step_is_nobodys_without_the_first(door, sender, shopper, inside):
    with inside():
        code = codes.issue_code(phone=NEW, address="a", purpose=purpose_of_new(shopper.pk))
    seen = door.get("/me/data/phone")
    assert not page(seen).xpath("//input[@name='phone']")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', seen.content.decode())[1]
    answer = door.post(
        "/me/data/phone", {"csrfmiddlewaretoken": token, "step": "new", "phone": NEW, "code": code}
    )
    assert (answer.status_code, answer["Location"]) == (303, "/me/data/phone")
    with inside():
        assert User.objects.get(pk=shopper.pk).login == OLD


def test_a_mall_without_a_sender_says_so_and_asks_nothing(signed_in):
    seen = signed_in.get("/me/data/phone")
    assert "未开通短信服务" in text(seen) and not page(seen).xpath("//main//form")


def test_a_login_given_by_somebody_else_is_not_changed_here(door, inside, shopper):
    with inside():
        User.objects.filter(pk=shopper.pk).update(login="yunfan")
    assert door.get("/me/data/phone").status_code == 404
    assert "/me/data/phone" not in door.get("/me").content.decode()


def test_an_address_is_given_up_for_a_number_with_the_password(door, sender, shopper, inside):
    with inside():
        User.objects.filter(pk=shopper.pk).update(login="a@example.com", phone="")
    seen = door.get("/me/data/phone")
    assert page(seen).xpath("//input[@type='password']") and not page(seen).xpath("//nav[@class='tabs']")
    answer = send(door, seen, "", password=PASSWORD)
    asked = asked_for_new(door, door.get(answer["Location"]))
    assert send(door, asked, "", code=newest(sender, NEW)).status_code == 303
    assert "由邮箱改为尾号 0002 的手机" in text(door.get("/me/data"))
    with inside():
        count = len(inbox(sender, NEW))
        tasks.tell_old_phone(Fact.objects.get(kind="account.phone_changed"))
        assert len(inbox(sender, NEW)) == count and LoginChange.objects.get().told_at is not None


# The verbs themselves, and their controls.


@pytest.fixture
def at(mall, shopper):
    """The shopper in the open mall, with a proof and a code to the new number."""
    with in_mall(mall.pk, actor=Actor.staff()):
        code = codes.issue_code(phone=NEW, address="a", purpose=purpose_of_new(shopper.pk))
        yield SimpleNamespace(
            user=shopper, code=code, proof=services.prove_by_password(user=shopper, now=NOW)
        )


def changed(at, **values):
    asked = {"shopper_id": at.user.pk, "phone": NEW, "code": at.code, "proof": at.proof, "now": NOW}
    return change_login_phone(**asked | values)


def test_a_proof_is_good_for_ten_minutes_and_for_one_change(at):
    for late in (timedelta(minutes=10, seconds=1), timedelta(seconds=-1)):
        with pytest.raises(ProofMissing):
            changed(at, now=NOW + late)
    changed(at, now=NOW + timedelta(minutes=9))
    code = codes.issue_code(phone=OLD, address="a", purpose=purpose_of_new(at.user.pk))
    with pytest.raises(ProofMissing):
        changed(at, phone=OLD, code=code)
    assert User.objects.get(pk=at.user.pk).login == NEW


@pytest.mark.parametrize("what", ["", "x", "other", "forged"])
def test_a_proof_is_the_shoppers_own(at, what):
    other = factories.shopper("13800000009")
    proof = {
        "other": services.prove_by_password(user=other, now=NOW),
        "forged": signing.dumps([at.user.pk, "x", "code", int(NOW.timestamp())], salt=login_phone._SALT),
    }.get(what, what)
    with pytest.raises(ProofMissing):
        changed(at, proof=proof)
    assert User.objects.get(pk=at.user.pk).login == OLD and not LoginChange.objects.exists()


def test_codes_of_other_purposes_and_shoppers_are_none(at):
    other = factories.shopper("13800000009")
    for phone, purpose in (
        ("13912340004", codes.SIGN_IN),
        ("13912340005", purpose_of_new(other.pk)),
        ("13912340006", purpose_of_old(at.user.pk)),
    ):
        code = codes.issue_code(phone=phone, address="a", purpose=purpose)
        with pytest.raises(PhoneRefused):
            changed(at, phone=phone, code=code)
    sign_in = codes.issue_code(phone=OLD, address="a")
    with pytest.raises(PhoneRefused):
        services.prove_by_code(user=at.user, code=sign_in, now=NOW)
    assert not codes.use_code(phone=NEW, code=at.code), "nor does one of ours sign in"
    assert User.objects.get(pk=at.user.pk).login == OLD


def test_control_with_one_purpose_for_all_a_code_read_out_for_a_sign_in_moves_the_account(at, monkeypatch):
    monkeypatch.setattr(login_phone, "purpose_of_new", lambda shopper_id: codes.SIGN_IN)
    code = codes.issue_code(phone="13912340004", address="a")
    assert changed(at, phone="13912340004", code=code).login == "13912340004"


def test_control_without_the_epoch_other_sessions_go_on(at, monkeypatch):
    before, token = at.user.get_session_auth_hash(), token_for(at.user)
    monkeypatch.setattr(User, "_of_this_epoch", lambda self, plain: plain)
    user = changed(at)
    assert user.get_session_auth_hash() == before and user_of(token) is not None
    monkeypatch.undo()
    assert user.get_session_auth_hash() != before and user_of(token) is None


def test_somebody_who_took_the_number_a_moment_ago_keeps_it(at, monkeypatch):
    """The question came too early: the database refuses the second."""
    other = factories.shopper(NEW)
    monkeypatch.setattr(type(User.objects.all()), "exists", lambda self: False)
    with pytest.raises(PhoneTaken):
        changed(at)
    monkeypatch.undo()
    assert User.objects.get(login=NEW) == other and User.objects.get(pk=at.user.pk).login == OLD
    assert not LoginChange.objects.exists() and not Fact.objects.exists()


def test_an_erased_account_keeps_no_end_of_a_number(at):
    changed(at)
    services.close_account(shopper_id=at.user.pk, now=NOW)
    row = LoginChange.objects.get()
    assert (row.old_end, row.new_end, row.old_sealed) == ("", "", None)
    assert DataKey.objects.get(subject=row.subject).shredded_at is not None
    tasks.tell_old_phone(Fact.objects.get(kind="account.phone_changed"))
    assert LoginChange.objects.get().told_at is not None
