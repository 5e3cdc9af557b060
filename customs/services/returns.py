"""Goods come back after their release: an application (退货申请 625) for some pieces, and more of them for the rest.

Each application has a number and receipts of its own, so that several of one list may be on their way at once. Together
they never take back more than was declared.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from customs.locks import lock_declaration
from customs.messages.reading import read
from customs.models import Declaration, Message
from customs.services import keeping
from customs.services.declare import new_cop_no
from customs.services.later import UnderWay
from customs.services.mending import after_all
from customs.services.papers import Case, later
from customs.services.preparing import Signed, new_guid, open_case, sign_paper
from customs.services.sending import send_later
from customs.services.signing import ready_signer
from customs.services.standing import state_of
from customs.types import REFUND, CustomsError, NoSuchDeclaration
from orders.clock import beijing_day
from tax.rules.returns import within
from tenancy.vault.sealing import Unreadable

Pieces = dict[int, Decimal]
"""Line of the list to how many of it."""


class NotReturnable(CustomsError):
    code = "not_returnable"
    message = _("Goods can be taken back only after their release and within thirty days of it.")


class TooMany(CustomsError):
    code = "return_too_many"
    message = _("More would come back than was declared.")


def take_back(*, declaration_id: int, pieces: Mapping[int, Decimal], reason: str, now: datetime) -> int:
    """After release, in customs' window, no more than was declared and is not in another application.

    Returns the message's id. Raises NotReturnable, TooMany, SignerBusy …
    """
    pk = keep_application(prepared=prepare(declaration_id, pieces, reason, now))
    send_later(message_id=pk, now=now)
    return pk


@dataclass(frozen=True, slots=True)
class Prepared:
    """An application made and signed, not kept yet. `number`: which of its list it is."""

    declaration_id: int
    number: int
    case: Case
    pieces: Mapping[int, Decimal]
    signed: Signed


def prepare(declaration_id: int, pieces: Mapping[int, Decimal], reason: str, now: datetime) -> Prepared:
    """Outside of any transaction, for a card takes its time to sign. Raises as `take_back`."""
    row = Declaration.objects.filter(pk=declaration_id).first()
    if row is None:
        raise NoSuchDeclaration()
    _in_time(row, now)
    before = list(_applications(row.pk))
    case = after_all(
        open_case(row.package_id, row.cop_no, now),
        {str(n): message for n, message in enumerate(before)},
    )
    _no_more_than_left(case, before, pieces)
    number = new_cop_no(case.now) if before else row.cop_no
    paper = later.refund(case, new_guid(), row, reason[:1000], pieces, number)
    signed = sign_paper(case, REFUND, paper, ready_signer(row.port, documents=1, now=now))
    return Prepared(row.pk, len(before) + 1, case, dict(pieces), signed)


def keep_application(*, prepared: Prepared) -> int:
    """Locked, checked again and kept, not sent yet: for whoever notes in the same transaction that it was.

    Returns the message's id. Raises NotReturnable, TooMany, UnderWay (another was made meanwhile: prepare again).
    """
    case = prepared.case
    with transaction.atomic():
        row = lock_declaration(prepared.declaration_id)
        _in_time(row, case.now)
        before = list(_applications(row.pk))
        _no_more_than_left(case, before, prepared.pieces)
        if len(before) + 1 != prepared.number:
            raise UnderWay()
        keeping.keep(
            row, [prepared.signed], subject=case.person.subject, revision=prepared.number, now=case.now
        )
        return _applications(row.pk).values_list("pk", flat=True).get(revision=prepared.number)


def left_to_take_back(declaration_id: int, declared: Mapping[int, Decimal]) -> Pieces:
    """What of `declared` is in no application that stands; lines of which nothing is left are not named."""
    claimed = _sum(m for m in _applications(declaration_id) if not keeping.is_refused(m))
    left = {number: count - claimed.get(number, Decimal()) for number, count in declared.items()}
    return {number: count for number, count in left.items() if count > 0}


def taken_back(declaration_id: int, but: int) -> Pieces:
    """What customs agreed to take back, the application `but` left out."""
    rows = _applications(declaration_id).exclude(pk=but)
    return _sum(m for m in rows if state_of(m).ended_well(REFUND))


def pieces_of(application: Message) -> Pieces:
    """What an application takes back, as it was written; nothing once the person was forgotten."""
    try:
        (document,) = read(keeping.opened(application)).documents
    except Unreadable:
        return {}
    return {int(str(line["gnum"])): Decimal(str(line["qty"])) for line in document.lines}


def _in_time(row: Declaration, now: datetime) -> None:
    released = row.settled_at if row.state == Declaration.State.RELEASED else None
    if released is None or not within(beijing_day(released), beijing_day(now), None):
        raise NotReturnable()


def _no_more_than_left(case: Case, before: Iterable[Message], pieces: Mapping[int, Decimal]) -> None:
    claimed = _sum(message for message in before if not keeping.is_refused(message))
    left = {n.sequence: Decimal(n.quantity) - claimed.get(n.sequence, Decimal()) for n in case.docs.lines}
    if not pieces or any(not 0 < count <= left.get(number, Decimal()) for number, count in pieces.items()):
        raise TooMany()


def _applications(declaration_id: int) -> QuerySet[Message]:
    return Message.objects.filter(declaration_id=declaration_id, kind=REFUND).order_by("revision")


def _sum(applications: Iterable[Message]) -> Pieces:
    total: Pieces = {}
    for message in applications:
        for number, count in pieces_of(message).items():
            total[number] = total.get(number, Decimal()) + count
    return total
