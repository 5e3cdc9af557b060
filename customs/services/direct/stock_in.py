"""Stock-in (入库明细单, 711) of a batch that has arrived: made, signed, kept, sent; the same bytes each time."""

from __future__ import annotations

import secrets
from collections import defaultdict
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from customs.locks import lock_batch
from customs.messages import BuildRefused, build
from customs.messages.times import day, milliseconds
from customs.models import Declaration, MailBatch, PortAccount, StockIn
from customs.rules.statuses import ClearanceState
from customs.services.doors import door_of
from customs.services.keeping import digest_of
from customs.services.pacing import is_open, note_failure, take_turn
from customs.services.papers.delivery import Carried, delivery, transfer
from customs.services.preparing import account_for, new_guid
from customs.services.signing import ready_signer
from customs.types import CustomsError, Letter, PortAway, PortRefused

_NOT_SENT = (Declaration.State.HELD, Declaration.State.CANCELLED)


class NotArrived(CustomsError):
    code = "batch_not_arrived"
    message = _("Only a batch that has arrived is stocked in.")


class NothingToStockIn(CustomsError):
    code = "nothing_to_stock_in"
    message = _("Every waybill of this batch is stocked in already, or on its way to be.")


def make_stock_in(*, batch_id: int, now: datetime) -> list[int]:
    """One message a carrier, of every waybill that is not stocked in yet; sent at once where the port is there.

    Raises NotArrived, NothingToStockIn, NoPort, SignerBusy, SignerAway, HeldBack.
    """
    batch = MailBatch.objects.get(pk=batch_id)
    if batch.state not in (MailBatch.State.ARRIVED, MailBatch.State.STOCKED):
        raise NotArrived()
    account = account_for(batch.port)
    made = _made(batch, account, waiting_waybills(batch), now)
    if not made:
        raise NothingToStockIn()
    with transaction.atomic():
        lock_batch(batch_id)
        left = {number for carried in waiting_waybills(batch) for number in carried.waybills}
        if not all(set(row.waybills) <= left for row in made):
            raise NothingToStockIn()
        for row in made:
            row.save()
    send_stock_ins(port=batch.port, now=now)
    return [row.pk for row in made]


def waiting_waybills(batch: MailBatch) -> list[Carried]:
    """By carrier: waybills of lists that were sent, but for those a stock-in lists that was not refused."""
    listed = {number for row in batch.stock_ins.all() if not is_refused(row) for number in row.waybills}
    found = Declaration.objects.filter(mail_batch_id=batch.pk, sent_at__isnull=False).exclude(
        state__in=_NOT_SENT
    )
    rows = found.order_by("pk").values_list(
        "package__waybills__carrier_code", "package__waybills__carrier_name", "package__waybills__number"
    )
    by_carrier: dict[tuple[str, str], list[str]] = defaultdict(list)
    for code, name, number in rows:
        if number and number not in listed:
            by_carrier[code, name].append(number)
    return [Carried(code, name, tuple(numbers)) for (code, name), numbers in sorted(by_carrier.items())]


def is_refused(row: StockIn) -> bool:
    return ClearanceState(status=row.status).refused


def _made(batch: MailBatch, account: PortAccount, carried: list[Carried], now: datetime) -> list[StockIn]:
    if not carried:
        return []
    signer, rows = ready_signer(batch.port, documents=len(carried), now=now), []
    for one in carried:
        guid, cop_no = new_guid(), f"D{day(now)[2:]}{secrets.token_hex(6).upper()}"
        paper = delivery(batch, account, one, guid, cop_no, now)
        try:
            xml = signer.sign(build("711", [paper], guid=guid, transfer=transfer(account)))
        except BuildRefused as refused:
            raise BadStockIn(str(refused)) from refused
        rows.append(
            StockIn(
                batch_id=batch.pk, message_id=guid, cop_no=cop_no, body=xml, digest=digest_of(xml),
                waybills=list(one.waybills), made_at=now,
            )
        )  # fmt: skip
    return rows


class BadStockIn(CustomsError):
    """A field of it cannot be written: master bill, vehicle, voyage or the site's name."""

    code = "stock_in_unbuildable"

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)

    def __str__(self) -> str:
        return str(_("The stock-in cannot be made: %(why)s")) % {"why": self.why[:300]}


def send_stock_ins(*, port: str, now: datetime) -> bool:
    """What was made and not sent, the oldest first; False where the port has to be left alone."""
    rows = list(StockIn.objects.filter(batch__port=port, sent_at__isnull=True, status="").order_by("pk"))
    if not rows:
        return True
    account = PortAccount.objects.filter(port=port).first()
    for row in rows:
        if account is None or not is_open(account, now) or not take_turn(account, now):
            return False
        if not _send(account, row, now):
            return False
    return True


def _send(account: PortAccount, row: StockIn, now: datetime) -> bool:
    mine = StockIn.objects.filter(pk=row.pk)
    try:
        door_of(account).send(Letter(row.message_id, "711", bytes(row.body), row.made_at))
    except PortAway as away:
        mine.update(attempts=F("attempts") + 1, last_error=away.why)
        note_failure(account.port, now, away)
        return False
    except PortRefused as refused:
        said = {"status": "100", "status_at": milliseconds(now), "status_info": refused.why[:1000]}
        mine.update(attempts=F("attempts") + 1, last_error=refused.why, **said)
        return True
    mine.update(attempts=F("attempts") + 1, sent_at=now, last_error="")
    return True
