"""Verbs of reviews."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from catalog.reviews.models import Review
from catalog.types import CatalogError
from journal.services import record


def keep_review(
    *, product_id: int, name_shown: str, stars: int, text: str, at: datetime, reply: str = ""
) -> int:
    """A review as it was written; the same person and text for a product is the same review. Raises CatalogError."""
    if not 1 <= stars <= 5:
        raise CatalogError(_("One to five stars."), field="stars")
    if not text.strip():
        raise CatalogError(_("A review needs a text."), field="text")
    values = {"stars": stars, "reply": reply, "created_at": at}
    with transaction.atomic():
        review, made = Review.objects.get_or_create(
            product_id=product_id, name_shown=name_shown, text=text.strip(), defaults=values
        )
        if made:
            payload = {"review_id": review.pk, "product_id": product_id}
            record(kind="review.published", subject=f"review:{review.pk}", payload=payload)
    return review.pk


def forget_reviewer(*, shopper_id: int) -> int:
    """A review stays (E-commerce Law, art. 39) and belongs to nobody any more. Returns how many."""
    return Review.objects.filter(shopper_id=shopper_id).update(shopper=None, name_shown="***")
