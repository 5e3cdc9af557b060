"""From the posted checkout to an order: address and identity are kept, then the one call into orders.

What was kept stays kept when the order is refused, so that nothing a person typed is lost.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts import consents
from accounts.forms import AddressForm
from accounts.selectors import addresses_of
from accounts.services import keep_address, keep_identity
from accounts.types import AccountError, InvalidAddress, InvalidIdentity
from journal.types import KeyReused
from orders.errors import IdentityMissing, NoticeNotAccepted, NotYours, OrderError, PriceChanged
from orders.services.place_order import place_order
from orders.types import CheckoutRequest, PlacedOrder
from storefront import reading
from storefront.filling.language import language
from storefront.forms import NEW, CheckoutForm

_FIELDS: dict[type[OrderError], str] = {IdentityMissing: "identity", NoticeNotAccepted: "notice"}


@dataclass
class Posted:
    """A checkout as it was sent; `address_id` and `identity_id` are known once they are kept."""

    data: QueryDict
    shopper_id: int
    cart_id: int
    ip: str | None
    device: str
    form: CheckoutForm
    address_form: AddressForm
    needs_identity: bool
    address_id: int | None = None
    identity_id: int | None = None
    already_placed: bool = field(default=False)

    @property
    def writes_address(self) -> bool:
        return self.data.get("address") == NEW

    @property
    def sound(self) -> bool:
        """Whether what was typed is whole; both forms are looked at, so that all errors show at once."""
        good = self.form.is_valid()
        return (not self.writes_address or self.address_form.is_valid()) and good


def place(posted: Posted, now: datetime) -> PlacedOrder | None:
    """The order, or None with the errors beside their fields."""
    if not posted.sound:
        return None
    try:
        _keep_address(posted)
        if posted.needs_identity:
            _keep_identity(posted, now)
        return place_order(request=_request(posted), now=now)
    except AccountError as error:
        _blame(posted, error)
    except KeyReused:
        posted.already_placed = True
    except OrderError as error:
        posted.form.says(_field_of(error), _words_of(error))
    return None


def _words_of(error: OrderError) -> str:
    if isinstance(error, PriceChanged):
        return _("The total has changed from ¥%(seen)s to ¥%(now)s. Please look at it again and confirm.") % (
            error.values
        )
    return str(error)


def _field_of(error: OrderError) -> str | None:
    return next((name for kind, name in _FIELDS.items() if isinstance(error, kind)), None)


def _blame(posted: Posted, error: AccountError) -> None:
    if isinstance(error, InvalidIdentity):
        posted.form.says(posted.form.FIELD_OF.get(error.field), str(error.message))
    elif isinstance(error, InvalidAddress) and posted.writes_address:
        name = posted.address_form.FIELD_OF.get(error.field, error.field)
        posted.address_form.add_error(
            name if name in posted.address_form.fields else None, str(error.message)
        )
    else:
        posted.form.says("address", str(error.message))


def _keep_address(posted: Posted) -> None:
    if not posted.writes_address:
        posted.address_id = reading.row_id(posted.data, "address")
        if posted.address_id not in {row.pk for row in addresses_of(posted.shopper_id)}:
            raise NotYours()
        return
    fields = posted.address_form.address_fields()
    known = next((row for row in addresses_of(posted.shopper_id) if _same(row, fields)), None)
    if known is None:
        is_default = posted.address_form.cleaned_data["default"]
        known = keep_address(shopper_id=posted.shopper_id, fields=fields, is_default=is_default)
    posted.address_id = known.pk


def _same(row: Any, fields: Any) -> bool:
    """Sent twice, it is kept once."""
    names = ("consignee", "phone", "province", "city", "district", "street")
    return all(getattr(row, name) == " ".join(getattr(fields, name).split()) for name in names)


def _keep_identity(posted: Posted, now: datetime) -> None:
    if posted.data.get("identity") != NEW:
        posted.identity_id = reading.row_id(posted.data, "identity")
        return
    data = posted.form.cleaned_data
    posted.identity_id = keep_identity(
        shopper_id=posted.shopper_id,
        name=data["real_name"],
        number=data["id_number"],
        consent=consents.agreed(language(), now) if data["consent"] else None,
    ).pk


def _request(posted: Posted) -> CheckoutRequest:
    data = posted.data
    skus = {int(text) for text in data.getlist("sku") if text.isascii() and text.isdigit() and len(text) < 19}
    assert posted.address_id is not None
    return CheckoutRequest(
        shopper_id=posted.shopper_id,
        cart_id=posted.cart_id,
        address_id=posted.address_id,
        identity_id=posted.identity_id,
        notice_version=reading.text(data, "notice"),
        notice_hash=reading.text(data, "notice_hash"),
        notice_accepted=bool(data.get("notice")),
        language=language(),
        ip=posted.ip,
        device=posted.device,
        sku_ids=tuple(sorted(skus)) or None,
        seen_total=reading.amount(data, "seen"),
        accept_split=data.get("split") == "1",
        idempotency_key=reading.text(data, "key"),
    )
