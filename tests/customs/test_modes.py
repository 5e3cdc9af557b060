"""The mode chooser: for goods as they lie, each mode's tax and total, and why the others are not possible."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.test import Client

from catalog.models import Sku
from catalog.selectors import offers
from customs.models import PortAccount
from customs.policy.choose import Choice, PackageChoices, choose
from customs.rules.modes import Mode
from tests import factories
from tests.customs import factories as make

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 4, tzinfo=UTC)
DAY = NOW.date()


@pytest.fixture
def account(in_harbor) -> None:
    make.account("http://127.0.0.1:9")


def asked(*wants: tuple[Sku, int], used: str = "0.00") -> list[PackageChoices]:
    pieces = {sku.pk: n for sku, n in wants}
    return choose(pieces=pieces, offers=offers(pieces), on=DAY, now=NOW, allowance_used=Decimal(used))


def by_mode(*wants: tuple[Sku, int], used: str = "0.00") -> dict[Mode, Choice]:
    (found,) = asked(*wants, used=used)
    return {choice.mode: choice for choice in found.choices}


def abroad(price: str = "100.00", **profile) -> Sku:
    return make.direct_sku(price=price, postal_article="01010100", **profile)


def test_goods_abroad_may_come_by_list_or_as_a_parcel(account):
    found = by_mode((abroad(), 1))
    assert {mode for mode, choice in found.items() if choice.lawful} == {
        Mode.DIRECT_9610, Mode.PERSONAL_PARCEL,
    }  # fmt: skip
    own, parcel = found[Mode.DIRECT_9610], found[Mode.PERSONAL_PARCEL]
    assert (own.is_own, parcel.is_own) == (True, False)
    # 118.00 with freight, 13 % VAT of it, seven tenths of that.
    assert (own.goods, own.freight, own.tax, own.total) == (
        Decimal("100.00"), Decimal("18.00"), Decimal("10.74"), Decimal("128.74"),
    )  # fmt: skip
    assert parcel.tax == Decimal("0.00") and parcel.waived and parcel.total == Decimal("118.00")
    assert own.days == (2, 4)


def test_the_others_say_why_not_and_who_could_change_it(account):
    found = by_mode((abroad(), 1))
    why = {mode: [(r.code, str(r.who)) for r in c.reasons] for mode, c in found.items() if c.reasons}
    assert why == {
        Mode.BONDED_1210: [("mode.place", "supplier")],
        Mode.BONDED_1239: [("mode.place", "supplier")],
        Mode.GENERAL: [("mode.place", "supplier")],
    }
    assert all(found[mode].tax is None for mode in why)


def test_bonded_stock_has_one_way(account):
    found = by_mode((factories.sku(), 1))
    assert [mode for mode, choice in found.items() if choice.lawful] == [Mode.BONDED_1210]
    assert found[Mode.BONDED_1239].reasons[0].code == "mode.zone"
    assert found[Mode.PERSONAL_PARCEL].reasons[0].code == "mode.place"


@pytest.mark.parametrize(
    ("wants", "used", "mode", "code"),
    [
        ((("3000.00", 2),), "0.00", Mode.DIRECT_9610, "tax.over_single_limit"),
        ((("100.00", 1),), "25950.00", Mode.DIRECT_9610, "tax.over_annual_limit"),
        ((("600.00", 2),), "0.00", Mode.PERSONAL_PARCEL, "tax.over_parcel_limit"),
    ],
)
def test_limits_shut_a_way(account, wants, used, mode, code):
    found = by_mode(*((abroad(price), n) for price, n in wants), used=used)
    assert [reason.code for reason in found[mode].reasons] == [code]


def test_without_a_postal_article_there_is_no_parcel(account):
    found = by_mode((make.direct_sku(), 1))
    assert found[Mode.PERSONAL_PARCEL].reasons[0].code == "profile.missing.postal_article"


def test_without_a_port_nothing_is_declared_and_the_parcel_stays(in_harbor):
    found = by_mode((abroad(), 1))
    assert found[Mode.DIRECT_9610].reasons[0].code == "port.none"
    assert found[Mode.PERSONAL_PARCEL].lawful


def test_goods_the_port_has_no_filing_of(account):
    PortAccount.objects.update(needs_filing=True)
    assert by_mode((abroad(), 1))[Mode.DIRECT_9610].reasons[0].code == "filing.missing"


def test_groups_stay_apart_and_the_cheapest_lawful_way_is_first(account):
    found = asked((abroad(), 1), (factories.sku(), 2))
    assert len(found) == 2
    parcel = next(one for one in found if one.offers[0].mode == "direct_9610")
    assert [choice.mode for choice in parcel.choices[:2]] == [Mode.PERSONAL_PARCEL, Mode.DIRECT_9610]


def test_the_control_priced_as_sold_it_is_what_the_cart_says(account):
    from orders.pricing import quote

    sku = abroad()
    priced = quote(wants={sku.pk: 2}, offers=offers([sku.pk]), on=DAY)
    own = by_mode((sku, 2))[Mode.DIRECT_9610]
    assert (own.tax, own.total) == (priced.tax, priced.total)


def test_the_cart_shows_both_ways_and_which_is_sold(account, client: Client):
    sku = abroad()
    client.post("/cart/add", {"sku": sku.pk, "quantity": 1}, HTTP_HOST="harbor.localhost")
    page = client.get("/en/cart", HTTP_HOST="harbor.localhost").content.decode()
    assert "These goods may come another way, too" in page
    assert "Personal parcel" in page and "Sold this way" in page and "128.74" in page


def test_a_cart_with_one_way_says_nothing_of_others(account, client: Client):
    client.post("/cart/add", {"sku": factories.sku().pk, "quantity": 1}, HTTP_HOST="harbor.localhost")
    page = client.get("/en/cart", HTTP_HOST="harbor.localhost").content.decode()
    assert "These goods may come another way" not in page
