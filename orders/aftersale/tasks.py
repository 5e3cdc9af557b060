"""What the clock does where somebody was silent: both sides have one (双方时限)."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction

from journal.types import Fact
from orders.aftersale import scoring
from orders.aftersale.locks import lock_request
from orders.aftersale.models import Request
from orders.aftersale.reasons import Kind
from orders.aftersale.services import approve, receive, settle, tell_supplier
from orders.aftersale.services.moving import move_request
from orders.aftersale.types import SecondOperatorNeeded
from orders.errors import OrderError

log = logging.getLogger(__name__)
_AT_ONCE = 100


def tell_of_dispute(fact: Fact) -> None:
    """The mall paid first: the supplier is asked."""
    tell_supplier(dispute_id=int(fact.payload["dispute_id"]), now=fact.occurred_at)


def score_suppliers(now: datetime) -> None:
    """Every day: what each supplier's last ninety days were like."""
    scoring.score_suppliers(now)


def run_clocks(now: datetime) -> int:
    """Act for whoever let the time pass, each request in transactions of its own. Returns how many moved."""
    due = Request.objects.filter(acts_by__lte=now).order_by("acts_by", "pk")
    return sum(_moved(pk, now) for pk in due.values_list("pk", flat=True)[:_AT_ONCE])


def _moved(request_id: int, now: datetime) -> bool:
    try:
        return act_for(request_id=request_id, now=now)
    except OrderError as refused:
        log.warning("after-sale %s: the clock could not act: %s", request_id, refused)
        return False


def act_for(*, request_id: int, now: datetime) -> bool:
    """Silence of the mall is a yes; silence of the shopper takes the request back. Arbitration waits for a person."""
    request = Request.objects.get(pk=request_id)
    if request.acts_by is None or request.acts_by > now:
        return False
    if request.state == "requested":
        approve(request_id=request_id, now=now, actor="clock")
    elif request.state == "approved":
        _lapse(request_id, now)
    elif request.state == "returning":
        _take_as_received(request, now)
    else:
        return False
    return True


def _lapse(request_id: int, now: datetime) -> None:
    with transaction.atomic():
        request = lock_request(request_id)
        move_request(request, "withdraw", now=now, actor="clock", acts_by=None)


def _take_as_received(request: Request, now: datetime) -> None:
    """Nobody looked at the parcel in time: it counts as received, but nothing goes on the shelf unseen."""
    receive(request_id=request.pk, fate=Request.Fate.DESTROY, now=now, actor="clock")
    if request.kind == Kind.EXCHANGE:
        return
    try:
        settle(request_id=request.pk, now=now, actor="clock")
    except SecondOperatorNeeded:
        log.info("after-sale %s waits for a second operator", request.number)
