"""A port came to us with receipts (回执推送): judged, recorded, and told so in its own words."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime

from customs import ports
from customs.models import PortAccount
from customs.services.doors import door_of
from customs.services.record_bill import record
from customs.types import DoorShut, NoPort, PushRefused

log = logging.getLogger(__name__)


def receive_push(*, port: str, body: Mapping[str, str], now: datetime) -> str:
    """What to answer. What could not be recorded is answered as not taken, so that the port comes again.

    Raises NoPort where the open mall has no such door, PushRefused for a request that is not the port's.
    """
    account = PortAccount.objects.filter(port=port).exclude(state=PortAccount.State.OFF).first()
    door = door_of(account) if account else None
    if not isinstance(door, ports.Pushed):
        raise NoPort()
    try:
        rows = door.receive(body, now)
    except DoorShut as missing:
        raise PushRefused(missing.why) from missing
    try:
        for row in rows:
            record(port=port, row=row, now=now)
    except Exception:
        log.exception("what port %s pushed could not be recorded", port)
        return door.answered(False, "not recorded")
    PortAccount.objects.filter(port=port).update(polled_at=now)
    return door.answered(True, "OK")
