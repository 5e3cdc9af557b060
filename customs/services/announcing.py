"""Say below whether a port takes the mall's declarations: what could not be declared is not sold."""

from __future__ import annotations

from catalog.inventory.places import close_port, open_port
from customs.models import PortAccount, PortSigner


def announce(port: str) -> None:
    """After any change of the mall's account at `port`: switched on, its companies and its signer there."""
    account = PortAccount.objects.filter(port=port).exclude(state=PortAccount.State.OFF).first()
    if account is not None and is_complete(account) and PortSigner.objects.filter(port=port).exists():
        open_port(port=port)
    else:
        close_port(port=port)


def is_complete(account: PortAccount) -> bool:
    """Companies and customs district are filled in."""
    return all((account.platform_code, account.agent_code, account.payer_code, account.customs_code))
