"""Complaints about intellectual property: what each step allows, and that goods stay down until it is settled."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone, translation

from catalog.models import Brand, BrandPaper, Complaint, Product
from catalog.search.finding import Frame, find
from catalog.services import brands, complaints
from catalog.services.complaints import Notice
from catalog.services.states import change_state
from catalog.types import CatalogError, NotThere
from journal.models import Fact
from tenancy.scope import Actor, in_mall
from tests import factories

pytestmark = pytest.mark.django_db
NOW = timezone.now()
NOTICE = Notice("trademark", "TM-88", "Testa AG", "law@example.com", "This is our mark.")


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def product(in_harbor) -> Product:
    return factories.sku(title="羊奶粉").product


def filed(product: Product) -> int:
    return complaints.file_complaint(product_id=product.pk, notice=NOTICE, now=NOW)


def state(complaint_id: int) -> str:
    return Complaint.objects.values_list("state", flat=True).get(pk=complaint_id)


def test_down_countered_and_back_after_fifteen_days(product, in_harbor):
    one = filed(product)
    assert find("羊奶粉", Frame(), most=1).ids == (product.pk,)
    complaints.take_down(complaint_id=one, now=NOW, operator="operator:1")
    assert find("羊奶粉", Frame(), most=1).ids == ()
    with pytest.raises(CatalogError, match="not settled"):
        change_state(product_id=product.pk, state="listed", now=NOW)
    with in_mall(in_harbor.pk, actor=Actor.supplier(product.supplier_id)):
        complaints.counter(complaint_id=one, statement="We bought it from you.", now=NOW)
    back = {"complaint_id": one, "operator": "operator:1"}
    with pytest.raises(CatalogError, match="time"):
        complaints.put_back(now=NOW + timedelta(days=15, seconds=-1), **back)
    complaints.put_back(now=NOW + timedelta(days=15), **back)
    assert (state(one), find("羊奶粉", Frame(), most=1).ids) == ("restored", (product.pk,))
    kinds = Fact.objects.filter(kind__startswith="complaint.").order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == [
        "complaint.filed", "complaint.taken_down", "complaint.countered", "complaint.restored",
    ]  # fmt: skip


def test_upheld_goods_stay_down(product):
    one = filed(product)
    complaints.take_down(complaint_id=one, now=NOW, operator="operator:1")
    complaints.uphold(complaint_id=one, reason="Case 7", now=NOW)
    with pytest.raises(CatalogError):
        change_state(product_id=product.pk, state="listed", now=NOW)
    with pytest.raises(CatalogError, match="step"):
        complaints.put_back(complaint_id=one, now=NOW + timedelta(days=99), operator="operator:1")
    assert state(one) == "upheld"


def test_a_dismissed_complaint_holds_nothing(product):
    one = filed(product)
    complaints.dismiss(complaint_id=one, reason="No such mark", now=NOW)
    with pytest.raises(CatalogError, match="step"):
        complaints.take_down(complaint_id=one, now=NOW, operator="operator:1")
    product.refresh_from_db()
    assert (product.state, state(one)) == ("listed", "dismissed")


def test_only_the_supplier_of_the_goods_counters(product, in_harbor):
    one = filed(product)
    complaints.take_down(complaint_id=one, now=NOW, operator="operator:1")
    for actor in (Actor.supplier(factories.supplier("theirs").pk), Actor.public(), None):
        with in_mall(in_harbor.pk, actor=actor), pytest.raises(NotThere):
            complaints.counter(complaint_id=one, statement="Ours", now=NOW)
    assert state(one) == "taken_down"


@pytest.mark.parametrize(
    "wrong", [{"right": "moral"}, {"registration_no": " "}, {"contact": ""}, {"statement": ""}]
)
def test_a_notice_without_right_proof_or_name_is_none(product, wrong):
    with pytest.raises(CatalogError) as refused:
        complaints.file_complaint(product_id=product.pk, notice=replace(NOTICE, **wrong), now=NOW)
    assert refused.value.field == next(iter(wrong)) and Complaint.objects.count() == 0


def test_a_brand_that_asks_for_papers_is_listed_only_with_one_in_force(product):
    brand = Brand.objects.create(code="testa", name_zh_hans="试牌", name_en="Testa", needs_papers=True)
    Product.objects.filter(pk=product.pk).update(brand_record=brand, state="approved")
    paper = {
        "brand_id": brand.pk,
        "supplier_id": product.supplier_id,
        "kind": "licence",
        "number": "7",
        "file": "a.pdf",
    }
    today = NOW.date()
    old = brands.hand_in_paper(days=(today - timedelta(days=30), today - timedelta(days=2)), **paper)
    new = brands.hand_in_paper(days=(today - timedelta(days=2), today + timedelta(days=30)), **paper)
    brands.judge_paper(paper_id=old, approved=True, note="")
    with pytest.raises(CatalogError, match="papers"):
        change_state(product_id=product.pk, state="listed", now=NOW)
    brands.judge_paper(paper_id=new, approved=True, note="")
    with pytest.raises(CatalogError, match="already"):
        brands.judge_paper(paper_id=new, approved=False, note="late")
    assert change_state(product_id=product.pk, state="listed", now=NOW) is True
    with pytest.raises(CatalogError):
        brands.hand_in_paper(days=(today, today - timedelta(days=1)), **paper)
    assert BrandPaper.objects.count() == 2
