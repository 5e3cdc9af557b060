"""An operator decides what a rule held or marked (风控审核): let it go, or refuse it and give the money back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from journal.services import record
from orders.errors import NoSuchOrder
from orders.locks import lock_order
from orders.models import Order
from orders.risk.models import Case
from orders.risk.rules import HOLD
from orders.risk.types import CaseClosed, TooLateToHold
from orders.services.cancel_order import cancel_order
from orders.services.moving import Entry, move_order, standing_of
from orders.states import Axis


def release_case(*, case_id: int, actor: str, now: datetime, words: str = "") -> None:
    """It goes its way; a paid one gets its waybills now. Raises CaseClosed, NoSuchOrder."""
    with transaction.atomic():
        order, case = _locked(case_id)
        _close(case, Case.State.RELEASED, actor, words, now)
        if order.risk == HOLD:
            _release(order, Entry(actor, words), now)


def _release(order: Order, entry: Entry, now: datetime) -> None:
    if order.state in ("placed", "paid"):
        move_order(
            order, Axis.ORDER, "release", standing_of(order).facts(now=now), entry, now, risk="released"
        )
    if order.state == "paid":
        _tell(order, "order.released", now)


def refuse_case(*, case_id: int, actor: str, now: datetime, words: str) -> None:
    """The order is cancelled; money that was paid goes back as for every cancelled order.

    Raises CaseClosed, NoSuchOrder, NotAllowedNow (a marked order went its way and is past the point of no return).
    """
    with transaction.atomic():
        order, case = _locked(case_id)
        _close(case, Case.State.REFUSED, actor, words, now)
        if order.state in ("placed", "paid"):
            cancel_order(order_id=order.pk, now=now, actor=actor, reason=words)


def hold_order(*, order_id: int, actor: str, now: datetime, words: str) -> Case:
    """An operator holds an order no rule struck. Raises TooLateToHold, NoSuchOrder."""
    with transaction.atomic():
        order = lock_order(order_id)
        standing = standing_of(order)
        untouched = all((p.clearance, p.fulfilment) == ("none", "pending") for p in standing.packages)
        if order.state not in ("placed", "paid") or not untouched:
            raise TooLateToHold()
        move_order(order, Axis.ORDER, "hold", standing.facts(now=now), Entry(actor, words), now, risk=HOLD)
        made, _ = Case.objects.get_or_create(
            order_id=order_id, state=Case.State.OPEN, defaults={"causes": HOLD, "opened_at": now}
        )
    return made


def _locked(case_id: int) -> tuple[Order, Case]:
    """The order first, as everywhere. Raises NoSuchOrder, CaseClosed."""
    order_id = Case.objects.filter(pk=case_id).values_list("order_id", flat=True).first()
    if order_id is None:
        raise NoSuchOrder()
    order = lock_order(order_id)
    case = Case.objects.get(pk=case_id)
    if case.state != Case.State.OPEN:
        raise CaseClosed()
    return order, case


def _close(case: Case, state: str, actor: str, words: str, now: datetime) -> None:
    Case.objects.filter(pk=case.pk).update(
        state=state, decided_by=actor, decided_at=now, words=words.strip()[:300]
    )


def _tell(order: Order, kind: str, now: datetime) -> None:
    packages = order.packages.order_by("sequence").values_list("pk", flat=True)
    payload = {"order_id": order.pk, "number": order.number, "package_ids": list(packages)}
    record(kind=kind, subject=f"order:{order.pk}", payload=payload, at=now)
