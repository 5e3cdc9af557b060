"""The coupon strip: placed by the operator, filled by whoever gives coupons, not there while there is nothing in it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from content.services import keep_block
from content.slots import CouponOffer
from tenancy.scope import Actor, in_mall
from tests.storefront.conftest import browser

pytestmark = pytest.mark.django_db
OFFERS = [
    CouponOffer(
        {"zh-hans": "¥30", "en": "¥30"}, {"zh-hans": "满 299 可用", "en": "from ¥299 of goods"}, "/coupons/7",
        datetime(2030, 3, 1, 15, 59, tzinfo=UTC),
    )
]  # fmt: skip


def given(*, now: datetime, most: int) -> list[CouponOffer]:
    assert now.tzinfo is not None
    return OFFERS * (most + 1)


def nothing(*, now: datetime, most: int) -> list[CouponOffer]:
    return []


@pytest.fixture
def placed(mall):
    with in_mall(mall.pk, actor=Actor.staff()):
        keep_block(kind="coupons", position=0, title={"zh-hans": "领券中心", "en": "Coupons for you"})
    return mall


@pytest.mark.parametrize("path", ["", "tests.content.test_slots.nothing"])
def test_an_empty_slot_is_not_shown(placed, settings, path):
    settings.HOME_SLOTS = {"coupons": path}
    answer = browser().get("/")
    assert answer.status_code == 200 and "领券中心" not in answer.content.decode()


def test_a_filled_one_shows_what_anybody_may_take(placed, settings):
    settings.HOME_SLOTS = {"coupons": "tests.content.test_slots.given"}
    for prefix, words in (
        ("", ("领券中心", "满 299 可用", "2030-03-01", 'href="/coupons/7"')),
        ("/en", ("Coupons for you", "from ¥299 of goods", "until 2030-03-01", 'href="/en/coupons/7"')),
    ):
        page = browser().get(f"{prefix}/").content.decode()
        assert all(word in page for word in words), prefix
        assert page.count('class="coupon"') == 8  # no provider fills the page
