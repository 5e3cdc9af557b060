"""A box at the exchange platform (DXP ID): whose it is, and which of a mall's ports a receipt in it speaks of.

Who reads a box empties it: two malls with one would take each other's receipts. Several ports of one mall may have one
box, at one exchange: whichever of them is asked, each receipt goes to the port whose document it answers.
"""

from __future__ import annotations

from collections.abc import Iterable

from customs.models import Box, Declaration, Message, PortAccount, StockIn
from customs.services.direct.hear import find as find_stock_in
from customs.types import SENT_KIND_OF, Bill, BoxTaken, PortReceipt
from tenancy.scope import current_mall_id


def claim_box(dxp_id: str) -> None:
    """The mall's from now on; in the transaction that gives it to an account. Raises BoxTaken.

    One that no account of the mall names any longer is free again.
    """
    mall_id = current_mall_id()
    named = PortAccount.objects.values_list("dxp_id", flat=True)
    Box.objects.filter(mall_id=mall_id).exclude(dxp_id__in=[dxp_id, *named]).delete()
    if (
        dxp_id
        and Box.objects.get_or_create(dxp_id=dxp_id, defaults={"mall_id": mall_id})[0].mall_id != mall_id
    ):
        raise BoxTaken()


def is_taken(dxp_id: str) -> bool:
    """By another mall."""
    return Box.objects.filter(dxp_id=dxp_id).exclude(mall_id=current_mall_id()).exists()


def ports_of_box(account: PortAccount, accounts: Iterable[PortAccount]) -> list[str]:
    """Of the mall's `accounts` those that share this one's box, itself first; also ones that were switched off."""
    box = (account.endpoint, account.dxp_id)
    others = [row.port for row in accounts if (row.endpoint, row.dxp_id) == box and row.port != account.port]
    return [account.port, *others] if account.dxp_id else [account.port]


def port_of(row: PortReceipt | Bill, ports: list[str]) -> str:
    """Of these ports the one that it speaks of; the first, which was asked, where nobody knows."""
    return next((port for port in ports if _speaks_of(row, port)), ports[0]) if ports[1:] else ports[0]


def _speaks_of(row: PortReceipt | Bill, port: str) -> bool:
    if isinstance(row, Bill):
        return Declaration.objects.filter(port=port, list_number=row.list_number).exists()
    rows = Message.objects.filter(declaration__port=port)
    if row.kind == "900":
        named = rows.filter(message_id=row.message_id) | rows.filter(file__message_id=row.message_id)
    else:
        named = rows.filter(kind=SENT_KIND_OF.get(row.kind, ""), business_key=row.business_key[:80])
    return named.exists() or _stock_in(port, row) is not None


def _stock_in(port: str, row: PortReceipt) -> StockIn | None:
    return find_stock_in(port, row) if row.kind in ("712", "900") else None
