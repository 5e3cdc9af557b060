"""Proposing, approving and rejecting rate batches."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from tax.locks import locked_batch
from tax.models import HsRate, PositiveListEntry, PostalRate, RateBatch
from tax.services import tables
from tax.types import BatchNotOpenError, SecondOperatorNeededError

MODELS: dict[str, type[Any]] = {"hs": HsRate, "article": PostalRate, "list": PositiveListEntry}


@transaction.atomic
def propose(
    *, kind: str, title: str, rows: Sequence[dict[str, Any]], operator_id: int | None, now: datetime
) -> RateBatch:
    """Write a batch and its rows. They count for nothing until another operator approves."""
    batch = RateBatch.objects.create(kind=kind, title=title, proposed_by_id=operator_id, proposed_at=now)
    model = MODELS[kind]
    model.objects.bulk_create([model(batch=batch, **row) for row in rows])
    return batch


def approve(*, batch_id: int, operator_id: int, now: datetime) -> int:
    """The batch becomes the next version, which is returned. Raises SecondOperatorNeededError, BatchNotOpenError.

    Where no version is open yet, the package's rates become the first ones.
    """
    with transaction.atomic():
        # else the first batch would end every rate of the package that it does not name
        open_seed_version(now=now)
        version = _approve(batch_id, operator_id, now)
    tables.forget()
    return version


@transaction.atomic
def _approve(batch_id: int, operator_id: int | None, now: datetime) -> int:
    batch = _open_batch(batch_id, operator_id)
    batch.state = RateBatch.State.APPROVED
    batch.version = (RateBatch.objects.aggregate(last=Max("version"))["last"] or 0) + 1
    batch.decided_by_id, batch.decided_at = operator_id, now
    try:
        with transaction.atomic():
            batch.save()
    except IntegrityError as error:
        # another batch took the number at the same moment
        raise BatchNotOpenError() from error
    return batch.version


@transaction.atomic
def reject(*, batch_id: int, operator_id: int, now: datetime) -> None:
    """The batch is closed and never counts."""
    batch = _open_batch(batch_id, operator_id)
    batch.state = RateBatch.State.REJECTED
    batch.decided_by_id, batch.decided_at = operator_id, now
    batch.save()


def _open_batch(batch_id: int, operator_id: int | None) -> RateBatch:
    batch = locked_batch(batch_id)
    if batch is None or batch.state != RateBatch.State.PROPOSED:
        raise BatchNotOpenError()
    if operator_id is not None and batch.proposed_by_id == operator_id:
        raise SecondOperatorNeededError()
    return batch


@transaction.atomic
def open_seed_version(*, now: datetime) -> int:
    """The package's rates as the first versions, of nobody. Nothing where a version is open. Batches written."""
    if RateBatch.objects.filter(version__isnull=False).exists():
        return 0
    from tax.services.importing import read_rates
    from tax.services.seeding import seed_texts

    written = 0
    for kind, text in seed_texts().items():
        report = read_rates(kind=kind, text=text)
        batch = propose(kind=kind, title=f"Package seed: {kind}", rows=report.rows, operator_id=None, now=now)
        _approve(batch.pk, None, now)
        written += 1
    tables.forget()
    return written
