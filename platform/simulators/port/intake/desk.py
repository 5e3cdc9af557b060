"""The intake desk: takes a waiting message through every check and enters its documents in the books."""

import re

from simulators.clock import compact
from simulators.port import quota, receipts
from simulators.port.intake import applications, books
from simulators.port.intake.fields import FORMS
from simulators.port.intake.format import Document, FormatError, Message, read
from simulators.port.intake.parties import check_parties, check_signature
from simulators.port.intake.rules import first_breach
from simulators.port.intake.signature import Signer
from simulators.port.intake.standing import Place, key_of, list_of, place, stored
from simulators.port.office import Office
from simulators.port.states import TROUBLE, opening, turn_down
from simulators.port.types import Declared, Verdict, declared
from simulators.store import Row, pack


def process(office: Office, row: Row) -> None:
    """One message, in one transaction."""
    with office.store.transaction():
        try:
            message = read(row["xml"], FORMS[row["kind"]])
        except FormatError as problem:
            receipts.publish_900(office, row, str(problem), _dxp_id_of(row["xml"]))
            _close(office, row, "format", 0)
            return
        signer = check_signature(office, row["kind"], message)
        before = _done_before(office, row["id"]) if office.settings["dedupe"] else set()
        fresh = [document for document in message.documents if document.head["guid"] not in before]
        accepted = sum(_enter(office, row, message, document, signer) for document in fresh)
        _close(office, row, "accepted" if accepted == len(fresh) else "refused", accepted)


def did_not_reach_customs(office: Office, message: int) -> bool:
    """A document of it ended in trouble of our own, and no later passage of it was answered otherwise."""
    rows = office.store.rows("SELECT guid FROM documents WHERE message_row = ?", message)
    return bool({row["guid"] for row in rows} - _done_before(office, message))


def _done_before(office: Office, message: int) -> set[str]:
    """Guids of the message's documents that are not looked at again when it arrives once more."""
    rows = office.store.rows("SELECT guid, status FROM documents WHERE message_row = ?", message)
    return {row["guid"] for row in rows if row["status"] not in TROUBLE}


def _enter(
    office: Office, row: Row, message: Message, document: Document, signer: Signer | Verdict | None
) -> bool:
    """True when the document is taken."""
    if isinstance(signer, Verdict):
        refusal: Verdict | None = signer
        where = Place()
    else:
        refusal = check_parties(office, row["kind"], document, signer, message.transfer["copCode"])
        refusal = refusal or first_breach(row["kind"], document)
        where = Place() if refusal else _placed(office, row["kind"], document)
        if not office.settings["dedupe"] and where.refusal:
            # the control: a port without memory takes everything again
            where = Place()
        refusal = refusal or where.refusal
        if refusal is None and row["kind"] == "621":
            refusal = books.refusal(office, document) or quota.check(office, document)
    paper = _book(office, row, message, document, taken=refusal is None)
    if refusal:
        turn_down(office, paper, refusal)
        return False
    _take(office, paper, where)
    return True


def _placed(office: Office, kind: str, document: Document) -> Place:
    if kind in applications.KINDS:
        return Place(refusal=applications.refusal(office, kind, document))
    return place(office.store, kind, document)


def _take(office: Office, paper: Declared, where: Place) -> None:
    deleting = paper.head["appType"] == "3"
    if where.replaces:
        office.store.run(
            "UPDATE documents SET state = ?, due_at = NULL WHERE id = ?",
            "deleted" if deleting else "replaced",
            where.replaces.id,
        )
    if deleting:
        office.store.run("UPDATE documents SET state = 'deleted' WHERE id = ?", paper.id)
    elif paper.kind == "621":
        quota.reserve(office, paper.id, paper.document)
    opening(office, paper)


def _book(office: Office, row: Row, message: Message, document: Document, *, taken: bool) -> Declared:
    head, kind = document.head, row["kind"]
    later = kind in applications.KINDS
    key = applications.key_of(kind, document) if later else key_of(kind, document)
    order_no = applications.order_of(office, kind, document) if later else head["orderNo"]
    state = "refused" if not taken else "draft" if head["appStatus"] == "1" else "standing"
    beside = 0
    if taken and head["appType"] == "1" and state == "standing":
        sql = "SELECT count(*) FROM documents WHERE kind = ? AND key = ? AND state = 'standing'"
        beside = office.store.value(sql, kind, key)
    number = office.store.insert(
        "documents",
        message_row=row["id"],
        kind=kind,
        order_no=order_no,
        key=key,
        guid=head["guid"],
        app_time=head["appTime"],
        head=pack(head),
        lines=pack(document.lines),
        dxp_id=message.transfer["dxpId"],
        state=state,
        accepted=int(taken),
        beside=beside,
        pre_no=_pre_no(office, document, key) if kind == "621" else _own_pre_no(office, kind),
        created_at=office.clock(),
    )
    found = office.store.row("SELECT * FROM documents WHERE id = ?", number)
    assert found is not None
    return declared(found)


def _own_pre_no(office: Office, kind: str) -> str:
    """An application has an E-port number of its own (T), a stock-in too (R)."""
    if kind not in ("623", "625", "711"):
        return ""
    letter = "R" if kind == "711" else "T"
    return f"{letter}{compact(office.clock())[:8]}{office.store.count('pre_no'):09d}"


def _pre_no(office: Office, document: Document, key: str) -> str:
    """One E-port number (预录入编号) a list, kept when it is sent again."""
    before = stored(office.store, "621", key) or list_of(office.store, document.head["orderNo"])
    if before:
        return before.pre_no
    return f"B{compact(office.clock())[:8]}{office.store.count('pre_no'):09d}"


def _close(office: Office, row: Row, outcome: str, accepted: int) -> None:
    office.store.run(
        "UPDATE messages SET waiting = 0, outcome = ?, accepted = accepted + ? WHERE id = ?",
        outcome,
        accepted,
        row["id"],
    )


def _dxp_id_of(xml: bytes) -> str:
    """The sender's box, as far as a broken message still tells it."""
    found = re.search(rb"dxpId>([^<]{1,30})<", xml)
    return found[1].decode("utf-8", "replace") if found else ""
