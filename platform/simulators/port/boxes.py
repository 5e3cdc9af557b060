"""Whose receipts go where (信箱): by the DXP id of the sender, with what its door needs."""

import json
from typing import Any

from simulators.store import Row, Store
from simulators.web.routing import RefusedError, asked

DOORS = ("push", "soap", "form", "amqp", "sftp")


def open_box(store: Store, body: Row) -> Row:
    """`{dxp_id, door, …}`; again = replaced."""
    dxp_id, door = asked(body, "dxp_id", "door")
    if door not in DOORS:
        raise RefusedError(f"unknown door: {door}")
    store.run(
        "INSERT INTO boxes (dxp_id, door, config) VALUES (?, ?, ?) "
        "ON CONFLICT (dxp_id) DO UPDATE SET door = excluded.door, config = excluded.config",
        dxp_id,
        door,
        json.dumps(body),
    )
    return {"dxp_id": dxp_id, "door": door}


def boxes(store: Store, door: str = "") -> list[dict[str, Any]]:
    rows = store.rows("SELECT * FROM boxes WHERE ? IN ('', door) ORDER BY dxp_id", door)
    return [json.loads(row["config"]) for row in rows]


def find(store: Store, door: str, **wanted: str) -> dict[str, Any] | None:
    """The box of that door whose fields are these."""
    return next((b for b in boxes(store, door) if all(b.get(k) == v for k, v in wanted.items())), None)
