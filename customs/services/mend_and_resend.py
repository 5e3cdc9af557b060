"""What customs refused was put right: the documents are made again and sent (修正后重新申报)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from customs.locks import lock_declaration
from customs.messages import Document
from customs.models import Declaration, Message
from customs.services import keeping, mending
from customs.services.declare import SENDING, declare
from customs.services.files.break_up import put_aside
from customs.services.papers import Case
from customs.services.preparing import Signed, open_case, sign_paper, write_papers
from customs.services.sending import send_unsent
from customs.services.signing import ready_signer
from customs.types import CustomsError, NoSuchDeclaration, NotMendable
from orders.services.advance_package import Said, advance_package


def mend_and_resend(*, declaration_id: int, now: datetime, actor: str) -> int:
    """Send again what was refused or did not get through, made from the package as it is now; returns the revision.

    Raises NoSuchDeclaration, NotMendable (nothing was refused), HeldBack (it would be refused again; nothing
    changes), NotAllowedNow (the order was cancelled meanwhile).
    """
    found = Declaration.objects.filter(pk=declaration_id).first()
    if found is None:
        raise NoSuchDeclaration()
    if found.state == Declaration.State.HELD:
        declare(package_id=found.package_id, now=now)
        return found.revision
    revision = make_again(declaration_id=declaration_id, now=now, actor=actor)
    send_unsent(declaration_id=declaration_id, now=now)
    return revision


def make_again(*, declaration_id: int, now: datetime, actor: str) -> int:
    """A new revision with the messages that must go again, kept and unsent. Raises as mend_and_resend."""
    return keep_again(again=prepare_again(declaration_id=declaration_id, now=now), now=now, actor=actor)


@dataclass(frozen=True, slots=True)
class Again:
    """What is to go again, made and signed, not kept yet; and the messages it was made after."""

    declaration_id: int
    case: Case
    after: dict[str, str]
    seen: tuple[tuple[int, str, str], ...]
    signed: list[Signed]


def prepare_again(*, declaration_id: int, now: datetime) -> Again:
    """Outside of any transaction, for a card takes its time to sign. Raises as mend_and_resend."""
    found = Declaration.objects.filter(pk=declaration_id).first()
    if found is None:
        raise NoSuchDeclaration()
    _mendable(found)
    messages = keeping.current(declaration_id)
    case = mending.after_all(open_case(found.package_id, found.cop_no, now), messages)
    signed = _made(case, messages, refused_at_door=found.reason_code == "door")
    return Again(found.pk, case, mending.last_times(messages), _seen(messages), signed)


def keep_again(*, again: Again, now: datetime, actor: str) -> int:
    """Locked, checked again and kept; returns the revision.

    Raises NotMendable, NotAllowedNow, and HeardMeanwhile where the port spoke while it was signed: prepare again.
    """
    with transaction.atomic():
        declaration = lock_declaration(again.declaration_id)
        _mendable(declaration)
        messages = keeping.current(declaration.pk)
        if _seen(messages) != again.seen:
            raise HeardMeanwhile()
        revision = declaration.revision + 1
        keeping.keep(
            declaration,
            again.signed,
            subject=again.case.person.subject,
            revision=revision,
            now=again.case.now,
            after=again.after,
        )
        put_aside([message.pk for message in messages.values()])
        _begin_again(declaration, revision, now, actor)
    return revision


class HeardMeanwhile(CustomsError):
    code = "heard_meanwhile"
    message = _("The port has just said something new of this declaration: look at it and try again.")


def _mendable(declaration: Declaration) -> None:
    if declaration.state in (
        Declaration.State.HELD,
        Declaration.State.RELEASED,
        Declaration.State.RETURNED,
        Declaration.State.CANCELLED,
        Declaration.State.TAKEN_BACK,
    ):
        raise NotMendable()


def _seen(messages: dict[str, Message]) -> tuple[tuple[int, str, str], ...]:
    return tuple((row.pk, row.status, row.status_at) for _kind, row in sorted(messages.items()))


def _made(case: Case, messages: dict[str, Message], *, refused_at_door: bool) -> list[Signed]:
    papers = write_papers(case, {})
    chosen = mending.app_types(messages, papers, case)
    if refused_at_door:
        chosen |= {kind: chosen.get(kind, mending.NEW) for kind, row in messages.items() if row.last_error}
    if not chosen:
        raise NotMendable()
    signer = ready_signer(case.account.port, documents=len(chosen), now=case.now)
    return [
        sign_paper(case, kind, _as(papers[kind], app_type), signer)
        for kind, app_type in sorted(chosen.items())
    ]


def _as(paper: Document, app_type: str) -> Document:
    return Document({**paper.head, "appType": app_type}, paper.lines)


def _begin_again(declaration: Declaration, revision: int, now: datetime, actor: str) -> None:
    rejected = declaration.state == Declaration.State.REJECTED
    Declaration.objects.filter(pk=declaration.pk).update(
        state=Declaration.State.READY,
        revision=revision,
        sent_at=None,
        sending_until=now + SENDING,
        settled_at=None,
        silent_at=None,
        status="",
        status_at="",
        list_number="",
        reason_code="",
        reason="",
    )
    if rejected:
        advance_package(
            package_id=declaration.package_id,
            axis="clearance",
            event="declare_again",
            now=now,
            actor=actor,
            note=f"{declaration.cop_no} ({revision})",
            said=Said(mended=True),
        )
