"""One process's callers: Django is set up where the process begins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # models come only once Django is set up
    from tests.once.buying import Wish

Job = tuple[int, "list[Wish]", str, str, int, bool]
"""mall id, wishes, the gateway's address, merchant, threads, whether the keys are sent."""
_SHARED: dict[str, Any] = {}


def begin(gate: Any) -> None:
    from tests.rush.sharing import set_up

    set_up()
    _SHARED["gate"] = gate


def share(job: Job) -> list[list[str]]:
    from tests.once.buying import callers

    mall_id, wishes, url, mchid, threads, keyed = job
    return callers(mall_id, wishes, url, mchid, threads, _SHARED["gate"], keyed=keyed)
