"""The postman: brings published receipts to the boxes of doors that are not polled, again until they are taken."""

import json
from collections.abc import Callable
from typing import Any

from simulators.port.office import Office
from simulators.store import Row

_BATCH = 50
_AGAIN = (0.2, 0.5, 1, 2, 5, 10, 30)
Bring = Callable[[dict[str, Any], bytes, Row], bool]


def work(office: Office, door: str, way: Bring) -> bool:
    """A batch for the boxes at one door; False when nothing was due. One that is slow keeps no other door waiting."""
    rows = office.store.rows(
        "SELECT r.*, b.config, coalesce(d.tries, 0) AS tries FROM boxes b "
        "JOIN receipts r ON r.dxp_id = b.dxp_id LEFT JOIN deliveries d ON d.receipt = r.id "
        "WHERE b.door = ? AND r.brought = 0 AND r.publish_at <= ? AND coalesce(d.next_at, 0) <= ? "
        "ORDER BY r.publish_at, r.id LIMIT ?",
        door,
        office.clock(),
        office.clock(),
        _BATCH,
    )
    for row in rows:
        _bring(office, way, row)
    return bool(rows)


def _bring(office: Office, way: Bring, row: Row) -> None:
    tries = row["tries"] + 1
    taken = way(json.loads(row["config"]), row["xml"], row)
    done = taken and not (tries == 1 and office.mischief("repeat", "repeat", row["id"]))
    # Hurried or not, a door that is shut is not tried without pause.
    wait = max(_AGAIN[min(tries, len(_AGAIN)) - 1] * office.settings["speed"], _AGAIN[0] if tries > 1 else 0)
    with office.store.transaction():
        office.store.run(
            "INSERT INTO deliveries (receipt, tries, next_at) VALUES (?, ?, ?) "
            "ON CONFLICT (receipt) DO UPDATE SET tries = excluded.tries, next_at = excluded.next_at",
            row["id"],
            tries,
            office.clock() + wait,
        )
        if done:
            office.store.run("UPDATE receipts SET brought = 1 WHERE id = ?", row["id"])
