"""Place an order: quote, check what the port would refuse, write everything or nothing (下单)."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.models import Address, Identity
from accounts.selectors import buyer_of
from catalog.inventory.services import reserve
from catalog.inventory.types import OutOfStock as StockGone
from catalog.inventory.types import TooMuchHeld
from catalog.selectors import offers
from catalog.types import Offer
from customs.rules.modes import Mode, rule
from identifiers.provinces import province_of
from journal.services import once, record
from orders import allowance, notices
from orders.clock import beijing_day
from orders.errors import (
    CartChanged,
    EmptyCart,
    IdentityMissing,
    NotDelivered,
    NoticeNotAccepted,
    NotYours,
    OrderError,
    OutOfStock,
    OverLimit,
    PriceChanged,
    TooManyUnpaid,
    Untaxable,
)
from orders.models import CartLine
from orders.numbers import new_order_number
from orders.pricing import NOT_DELIVERED, quote, with_parts
from orders.risk.judging import judge_order, open_case
from orders.risk.types import Verdict
from orders.services.checking import check_with_customs
from orders.services.snapshots import line_rows, order_row, package_rows
from orders.services.writing import Written, write_order
from orders.types import CheckoutRequest, PlacedOrder, Quote

PAY_WITHIN = timedelta(minutes=30)
_DRAWS = 5


@dataclass(frozen=True, slots=True)
class Buyer:
    """Who orders and where it goes; `identity` is None where no package needs one."""

    address: Address
    identity: Identity | None

    @property
    def address_line(self) -> str:
        place = self.address
        return f"{place.province}{place.city}{place.district}{place.street}"


def place_order(*, request: CheckoutRequest, now: datetime) -> PlacedOrder:
    """Place it, or refuse it and change nothing.

    With `idempotency_key` the same request of the same shopper gives the same order however often it comes.
    Raises the refusals of orders.errors (EmptyCart, CartChanged, NotOffered, OutOfStock, OverLimit,
    Untaxable, PriceChanged, NoticeNotAccepted, IdentityMissing, NotYours, CustomsRefuses), NotServed and KeyReused.
    """
    if not request.idempotency_key:
        with transaction.atomic():
            return _from_json(_place(request, now), fresh=True)
    answer, fresh = once(
        scope=f"place_order:{request.shopper_id}",
        key=hashlib.sha256(request.idempotency_key.encode()).hexdigest(),
        request=_fingerprint(request),
        run=lambda: _place(request, now),
    )
    return _from_json(answer, fresh=fresh)


def _place(request: CheckoutRequest, now: datetime) -> dict[str, Any]:
    wants = _wanted(request)
    asked = offers(wants)
    _in_stock(wants, asked)
    found = with_parts(asked)
    buyer = _buyer(request, _cross_border(found))
    priced = _priced(request, wants, found, buyer, now)
    check_with_customs(priced, found, buyer.address, buyer.address_line, beijing_day(now))
    verdict = _judged(request, buyer, now)
    number, written = _written(request, wants, found, buyer, priced, verdict, now)
    open_case(order_id=written.order_id, found=verdict, now=now)
    _told(request, number, written, priced, now)
    _held(request.shopper_id, found, buyer, written, priced, now)
    return _to_json(number, written, priced, now)


def _wanted(request: CheckoutRequest) -> dict[int, int]:
    """The chosen lines of the shopper's own cart. Raises EmptyCart, CartChanged."""
    lines = CartLine.objects.filter(cart_id=request.cart_id, cart__shopper_id=request.shopper_id)
    held = dict(lines.values_list("sku_id", "quantity"))
    if request.sku_ids is None:
        wants = held
    else:
        wants = {sku_id: held[sku_id] for sku_id in request.sku_ids if sku_id in held}
        if len(wants) != len(set(request.sku_ids)):
            raise CartChanged()
    if not wants:
        raise EmptyCart()
    return wants


def _in_stock(wants: dict[int, int], found: dict[int, Offer]) -> None:
    """A look before the work; the reservation decides."""
    short = [sku for sku, n in wants.items() if sku in found and found[sku].sellable < n]
    if short:
        raise OutOfStock(short)


def _cross_border(found: dict[int, Offer]) -> bool:
    return any(rule(Mode(offer.mode)).needs_identity for offer in found.values())


def _buyer(request: CheckoutRequest, cross_border: bool) -> Buyer:
    """Raises NotYours, IdentityMissing, NoticeNotAccepted."""
    wanted = request.identity_id if cross_border else None
    address, identity = buyer_of(request.shopper_id, request.address_id, wanted)
    if address is None:
        raise NotYours()
    if not cross_border:
        return Buyer(address, None)
    if request.identity_id is None:
        raise IdentityMissing()
    if identity is None:
        raise NotYours()
    if not request.notice_accepted or not notices.is_current(request.notice_version, request.notice_hash):
        raise NoticeNotAccepted()
    return Buyer(address, identity)


def _judged(request: CheckoutRequest, buyer: Buyer, now: datetime) -> Verdict:
    """What the mall's rules against fraud say. Raises NotServed."""
    return judge_order(
        shopper_id=request.shopper_id,
        phone=buyer.address.phone,
        address=buyer.address_line,
        device=request.device,
        identity=buyer.identity,
        now=now,
    )


def _priced(
    request: CheckoutRequest, wants: dict[int, int], found: dict[int, Offer], buyer: Buyer, now: datetime
) -> Quote:
    """Raises OverLimit (of one order; whether the year has room the reservation decides), Untaxable, PriceChanged."""
    on = beijing_day(now)
    priced = quote(
        wants=wants,
        offers=found,
        on=on,
        split=request.accept_split,
        province=province_of(buyer.address.district_code, buyer.address.province),
    )
    for code in priced.refusals:
        raise _refusal(code)
    if request.seen_total is not None and request.seen_total != priced.total:
        raise PriceChanged(request.seen_total, priced.total)
    return priced


def _refusal(code: str) -> OrderError:
    if code == NOT_DELIVERED:
        return NotDelivered()
    return OverLimit(code) if code.startswith("over_") else Untaxable(reason=code)


def _written(
    request: CheckoutRequest,
    wants: dict[int, int],
    found: dict[int, Offer],
    buyer: Buyer,
    priced: Quote,
    verdict: Verdict,
    now: datetime,
) -> tuple[str, Written]:
    for _ in range(_DRAWS):
        number = new_order_number()
        written = write_order(
            order=order_row(
                request,
                number,
                buyer.address,
                buyer.address_line,
                buyer.identity,
                priced,
                now,
                now + PAY_WITHIN,
                verdict.causes,
            ),
            packages=package_rows(number, priced, found),
            lines=line_rows(priced, found),
            bought=wants,
            cart_id=request.cart_id,
            actor=f"shopper:{request.shopper_id}",
        )
        if written is not None:
            if written.taken != len(wants):
                raise CartChanged()
            return number, written
    raise RuntimeError("no free order number was drawn")


def _told(request: CheckoutRequest, number: str, written: Written, priced: Quote, now: datetime) -> None:
    record(
        kind="order.placed",
        subject=f"order:{written.order_id}",
        payload={
            "order_id": written.order_id,
            "number": number,
            "shopper_id": request.shopper_id,
            "total": f"{priced.total:f}",
            "package_ids": list(written.package_ids),
        },
        at=now,
    )


def _held(
    shopper_id: int, found: dict[int, Offer], buyer: Buyer, written: Written, priced: Quote, now: datetime
) -> None:
    """What others wait for is taken last and held shortest. Raises OverLimit, OutOfStock, TooManyUnpaid."""
    if buyer.identity is not None:
        allowance.reserve(buyer.identity, zip(written.package_ids, priced.packages, strict=True), found, now)
    try:
        reserve(
            wants={
                f"package:{package_id}": package.pieces
                for package_id, package in zip(written.package_ids, priced.packages, strict=True)
            },
            warehouses={sku: offer.warehouse.id for sku, offer in found.items()},
            expires_at=now + PAY_WITHIN,
            now=now,
            holder=f"shopper:{shopper_id}",
        )
    except StockGone as gone:
        raise OutOfStock(gone.sku_ids) from gone
    except TooMuchHeld as held:
        raise TooManyUnpaid(most=held.most) from held


def _fingerprint(request: CheckoutRequest) -> dict[str, Any]:
    """What makes it the same request; where it was sent from and what was seen does not."""
    asked = asdict(request)
    for name in ("idempotency_key", "ip", "device", "language", "seen_total"):
        del asked[name]
    return asked


def _to_json(number: str, written: Written, priced: Quote, now: datetime) -> dict[str, Any]:
    return {
        "order_id": str(written.order_id),
        "number": number,
        "total": f"{priced.total:f}",
        "package_ids": [str(package_id) for package_id in written.package_ids],
        "expires_at": (now + PAY_WITHIN).isoformat(),
    }


def _from_json(answer: dict[str, Any], *, fresh: bool) -> PlacedOrder:
    from orders.numbers import package_number

    return PlacedOrder(
        order_id=int(answer["order_id"]),
        number=answer["number"],
        total=Decimal(answer["total"]),
        packages=tuple(
            (int(package_id), package_number(answer["number"], place))
            for place, package_id in enumerate(answer["package_ids"], start=1)
        ),
        expires_at=datetime.fromisoformat(answer["expires_at"]),
        fresh=fresh,
    )
