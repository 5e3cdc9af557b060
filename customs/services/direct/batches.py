"""The life of a batch: opened by hand or for the day, joined by packages, closed, arrived."""

from __future__ import annotations

from datetime import date, datetime
from itertools import count

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from customs.models import MailBatch, PortAccount
from customs.rules.types import Finding, Mender, noop
from customs.types import CustomsError, HeldBack, NoPort

OPEN, CLOSED, ARRIVED, STOCKED = (
    MailBatch.State.OPEN, MailBatch.State.CLOSED, MailBatch.State.ARRIVED, MailBatch.State.STOCKED,
)  # fmt: skip
TRANSPORTS = ("2", "3", "4", "5", "6")
"""Water, rail, road, air, post: how goods cross the border (9610)."""


class BadBatch(CustomsError):
    """`code`: master_bill_taken, master_bill, transport."""

    def __init__(self, code: str, message: object) -> None:
        super().__init__(code)
        self.code, self.message = code, message  # type: ignore[assignment]


class WrongState(CustomsError):
    code = "batch_state"
    message = _("The batch is not in the state for this.")


def open_batch(
    *,
    port: str,
    master_bill: str,
    vehicle: str,
    voyage: str,
    transport: str,
    now: datetime,
    arrives_on: date | None = None,
) -> MailBatch:
    """From now on packages of direct mail at this port join it. Raises NoPort, BadBatch."""
    if not PortAccount.objects.filter(port=port).exclude(state=PortAccount.State.OFF).exists():
        raise NoPort()
    if not all(text.strip() for text in (master_bill, vehicle, voyage)):
        raise BadBatch("master_bill", _("Master bill, vehicle and voyage are needed."))
    if transport not in TRANSPORTS:
        raise BadBatch("transport", _("Goods cross the border by water, rail, road, air or post."))
    row, made = MailBatch.objects.get_or_create(
        port=port,
        master_bill=master_bill.strip(),
        defaults={
            "vehicle": vehicle.strip(), "voyage": voyage.strip(), "transport": transport, "arrives_on": arrives_on,
            "opened_at": now,
        },
    )  # fmt: skip
    if not made:
        raise BadBatch("master_bill_taken", _("This master bill has a batch already."))
    return row


def batch_for(account: PortAccount, leg_day: str, now: datetime) -> MailBatch:
    """The batch a package joins: the newest that somebody opened, else the one of its day (yyyyMMdd).

    Raises HeldBack where nobody opened one and the account has no prefix to make one by.
    """
    opened = (
        MailBatch.objects.filter(port=account.port, state=OPEN, is_automatic=False).order_by("-pk").first()
    )
    if opened is not None:
        return opened
    if not account.direct_bill or not account.direct_vehicle:
        says = noop("No direct-mail batch is open at this port: open one with its master bill.")
        raise HeldBack([Finding("batch.none", "batch", says, Mender.OPERATOR)])
    for number in count(1):
        found = _automatic(account, leg_day, number, now)
        if found.state == OPEN:
            return found
    raise AssertionError("numbers do not end")


def _automatic(account: PortAccount, leg_day: str, number: int, now: datetime) -> MailBatch:
    suffix = leg_day if number == 1 else f"{leg_day}-{number}"
    row, _made = MailBatch.objects.get_or_create(
        port=account.port,
        master_bill=f"{account.direct_bill}{suffix}",
        defaults={
            "vehicle": account.direct_vehicle,
            "voyage": f"{account.direct_voyage}{leg_day}",
            "transport": account.direct_transport,
            "is_automatic": True,
            "opened_at": now,
        },
    )
    return row


def close_batch(*, batch_id: int, now: datetime) -> None:
    """It has left: nothing joins it any more. Raises WrongState."""
    _move(batch_id, (OPEN,), state=CLOSED, closed_at=now)


def reopen(*, batch_id: int) -> None:
    """Closed too early: packages join it again. Raises WrongState."""
    _move(batch_id, (CLOSED,), state=OPEN, closed_at=None)


def arrive(*, batch_id: int, at: datetime, unload_location: str = "", now: datetime) -> None:
    """It lies in the supervised site; an open one is closed by it. Raises WrongState."""
    if at > now:
        raise BadBatch("arrived_later", _("It cannot have arrived later than now."))
    with transaction.atomic():
        MailBatch.objects.filter(pk=batch_id, closed_at__isnull=True).update(closed_at=now)
        _move(
            batch_id, (OPEN, CLOSED), state=ARRIVED, arrived_at=at, arrives_on=at.date(),
            unload_location=unload_location.strip()[:100],
        )  # fmt: skip


def _move(batch_id: int, befores: tuple[str, ...], **changes: object) -> None:
    """Compare and set."""
    if MailBatch.objects.filter(pk=batch_id, state__in=befores).update(**changes) != 1:
        raise WrongState()
