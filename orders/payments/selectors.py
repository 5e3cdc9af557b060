"""Reads of payments."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from orders.models import Package
from orders.payments.gateways.registry import NOTICE_ANSWERS, gateway
from orders.payments.models import Original, Payment, Refund

# How long a pending payment is left alone before it is asked for, and again.
_ASK_AFTER = timedelta(seconds=5)
_ASK_AGAIN = timedelta(seconds=10)


def payments_of(order_id: int) -> list[Payment]:
    return list(Payment.objects.filter(order_id=order_id).select_related("package").order_by("pk"))


def payment_of(package_id: int) -> Payment | None:
    """The payment that was made for a package; of one that was split off, the whole's."""
    whole = Package.objects.filter(pk=package_id).values_list("split_from_id", flat=True).first()
    return Payment.objects.filter(package_id=whole or package_id, state=Payment.State.PAID).first()


def key_of(package: Package, letter: str, number: str) -> str:
    """What tells one refund of a payment from another: packages that were split off share one payment."""
    place = f"{package.sequence:02d}" if package.split_from_id else ""
    return f"{letter}{place}{number[-2:]}"


def pending_to_ask(now: datetime, most: int = 100) -> list[int]:
    """Pending payments not heard of for a while, those asked longest ago first: also those whose start was not
    answered, since the gateway may have taken it all the same."""
    due = Q(asked_at=None, created_at__lt=now - _ASK_AFTER) | Q(asked_at__lt=now - _ASK_AGAIN)
    rows = Payment.objects.filter(due, state=Payment.State.PENDING)
    return list(rows.order_by("asked_at", "pk").values_list("pk", flat=True)[:most])


def notice_answer(gateway_name: str) -> bytes:
    """What the gateway wants to read when its notice was taken; empty: the status says it."""
    return NOTICE_ANSWERS[gateway_name]


def invocation_of(payment: Payment) -> dict[str, str]:
    """What the app in whose browser the shopper is must be called with; empty where nothing is called."""
    if payment.state != Payment.State.PENDING or not payment.code_url:
        return {}
    return gateway(payment.gateway).invocation(payment.code_url)


def originals_of(package_id: int) -> list[Original]:
    """The originals of the payment that counts for a package: for customs' question (179)."""
    taken = (Payment.State.PAID, Payment.State.REFUNDED)
    rows = Original.objects.filter(payment__package_id=package_id, payment__state__in=taken)
    return list(rows.select_related("payment").order_by("pk"))


def refunds_to_send(most: int = 100) -> list[int]:
    return list(
        Refund.objects.filter(state=Refund.State.REQUESTED).order_by("pk").values_list("pk", flat=True)[:most]
    )
