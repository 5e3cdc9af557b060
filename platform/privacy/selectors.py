"""Reads of what shoppers asked for."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from orders.selectors.personal import dealt_until
from privacy.models import Erasure, Export, Policy
from privacy.retention import lawful_end
from tenancy.vault.people import Place, open_bytes


def policy() -> Policy:
    return Policy.objects.first() or Policy()


def exports_of(shopper_id: int) -> list[Export]:
    """The shopper's copies, the newest first."""
    return list(Export.objects.filter(shopper_id=shopper_id).defer("sealed").order_by("-pk")[:10])


def export_of(shopper_id: int, token: UUID, now: datetime) -> Export | None:
    """A copy that may be downloaded at `now`: the shopper's own, ready, and its link not over."""
    rows = Export.objects.filter(shopper_id=shopper_id, token=token, state=Export.State.READY)
    return rows.filter(expires_at__gt=now).first()


def place_of(export: Export) -> Place:
    return Place("privacy_export", "sealed", str(export.token))


def content_of(export: Export) -> bytes:
    """The zip. Raises Unreadable once the link is over."""
    return open_bytes(export.subject, place_of(export), bytes(export.sealed or b""))


def erasure_of(shopper_id: int) -> Erasure | None:
    """The erasure that stands, if one does."""
    live = (Erasure.State.ASKED, Erasure.State.ERASED)
    return Erasure.objects.filter(shopper_id=shopper_id, state__in=live).first()


def kept_until(shopper_id: int) -> datetime | None:
    """Until when the law keeps dealings of the shopper; None where there were none."""
    ended = dealt_until(shopper_id)
    return None if ended is None else lawful_end(ended, policy().keep_years)
