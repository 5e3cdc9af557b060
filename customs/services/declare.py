"""Declare a package: four documents that agree, signed and kept, then sent (申报)."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction

from customs.locks import lock_declaration
from customs.messages import Document
from customs.messages.times import day
from customs.models import Declaration, Message
from customs.services import keeping
from customs.services.direct.batches import batch_for
from customs.services.papers import Case
from customs.services.preparing import Signed, build_paper, open_case, sign_paper, write_papers
from customs.services.sending import send_unsent
from customs.services.signing import ready_signer, valid_signer
from customs.types import HeldBack
from orders.selectors import customs_documents
from orders.services.advance_package import advance_package

SENDING = timedelta(seconds=30)
"""How long whoever made the messages has to send them, before somebody else does."""


def declare(*, package_id: int, now: datetime) -> int:
    """Make, keep and send the package's messages; what is kept already is only sent. Returns the declaration's id.

    Where the port takes several documents a file they are only made: the round signs and sends them with others.

    A port that does not answer is no error: the messages are kept and go out with `resend_unsent`. Raises HeldBack
    (the documents disagree; nothing is sent, the declaration says why), NotReady, NotDeclared, NoPort,
    NotAllowedNow (the order was cancelled meanwhile), NoSuchOrder, SignerBusy, SignerAway (nothing was made yet).
    """
    found = Declaration.objects.filter(package_id=package_id).first()
    if found is None or found.state == Declaration.State.HELD:
        found = _make(package_id, found.cop_no if found else new_cop_no(now), now)
    send_unsent(declaration_id=found.pk, now=now)
    return found.pk


def new_cop_no(now: datetime) -> str:
    """企业内部编号: ours, of 19 characters; random, so that nobody learns how much a mall declares."""
    return f"L{day(now)[2:]}{secrets.token_hex(6).upper()}"


def _make(package_id: int, cop_no: str, now: datetime) -> Declaration:
    case: Case | None = None
    try:
        case = open_case(package_id, cop_no, now)
        if case.mode.needs_transport and case.batch is None:
            case = replace(case, batch=batch_for(case.account, case.leg_day, now))
        papers = write_papers(case, {})
        messages = _messages(case, papers)
    except HeldBack as held:
        _hold(package_id, cop_no, case, held)
        raise
    return _keep(case, messages, now)


def _messages(case: Case, papers: dict[str, Document]) -> list[Signed]:
    """Signed; or, where the port takes several documents a file, left for the next round to sign together."""
    port, papers = case.account.port, {kind: papers[kind] for kind in case.kinds}
    if case.account.per_file > 1:
        valid_signer(port, now=case.now)
        return [build_paper(case, kind, paper) for kind, paper in papers.items()]
    signer = ready_signer(port, documents=len(papers), now=case.now)
    return [sign_paper(case, kind, paper, signer) for kind, paper in papers.items()]


def _keep(case: Case, messages: list[Signed], now: datetime) -> Declaration:
    """One transaction: declaration, messages, and the package on its way. Whoever comes second finds the first's."""
    package_id = case.docs.package_id
    with transaction.atomic():
        declaration = _row(package_id, case.cop_no, case.account.port)
        if Message.objects.filter(declaration_id=declaration.pk).exists():
            return declaration
        keeping.keep(declaration, messages, subject=case.person.subject, revision=1, now=now)
        Declaration.objects.filter(pk=declaration.pk).update(
            state=Declaration.State.READY,
            reason_code="",
            reason="",
            sending_until=now + SENDING,
            mail_batch=case.batch,
        )
        advance_package(
            package_id=package_id,
            axis="clearance",
            event="declare",
            now=now,
            actor="customs",
            note=declaration.cop_no,
        )
    return declaration


def _row(package_id: int, cop_no: str, port: str) -> Declaration:
    """The package's declaration, locked. One per package: the database decides between two who make it."""
    Declaration.objects.bulk_create(
        [Declaration(package_id=package_id, port=port, cop_no=cop_no)], ignore_conflicts=True
    )
    pk = Declaration.objects.values_list("pk", flat=True).get(package_id=package_id)
    return lock_declaration(pk)


def _hold(package_id: int, cop_no: str, case: Case | None, held: HeldBack) -> None:
    """Keep why nothing was sent. A declaration that was made meanwhile is left alone."""
    port = case.account.port if case else customs_documents(package_id).port
    with transaction.atomic():
        declaration = _row(package_id, cop_no, port)
        if not Message.objects.filter(declaration_id=declaration.pk).exists():
            Declaration.objects.filter(pk=declaration.pk).update(
                state=Declaration.State.HELD, reason_code=held.reason_code[:30], reason=str(held)[:1000]
            )
