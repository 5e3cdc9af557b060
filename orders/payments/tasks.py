"""What facts and the clock start on the payments floor."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from journal.types import Fact, RetryLater
from orders.clock import BEIJING
from orders.payments import selectors, services
from orders.payments.gateways.registry import DECLARES, offered
from orders.payments.types import GatewayAway, PaymentError

_BILL_HOUR = 10
log = logging.getLogger(__name__)


def close_payment(fact: Fact) -> None:
    """An order expired or was cancelled."""
    try:
        services.close_payments(order_id=fact.subject_id, now=fact.occurred_at)
    except GatewayAway as away:
        raise RetryLater("the gateway does not answer", 15) from away


def ask_for_pending(now: datetime) -> None:
    """The sweeper: whatever notices did, every pending payment is asked for, and every refund is sent."""
    for payment_id in selectors.pending_to_ask(now):
        _quietly(services.ask_gateway, payment_id=payment_id, now=now)
    for refund_id in selectors.refunds_to_send():
        _quietly(services.send_refund, refund_id=refund_id, now=now)


def reconcile_yesterday(now: datetime) -> None:
    """Gateways have yesterday's bill from ten in the morning of Beijing on; each is checked once."""
    here = now.astimezone(BEIJING)
    if here.hour < _BILL_HOUR:
        return
    for name in offered():
        if name in DECLARES:
            _quietly(services.reconcile, gateway_name=name, day=here.date() - timedelta(days=1), now=now)


def _quietly(verb: object, **values: object) -> None:
    """One that fails does not keep the others waiting; it is asked for again at the next turn."""
    try:
        verb(**values)  # type: ignore[operator]
    except PaymentError as error:
        log.warning("%s %s: %s", getattr(verb, "__name__", verb), values, error)
