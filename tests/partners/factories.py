"""One factory a noun of partners; they work in the open scope."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from accounts.models import User
from partners import services
from partners.models import Supplier, SupplierStaff
from partners.types import Application, Terms
from tests import factories
from tests.pictures import PDF

NOW = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)


def application(**changes: Any) -> Application:
    values: dict[str, Any] = {
        "name": {"zh-hans": "蓝湾母婴", "en": "Blue Bay Baby"},
        "company_name": "蓝湾国际贸易有限公司",
        "company_code": "4401986066",
        "country": "CN",
        "contact_name": "陈经理",
        "contact_phone": "020-88886666",
        "contact_email": "sales@example.com",
        "intro": {"zh-hans": "荷兰直采", "en": "Straight from the Netherlands"},
    }
    return Application(**(values | changes))


def terms(**changes: Any) -> Terms:
    values: dict[str, Any] = {
        "number": "HT-2026-001", "commission": Decimal("0.08"), "period_days": 15, "hold_days": 15,
        "deposit_due": Decimal("20000.00"), "valid_from": date(2026, 1, 1),
    }  # fmt: skip
    return Terms(**(values | changes))


def applicant(login: str = "13700000001", **changes: Any) -> tuple[User, int]:
    """A person and the supplier they applied for."""
    user = factories.shopper(login)
    return user, services.apply_as_supplier(user_id=user.pk, fields=application(**changes), now=NOW)


def accepted(login: str = "13700000001", **changes: Any) -> tuple[User, int]:
    """A supplier that sells, by the way every one goes."""
    user, supplier_id = applicant(login, **changes)
    services.keep_paper(
        supplier_id=supplier_id, kind="licence", name="licence.pdf", data=PDF, valid_until=None, now=NOW
    )
    services.sign_contract(supplier_id=supplier_id, terms=terms(), now=NOW, actor="operator:1")
    services.accept_supplier(supplier_id=supplier_id, now=NOW, actor="operator:1")
    return user, supplier_id


def seat(supplier: Supplier | int, login: str, role: str = "owner") -> User:
    """Somebody who works for a supplier that is there already."""
    user = factories.shopper(login)
    supplier_id = supplier if isinstance(supplier, int) else supplier.pk
    SupplierStaff.objects.create(user=user, supplier_id=supplier_id, role=role)
    return user
