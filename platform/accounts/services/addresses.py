"""A shopper's addresses."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Address
from accounts.types import InvalidAddress
from identifiers import phone


@dataclass(frozen=True, slots=True)
class AddressFields:
    consignee: str
    phone: str
    province: str
    city: str
    district: str
    street: str
    district_code: str = ""


_LONGEST = {"consignee": 60, "province": 30, "city": 30, "district": 30, "street": 120}


def keep_address(
    *, shopper_id: int, fields: AddressFields, is_default: bool = False, address_id: int | None = None
) -> Address:
    """Make an address, or change one of the shopper's own. Raises InvalidAddress with the field's name."""
    values = _checked(fields)
    with transaction.atomic():
        if is_default:
            Address.objects.filter(shopper_id=shopper_id).update(is_default=False)
        if address_id is None:
            return Address.objects.create(shopper_id=shopper_id, is_default=is_default, **values)
        row = Address.objects.filter(shopper_id=shopper_id, pk=address_id, removed_at=None).first()
        if row is None:
            raise InvalidAddress(_("This address is not there any more."), field="address")
        for name, value in values.items():
            setattr(row, name, value)
        row.is_default = is_default or row.is_default
        row.save()
        return row


def checked_address(fields: AddressFields) -> AddressFields:
    """As it would be kept, for whoever writes an address down elsewhere. Raises InvalidAddress."""
    return AddressFields(**_checked(fields))


def remove_address(*, shopper_id: int, address_id: int) -> bool:
    """Orders keep their own copy, so an address may go at any time. False where it is not the shopper's."""
    own = Address.objects.filter(shopper_id=shopper_id, pk=address_id, removed_at=None)
    return bool(own.update(removed_at=timezone.now(), is_default=False))


def _checked(fields: AddressFields) -> dict[str, str]:
    values = {name: " ".join(value.split()) for name, value in asdict(fields).items()}
    for name, longest in _LONGEST.items():
        if not values[name]:
            raise InvalidAddress(_("Please fill in this field."), field=name)
        if len(values[name]) > longest:
            raise InvalidAddress(_("This is too long."), field=name)
    try:
        values["phone"] = phone.validate(values["phone"])
    except ValueError as error:
        raise InvalidAddress(_("Enter an 11-digit mobile number."), field="phone") from error
    return values
