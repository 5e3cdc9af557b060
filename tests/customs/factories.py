"""One factory a noun of the customs floor; they work in the open scope."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.utils import timezone

from accounts.models import User
from catalog.models import Sku
from customs.services import open_account
from orders.logistics.models import Waybill
from orders.models import Package
from orders.payments.models import Payment
from orders.services.advance_package import advance_package
from orders.services.record_paid import record_paid
from tests import factories
from tests.orders.factories import placed

COMPANY = ("4601W60001", "海口跨境商城有限公司")
AGENT = ("4601W60002", "海口报关有限公司")
PAYER = ("4403169D3W", "财付通支付科技有限公司")
CARRIER = ("4601W60004", "海口快运有限公司")
DXP_ID = "DXPENT0000000001"
_numbers = count(1)


def account(endpoint: str, dxp_id: str = DXP_ID, **changes: Any) -> str:
    """The mall's account at the port; returns its certificate."""
    values: dict[str, Any] = {
        "port": "haikou",
        "endpoint": endpoint,
        "dxp_id": dxp_id,
        "customs_code": "6400",
        "port_code": "6400",
        "platform": COMPANY,
        "agent": AGENT,
        "payer": PAYER,
        # A certificate that was valid at any time the tests speak of.
        "now": timezone.now() - timedelta(days=730),
    }
    return open_account(**(values | changes))


def package(
    *wants: tuple[Sku, int], shopper: User | None = None, now: datetime | None = None, **changes: Any
) -> Package:
    """A paid package with its waybill: everything that customs waits for."""
    now = now or timezone.now()
    order = placed(shopper or factories.shopper(), *wants, **changes)
    made = Package.objects.get(pk=order.packages[0][0])
    payment(made, now)
    record_paid(order_id=order.order_id, now=now)
    waybill(made)
    advance_package(package_id=made.pk, axis="clearance", event="assign_waybill", now=now, actor="logistics")
    return Package.objects.get(pk=made.pk)


def payment(made: Package, now: datetime) -> Payment:
    number = next(_numbers)
    return Payment.objects.create(
        order_id=made.order_id,
        package_id=made.pk,
        gateway="wechat",
        number=f"P{made.number}",
        amount=made.total,
        state=Payment.State.PAID,
        transaction_id=f"42000{made.number}{number:04d}"[:32],
        paid_at=now,
        expires_at=now,
    )


def waybill(made: Package) -> Waybill:
    return Waybill.objects.create(
        package_id=made.pk,
        carrier="domestic",
        carrier_code=CARRIER[0],
        carrier_name=CARRIER[1],
        number=f"SF{made.number}",
    )


def direct_sku(**values: Any) -> Sku:
    """Goods that are posted from abroad (9610)."""
    factories.warehouse(
        "sydney", "overseas", country="AU", account_book="", freight=Decimal("18.00"), name_en="Sydney"
    )
    return factories.sku(mode="direct_9610", warehouse_code="sydney", **values)
