"""Who works for a supplier: the owner gives seats and takes them."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from journal.services import record
from partners import locks
from partners.models import SupplierStaff
from partners.types import NotThere, PartnerError

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def add_staff(
    *, supplier_id: int, login: str, name: str, role: str, language: str, now: datetime
) -> tuple[int, str]:
    """A new login with a seat. Returns the seat's id and the first password, which is shown once.

    Raises PartnerError where somebody has this login in the mall: nobody is put to work unasked.
    """
    _check_role(role)
    if not login or not name.strip():
        raise PartnerError(_("Please fill in this field."), field="login" if not login else "name")
    password = "-".join("".join(secrets.choice(_LETTERS) for _n in range(4)) for _m in range(3))
    with transaction.atomic():
        row = locks.supplier(supplier_id)
        if User.objects.filter(login=login).exists():
            raise PartnerError(_("There is an account with this login already."), field="login")
        contact = {"email" if "@" in login else "phone": login}
        user = User.objects.create_user(
            login, password, display_name=name.strip()[:60], language=language, **contact
        )
        seat_id = give_seat(supplier_id=row.pk, user_id=user.pk, role=role, now=now)
    return seat_id, password


def give_seat(*, supplier_id: int, user_id: int, role: str, now: datetime) -> int:
    """A seat for somebody who has a login. Returns its id."""
    _check_role(role)
    with transaction.atomic():
        seat = SupplierStaff.objects.create(user_id=user_id, supplier_id=supplier_id, role=role)
        _tell(supplier_id, seat.pk, role, now)
    return seat.pk


def change_staff(*, supplier_id: int, staff_id: int, role: str, is_active: bool, now: datetime) -> None:
    """Another role, or none. A supplier keeps at least one active owner. Raises NotThere, then PartnerError."""
    with transaction.atomic():
        row = locks.supplier(supplier_id)
        seat = SupplierStaff.objects.filter(supplier=row, pk=staff_id).first()
        if seat is None:
            raise NotThere
        _check_role(role)
        others = row.staff.filter(role=SupplierStaff.Role.OWNER, is_active=True).exclude(pk=seat.pk)
        if not (is_active and role == SupplierStaff.Role.OWNER) and not others.exists():
            raise PartnerError(_("One owner must stay."), field="role")
        SupplierStaff.objects.filter(pk=seat.pk).update(role=role, is_active=is_active)
        _tell(row.pk, seat.pk, role if is_active else "", now)


def _check_role(role: str) -> None:
    if role not in SupplierStaff.Role.values:
        raise PartnerError(_("Choose one of the offered values."), field="role")


def _tell(supplier_id: int, staff_id: int, role: str, now: datetime) -> None:
    payload = {"supplier_id": supplier_id, "staff_id": staff_id, "role": role}
    record(kind="supplier.staff_changed", subject=f"supplier:{supplier_id}", payload=payload, at=now)
