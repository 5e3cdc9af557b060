"""Have the payment company declare the payment of a package (支付单推送), and keep what it said.

By hand, or by itself where the port takes the payment document from the payment company. What did not get through is
pushed again under the same number; how it stands is asked for until it is over.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from customs import ports
from customs.models import PaymentPush, PortAccount
from customs.services.papers import Case
from customs.services.preparing import open_case
from customs.types import CustomsError
from orders.models import Package
from orders.payments.customs_clients.registry import PLACES, client_of
from orders.payments.customs_clients.types import OVER, Ask, CustomsClient, Declared, Part
from orders.payments.types import GatewayAway, GatewayRefused

APART = timedelta(minutes=5)
"""Between two pushes of the same payment (Alipay asks for it)."""
_LONGEST = timedelta(hours=6)
_MOST_TRIES = 12


class NoWay(CustomsError):
    code = "payment_push_no_way"
    message = _("Payments of this gateway are not declared from here.")


class PushFailed(CustomsError):
    """The payment company's own words, or that it does not answer; it can be pushed again."""

    code = "payment_push_failed"

    def __init__(self, why: str, *, away: bool = False) -> None:
        self.why, self.away = why, away
        super().__init__(why)

    def __str__(self) -> str:
        return self.why


def push_payment(*, package_id: int, now: datetime) -> PaymentPush:
    """Push it, or push it again. Raises NoWay, PushFailed, NotReady, HeldBack."""
    case = open_case(package_id, "", now)
    client = client_of(case.payment.gateway)
    if client is None:
        raise NoWay()
    row = _row(case, package_id)
    asked = _asked(case, row, package_id)
    try:
        told = client.declare(asked)
    except (GatewayAway, GatewayRefused) as failed:
        _failed(row, str(failed), now)
        raise PushFailed(str(failed), away=isinstance(failed, GatewayAway)) from failed
    return _keep(row, told, now)


def push_where_wanted(*, package_id: int, now: datetime) -> bool:
    """Once, where the package's port takes the payment document from the payment company. Raises as push_payment."""
    port = Package.objects.values_list("port", flat=True).get(pk=package_id)
    wants = PortAccount.objects.filter(port=port, wants_payer_document=True)
    if not wants.exclude(state=PortAccount.State.OFF).exists():
        return False
    if PaymentPush.objects.filter(package_id=package_id).exclude(state="").exists():
        return False
    push_payment(package_id=package_id, now=now)
    return True


def follow_up(*, push_id: int, now: datetime) -> str:
    """Ask how it stands, or push again what was refused or never known; returns the state. Raises as push_payment."""
    row = PaymentPush.objects.get(pk=push_id)
    package_id: int = row.package_id
    if not row.state:
        return push_payment(package_id=package_id, now=now).state
    case = open_case(package_id, "", now)
    client = client_of(case.payment.gateway)
    if client is None:
        raise NoWay()
    told = _looked_up(client, _asked(case, row, package_id), row, now)
    if told is None:
        return push_payment(package_id=package_id, now=now).state
    over = told.state in OVER
    later = None if over else now + _wait(row.attempts)
    changes = {"state": told.state[:20], "error": told.says if told.state == "FAIL" else "", "next_at": later}
    PaymentPush.objects.filter(pk=row.pk).update(attempts=F("attempts") + 1, **changes)
    return told.state


def _looked_up(client: CustomsClient, asked: Ask, row: PaymentPush, now: datetime) -> Declared | None:
    try:
        return client.look_up(asked)
    except GatewayAway as away:
        _failed(row, str(away), now)
        raise PushFailed(str(away), away=True) from away
    except GatewayRefused:
        return None


def _row(case: Case, package_id: int) -> PaymentPush:
    fact, national = PLACES[case.payment.gateway]
    place = (ports.data(case.account.port).known(fact).value or national).split()[0]
    row, _made = PaymentPush.objects.get_or_create(
        package_id=package_id, place=place, defaults={"gateway": case.payment.gateway}
    )
    if not row.request_no or row.gateway != case.payment.gateway:
        row.gateway, row.request_no = case.payment.gateway, f"C{row.pk}-{case.docs.number}"[:32]
        PaymentPush.objects.filter(pk=row.pk).update(gateway=row.gateway, request_no=row.request_no)
    return row


def _asked(case: Case, row: PaymentPush, package_id: int) -> Ask:
    part = _part(package_id, case.payment.transaction_id, case.payment.gateway)
    whole = part.goods_fen + part.freight_fen if part else int(case.payment.amount * 100)
    return Ask(
        number=case.payment.number,
        transaction_id=case.payment.transaction_id,
        place=row.place,
        company=case.account.platform_code,
        company_name=case.account.platform_name,
        name=case.person.name,
        id_number=case.person.number,
        part=part,
        request_no=row.request_no,
        amount_fen=whole,
    )


def _part(package_id: int, transaction_id: str, gateway: str) -> Part | None:
    """Only a payment that covers several customs orders is split."""
    alike = Package.objects.filter(payments__transaction_id=transaction_id, payments__gateway=gateway)
    if alike.distinct().count() < 2:
        return None
    package = Package.objects.get(pk=package_id)
    goods, freight = package.total - package.freight, package.freight
    return Part(package.number, int(goods * 100), int(freight * 100))


def _wait(attempts: int) -> timedelta:
    return min(APART * 2 ** min(attempts, 10), _LONGEST)


def _failed(row: PaymentPush, why: str, now: datetime) -> None:
    """It comes up again later, longer each time, until it was tried often enough."""
    tries = row.attempts + 1
    PaymentPush.objects.filter(pk=row.pk).update(
        attempts=F("attempts") + 1,
        pushed_at=now,
        error=why[:300],
        next_at=now + _wait(row.attempts) if tries < _MOST_TRIES else None,
    )


def _keep(row: PaymentPush, told: Declared, now: datetime) -> PaymentPush:
    """What is not told again stays as it was told first."""
    said = {
        "check_result": told.check[:20],
        "department": told.department[:20],
        "department_trade_id": told.department_trade_id[:64],
        "part_no": told.part_id[:64],
        "payer_code": told.payer_code[:20],
    }
    PaymentPush.objects.filter(pk=row.pk).update(
        attempts=F("attempts") + 1,
        pushed_at=now,
        state=told.state[:20],
        error="",
        next_at=None if told.state in OVER else now + APART,
        **{name: value for name, value in said.items() if value},
    )
    row.refresh_from_db()
    return row
