"""Have the payment company declare the payment of a package (支付单推送), and keep what it said."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from customs import ports
from customs.models import PaymentPush
from customs.services.preparing import open_case
from customs.types import CustomsError
from orders.models import Package
from orders.payments.customs_clients.wechat import Ask, Declared, Part, WeChatCustoms
from orders.payments.types import GatewayAway, GatewayRefused

NATIONAL = "GUANGZHOU_ZS"
"""Places that are not listed use the national line."""


class NoWay(CustomsError):
    code = "payment_push_no_way"
    message = _("Payments of this gateway are not declared from here.")


class PushFailed(CustomsError):
    """The payment company's own words, or that it does not answer; it can be pushed again."""

    code = "payment_push_failed"

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)

    def __str__(self) -> str:
        return self.why


def push_payment(*, package_id: int, now: datetime) -> PaymentPush:
    """Push it, or push it again. Raises NoWay, PushFailed, NotReady, HeldBack."""
    case = open_case(package_id, "", now)
    if case.payment.gateway != "wechat":
        raise NoWay()
    place = (ports.data(case.account.port).known("wechat_customs").value or NATIONAL).split()[0]
    row, _made = PaymentPush.objects.get_or_create(package_id=package_id, place=place)
    asked = Ask(
        number=case.payment.number,
        transaction_id=case.payment.transaction_id,
        place=place,
        company=case.account.platform_code,
        name=case.person.name,
        id_number=case.person.number,
        part=_part(package_id, case.payment.transaction_id),
    )
    try:
        told = WeChatCustoms.of_mall().declare(asked)
    except (GatewayAway, GatewayRefused) as failed:
        PaymentPush.objects.filter(pk=row.pk).update(
            attempts=F("attempts") + 1, pushed_at=now, error=str(failed)[:300]
        )
        raise PushFailed(str(failed)) from failed
    return _keep(row, told, now)


def _part(package_id: int, transaction_id: str) -> Part | None:
    """Only a payment that covers several customs orders is split."""
    alike = Package.objects.filter(payments__transaction_id=transaction_id, payments__gateway="wechat")
    if alike.distinct().count() < 2:
        return None
    package = Package.objects.get(pk=package_id)
    goods, freight = package.total - package.freight, package.freight
    return Part(package.number, int(goods * 100), int(freight * 100))


def _keep(row: PaymentPush, told: Declared, now: datetime) -> PaymentPush:
    PaymentPush.objects.filter(pk=row.pk).update(
        attempts=F("attempts") + 1,
        pushed_at=now,
        state=told.state[:20],
        check_result=told.check[:20],
        department=told.department[:20],
        department_trade_id=told.department_trade_id[:64],
        error="",
    )
    row.refresh_from_db()
    return row
