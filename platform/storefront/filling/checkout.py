"""The checkout page."""

from __future__ import annotations

from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Address
from accounts.selectors import addresses_of, identities_of
from customs.rules.modes import Mode, rule
from orders.clock import beijing_day
from orders.selectors import buyers_notice
from orders.types import CartView
from storefront.filling.carts import checkout_groups
from storefront.filling.language import language
from storefront.filling.people import address_view, identity_view, pick
from storefront.forms import NEW
from storefront.placing import Posted
from storefront.presentation import CheckoutView, Price, TaxTable


def checkout_view(
    cart: CartView,
    shopper_id: int,
    key: str,
    split: bool,
    posted: Posted | None,
    addresses: list[Address] | None = None,
) -> CheckoutView:
    """What was chosen before stands chosen again; what was kept meanwhile is chosen instead of written anew."""
    if addresses is None:
        addresses = addresses_of(shopper_id)
    identities = identities_of(shopper_id)
    address = pick(addresses, _wanted(posted, "address"))
    identity = pick(identities, _wanted(posted, "identity"))
    notice = buyers_notice(language())
    sku_ids = dict.fromkeys(str(line.sku_id) for group in cart.groups for line in group.lines)
    return CheckoutView(
        key=key,
        groups=checkout_groups(cart),
        addresses=tuple(address_view(row, chosen=str(row.pk) == address) for row in addresses),
        identities=tuple(identity_view(row, chosen=str(row.pk) == identity) for row in identities),
        tax=sums(cart),
        payable=Price.of(cart.total),
        needs_identity=any(rule(Mode(group.mode)).needs_identity for group in cart.groups),
        notice_version=notice.version,
        notice_points=notice.points,
        notice_hash=notice.text_hash,
        sku_ids=tuple(sku_ids),
        split=split,
        writes_address=address == NEW,
        writes_identity=identity == NEW,
        warnings=_warnings(cart, split),
    )


def _wanted(posted: Posted | None, name: str) -> str | None:
    if posted is None:
        return None
    kept = getattr(posted, f"{name}_id")
    return str(kept) if kept else posted.data.get(name)


def _warnings(cart: CartView, split: bool) -> tuple[str, ...]:
    found = []
    if cart.invalid:
        found.append(
            _("Items that cannot be sold just now stay in your cart and are not part of this order.")
        )
    if split and len(cart.groups) > 1:
        found.append(_("As you agreed, these goods travel as separate packages, each paid by itself."))
    return tuple(found)


def sums(cart: CartView) -> TaxTable:
    """Goods, freight, the tax of each package, and what is paid: it adds up, or it is not shown."""
    rows = [(_("Goods before tax"), cart.goods, "")]
    if cart.discount:
        rows.append((_("Discount"), -cart.discount, ""))
    rows.append((_("Freight"), cart.freight, ""))
    several = len(cart.groups) > 1
    for group in cart.groups:
        rows.append(
            (_("Import tax"), group.tax, _note(group.outcome, group.warehouse_name if several else ""))
        )
    return TaxTable.of(
        rows=tuple(rows),
        total=(_("You pay"), cart.total),
        as_of=beijing_day(timezone.now()).isoformat(),
    )


def _note(outcome: str, place: str) -> str:
    says = {
        "domestic": _("Already cleared: the tax is in the price"),
        "waived": _("50 yuan or less: not levied"),
    }
    return " · ".join(part for part in (place, says.get(outcome, "")) if part)


def order_sums(goods: Decimal, discount: Decimal, freight: Decimal, tax: Decimal, total: Decimal) -> TaxTable:
    """The same of an order, as it was sold."""
    rows = [(_("Goods before tax"), goods, "")]
    if discount:
        rows.append((_("Discount"), -discount, ""))
    rows += [(_("Freight"), freight, ""), (_("Import tax"), tax, "")]
    return TaxTable.of(rows=tuple(rows), total=(_("You pay"), total))
