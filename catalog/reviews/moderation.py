"""What the mall does with a review: answer it, hide it with a reason, show it again. Nothing deletes one."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from catalog.reviews.models import Review
from catalog.types import CatalogError
from journal.services import record


def reply_to(*, review_id: int, text: str) -> None:
    """The mall's answer stands under the review; a new one takes the old one's place. Raises CatalogError."""
    if not text.strip():
        raise CatalogError(_("An answer needs a text."), field="reply")
    with transaction.atomic():
        Review.objects.filter(pk=review_id).update(reply=text.strip())
        record(kind="review.answered", subject=f"review:{review_id}", payload={"review_id": review_id})


def hide(*, review_id: int, reason: str, actor: str, now: datetime) -> None:
    """Shoppers do not see it any more; the reason is kept and recorded (E-commerce Law, art. 39).

    Raises CatalogError without a reason.
    """
    if not reason.strip():
        raise CatalogError(_("Say why the review is hidden."), field="reason")
    _set(review_id, reason.strip()[:200], "review.hidden", actor, now)


def show(*, review_id: int, actor: str, now: datetime) -> None:
    _set(review_id, "", "review.shown", actor, now)


def _set(review_id: int, reason: str, kind: str, actor: str, now: datetime) -> None:
    with transaction.atomic():
        if Review.objects.filter(pk=review_id).exclude(hidden_reason=reason).update(hidden_reason=reason):
            payload = {"review_id": review_id, "reason": reason, "actor": actor}
            record(kind=kind, subject=f"review:{review_id}", payload=payload, at=now)
