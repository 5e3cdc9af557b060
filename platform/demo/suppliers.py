"""The demo's suppliers at their own door: each has an owner who signs in with its code, a contract and a deposit."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from accounts.models import User
from demo import goods
from demo.logins import PASSWORD
from partners.models import Supplier, SupplierStaff
from partners.services import move_deposit, sign_contract
from partners.services.staff import give_seat
from partners.types import Terms

DEPOSIT = Decimal("20000.00")


def settle(mall: str, now: datetime) -> None:
    """Idempotent: what is there is kept."""
    for number, supplier in enumerate([s for s in goods.suppliers() if s.mall == mall], 1):
        if User.objects.filter(login=supplier.code, mall__isnull=False).exists():
            continue
        row = Supplier.objects.get(code=supplier.code)
        user = User.objects.create_user(supplier.code, PASSWORD, display_name=supplier.name.zh[:60])
        give_seat(supplier_id=row.pk, user_id=user.pk, role=SupplierStaff.Role.OWNER, now=now)
        terms = Terms(
            number=f"HT-{supplier.code}-1", commission=Decimal("0.06") + number * Decimal("0.01"), period_days=15,
            hold_days=15, deposit_due=DEPOSIT, valid_from=now.date(),
        )  # fmt: skip
        sign_contract(supplier_id=row.pk, terms=terms, now=now, actor="demo")
        move_deposit(
            supplier_id=row.pk, kind="paid", amount=DEPOSIT if number == 1 else DEPOSIT / 2, reference="IN-1",
            reason="", now=now, actor="demo",
        )  # fmt: skip
