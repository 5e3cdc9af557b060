"""After the four documents: cancel a list, say that a parcel was signed for, withdraw documents.

Each is one message of its own, kept and sealed as the four are; sending it again is the round's work.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from customs.locks import lock_declaration
from customs.messages.types import Document
from customs.models import Declaration, Message
from customs.services import keeping
from customs.services.papers import Case, later
from customs.services.preparing import new_guid, open_case, sign_paper, write_papers
from customs.services.sending import send_later
from customs.services.signing import ready_signer
from customs.types import CANCEL, SIGNED, CustomsError, NoSuchDeclaration

_DELETE = "3"


class TooLateToCancel(CustomsError):
    code = "too_late_to_cancel"
    message = _(
        "This list cannot be cancelled any more, or not yet; released goods can be taken back instead."
    )


class UnderWay(CustomsError):
    code = "application_under_way"
    message = _("An application of this kind is already on its way.")


class NothingToWithdraw(CustomsError):
    code = "nothing_to_withdraw"
    message = _("No accepted document is left at the port, or its list still stands.")


def cancel_list(*, declaration_id: int, reason: str, now: datetime) -> int:
    """撤销 (623): before release. Returns the message's id. Raises TooLateToCancel, UnderWay, SignerBusy …"""

    def make(case: Case, row: Declaration) -> Document:
        if row.state != Declaration.State.ACCEPTED or not row.list_number:
            raise TooLateToCancel()
        return later.cancellation(case, new_guid(), row, reason[:1000])

    return _apply(declaration_id, CANCEL, make, now)


def report_signed(*, declaration_id: int, at: datetime, now: datetime) -> int:
    """签收 (513), once: in rehearsal the mall says it for the carrier. Raises UnderWay."""
    return _apply(declaration_id, SIGNED, lambda case, _row: later.signed_for(case, new_guid(), at), now)


def withdraw(*, declaration_id: int, now: datetime) -> list[int]:
    """删除 (appType 3): order, payment and waybill of a cancelled list, so that the port forgets them.

    Raises NothingToWithdraw, UnderWay (somebody did meanwhile). Returns the messages' ids.
    """
    seen = _found(declaration_id)
    standing = _standing(seen)
    case = _after(open_case(seen.package_id, seen.cop_no, now), standing)
    papers = write_papers(case, dict.fromkeys((m.kind for m in standing), _DELETE))
    signer = ready_signer(seen.port, documents=len(standing), now=now)
    made = [sign_paper(case, m.kind, papers[m.kind], signer) for m in standing]
    revision = seen.revision + 1
    with transaction.atomic():
        row = lock_declaration(declaration_id)
        if row.revision != seen.revision or [m.pk for m in _standing(row)] != [m.pk for m in standing]:
            raise UnderWay()
        Declaration.objects.filter(pk=row.pk).update(revision=revision)
        keeping.keep(row, made, subject=case.person.subject, revision=revision, now=case.now)
    kinds = [m.kind for m in made]
    rows = Message.objects.filter(declaration_id=declaration_id, kind__in=kinds, revision=revision)
    ids = sorted(rows.values_list("pk", flat=True))
    for pk in ids:
        send_later(message_id=pk, now=now)
    return ids


def _standing(row: Declaration) -> list[Message]:
    """Raises NothingToWithdraw."""
    standing = [m for m in keeping.current(row.pk).values() if m.kind != "621" and m.status == "120"]
    if row.state != Declaration.State.CANCELLED or not standing:
        raise NothingToWithdraw()
    return standing


def _apply(
    declaration_id: int, kind: str, make: Callable[[Case, Declaration], Document], now: datetime
) -> int:
    """Made and signed, which may take a card its time; then locked, checked again and kept; then sent.

    A refused application may be made again.
    """
    seen = _found(declaration_id)
    before = _before(seen, kind)
    case = _after(open_case(seen.package_id, seen.cop_no, now), [before] if before else [])
    paper = make(case, seen)
    signed = sign_paper(case, kind, paper, ready_signer(seen.port, documents=1, now=now))
    revision = before.revision + 1 if before else 1
    after = {kind: before.status_at} if before else {}
    with transaction.atomic():
        row = lock_declaration(declaration_id)
        make(case, row)
        since = _before(row, kind)
        if (since and since.pk) != (before and before.pk):
            raise UnderWay()
        keeping.keep(row, [signed], subject=case.person.subject, revision=revision, now=case.now, after=after)
        pk = Message.objects.values_list("pk", flat=True).get(
            declaration_id=row.pk, kind=kind, revision=revision
        )
    send_later(message_id=pk, now=now)
    return pk


def _found(declaration_id: int) -> Declaration:
    """As it stands, without a lock. Raises NoSuchDeclaration."""
    found = Declaration.objects.filter(pk=declaration_id).first()
    if found is None:
        raise NoSuchDeclaration()
    return found


def _before(row: Declaration, kind: str) -> Message | None:
    """The last application, which was refused. Raises UnderWay where it was not."""
    last = Message.objects.filter(declaration_id=row.pk, kind=kind).order_by("-revision").first()
    if last is not None and not keeping.is_refused(last):
        raise UnderWay()
    return last


def _after(case: Case, messages: list[Message]) -> Case:
    from customs.services.mending import after_all

    return after_all(case, {str(n): message for n, message in enumerate(messages)})
