"""The mall answers: yes or no, with words; and the clock answers where it was silent."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from orders.aftersale.locks import lock_request
from orders.aftersale.models import Request
from orders.aftersale.policy import policy
from orders.aftersale.reasons import Kind
from orders.aftersale.services.moving import move_request
from orders.aftersale.services.settle import settle_locked
from orders.aftersale.types import SecondOperatorNeeded
from orders.errors import NotAllowedNow
from orders.lifecycle.axes import noop


def approve(*, request_id: int, now: datetime, actor: str, words: str = "", arbiter: bool = False) -> Request:
    """Yes. A refund without goods goes off at once, unless a second operator has to look at it.

    What is under arbitration needs `arbiter`. Raises NoSuchRequest, NotAllowedNow.
    """
    with transaction.atomic():
        request = lock_request(request_id)
        _ours_to_decide(request, arbiter)
        goods_come = request.kind != Kind.REFUND
        acts_by = now + timedelta(days=policy().send_days) if goods_come else None
        move_request(
            request, "approve", now=now, actor=actor, note=words, reply=words or request.reply,
            approved_by=actor, acts_by=acts_by,
        )  # fmt: skip
        if not goods_come:
            _settle_if_allowed(request, now, actor)
    return request


def _settle_if_allowed(request: Request, now: datetime, actor: str) -> None:
    try:
        settle_locked(request, now, actor)
    except SecondOperatorNeeded:
        return


def refuse(*, request_id: int, words: str, now: datetime, actor: str, arbiter: bool = False) -> Request:
    """No, with words. Raises NoSuchRequest, NotAllowedNow (`no_reason`)."""
    with transaction.atomic():
        request = lock_request(request_id)
        _ours_to_decide(request, arbiter)
        move_request(
            request, "refuse", now=now, actor=actor, note=words.strip(), reply=words.strip(), acts_by=None
        )
    return request


def _ours_to_decide(request: Request, arbiter: bool) -> None:
    if request.state == "arbitrating" and not arbiter:
        raise NotAllowedNow("arbiter_only", noop("What is under arbitration is decided by the mall's owner."))
