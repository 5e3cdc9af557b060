"""The only home of this floor's row locks. A declaration is locked before the order it belongs to."""

from __future__ import annotations

from collections.abc import Iterable

from customs.models import AccountBook, Declaration, Filing, MailBatch, WhatIfRun
from customs.types import NoSuchDeclaration


def lock_declarations(ids: Iterable[int]) -> list[Declaration]:
    """Several, in the order of their keys, so that two who lock never wait for each other."""
    rows = Declaration.objects.select_for_update(no_key=True).filter(pk__in=set(ids))
    return list(rows.order_by("pk"))


def lock_declaration(declaration_id: int) -> Declaration:
    """Raises NoSuchDeclaration."""
    found = Declaration.objects.select_for_update(no_key=True).filter(pk=declaration_id).first()
    if found is None:
        raise NoSuchDeclaration()
    return found


def lock_batch(batch_id: int) -> MailBatch:
    return MailBatch.objects.select_for_update(no_key=True).get(pk=batch_id)


def lock_book(book_id: int) -> AccountBook:
    return AccountBook.objects.select_for_update(no_key=True).get(pk=book_id)


def lock_filings(port: str) -> list[Filing]:
    """All of a port, in the order of their keys."""
    return list(Filing.objects.select_for_update(no_key=True).filter(port=port).order_by("pk"))


def lock_run(run_id: int) -> WhatIfRun:
    return WhatIfRun.objects.select_for_update(no_key=True).get(pk=run_id)
