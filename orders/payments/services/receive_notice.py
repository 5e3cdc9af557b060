"""A gateway's notice: verified on the raw body, counted once, in the transaction of its effect."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime

from django.db import connection, transaction

from orders.payments.gateways.registry import gateway
from orders.payments.models import Notice, Payment
from orders.payments.services.record_payment import record_payment
from orders.payments.types import NoticeRead, Outcome
from tenancy.scope import current_mall_id


def receive_notice(*, gateway_name: str, headers: Mapping[str, str], body: bytes, now: datetime) -> Outcome:
    """Raises ForgedNotice (nothing changed), KeyError for an unknown gateway."""
    read = gateway(gateway_name).read_notice(headers, body)
    with transaction.atomic():
        if not _first_time(gateway_name, read, body, now):
            return Outcome.REPEATED
        outcome = record_payment(trade=read.trade, now=now)
        about = Payment.objects.filter(number=read.trade.number).order_by("pk").values("pk")[:1]
        Notice.objects.filter(gateway=gateway_name, event_id=read.event_id).update(
            outcome=outcome, payment_id=about
        )
        return outcome


def _first_time(gateway_name: str, read: NoticeRead, body: bytes, now: datetime) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO payments_notice (mall_id, gateway, event_id, body_digest, body, outcome, received_at) "
            "VALUES (%s, %s, %s, %s, %s, '', %s) ON CONFLICT (mall_id, gateway, event_id) DO NOTHING",
            [
                current_mall_id(),
                gateway_name,
                read.event_id,
                hashlib.sha256(body).hexdigest(),
                body.decode("utf-8", "replace").replace("\x00", ""),
                now,
            ],
        )
        return cursor.rowcount == 1
