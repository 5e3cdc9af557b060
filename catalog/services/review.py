"""Sending a product to review, and judging it. Thin over `change_state`, named as people say it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from catalog.services.states import change_state
from catalog.types import CatalogError


def submit(*, product_id: int, version: int, now: datetime) -> bool:
    """The supplier is done: the operators look at it."""
    return change_state(product_id=product_id, state="submitted", version=version, now=now, actor="supplier")


def withdraw(*, product_id: int, version: int, now: datetime) -> bool:
    """Back to a draft, before it was judged or while it is off sale."""
    return change_state(product_id=product_id, state="draft", version=version, now=now, actor="supplier")


def approve(*, product_id: int, version: int, now: datetime, operator: str) -> bool:
    """In order; its supplier may put it on sale."""
    return change_state(product_id=product_id, state="approved", version=version, now=now, actor=operator)


def send_back(*, product_id: int, version: int, reason: str, now: datetime, operator: str) -> bool:
    """Not in order: a draft again, with what must be mended."""
    if not reason.strip():
        raise CatalogError(_("Say what must be mended."), field="reason")
    return change_state(
        product_id=product_id, state="draft", version=version, now=now, actor=operator, note=reason[:300]
    )


def list_product(*, product_id: int, version: int, now: datetime, actor: str) -> bool:
    """On sale at once."""
    return change_state(product_id=product_id, state="listed", version=version, now=now, actor=actor)


def delist_product(*, product_id: int, version: int, now: datetime, actor: str) -> bool:
    """Off the shelf; orders stay as they are."""
    return change_state(product_id=product_id, state="delisted", version=version, now=now, actor=actor)


def recall(*, product_id: int, reason: str, now: datetime, operator: str) -> bool:
    """召回: off the shelf for ever; everybody who bought it is told (fact `product.recalled`)."""
    if not reason.strip():
        raise CatalogError(_("Say why it is recalled and what buyers should do."), field="reason")
    return change_state(product_id=product_id, state="recalled", now=now, actor=operator, note=reason[:300])
