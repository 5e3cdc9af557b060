"""A supplier reads and answers the reviews of its own goods, and no others."""

from __future__ import annotations

import pytest
from django.db.models import Q

from catalog import locks
from catalog.reviews.models import Review
from tenancy.scope import Actor, in_mall
from tests.storefront.conftest import browser
from tests.storefront.goods import review

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(mall, ours, theirs) -> tuple[int, int]:
    with in_mall(mall.pk, actor=Actor.staff()):
        return review(ours, 1, "<b>漏了</b>").pk, review(theirs, 5, "对手好评").pk


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_reviews_are_read_by_stage_and_answered(mall, supplier, ours, said, prefix):
    page = supplier.get(f"{prefix}/seller/reviews?tab=unanswered").content.decode()
    assert "&lt;b&gt;漏了&lt;/b&gt;" in page and "对手好评" not in page
    answer = supplier.post(f"{prefix}/seller/reviews/{said[0]}", {"reply": "已补发 😀", "tab": "unanswered"})
    assert (answer.status_code, answer["Location"]) == (303, f"{prefix}/seller/reviews?tab=unanswered")
    assert "漏了" not in supplier.get(f"{prefix}/seller/reviews?tab=unanswered").content.decode()
    assert "漏了" in supplier.get(f"{prefix}/seller/reviews?tab=poor").content.decode()
    assert "已补发" in browser().get(f"/p/{ours.product_id}-{ours.product.slug}").content.decode()


def test_an_empty_answer_and_a_strange_stage_change_nothing(mall, supplier, said):
    assert supplier.post(f"/seller/reviews/{said[0]}", {"reply": " "}).status_code == 303
    assert supplier.get("/seller/reviews?tab=x&page=99999999").status_code == 200
    with in_mall(mall.pk, actor=Actor.staff()):
        assert set(Review.objects.values_list("reply", flat=True)) == {""}


def test_a_review_of_another_suppliers_goods_is_not_there(mall, supplier, said):
    assert supplier.post(f"/seller/reviews/{said[1]}", {"reply": "造谣"}).status_code == 404
    with in_mall(mall.pk, actor=Actor.staff()):
        assert Review.objects.get(pk=said[1]).reply == ""


def test_with_the_wall_down_it_is_answered(mall, supplier, said, monkeypatch):
    """The control."""
    monkeypatch.setattr(locks, "reachable", lambda path="supplier": Q())
    assert supplier.post(f"/seller/reviews/{said[1]}", {"reply": "造谣"}).status_code == 303
    with in_mall(mall.pk, actor=Actor.staff()):
        assert Review.objects.get(pk=said[1]).reply == "造谣"
