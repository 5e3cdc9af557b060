"""Reads of after-sale: a shopper's requests, one request with its history."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import override

from orders.aftersale.breakdown import held_lines, left_of
from orders.aftersale.choices import choices
from orders.aftersale.models import Dispute, Picture, Request, RequestLine
from orders.aftersale.policy import policy
from orders.aftersale.types import Choice
from orders.lifecycle.summary import OPEN_REQUESTS
from orders.models import LedgerEntry, Line, Package
from orders.selectors.lists import line_view
from orders.selectors.views import OrderLineView, Step
from orders.selectors.words import event_words
from orders.states import Axis
from tenancy.actors import Actor, Kind

MOST = 50


@dataclass(frozen=True, slots=True)
class OpenLine:
    """A line as the request form offers it; `left` pieces may still be asked for."""

    id: int
    left: int
    shown: OrderLineView


@dataclass(frozen=True, slots=True)
class OpenPackage:
    """A package with its open and closed kinds of request."""

    package: Package
    lines: tuple[OpenLine, ...]
    choices: tuple[Choice, ...]

    @property
    def is_open(self) -> bool:
        return any(c.open for c in self.choices) and any(line.left for line in self.lines)


def disputes_about(actor: Actor | None) -> QuerySet[Dispute]:
    """Those the mall has paid for, newest first, as the actor may see them: a supplier of its packages. What the mall
    still looks at is not there."""
    rows = Dispute.objects.exclude(state__in=(Dispute.State.OPEN, Dispute.State.REJECTED))
    if actor is None or actor.kind not in (Kind.STAFF, Kind.SUPPLIER):
        return rows.none()
    if actor.kind is Kind.SUPPLIER:
        rows = rows.filter(package__supplier_id=actor.id or 0)
    return rows.select_related("package").order_by("-pk")


def to_answer(actor: Actor | None) -> int:
    """Disputes that wait for the supplier's words."""
    return disputes_about(actor).filter(state=Dispute.State.PAID, answer="").count()


def visible_requests(actor: Actor | None) -> QuerySet[Request]:
    """A shopper's own, all of the mall for its staff, a supplier's those of its packages. No actor, nothing."""
    if actor is None or actor.kind is Kind.PUBLIC:
        return Request.objects.none()
    if actor.kind is Kind.STAFF:
        return Request.objects.all()
    if actor.id is None:
        return Request.objects.none()
    if actor.kind is Kind.SHOPPER:
        return Request.objects.filter(shopper_id=actor.id)
    return Request.objects.filter(package__supplier_id=actor.id)


def requests_of(shopper_id: int) -> list[Request]:
    """The shopper's requests, newest first."""
    rows = visible_requests(Actor.shopper(shopper_id)).select_related("order", "package")
    return list(rows.prefetch_related("lines__line__sku").order_by("-pk")[:MOST])


def request_page(number: str, actor: Actor | None) -> Request | None:
    """One request with its lines, or None where the actor may not see it."""
    rows = visible_requests(actor).filter(number=number).select_related("order", "package", "refund")
    return rows.prefetch_related("lines__line__sku").first()


def pieces_asked_back(request_id: int) -> dict[int, int]:
    """Line of the package (its place in the customs list) -> pieces of the request."""
    rows = RequestLine.objects.filter(request_id=request_id).values_list("line__sequence", "pieces")
    return dict(rows)


def open_packages(order_id: int, now: datetime, language: str) -> list[OpenPackage]:
    """What the order's packages are open for. Three statements, and two more a package."""
    rules = policy()
    found = []
    for package in Package.objects.filter(order_id=order_id).select_related("order").order_by("sequence"):
        lines = list(Line.objects.filter(package_id=package.pk).select_related("sku"))
        left = left_of(lines, held_lines(package.pk))
        with override(language):
            kinds = choices(package, package.order.state, rules, now)
        shown = tuple(OpenLine(line.pk, left[line.pk], line_view(line, language)) for line in lines)
        found.append(OpenPackage(package, shown, kinds))
    return found


def history(request: Request, language: str) -> list[Step]:
    """What happened to the request, from the order's ledger, oldest first."""
    rows = LedgerEntry.objects.filter(
        order_id=request.order_id, axis=Axis.AFTERSALE.value, code=request.number
    ).order_by("pk")
    with override(language):
        return [
            Step(row.at, row.axis, row.event, event_words(row.axis, row.event, "", language), row.note,
                 actor=row.actor)
            for row in rows
        ]  # fmt: skip


def picture_of(request: Request, position: int) -> bytes | None:
    """A picture as JPEG."""
    content = Picture.objects.filter(request=request, position=position).values_list("content", flat=True)
    found = content.first()
    return None if found is None else bytes(found)


def pictures_of(request: Request) -> list[int]:
    return list(
        Picture.objects.filter(request=request).order_by("position").values_list("position", flat=True)
    )


def requests_in_full(shopper_id: int) -> list[dict[str, Any]]:
    """Every request of the shopper for the shopper's own copy, the oldest first."""
    names = (
        "number", "order__number", "kind", "state", "reason", "words", "reply", "amount", "tax_kept", "carrier",
        "waybill", "created_at", "settled_at",
    )  # fmt: skip
    rows = Request.objects.filter(shopper_id=shopper_id).order_by("pk")
    return [dict(row) for row in rows.values(*names)]


def pictures_by(shopper_id: int) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """(name, what reads it) of every picture (JPEG) that the shopper showed with a request, the newest request
    first.
    """
    rows = Picture.objects.filter(request__shopper_id=shopper_id).order_by("-request_id", "position")
    for pk, number, position in rows.values_list("pk", "request__number", "position"):
        yield f"{number}-{position}.jpg", partial(_content, pk)


def _content(picture_id: int) -> bytes:
    return bytes(Picture.objects.values_list("content", flat=True).get(pk=picture_id))


def has_open_request(shopper_id: int) -> bool:
    return Request.objects.filter(shopper_id=shopper_id, state__in=OPEN_REQUESTS).exists()
