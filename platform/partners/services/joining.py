"""A company asks to sell here; the mall's operators accept, refuse, suspend and resume."""

from __future__ import annotations

import re
import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from identifiers import company_code
from journal.services import record
from notifications.services import send
from partners import locks
from partners.models import Supplier, SupplierStaff
from partners.services.shops import tell_changed
from partners.types import Application, NotNow, PartnerError
from tenancy.bilingual import words

S = Supplier.State
_ABROAD = re.compile(r"^[A-Za-z0-9 ./-]{4,18}$")


def apply_as_supplier(*, user_id: int, fields: Application, now: datetime) -> int:
    """A new supplier that waits for its review; the applicant is its owner. Raises PartnerError.

    One person works for one supplier of a mall.
    """
    values = _checked(fields)
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user_id)
        if SupplierStaff.objects.filter(user_id=user.pk).exists():
            raise PartnerError(_("You work for a supplier of this mall already."))
        row = Supplier.objects.create(code=_free_code(fields), state=S.APPLIED, **values)
        SupplierStaff.objects.create(user_id=user.pk, supplier=row, role=SupplierStaff.Role.OWNER)
        _tell("supplier.applied", row, f"user:{user.pk}", "", now)
    return row.pk


def apply_again(*, supplier_id: int, fields: Application, now: datetime) -> None:
    """Change the application before it is decided, or after it was refused: then it waits again."""
    values = _checked(fields)
    with transaction.atomic():
        row = locks.supplier(supplier_id)
        if row.state not in (S.APPLIED, S.REJECTED):
            raise NotNow(_("The application is decided; ask the mall to change the company's data."))
        Supplier.objects.filter(pk=row.pk).update(state=S.APPLIED, version=row.version + 1, **values)
        _tell("supplier.applied", row, f"supplier:{row.pk}", "", now)


def accept_supplier(*, supplier_id: int, now: datetime, actor: str) -> None:
    """It may sell from now on. Raises NotNow where a paper or a contract is missing."""
    with transaction.atomic():
        row = _decided(supplier_id, (S.APPLIED, S.REJECTED))
        if not row.papers.filter(kind="licence").exists():
            raise NotNow(_("The business licence is missing."))
        if not row.contracts.exists():
            raise NotNow(_("Agree on a contract first."))
        _move(row, S.ACTIVE, "supplier.accepted", actor, "", now)


def reject_supplier(*, supplier_id: int, reason: str, now: datetime, actor: str) -> None:
    """Not accepted, with what must be mended; the company may apply again."""
    with transaction.atomic():
        _move(_decided(supplier_id, (S.APPLIED,)), S.REJECTED, "supplier.rejected", actor, _said(reason), now)


def suspend_supplier(*, supplier_id: int, reason: str, now: datetime, actor: str) -> None:
    """Its goods leave the shelf at once; what was sold is still to be shipped."""
    with transaction.atomic():
        row = _decided(supplier_id, (S.ACTIVE,))
        _move(row, S.SUSPENDED, "supplier.suspended", actor, _said(reason), now)


def resume_supplier(*, supplier_id: int, now: datetime, actor: str) -> None:
    """Back on the shelf as it was."""
    with transaction.atomic():
        _move(_decided(supplier_id, (S.SUSPENDED,)), S.ACTIVE, "supplier.resumed", actor, "", now)


def _decided(supplier_id: int, states: tuple[str, ...]) -> Supplier:
    row = locks.supplier(supplier_id)
    if row.state not in states:
        raise NotNow(_("This change is not possible from the supplier's present state."))
    return row


def _move(row: Supplier, state: str, kind: str, actor: str, note: str, now: datetime) -> None:
    Supplier.objects.filter(pk=row.pk).update(
        state=state, state_note=note, decided_at=now, version=row.version + 1
    )
    fact = _tell(kind, row, actor, note, now)
    tell_changed(row.pk)
    staff = row.staff.filter(is_active=True).select_related("user")
    for member in staff:
        send(
            kind=kind,
            user_id=member.user_id,
            language=member.user.language,
            occasion=f"fact:{fact}",
            context={"name": words(row, "name"), "reason": note},
            link="/seller/",
            now=now,
        )


def _tell(kind: str, row: Supplier, actor: str, note: str, now: datetime) -> int:
    payload = {"supplier_id": row.pk, "code": row.code, "actor": actor, "note": note}
    return record(kind=kind, subject=f"supplier:{row.pk}", payload=payload, at=now).id


def _said(reason: str) -> str:
    reason = " ".join(reason.split())
    if not reason:
        raise PartnerError(_("Say why, so that the supplier knows what to do."), field="reason")
    return reason[:300]


def _checked(fields: Application) -> dict[str, str]:
    """Columns of a supplier. Raises PartnerError with the field's name."""
    for name in ("company_name", "contact_name", "contact_phone"):
        if not getattr(fields, name).strip():
            raise PartnerError(_("Please fill in this field."), field=name)
    if not any(text.strip() for text in fields.name.values()):
        raise PartnerError(_("A shop needs a name."), field="name_zh_hans")
    code = fields.company_code.strip().upper()
    if not _is_company_code(code, fields.country):
        says = _("Enter the 18 characters of the credit code, or the company's number abroad.")
        raise PartnerError(says, field="company_code")
    chinese, english = fields.name.get("zh-hans", "").strip(), fields.name.get("en", "").strip()
    return {
        "name_zh_hans": chinese or english,
        "name_en": english or chinese,
        "intro_zh_hans": fields.intro.get("zh-hans", "").strip(),
        "intro_en": fields.intro.get("en", "").strip(),
        "company_name": fields.company_name.strip(),
        "company_code": code,
        "country": fields.country.upper(),
        "contact_name": fields.contact_name.strip(),
        "contact_phone": fields.contact_phone.strip(),
        "contact_email": fields.contact_email.strip(),
    }


def _is_company_code(code: str, country: str) -> bool:
    if country.upper() != "CN":
        return bool(_ABROAD.match(code))
    return company_code.is_valid(code)


def _free_code(fields: Application) -> str:
    """An address for the shop: the English name, else something short; the mall may know the first one already."""
    base = re.sub(r"[^a-z0-9]+", "-", fields.name.get("en", "").lower()).strip("-")[:30].strip("-")
    code = base or f"shop-{secrets.token_hex(3)}"
    while Supplier.objects.filter(code=code).exists():
        code = f"{base or 'shop'}-{secrets.token_hex(3)}"
    return code
