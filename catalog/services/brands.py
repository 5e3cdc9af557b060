"""Verbs of brands: their papers, and that the search knows their names."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from catalog import locks
from catalog.models import Brand, BrandPaper, Product
from catalog.search.documents import forget_brands, renew
from catalog.types import CatalogError, NotThere


def renew_brand(*, brand_id: int) -> None:
    """A brand is new or has another name: the search reads its goods anew."""
    forget_brands()
    renew(Product.objects.filter(brand_record=brand_id).values_list("pk", flat=True))


def hand_in_paper(
    *, brand_id: int, supplier_id: int, kind: str, number: str, file: str, days: tuple[date, date]
) -> int:
    """品牌授权: a supplier shows that it may sell a brand from one day to another. Raises CatalogError, NotThere."""
    valid_from, valid_until = days
    if kind not in BrandPaper.Kind.values:
        raise CatalogError(_("Choose one of the offered values."), field="kind")
    if valid_until < valid_from:
        raise CatalogError(_("The last day comes before the first."), field="valid_until")
    if not Brand.objects.filter(locks.reachable_supplier(supplier_id), pk=brand_id).exists():
        raise NotThere
    made = BrandPaper.objects.create(
        brand_id=brand_id, supplier_id=supplier_id, kind=kind, number=number[:60], file=file[:200],
        valid_from=valid_from, valid_until=valid_until,
    )  # fmt: skip
    return made.pk


def judge_paper(*, paper_id: int, approved: bool, note: str) -> None:
    """Once: a judged paper stays judged. Raises CatalogError."""
    state = BrandPaper.State.APPROVED if approved else BrandPaper.State.REJECTED
    with transaction.atomic():
        waiting = BrandPaper.objects.filter(pk=paper_id, state=BrandPaper.State.SUBMITTED)
        if not waiting.update(state=state, note=note[:300]):
            raise CatalogError(_("This paper was judged already."), field="state")


def may_sell(*, brand_id: int, supplier_id: int, on: date) -> bool:
    """Whether a supplier may sell a brand on a day: none asked for, or one approved and in its days."""
    if not Brand.objects.filter(pk=brand_id, needs_papers=True).exists():
        return True
    papers = BrandPaper.objects.filter(brand=brand_id, supplier=supplier_id, state=BrandPaper.State.APPROVED)
    return papers.filter(valid_from__lte=on, valid_until__gte=on).exists()
