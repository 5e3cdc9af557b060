"""Send what is kept and not yet sent, in order, outside of any transaction; then say so once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from customs import ports
from customs.locks import lock_declaration
from customs.messages.times import milliseconds
from customs.models import Declaration, Message, PortAccount
from customs.services import keeping
from customs.services.doors import door_of
from customs.services.pacing import is_open, note_failure, note_success, take_turn
from customs.services.signing import ready_signer
from customs.types import PortAway, PortRefused
from journal.services import record
from orders.services.advance_package import Said, advance_package

_DOOR = "door"


def send_unsent(*, declaration_id: int, now: datetime) -> bool:
    """Send a declaration's unsent messages; returns whether all are sent.

    What goes in a file is the round's to send. Stops at the first that fails: the list must not come before the
    documents it is matched with. The same message is sent twice when a process dies between the port's answer and our
    note of it; its id makes that harmless.
    """
    declaration = Declaration.objects.get(pk=declaration_id)
    if declaration.state in (Declaration.State.HELD, Declaration.State.REJECTED):
        return False
    unsent = [row for row in keeping.current(declaration_id).values() if row.sent_at is None]
    if any(row.file_id or not (row.digest or row.alone) for row in unsent):
        return False
    account = PortAccount.objects.get(port=declaration.port)
    if unsent and not is_open(account, now):
        return False
    _sign(unsent, account, now)
    door = door_of(account)
    for row in unsent:
        if not take_turn(account, now) or not _send(door, row, declaration, now):
            return False
        if account.failures:
            note_success(account)
    all_sent(declaration, now)
    return True


def _sign(unsent: list[Message], account: PortAccount, now: datetime) -> None:
    """What fell out of a file is signed by itself. Raises SignerBusy, SignerAway, HeldBack, Unreadable."""
    rows = [row for row in unsent if not row.digest]
    if rows:
        signer = ready_signer(account.port, documents=len(rows), now=now)
        for row in rows:
            keeping.sign_alone(row, signer)


def _send(door: ports.Port, row: Message, declaration: Declaration, now: datetime) -> bool:
    try:
        door.send(keeping.letter(row))
    except PortAway as away:
        Message.objects.filter(pk=row.pk).update(attempts=F("attempts") + 1, last_error=away.why)
        note_failure(declaration.port, now, away)
        return False
    except PortRefused as refused:
        _refused_at_the_door(row, declaration, refused.why, now)
        return False
    Message.objects.filter(pk=row.pk).update(attempts=F("attempts") + 1, sent_at=now, last_error="")
    return True


def _refused_at_the_door(row: Message, declaration: Declaration, why: str, now: datetime) -> None:
    """Not received for good: the package stands rejected until somebody mends it."""
    with transaction.atomic():
        lock_declaration(declaration.pk)
        Message.objects.filter(pk=row.pk).update(attempts=F("attempts") + 1, last_error=why[:500])
        changes = {"state": Declaration.State.REJECTED, "reason_code": _DOOR, "reason": why[:1000]}
        Declaration.objects.filter(pk=declaration.pk).update(**changes, sending_until=None)
        said = Said(reason_code=_DOOR, reason=why[:1000], mend="data")
        advance_package(
            package_id=declaration.package_id,
            axis="clearance",
            event="port_rejects",
            now=now,
            actor=f"port:{declaration.port}",
            said=said,
        )


def send_later(*, message_id: int, now: datetime) -> bool:
    """Send one message that came after the four; False where it has to wait for the next round."""
    row = Message.objects.select_related("declaration").get(pk=message_id)
    account = PortAccount.objects.get(port=row.declaration.port)
    if row.sent_at is not None or not is_open(account, now) or not take_turn(account, now):
        return row.sent_at is not None
    try:
        door_of(account).send(keeping.letter(row))
    except PortAway as away:
        Message.objects.filter(pk=row.pk).update(attempts=F("attempts") + 1, last_error=away.why)
        note_failure(account.port, now, away)
        return False
    except PortRefused as refused:
        # It will never be taken under this id: it counts as refused, so that it can be made again.
        changes = {"status": "100", "status_at": milliseconds(now), "status_info": refused.why[:1000]}
        Message.objects.filter(pk=row.pk).update(
            attempts=F("attempts") + 1, last_error=refused.why, **changes
        )
        return False
    Message.objects.filter(pk=row.pk).update(attempts=F("attempts") + 1, sent_at=now, last_error="")
    return True


def all_sent(declaration: Declaration, now: datetime) -> None:
    """Its messages have all left. The fact is recorded by whoever is first to note it, once per revision."""
    package_id: int = declaration.package_id
    with transaction.atomic():
        waiting = Declaration.objects.filter(
            pk=declaration.pk, revision=declaration.revision, sent_at__isnull=True
        )
        if waiting.update(sent_at=now, sending_until=None) != 1:
            return
        Declaration.objects.filter(pk=declaration.pk, state=Declaration.State.READY).update(
            state=Declaration.State.SENT
        )
        record(
            kind="declaration.sent",
            subject=f"package:{package_id}",
            payload={
                "package_id": package_id,
                "declaration_id": declaration.pk,
                "port": declaration.port,
                "revision": declaration.revision,
            },
            at=now,
        )
