"""A receipt (回执), once, in the transaction of its effect; any order of receipts ends in the same state."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q

from customs.locks import lock_declaration
from customs.messages.times import moment
from customs.models import Declaration, Message, MessageFile, StockIn
from customs.rules import refusals, statuses
from customs.rules.phases import Phase
from customs.services import keeping, raw_receipts
from customs.services.direct.hear import find as find_stock_in
from customs.services.direct.hear import record_stock_in
from customs.services.files.break_up import break_up
from customs.services.repeat import note_trouble
from customs.services.returns import pieces_of, taken_back
from customs.services.standing import LIST, STATES, Overall, overall, state_of
from customs.types import CANCEL, LATER, REFUND, SENT_KIND_OF, Outcome, PortReceipt
from journal.services import record
from orders.models import Line
from orders.services.advance_package import Said, advance_package
from orders.types import NotAllowedNow
from tenancy.scope import current_mall_id

_EVENTS = {
    Phase.DECLARED: "port_received",
    Phase.ACCEPTED: "port_accepts",
    Phase.INSPECTING: "port_inspects",
    Phase.REJECTED: "port_rejects",
    Phase.RELEASED: "port_releases",
    Phase.RETURNED: "port_returns",
}
_OVER = (Declaration.State.CANCELLED, Declaration.State.TAKEN_BACK)
"""What the four documents' receipts say no longer moves it."""
_ENDS = (Phase.REJECTED, Phase.RELEASED, Phase.RETURNED)


Keeps = Callable[[Outcome, int | None], bool]
"""Keeps a receipt with its outcome and declaration; False where it is known and has had its effect."""


def record_receipt(*, port: str, row: PortReceipt, now: datetime) -> Outcome:
    """Keep the receipt and let it move its declaration and package. Matched only inside the open mall.

    Malformed, unmatched and unknown ones are kept with their outcome and change nothing.
    """

    def keeps(outcome: Outcome, declaration_id: int | None) -> bool:
        return _insert(port, row, outcome, declaration_id, now)

    return apply_receipt(port=port, row=row, now=now, keeps=keeps)


def keep_strange(*, port: str, row: PortReceipt, now: datetime) -> Outcome:
    """Keep what came among what nobody could place; it moves nothing."""
    fresh = _insert(port, row, Outcome.UNKNOWN_STATUS, None, now)
    return Outcome.UNKNOWN_STATUS if fresh else Outcome.REPEATED


def apply_receipt(*, port: str, row: PortReceipt, now: datetime, keeps: Keeps) -> Outcome:
    """Judge it and let it move what it moves, in one transaction with `keeps`."""
    if row.fault:
        return _kept_alone(Outcome.MALFORMED, keeps)
    if row.kind in ("712", "900") and (stock_in := find_stock_in(port, row)):
        return _of_stock_in(row, stock_in, now, keeps)
    if row.kind == "900":
        file = MessageFile.objects.filter(port=port, message_id=row.message_id).first()
        if file is not None and file.documents > 1:
            return _file_refused(row, file, now, keeps)
    message = _answered(port, row)
    if message is None:
        return _kept_alone(Outcome.UNMATCHED, keeps)
    if message.kind in LATER:
        return _record_later(row, message, now, keeps)
    with transaction.atomic():
        declaration = lock_declaration(message.declaration_id)
        messages = keeping.current(declaration.pk)
        before = overall(messages)
        outcome = _judge(messages, message, row)
        if not keeps(outcome, declaration.pk):
            return Outcome.REPEATED
        counts = messages[message.kind].pk == message.pk
        if outcome is Outcome.APPLIED:
            _set_message(messages[message.kind], row)
        if counts:
            note_trouble(message.pk, row, now)
        if counts or outcome is Outcome.APPLIED:
            _set_declaration(declaration, before, overall(messages), message.kind, row, now)
    return outcome


def _of_stock_in(row: PortReceipt, found: StockIn, now: datetime, keeps: Keeps) -> Outcome:
    """Kept with what it did, once."""
    with transaction.atomic():
        outcome = record_stock_in(found, row, now)
        if not keeps(outcome, None):
            transaction.set_rollback(True)
            return Outcome.REPEATED
    return outcome


def _file_refused(row: PortReceipt, file: MessageFile, now: datetime, keeps: Keeps) -> Outcome:
    """None of its documents entered: each goes by itself, and only the one at fault is refused again."""
    with transaction.atomic():
        if not keeps(Outcome.APPLIED, None):
            return Outcome.REPEATED
        break_up(file_id=file.pk, why=row.info, alone=True, now=now)
    return Outcome.APPLIED


def _record_later(row: PortReceipt, message: Message, now: datetime, keeps: Keeps) -> Outcome:
    """A receipt of a message after the four: it moves that message, and the declaration once it ended well."""
    with transaction.atomic():
        declaration = lock_declaration(message.declaration_id)
        same = Message.objects.filter(
            declaration_id=declaration.pk, kind=message.kind, business_key=message.business_key
        )
        latest = same.order_by("revision").last()
        assert latest is not None
        had_ended = state_of(latest).ended_well(message.kind)
        outcome = _judge({message.kind: latest}, message, row)
        if not keeps(outcome, declaration.pk):
            return Outcome.REPEATED
        if latest.pk == message.pk:
            note_trouble(message.pk, row, now)
        if outcome is Outcome.APPLIED:
            _set_message(latest, row)
            if state_of(latest).ended_well(message.kind) and not had_ended:
                _ended_later(declaration, latest, now)
    return outcome


def _ended_later(declaration: Declaration, message: Message, now: datetime) -> None:
    """Said once, by the receipt that ends it."""
    if message.kind == CANCEL:
        rows = Declaration.objects.filter(pk=declaration.pk, state=Declaration.State.ACCEPTED)
        if rows.update(state=Declaration.State.CANCELLED, settled_at=now) == 1:
            _tell("declaration.cancelled", declaration, now)
    elif message.kind == REFUND:
        _came_back(declaration, message, now)


def _came_back(declaration: Declaration, message: Message, now: datetime) -> None:
    """Which pieces, and which before them (line of the list: how many); over once nothing is left with the buyer."""
    before, pieces = taken_back(declaration.pk, but=message.pk), pieces_of(message)
    declared = Line.objects.filter(package_id=declaration.package_id).values_list("sequence", "quantity")
    total = {number: before.get(number, 0) + pieces.get(number, 0) for number in {*before, *pieces}}
    if all(total.get(number, 0) >= quantity for number, quantity in declared):
        released = Declaration.objects.filter(pk=declaration.pk, state=Declaration.State.RELEASED)
        released.update(state=Declaration.State.TAKEN_BACK, settled_at=now)
    _tell(
        "declaration.taken_back",
        declaration,
        now,
        application=message.business_key,
        pieces={str(number): str(count) for number, count in pieces.items()},
        before={str(number): str(count) for number, count in before.items()},
    )


def _tell(fact: str, declaration: Declaration, now: datetime, **more: object) -> None:
    package_id: int = declaration.package_id
    told = {"package_id": package_id, "declaration_id": declaration.pk, "port": declaration.port}
    record(kind=fact, subject=f"package:{package_id}", payload=told | more, at=now)


def _answered(port: str, row: PortReceipt) -> Message | None:
    """The message a receipt answers: by id, by the document's guid, else the latest of its business key."""
    rows = Message.objects.filter(declaration__port=port)
    if row.kind == "900":
        whole = Q(message_id=row.message_id) | Q(file__message_id=row.message_id)
        return rows.filter(whole).order_by("pk").first()
    kind = SENT_KIND_OF.get(row.kind, "")
    found = list(rows.filter(kind=kind, business_key=row.business_key[:80]).order_by("revision"))
    named = [message for message in found if row.guid and message.guid == row.guid]
    return next(iter(named or found[-1:]), None)


def _judge(messages: dict[str, Message], message: Message, row: PortReceipt) -> Outcome:
    """What the receipt does to the message that counts, whose new status is set on it (not yet written).

    A list that was made anew because nothing was heard of the first, which had got through after all: what customs
    did with the goods counts, whichever of the two it names.
    """
    counts = messages[message.kind]
    if counts.pk != message.pk and not (message.kind == LIST and row.status in statuses.HAPPENED):
        return Outcome.OLDER
    named = row.kind == "900" or row.guid == message.guid
    at = moment(row.returned_at)
    if not named and counts.after and at <= moment(counts.after):
        return Outcome.OLDER
    before = state_of(counts)
    after = statuses.apply_status(before, row.status, at, message.kind)
    if after.strange:
        return Outcome.UNKNOWN_STATUS
    if after == before:
        same = (row.status, row.returned_at) == (counts.status, counts.status_at)
        if same and row.info < counts.status_info:
            counts.status_info = row.info
            return Outcome.APPLIED
        known = refusals.find(row.status)
        return Outcome.NOTED if known and known.effect is refusals.Effect.NONE else Outcome.OLDER
    counts.status, counts.status_at, counts.status_info = row.status, row.returned_at, row.info[:1000]
    return Outcome.APPLIED


def _set_message(message: Message, row: PortReceipt) -> None:
    Message.objects.filter(pk=message.pk).update(
        status=message.status, status_at=message.status_at, status_info=message.status_info[:1000]
    )


def _set_declaration(
    declaration: Declaration, before: Overall, after: Overall, kind: str, row: PortReceipt, now: datetime
) -> None:
    changes: dict[str, object] = {"heard_at": now, "silent_at": None}
    if kind == LIST:
        changes |= {"pre_no": row.pre_no[:18]} if row.pre_no else {}
        changes |= {"list_number": row.list_number[:18]} if row.list_number else {}
    if after != before:
        changes |= {"status": after.status, "status_at": after.status_at}
        changes |= {"reason_code": after.reason_code, "reason": after.reason}
        if declaration.state not in _OVER:
            changes |= {"state": STATES[after.phase]} if after.phase in STATES else {}
        changes |= {"settled_at": now} if after.phase in _ENDS else {}
    Declaration.objects.filter(pk=declaration.pk).update(**changes)
    if after != before and after.phase in _EVENTS:
        _move_package(declaration, after, row, now)


def _move_package(declaration: Declaration, after: Overall, row: PortReceipt, now: datetime) -> None:
    """News the package can no longer use (its order was taken back meanwhile) stays with the declaration."""
    said = Said(
        code=after.status,
        code_at=moment(after.status_at),
        reason_code=after.reason_code,
        reason=after.reason,
        mend=after.mend,
        list_number=(row.list_number or declaration.list_number)[:18],
    )
    try:
        with transaction.atomic():
            advance_package(
                package_id=declaration.package_id,
                axis="clearance",
                event=_EVENTS[after.phase],
                now=now,
                actor=f"port:{declaration.port}",
                note=row.info[:1000],
                said=said,
            )
    except NotAllowedNow:
        return


def _kept_alone(outcome: Outcome, keeps: Keeps) -> Outcome:
    with transaction.atomic():
        return outcome if keeps(outcome, None) else Outcome.REPEATED


def _insert(port: str, row: PortReceipt, outcome: Outcome, declaration_id: int | None, now: datetime) -> bool:
    """The insert that wins is the receipt; False where it is known."""
    values = {
        "mall_id": current_mall_id(),
        "declaration_id": declaration_id,
        "port": port,
        "kind": row.kind[:3],
        "source_key": row.source_key[:120],
        "business_key": row.business_key[:80],
        "status": row.status[:10],
        "info": (row.fault or row.info)[:1000],
        "returned_at": row.returned_at[:17],
        "guid": row.guid[:36],
        "message_id": row.message_id[:60],
        "pre_no": row.pre_no[:18],
        "list_number": row.list_number[:18],
        "outcome": outcome.value,
        "received_at": now,
        "raw_sealed": raw_receipts.sealed(row),
    }
    columns, places = ", ".join(values), ", ".join(["%s"] * len(values))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO customs_receipt ({columns}) VALUES ({places}) "
            "ON CONFLICT (mall_id, port, source_key) DO NOTHING",
            list(values.values()),
        )
        return cursor.rowcount == 1
