"""Addresses and identities as pages show them: masked."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Address, Identity, User
from identifiers import phone
from storefront.presentation import AddressView, IdentityView


def masked_phone(number: str) -> str:
    """13800138000 -> 138****8000."""
    return f"{number[:3]}****{number[-4:]}" if len(number) >= 8 else "****"


def masked_login(login: str) -> str:
    """A number or an address as its owner knows it again, and nobody else."""
    name, at, host = login.partition("@")
    return f"{name[:2]}***@{host}" if at else masked_phone(login)


def is_phone(login: str) -> bool:
    try:
        return phone.validate(login) == login
    except ValueError:
        return False


def signs_in_openly(user: User) -> bool:
    """With a number or an e-mail address, which are the person's own to change; other logins are kept by those who
    gave them.
    """
    return "@" in user.login or is_phone(user.login)


def address_view(row: Address, *, chosen: bool = False) -> AddressView:
    return AddressView(
        id=str(row.pk),
        name=row.consignee,
        phone=masked_phone(row.phone),
        text=" ".join(dict.fromkeys((row.province, row.city, row.district, row.street))),  # 北京市 is both
        default=row.is_default,
        chosen=chosen,
        edit_url=reverse("storefront:address_edit", args=[row.pk]),
        delete_url=reverse("storefront:address_remove", args=[row.pk]),
    )


def identity_view(row: Identity, *, chosen: bool = False) -> IdentityView:
    return IdentityView(
        id=str(row.pk),
        name=row.name_masked,
        number=row.number_masked,
        chosen=chosen,
        used_text=_("Kept since %(day)s") % {"day": row.created_at.date().isoformat()},
        delete_url=reverse("storefront:identity_remove", args=[row.pk]),
    )


def pick(rows: Iterable[Address] | Iterable[Identity], wanted: str | None) -> str:
    """The id that stands chosen: the posted one where it is there, else the first; "new" stays "new"."""
    ids = [str(row.pk) for row in rows]
    if wanted == "new" or wanted in ids:
        return wanted or ""
    return ids[0] if ids else "new"
