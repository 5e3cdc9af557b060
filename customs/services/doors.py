"""A mall's door at a port: address and box from its account, what else the door needs from its secrets."""

from __future__ import annotations

import json

from customs import ports
from customs.models import PortAccount
from tenancy.models import MallSecret
from tenancy.vault import secrets


def keep_credentials(port: str, values: dict[str, str]) -> None:
    """Lay them over those that are there; an empty value takes one away."""
    merged = {name: value for name, value in (credentials_of(port) | values).items() if value}
    secrets.put(name=_name(port), value=json.dumps(merged))
    # What a door that did not know us waits for: it is tried again with the next round.
    PortAccount.objects.filter(port=port).update(failures=0, away_until=None)


def credentials_of(port: str) -> dict[str, str]:
    try:
        return dict(json.loads(secrets.get(_name(port))))
    except MallSecret.DoesNotExist:
        return {}


def door_of(account: PortAccount) -> ports.Port:
    """The client, ready to speak for the open mall."""
    wanted = ports.CREDENTIALS[ports.data(account.port).family]
    secrets_of_door = credentials_of(account.port) if wanted else {}
    door = ports.Door(account.endpoint, account.dxp_id, account.agent_code, secrets_of_door)
    return ports.port(account.port, door)


def _name(port: str) -> str:
    return f"customs.{port}.door"
