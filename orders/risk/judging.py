"""What the rules say of an order: before it is written, and when its money comes in."""

from __future__ import annotations

from datetime import datetime

from accounts.models import Identity
from journal.services import record
from orders.models import Order
from orders.risk.models import Case, Rule
from orders.risk.rules import HOLD, PAYER, REFUSE, verdict
from orders.risk.signals import Asked, struck
from orders.risk.types import Hit, NotServed, Verdict


def judge_order(
    *, shopper_id: int, phone: str, address: str, device: str, identity: Identity | None, now: datetime
) -> Verdict:
    """One statement. Raises NotServed where a rule or the blacklist refuses."""
    key = identity.number_key if identity is not None else ""
    found = verdict(struck(Asked(shopper_id, phone, address, key, device), now))
    if found.causes == REFUSE:
        raise NotServed()
    return found


def judge_payer(*, payer: tuple[str, str], orderer: tuple[str, str]) -> Verdict:
    """(name, number) of both, in clear and never kept. One statement where they differ, none where they do not."""
    if (payer[0].strip(), payer[1].strip().upper()) == (orderer[0], orderer[1].upper()):
        return Verdict()
    rows = Rule.objects.filter(kind=PAYER, is_active=True).values_list("causes", "pk")
    return verdict(Hit(PAYER, causes, rule_id=pk, found=1) for causes, pk in rows)


def open_case(*, order_id: int, found: Verdict, now: datetime) -> None:
    """A case for what struck; an open one takes the new hits in, and the sterner consequence. The caller holds the
    order's lock, or has just made it."""
    if not found.causes:
        return
    hits = [hit.as_json() for hit in found.hits]
    row = Case.objects.filter(order_id=order_id, state=Case.State.OPEN).first()
    if row is None:
        row = Case(order_id=order_id, causes=found.causes, opened_at=now)
    row.hits = [*row.hits, *hits]
    row.causes = HOLD if HOLD in (row.causes, found.causes) else row.causes
    row.save()
    Order.objects.filter(pk=order_id).exclude(risk=row.causes).update(risk=row.causes)
    payload = {"case_id": row.pk, "order_id": order_id, "causes": row.causes}
    record(kind="risk.case_opened", subject=f"order:{order_id}", payload=payload, at=now)


def end_case(*, order_id: int, now: datetime) -> None:
    """The order was cancelled or expired: nobody has to decide any more."""
    Case.objects.filter(order_id=order_id, state=Case.State.OPEN).update(
        state=Case.State.OVER, decided_at=now
    )
