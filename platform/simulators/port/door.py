"""The port's HTTP door: messages in, receipts out."""

import hashlib
import json

from simulators.clock import from_compact
from simulators.port import receipts
from simulators.port.intake.desk import did_not_reach_customs
from simulators.port.intake.envelope import Envelope, EnvelopeError, open_envelope
from simulators.port.office import Office
from simulators.port.states import retell
from simulators.web.routing import DROP, RefusedError, Request, Response, answer, page, text

RECEIPTS = ("312", "412", "512", "622", "514", "624", "626", "712", "816", "818", "900")
ERROR_PAGE = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"


def take(office: Office, request: Request) -> Response:
    """`POST /cebcmsg`: `OK` means it lies on the counter, no more."""
    try:
        body = json.loads(request.body)
        envelope = open_envelope(body if isinstance(body, dict) else {})
    except (ValueError, EnvelopeError) as problem:
        return text(f"ERROR: {problem}", 400)
    word = lay_on_counter(office, envelope)
    if word == "html":
        return page(ERROR_PAGE)
    if word == "conflict":
        return text(f"ERROR: MessageId {envelope.message_id} came before with other content", 409)
    return text("OK") if word == "OK" else DROP


def lay_on_counter(office: Office, envelope: Envelope) -> str:
    """Whatever door it came by: `OK`, `conflict` (the number is taken by other bytes), or what mischief makes of it:

    `refuse` (nothing stored), `html` (nothing stored, an error page), `lost` (stored, and nobody is told).
    """
    call = office.store.count(f"call {envelope.message_id}")
    if office.mischief("refuse", envelope.message_id, call):
        return "refuse"
    if office.mischief("html_200", envelope.message_id, call):
        return "html"
    if not _lay_down(office, envelope):
        return "conflict"
    return "lost" if office.mischief("drop_after_commit", envelope.message_id, call) else "OK"


def _lay_down(office: Office, envelope: Envelope) -> bool:
    """Archive and count; False when the number is taken by another message."""
    digest = hashlib.sha256(envelope.xml).hexdigest()
    with office.store.transaction():
        known = office.store.row("SELECT id, sha256 FROM messages WHERE message_id = ?", envelope.message_id)
        if known is None:
            office.store.insert(
                "messages",
                message_id=envelope.message_id,
                kind=envelope.kind,
                sender=envelope.sender,
                sha256=digest,
                xml=envelope.xml,
                arrivals=1,
                received_at=office.clock(),
            )
            return True
        if known["sha256"] != digest:
            office.store.run("UPDATE messages SET conflicts = conflicts + 1 WHERE id = ?", known["id"])
            return False
        again = 1 if not office.settings["dedupe"] or did_not_reach_customs(office, known["id"]) else 0
        office.store.run(
            "UPDATE messages SET arrivals = arrivals + 1, waiting = max(waiting, ?) WHERE id = ?",
            again,
            known["id"],
        )
        if office.settings["retell"] and not again:
            retell(office, known["id"])
        return True


def poll(office: Office, receipt: str, request: Request) -> Response:
    """`GET /ceb312msg` and its sisters."""
    if office.mischief("poll_error", "poll", office.store.count("polls")):
        return page(ERROR_PAGE, 503)
    since = request.query.get("qryid", "")
    try:
        moment = from_compact(since) if since else 0.0
    except ValueError as problem:
        raise RefusedError("qryid must be yyyyMMddHHmmss") from problem
    return answer(receipts.poll(office, receipt, request.query.get("dxpid", ""), moment))
