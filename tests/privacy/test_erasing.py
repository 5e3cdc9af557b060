"""Erasure: the account after days to think again, the rest when the law lets go; never sooner."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth import authenticate

from accounts.models import Address, Favourite, Identity, User
from accounts.selectors import identities_of, reveal
from accounts.services import add_favourites
from accounts.types import Consent
from catalog.reviews.models import Review
from journal.models import Fact
from notifications.services import send
from openapi.tokens import token_for, user_of
from orders.aftersale.models import Request
from orders.models import Cart, Order
from privacy import retention, services, tasks
from privacy.models import Erasure, Policy
from privacy.services import retiring
from privacy.types import NotAsked, RequestOpen, StillOpen
from tenancy.vault.sealing import Unreadable
from tests import factories
from tests.orders import factories as make
from tests.orders.factories import NOW, placed
from tests.privacy.conftest import dealing

pytestmark = pytest.mark.django_db
WEEK = NOW + timedelta(days=7)
LAWFUL = NOW.replace(year=2029)
SOON = timedelta(seconds=1)


def kinds() -> list[str]:
    return list(
        Fact.objects.filter(kind__startswith="privacy.").order_by("pk").values_list("kind", flat=True)
    )


def test_the_account_goes_after_a_week_and_what_the_law_keeps_stays(dealt):
    shopper = dealt.shopper
    token, login = token_for(shopper), shopper.login
    product = dealt.order.lines.get().sku.product
    add_favourites(shopper_id=shopper.pk, product_ids=[product.pk], now=NOW)
    make.cart(shopper, (factories.sku(), 1))
    Review.objects.create(
        product=product, shopper=shopper, name_shown="张**", stars=5, text="好喝", created_at=NOW
    )
    send(
        kind="package.signed",
        user_id=shopper.pk,
        language="en",
        occasion="1",
        context={"number": "P"},
        now=NOW,
    )
    row = services.ask_erasure(shopper_id=shopper.pk, now=NOW)
    assert (row.acts_at, services.ask_erasure(shopper_id=shopper.pk, now=NOW).pk) == (WEEK, row.pk)
    assert tasks.erase_due(WEEK - SOON) == 0 and user_of(token) == shopper
    assert tasks.erase_due(WEEK) == 1 and tasks.erase_due(WEEK) == 0
    shopper.refresh_from_db()
    assert (shopper.login, shopper.display_name, shopper.phone, shopper.email, shopper.is_active) == (
        f"erased-{shopper.pk}", "", "", "", False,
    )  # fmt: skip
    assert (
        user_of(token) is None
        and authenticate(None, username=login, password="correct horse battery") is None
    )
    assert not User.objects.filter(login=login).exists()
    for model in (Address, Favourite, Cart):
        assert not model.objects.filter(shopper_id=shopper.pk).exists()
    review = Review.objects.get()
    assert (review.shopper_id, review.name_shown, review.text) == (None, "***", "好喝")
    assert identities_of(shopper.pk) == []
    row.refresh_from_db()
    assert (row.state, row.kept_until) == ("erased", LAWFUL)
    assert reveal(dealt.identity.pk).name == "张三丰", "the law still keeps it"
    order = Order.objects.get(pk=dealt.order.pk)
    assert (order.consignee, order.phone) == ("张三丰", "13800138000")
    assert kinds() == ["privacy.erasure_asked", "privacy.account_erased"]


def erased(shopper) -> Erasure:
    row = services.ask_erasure(shopper_id=shopper.pk, now=NOW)
    assert tasks.erase_due(WEEK) == 1
    return row


def test_what_is_left_is_shredded_when_the_law_lets_go_and_not_a_second_sooner(dealt):
    row, bystander = erased(dealt.shopper), dealing(factories.shopper(), now=NOW + timedelta(days=400))
    assert services.finish_erasures(now=LAWFUL - SOON) == 0
    assert reveal(dealt.identity.pk).number
    assert services.finish_erasures(now=LAWFUL) == 1 and services.finish_erasures(now=LAWFUL) == 0
    with pytest.raises(Unreadable):
        reveal(dealt.identity.pk)
    order = Order.objects.get(pk=dealt.order.pk)
    assert (order.consignee, order.phone, order.address, order.ip) == ("", "", "", None)
    assert (order.total, order.state) == (dealt.order.total, "completed"), "the books stay"
    row.refresh_from_db()
    assert (row.state, row.done_at) == ("done", LAWFUL)
    assert reveal(bystander.identity.pk).name == "张三丰"
    assert Order.objects.get(pk=bystander.order.pk).consignee == "张三丰"


def test_a_mall_that_keeps_longer_is_waited_for_and_none_may_keep_shorter(dealt):
    erased(dealt.shopper)
    Policy.objects.create(keep_years=5)
    assert services.finish_erasures(now=LAWFUL) == 0
    assert services.finish_erasures(now=NOW.replace(year=2031)) == 1
    assert retention.lawful_end(NOW, 1) == LAWFUL


def test_control_without_the_law_it_would_go_at_once(dealt, monkeypatch):
    row = erased(dealt.shopper)
    assert retiring.finish_erasure(erasure_id=row.pk, now=LAWFUL - SOON) is False
    monkeypatch.setattr(retiring, "over_since", lambda now, years: now)
    assert retiring.finish_erasure(erasure_id=row.pk, now=LAWFUL - SOON) is True
    with pytest.raises(Unreadable):
        reveal(dealt.identity.pk)


def test_who_bought_nothing_is_gone_altogether(in_harbor):
    shopper = factories.shopper()
    identity = make.identity(shopper)
    row = erased(shopper)
    row.refresh_from_db()
    assert row.kept_until is None
    assert tasks.let_go(WEEK) == 1
    row.refresh_from_db()
    assert row.state == "done"
    with pytest.raises(Unreadable):
        reveal(identity.pk)


def test_an_open_order_or_request_is_named_and_nothing_is_asked(dealt):
    open_one = placed(dealt.shopper)
    with pytest.raises(StillOpen) as refused:
        services.ask_erasure(shopper_id=dealt.shopper.pk, now=NOW)
    assert open_one.number in str(refused.value)
    Order.objects.filter(pk=open_one.order_id).update(state="expired", closed_at=NOW)
    Request.objects.create(
        number="AS9", order=dealt.order, package=dealt.order.packages.get(), shopper=dealt.shopper, kind="refund",
        reason="damaged", tax_from="mall", created_at=NOW, state="requested",
    )  # fmt: skip
    with pytest.raises(RequestOpen):
        services.ask_erasure(shopper_id=dealt.shopper.pk, now=NOW)
    assert not Erasure.objects.exists() and kinds() == []


def test_an_order_placed_meanwhile_is_waited_for(dealt):
    services.ask_erasure(shopper_id=dealt.shopper.pk, now=NOW)
    late = placed(dealt.shopper)
    assert tasks.erase_due(WEEK) == 0
    dealt.shopper.refresh_from_db()
    assert dealt.shopper.is_active
    Order.objects.filter(pk=late.order_id).update(state="expired", closed_at=WEEK)
    assert tasks.erase_due(WEEK) == 1
    assert Erasure.objects.get().kept_until == WEEK.replace(year=2029)


def test_it_may_be_taken_back_until_it_acts(dealt):
    with pytest.raises(NotAsked):
        services.withdraw_erasure(shopper_id=dealt.shopper.pk, now=NOW)
    services.ask_erasure(shopper_id=dealt.shopper.pk, now=NOW)
    services.withdraw_erasure(shopper_id=dealt.shopper.pk, now=NOW)
    assert tasks.erase_due(WEEK) == 0
    erased(dealt.shopper)
    with pytest.raises(NotAsked):
        services.withdraw_erasure(shopper_id=dealt.shopper.pk, now=WEEK)


def test_everybodys_old_identities_go_and_a_newer_row_of_the_same_number_stays(dealt):
    again = services_keep(dealt.shopper, version="2")
    assert services.retire_identities(now=LAWFUL - SOON) == 0
    assert services.retire_identities(now=LAWFUL + SOON) == 2, "old, and used by nothing since"
    assert {row.pk for row in Identity.objects.exclude(replaced_at=None)} == {dealt.identity.pk, again.pk}


def test_one_that_no_order_followed_goes_once_it_is_out_of_the_book_and_no_other(in_harbor):
    shopper = factories.shopper()
    typed, right = services_keep(shopper, name="张三"), services_keep(shopper, name="张三丰", version="2")
    assert services.retire_identities(now=NOW) == 1
    with pytest.raises(Unreadable):
        reveal(typed.pk)
    assert reveal(right.pk).name == "张三丰"
    assert [row.pk for row in identities_of(shopper.pk)] == [right.pk]


def test_what_an_open_order_was_placed_with_stays_however_old(in_harbor):
    order = Order.objects.get(pk=placed().order_id)
    assert services.retire_identities(now=NOW.replace(year=2040)) == 0
    assert reveal(order.identity_id).name == "张三丰"


def test_contacts_of_old_dealings_are_emptied_and_open_ones_never(dealt):
    open_one = placed(dealt.shopper)
    assert services.retire_contacts(now=LAWFUL) == 0
    assert services.retire_contacts(now=LAWFUL + SOON) == 1
    assert Order.objects.get(pk=dealt.order.pk).consignee == ""
    assert Order.objects.get(pk=open_one.order_id).consignee == "张三丰"


def services_keep(shopper, name="张三丰", version="1"):
    from accounts.services import keep_identity

    return keep_identity(
        shopper_id=shopper.pk,
        name=name,
        number="11010519491231002X",
        consent=Consent(version, version * 64, NOW),
    )
