"""The shopper asks for money or goods back, takes it back again, or does not agree with the answer."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext

from orders.aftersale.breakdown import held_lines, left_of, what_goes_back
from orders.aftersale.choices import check_open
from orders.aftersale.locks import lock_request
from orders.aftersale.models import Picture, Request, RequestLine
from orders.aftersale.policy import policy
from orders.aftersale.services.disputes import is_disputed
from orders.aftersale.services.moving import move_request, tell
from orders.aftersale.services.pictures import as_kept
from orders.aftersale.types import Breakdown, NotAllHeard, NothingLeft, NotOpen, Wish
from orders.errors import NoSuchOrder, NotAllowedNow
from orders.lifecycle.axes import noop
from orders.locks import lock_order_of_package
from orders.models import Line, Order, Package
from orders.services.moving import allowed, standing_of
from orders.states import Axis


def ask(*, wish: Wish, shopper_id: int, now: datetime) -> Request:
    """A new request with its amount frozen; the mall's clock starts.

    Raises NoSuchOrder, WrongReason, NotOpen, NothingLeft, NotAllHeard, BadPicture, NotAllowedNow.
    """
    pictures = as_kept(wish.pictures)
    with transaction.atomic():
        order = lock_order_of_package(wish.package_id)
        if order.shopper_id != shopper_id:
            raise NoSuchOrder()
        if is_disputed(wish.package_id):
            raise NotOpen(
                gettext("A dispute about this package is or was settled: please contact customer service.")
            )
        package = Package.objects.get(pk=wish.package_id)
        rules = policy()
        check_open(package, order.state, wish.kind, wish.reason, rules, now)
        if wish.reason != "change_of_mind" and package.fulfilment == "signed" and not wish.words.strip():
            raise NotAllHeard()
        allowed(Axis.AFTERSALE, "none", "request", standing_of(order).facts(now=now))
        back = what_goes_back(package, wish.pieces, wish.kind, wish.reason, now)
        acts_by = now + timedelta(hours=rules.answer_hours)
        return _written(order, package, wish, back, pictures, acts_by, now)


def _written(
    order: Order,
    package: Package,
    wish: Wish,
    back: Breakdown,
    pictures: list[bytes],
    acts_by: datetime,
    now: datetime,
) -> Request:
    place = Request.objects.filter(package_id=package.pk).count() + 1
    request = Request.objects.create(
        number=f"A{package.number}{place:02d}",
        order=order,
        package=package,
        shopper_id=order.shopper_id,
        kind=wish.kind,
        reason=wish.reason,
        words=wish.words.strip()[:1000],
        goods=back.goods,
        discount=back.discount,
        freight=back.freight,
        tax=back.tax,
        tax_kept=back.tax_kept,
        tax_from=back.tax_from,
        amount=back.amount,
        apply_by=back.clocks.apply_by,
        back_by=back.clocks.back_by,
        acts_by=acts_by,
        created_at=now,
    )
    names = ("line_id", "pieces", "goods", "discount", "duty", "consumption_tax", "vat", "postal_tax",
             "dutiable_value", "freight")  # fmt: skip
    RequestLine.objects.bulk_create(
        RequestLine(request=request, **{name: getattr(part, name) for name in names}) for part in back.parts
    )
    Picture.objects.bulk_create(
        Picture(request=request, position=n, content=content) for n, content in enumerate(pictures, start=1)
    )
    tell(request, "request", "", now=now, actor=f"shopper:{order.shopper_id}", note=wish.words.strip())
    return request


def withdraw(*, request_id: int, shopper_id: int, now: datetime) -> None:
    """The shopper takes it back. Raises NoSuchRequest, NotAllowedNow."""
    with transaction.atomic():
        request = lock_request(request_id, shopper_id)
        move_request(request, "withdraw", now=now, actor=f"shopper:{shopper_id}", acts_by=None)


def appeal(*, request_id: int, shopper_id: int, words: str, now: datetime) -> None:
    """The shopper does not agree with a refusal: the mall's owner decides, once (申请仲裁).

    Raises NoSuchRequest, NotAllowedNow (`heard_already`), NothingLeft (the pieces stand in another request now).
    """
    with transaction.atomic():
        request = lock_request(request_id, shopper_id)
        if request.appealed:
            raise NotAllowedNow("heard_already", noop("This was looked at a second time already."))
        if request.state == "refused":
            _still_free(request)
        acts_by = now + timedelta(hours=policy().answer_hours)
        move_request(
            request, "appeal", now=now, actor=f"shopper:{shopper_id}", note=words.strip(), appealed=True,
            acts_by=acts_by,
        )  # fmt: skip


def _still_free(request: Request) -> None:
    """While it was refused its pieces were free, and may have been asked for again."""
    lines = Line.objects.filter(package_id=request.package_id)
    left = left_of(lines, held_lines(request.package_id, but=request.pk))
    if any(row.pieces > left[row.line_id] for row in request.lines.all()):
        raise NothingLeft()
