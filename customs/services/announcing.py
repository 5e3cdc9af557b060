"""Say below what ports and zones take of the mall: what could not be declared is not sold."""

from __future__ import annotations

from django.db import transaction

from catalog.inventory.places import close_port, open_port
from catalog.inventory.registers import drop_books, note_book, note_filing, note_filings
from catalog.types import BookItem as Entry
from catalog.types import Days
from customs.locks import lock_book, lock_filings
from customs.models import AccountBook, BookItem, Filing, PortAccount, PortSigner


def announce(port: str) -> None:
    """After any change of the mall's account at `port`: switched on, its companies, its signer, whether it wants
    goods to be filed."""
    account = PortAccount.objects.filter(port=port).exclude(state=PortAccount.State.OFF).first()
    if account is not None and is_complete(account) and PortSigner.objects.filter(port=port).exists():
        if account.needs_filing:
            announce_filings(port)
        open_port(port=port, wants_filing=account.needs_filing)
    else:
        close_port(port=port)


def is_complete(account: PortAccount) -> bool:
    """Companies and customs district are filled in."""
    return all((account.platform_code, account.agent_code, account.payer_code, account.customs_code))


def announce_filing(row: Filing) -> None:
    """In the transaction that changed it, which holds the row."""
    approved = row.state == Filing.State.APPROVED
    days = Days(row.valid_from, row.valid_until) if approved else None
    note_filing(port=row.port, sku_id=row.sku_id, days=days)


def announce_filings(port: str) -> None:
    """All of a port at once; whoever decides one meanwhile waits."""
    with transaction.atomic():
        rows = [row for row in lock_filings(port) if row.state == Filing.State.APPROVED]
        filed = {row.sku_id: Days(row.valid_from, row.valid_until) for row in rows}
        note_filings(port=port, filed=filed)


def announce_book(book_id: int) -> None:
    """After any change of a book or its items."""
    with transaction.atomic():
        book = lock_book(book_id)
        rows = BookItem.objects.filter(book_id=book_id)
        items = {row.number: Entry(row.hs_code, row.name, row.unit) for row in rows}
        note_book(number=book.number, valid_until=book.valid_until, items=items)
        drop_books(but=set(AccountBook.objects.values_list("number", flat=True)))


def announce_all() -> None:
    """Everything again, as it stands: harmless as often as it is done."""
    for port in PortAccount.objects.order_by("port").values_list("port", flat=True):
        announce(port)
    for book_id in AccountBook.objects.order_by("pk").values_list("pk", flat=True):
        announce_book(book_id)
