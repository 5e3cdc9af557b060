"""My data in the browser: a copy, corrections, an erasure, consents and looks, in both languages."""

from __future__ import annotations

import pytest
from django.utils import timezone

from accounts.models import Identity, User
from accounts.selectors import identities_of
from accounts.services import reveal_identity
from journal.models import Fact
from privacy import tasks
from privacy.models import Erasure, Export
from tenancy.scope import Actor, in_mall
from tests import factories
from tests.orders import factories as make
from tests.storefront.conftest import browser
from tests.storefront.forms import send, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def inside(mall):
    return lambda: in_mall(mall.pk, actor=Actor.staff())


def test_a_copy_is_asked_for_made_and_downloaded_by_its_owner_alone(signed_in, shopper, inside):
    page = signed_in.get("/me/data")
    assert "申请副本" in text(page)
    assert send(signed_in, page, "/me/data/copy").status_code == 303
    assert "正在生成" in text(signed_in.get("/me/data"))
    with inside():
        tasks.make_export(Fact.objects.get(kind="privacy.export_asked"))
        row = Export.objects.get()
        other = factories.shopper("13800000002")
    link = f"/me/data/copy/{row.token}"
    assert link in signed_in.get("/me/data").content.decode()
    answer = signed_in.get(link)
    assert answer.content[:2] == b"PK" and answer.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer.headers["Cache-Control"]
    stranger = browser()
    assert stranger.get(link).status_code == 302, "a guest is asked to sign in"
    with inside():
        stranger.force_login(other)
    assert stranger.get(link).status_code == 404
    again = send(signed_in, page, "/me/data/copy")
    assert again.status_code == 303 and "一天内" in text(signed_in.get("/me/data"))
    assert "您的个人信息副本已生成" in text(signed_in.get("/me/messages"))


def test_details_are_corrected_and_nonsense_is_said(signed_in, shopper, inside):
    form = signed_in.get("/en/me/data/profile")
    wrong = send(signed_in, form, "", display_name="x" * 61, email="nonsense")
    assert wrong.status_code == 422 and "at most 60 letters" in text(wrong)
    wrong = send(signed_in, form, "", display_name="Zhang", email="nonsense")
    assert wrong.status_code == 422 and "valid e-mail" in text(wrong)
    assert send(signed_in, form, "", display_name=" Zhang  San ", email="a@example.com").status_code == 303
    with inside():
        user = User.objects.get(pk=shopper.pk)
    assert (user.display_name, user.email) == ("Zhang San", "a@example.com")


def test_an_erasure_says_what_goes_and_what_stays_and_can_be_taken_back(signed_in, shopper, inside):
    page = signed_in.get("/me/data/erase")
    assert "全部信息随账号一并删除" in text(page)
    assert send(signed_in, page, "").status_code == 422
    with inside():
        assert not Erasure.objects.exists()
    assert send(signed_in, page, "", sure="on").status_code == 303
    shown = signed_in.get("/me/data")
    assert "在此之前可以撤回" in text(shown)
    assert send(signed_in, shown, "/me/data/keep").status_code == 303
    with inside():
        assert Erasure.objects.get().state == "withdrawn"
        order = make.placed(shopper)
    answer = send(signed_in, page, "", sure="on")
    assert answer.status_code == 422 and order.number in text(answer)
    kept = signed_in.get("/en/me/data/erase")
    assert "Stays until" in text(kept) and "E-commerce Law, art. 31" in text(kept)


def test_consents_and_looks_are_shown_with_their_reason(signed_in, shopper, inside):
    with inside():
        order = make.placed(shopper)
        identity = Identity.objects.get()
        reveal_identity(
            identity_id=identity.pk,
            reason="海关来电核实",
            actor="operator:7",
            actor_name="王经理",
            now=timezone.now(),
        )
    said = text(signed_in.get("/me/data"))
    assert order.number in said and "将 张** 的身份信息用于海关申报" in said
    assert "海关来电核实" in said and "本商城运营人员 7" in said and "王经理" not in said
    english = text(signed_in.get("/en/me/data"))
    assert "Who read my ID number" in english and "Operator 7 of the mall" in english


def test_a_person_leaves_the_identity_book_and_not_another_shoppers(signed_in, shopper, inside):
    with inside():
        mine, other = make.identity(shopper), make.identity(factories.shopper())
    page = signed_in.get("/me/identities")
    assert send(signed_in, page, f"/me/identities/{mine.pk}/remove").status_code == 303
    token = (
        {"csrfmiddlewaretoken": signed_in.cookies["csrftoken"].value}
        if "csrftoken" in signed_in.cookies
        else {}
    )
    assert signed_in.post(f"/me/identities/{other.pk}/remove", token).status_code in (403, 404)
    with inside():
        assert identities_of(shopper.pk) == []
        assert [row.pk for row in identities_of(other.shopper_id)] == [other.pk]
