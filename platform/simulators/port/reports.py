"""What the port knows, for tests, demos and its own page."""

import json

from simulators.clock import iso
from simulators.port.intake.fields import FORMS
from simulators.port.office import Office
from simulators.store import Row


def messages(office: Office, message_id: str = "", order_no: str = "") -> list[Row]:
    rows = office.store.rows(
        "SELECT * FROM messages m WHERE ? IN ('', message_id) "
        "AND (? = '' OR EXISTS (SELECT 1 FROM documents d WHERE d.message_row = m.id AND d.order_no = ?)) "
        "ORDER BY id",
        message_id,
        order_no,
        order_no,
    )
    return [
        {
            "message_id": row["message_id"],
            "message_type": f"CEB{row['kind']}Message.xml",
            **{name: row[name] for name in ("arrivals", "accepted", "conflicts", "outcome", "sha256")},
            "order_nos": _order_nos(office, row["id"]),
            "received_at": iso(row["received_at"]),
        }
        for row in rows
    ]


def _order_nos(office: Office, message_row: int) -> list[str]:
    sql = "SELECT DISTINCT order_no FROM documents WHERE message_row = ? ORDER BY order_no"
    return [row["order_no"] for row in office.store.rows(sql, message_row)]


def declarations(office: Office, order_no: str = "", kind: str = "", last: int = -1) -> list[Row]:
    """Documents in the order they came; only the `last` ones where that is not -1."""
    rows = office.store.rows(
        "SELECT d.*, m.message_id FROM documents d JOIN messages m ON m.id = d.message_row "
        "WHERE ? IN ('', d.order_no) AND ? IN ('', d.kind) ORDER BY d.id DESC LIMIT ?",
        order_no,
        kind,
        last,
    )
    names = ("kind", "order_no", "key", "status", "info", "state", "pre_no", "invt_no", "message_id")
    return [
        {
            **{name: row[name] for name in names},
            "cop_no": _cop_no(row),
            "history": _history(office, row["id"]),
        }
        for row in reversed(rows)
    ]


def _cop_no(row: Row) -> str:
    return str(json.loads(row["head"]).get("copNo", ""))


def _history(office: Office, document: int) -> list[Row]:
    rows = office.store.rows("SELECT status, info, at FROM history WHERE document = ? ORDER BY id", document)
    return [{**row, "at": iso(row["at"])} for row in rows]


def order(office: Office, order_no: str) -> Row:
    """Per kind: how often it arrived, was taken, was refused; where it stands."""
    found = {}
    for kind in FORMS:
        papers = office.store.rows(
            "SELECT accepted, status, state FROM documents WHERE order_no = ? AND kind = ? ORDER BY id",
            order_no,
            kind,
        )
        if not papers:
            continue
        arrivals = office.store.value(
            "SELECT sum(arrivals) FROM messages WHERE id IN (SELECT message_row FROM documents "
            "WHERE order_no = ? AND kind = ?)",
            order_no,
            kind,
        )
        standing = [paper for paper in papers if paper["state"] == "standing"]
        taken = sum(paper["accepted"] for paper in papers)
        found[kind] = {
            "arrivals": arrivals,
            "acceptances": taken,
            "refusals": len(papers) - taken,
            "status": (standing or papers)[-1]["status"],
        }
    return found


def stats(office: Office) -> Row:
    store = office.store
    counted = store.row(
        'SELECT coalesce(sum(arrivals), 0) AS arrivals, count(*) AS "distinct", '
        "coalesce(sum(conflicts), 0) AS conflicts, coalesce(sum(waiting), 0) AS unprocessed FROM messages"
    )
    sql = "SELECT kind, order_no FROM documents WHERE beside > 0 ORDER BY kind, order_no"
    twice = [[row["kind"], row["order_no"]] for row in store.rows(sql)]
    released = (
        "SELECT count(DISTINCT order_no) FROM documents WHERE kind = '621' AND status IN ('800', '899')"
    )
    published = "SELECT count(*) FROM receipts WHERE publish_at <= ?"
    return {
        "messages": counted,
        "documents": {kind: _kind_stats(office, kind) for kind in FORMS},
        "accepted_twice": twice,
        "orders_released": store.value(released),
        "receipts": {
            "total": store.value("SELECT count(*) FROM receipts"),
            "published": store.value(published, office.clock()),
        },
    }


def _kind_stats(office: Office, kind: str) -> Row:
    sql = "SELECT accepted, status, count(*) AS n FROM documents WHERE kind = ? GROUP BY accepted, status"
    rows = office.store.rows(sql, kind)
    by_status: dict[str, int] = {}
    for row in rows:
        by_status[row["status"]] = by_status.get(row["status"], 0) + row["n"]
    return {
        "accepted": sum(row["n"] for row in rows if row["accepted"]),
        "refused": sum(row["n"] for row in rows if not row["accepted"]),
        "by_status": by_status,
    }
