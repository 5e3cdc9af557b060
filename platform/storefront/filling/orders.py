"""Orders: the list, the page, what is inside a package."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from orders.logistics.eta import Awaited, Expected, expected, is_awaited
from orders.logistics.lanes import Lane
from orders.payments.gateways.registry import NAMES
from orders.selectors.views import OrderLineView, OrderPage, OrderRow, PackageView
from storefront import presentation as shapes
from storefront.countries import country
from storefront.filling.arriving import arrival_of
from storefront.filling.cards import product_url
from storefront.filling.checkout import order_sums
from storefront.filling.people import masked_phone
from storefront.filling.pictures import thumb
from storefront.filling.steps import mend_link, order_steps, package_steps, track_points
from storefront.presentation import Link, Price

_TONES = {
    "awaiting_payment": "warn", "payment_failed": "warn", "identity_wanted": "bad", "over_limit": "bad",
    "rejected": "bad", "returned": "bad", "lost": "bad", "cancelled": "quiet", "expired": "quiet",
    "refunded": "quiet", "signed": "ok", "completed": "ok", "released": "ok",
}  # fmt: skip
# In these words nothing more is going to happen by itself.
_STILL = {"cancelled", "expired", "completed", "refunded", "signed", "returned", "lost"}


def tone(code: str) -> str:
    return _TONES.get(code, "busy")


def order_cards(rows: Iterable[OrderRow]) -> tuple[shapes.OrderCard, ...]:
    return tuple(_card(row) for row in rows)


def _card(row: OrderRow) -> shapes.OrderCard:
    payable = row.word.code in ("awaiting_payment", "payment_failed")
    return shapes.OrderCard(
        number=row.number,
        url=reverse("storefront:order", args=[row.number]),
        placed_at=row.placed_at,
        state_text=row.word.text,
        total=Price.of(row.total),
        lines=tuple(line_of(line) for line in row.lines),
        tone=tone(row.word.code),
        pieces=row.pieces,
        pay_url=reverse("storefront:pay", args=[row.number]) if payable else "",
        actions=_card_actions(row),
    )


def _card_actions(row: OrderRow) -> tuple[Link, ...]:
    if row.word.code not in ("signed", "completed"):
        return ()
    return (Link(_("Review the goods"), reverse("storefront:order_reviews", args=[row.number])),)


def line_of(line: OrderLineView) -> shapes.CartLine:
    return shapes.CartLine(
        id=str(line.sku_id),
        sku_id=str(line.sku_id),
        title=line.title,
        price=Price.of(line.unit_price),
        quantity=line.quantity,
        amount=Price.of(line.amount),
        url=product_url(line.product_id, line.slug) if line.product_id else "",
        sku=f"{line.option} · {_('in the bundle %(name)s') % {'name': line.bundle}}"
        if line.bundle
        else line.option,
        image=thumb(line.picture, line.title),
    )


def order_view(page: OrderPage, now: datetime | None = None) -> shapes.OrderView:
    """`now`: for the days that parcels should arrive; one statement where some are under way."""
    days = _days(page, now or timezone.now())
    payable = page.word.code in ("awaiting_payment", "payment_failed") and page.expires_at > timezone.now()
    return shapes.OrderView(
        number=page.number,
        url=reverse("storefront:order", args=[page.number]),
        placed_at=page.placed_at,
        state=page.word.code,
        state_text=page.word.text,
        total=Price.of(page.total),
        tax=order_sums(page.goods, page.discount, page.freight, page.tax, page.total),
        packages=tuple(_package(page, package, days) for package in page.packages),
        tone=tone(page.word.code),
        headline=_headline(page),
        timeline=order_steps(page),
        consignee=f"{page.consignee} {masked_phone(page.phone)} {page.address}",
        orderer=f"{page.orderer} {page.orderer_number}".strip(),
        paid_with=_paid_with(page),
        notice_version=page.notice_version,
        notice_agreed_at=page.placed_at if page.notice_version else None,
        notice_url=reverse("storefront:notice") if page.notice_version else "",
        pay_url=reverse("storefront:pay", args=[page.number]) if payable else "",
        cancel_url=reverse("storefront:order_cancel", args=[page.number]) if page.can_cancel else "",
        cancel_note=_cancel_note(page),
        address_url=reverse("storefront:order_address", args=[page.number]) if _address_open(page) else "",
        address_note=_address_note(page),
        live=page.word.code not in _STILL,
    )


def _headline(page: OrderPage) -> str:
    if page.expected_hours is None:
        return page.advice
    usual = _("This step usually takes up to %(hours)s hours.") % {"hours": page.expected_hours}
    return f"{page.advice} {usual}"


def _paid_with(page: OrderPage) -> str:
    paid = [payment for payment in page.payments if payment.state in ("paid", "refunded")]
    if not paid:
        return ""
    names = dict.fromkeys(str(NAMES.get(payment.gateway, payment.gateway)) for payment in paid)
    return " + ".join(names) + (f" · {_('payments')} {len(paid)}" if len(paid) > 1 else "")


def _cancel_note(page: OrderPage) -> str:
    """The point of no return is said before it is reached; after it, why there is no button."""
    if page.can_cancel:
        return _("Once the order is sent to customs it cannot be cancelled.")
    return page.cannot_cancel if page.state == "paid" else ""


def _address_open(page: OrderPage) -> bool:
    return not page.cannot_change_address


def _address_note(page: OrderPage) -> str:
    """As with cancelling: told before it is too late, and afterwards why there is no button."""
    if _address_open(page):
        return _("Until the order is sent to customs.")
    return page.cannot_change_address if page.state == "paid" else ""


def _days(page: OrderPage, now: datetime) -> dict[int, Expected]:
    if page.state != "paid":
        return {}
    awaited = [
        Awaited(p.id, Lane(p.warehouse_id, p.mode, p.port, page.province), p.promised_days)
        for p in page.packages
        if is_awaited(p.clearance, p.fulfilment, closed=p.closed)
    ]
    return expected(awaited, page.paid_at, now)


def _package(page: OrderPage, package: PackageView, days: dict[int, Expected]) -> shapes.PackageView:
    track = track_points(page, package)
    refused = package.clearance in ("rejected", "returned")
    return shapes.PackageView(
        number=package.number,
        mode=package.mode,
        state=package.word.code,
        state_text=package.word.text,
        tone=tone(package.word.code),
        warehouse=package.warehouse_name,
        supplier=package.supplier_name,
        country=country(package.warehouse_country),
        carrier=package.carrier,
        waybill=package.waybill,
        declaration=package.list_number,
        lines=tuple(line_of(line) for line in package.lines),
        timeline=package_steps(page, package),
        track_url=reverse("storefront:track", args=[page.number]) if package.waybill else "",
        track=track,
        problem=_("Customs: %(reason)s") % {"reason": package.reason} if refused and package.reason else "",
        problem_do=mend_link(page, package),
        aftersale_url=_aftersale_url(page, package),
        eta=arrival_of(days.get(package.id)),
        review_url=reverse("storefront:order_reviews", args=[page.number]) if package.signed_at else "",
        trace_url=reverse("storefront:trace", args=[package.token]) if package.token else "",
        together=package.together,
    )


def _aftersale_url(page: OrderPage, package: PackageView) -> str:
    """Offered where something can have gone wrong; the page behind it says what is still open."""
    over = package.fulfilment in ("signed", "lost") or package.clearance in ("rejected", "returned")
    if page.state not in ("paid", "completed") or not over:
        return ""
    return reverse("storefront:aftersale_new", args=[page.number, package.sequence])


def tabs(current: str) -> tuple[Link, ...]:
    """The order list by the order's own state."""
    words = (
        ("", _("All orders")),
        ("placed", _("Awaiting payment")),
        ("paid", pgettext("order", "Under way")),
        ("completed", _("Completed")),
        ("cancelled", pgettext("order", "Cancelled")),
        ("expired", _("Closed unpaid")),
    )
    base = reverse("storefront:orders")
    return tuple(Link(text, f"{base}?tab={code}" if code else base, code == current) for code, text in words)


STATES = ("placed", "paid", "completed", "cancelled", "expired")
