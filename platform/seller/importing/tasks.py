"""The background work of an import, heard from the journal: check a file, then apply it slice by slice.

Each slice is one transaction that also records what is due next. A worker that dies loses its slice and nothing
else; a slice heard twice finds its rows done.
"""

from __future__ import annotations

import logging
import time
from collections import defaultdict
from itertools import islice
from typing import Any

from django.db import DataError, IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_noop as noop
from django.utils.translation import override

from catalog.inventory.types import InventoryError
from catalog.supply.importing import Put, put_rows
from catalog.types import CatalogError
from journal.services import record
from journal.types import Fact
from partners.models import ImportJob, ImportRow
from partners.storage import private
from seller.importing import pictures
from seller.importing.checking import check_row, known_for, unquoted
from seller.importing.reading import Unreadable, rows_of
from tenancy.scope import Actor, current_mall_id, in_mall

log = logging.getLogger(__name__)
SLICE, BATCH = 250, 500
BUDGET = 15.0
"""Seconds: well under the lease of a delivery, so that nobody else takes the same one."""
S = ImportJob.State


def due(job: ImportJob, step: str, **more: Any) -> None:
    """Record in the caller's transaction that a step of the job is due."""
    record(kind=f"import.{step}_due", subject=f"import:{job.pk}", payload={"job_id": job.pk} | more)


def check(fact: Fact) -> None:
    """Read the whole file and judge every row; nothing of the catalogue changes. Heard again, it starts over."""
    job = ImportJob.objects.filter(pk=fact.payload["job_id"], state=S.CHECKING).first()
    if job is None:
        return
    with in_mall(current_mall_id(), actor=Actor.supplier(job.supplier_id)):
        with transaction.atomic():
            ImportRow.objects.filter(job=job).delete()
            ImportJob.objects.filter(pk=job.pk).update(done=0, bad=0, made=0, changed=0, total=0)
        with private.open(job.file) as file:
            data = file.read()
        try:
            (pictures.list_rows if job.kind == "pictures" else _check_rows)(job, data)
        except Unreadable as refused:
            values = {"state": S.FAILED, "problem": str(refused)[:300], "finished_at": timezone.now()}
            ImportJob.objects.filter(pk=job.pk, state=S.CHECKING).update(**values)
            return
        ImportJob.objects.filter(pk=job.pk, state=S.CHECKING).update(state=S.CHECKED, total=F("done"), done=0)


def _check_rows(job: ImportJob, data: bytes) -> None:
    # Too many rows are refused before any is judged, and the bar knows where it ends.
    total = max(0, sum(1 for _ in rows_of(data)) - 1)
    ImportJob.objects.filter(pk=job.pk).update(total=total)
    known, rows = known_for(job.supplier_id), rows_of(data)
    next(rows, None)
    while batch := list(islice(rows, BATCH)):
        known.look_up(_column(job, batch, "sku"), _column(job, batch, "product"))
        made = [row for sheet_row in batch if (row := _row(job, sheet_row, known)) is not None]
        keep_batch(job, made)


def _column(job: ImportJob, batch: list[Any], key: str) -> set[str]:
    """What stands in one column, as it was written and as it is read."""
    place = job.columns.get(key, -1)
    found = {row.cells[place].strip() for row in batch if 0 <= place < len(row.cells)}
    return found | {unquoted(text) for text in found}


def keep_batch(job: ImportJob, made: list[ImportRow]) -> None:
    """Rows and progress together, so that the bar never lies."""
    with transaction.atomic():
        ImportRow.objects.bulk_create(made)
        bad = sum(row.outcome == ImportRow.Outcome.BAD for row in made)
        fresh = sum(row.outcome == ImportRow.Outcome.NEW for row in made)
        ImportJob.objects.filter(pk=job.pk).update(
            done=F("done") + len(made), bad=F("bad") + bad, made=F("made") + fresh,
            changed=F("changed") + len(made) - bad - fresh,
        )  # fmt: skip


def _row(job: ImportJob, sheet_row: Any, known: Any) -> ImportRow | None:
    cells = {
        key: sheet_row.cells[place] for key, place in job.columns.items() if place < len(sheet_row.cells)
    }
    if all(value == key for key, value in cells.items()):
        return None  # the row of keys that the template hides
    values, problems = check_row(cells, known, sheet_row.number)
    outcome = "bad" if problems else "changed" if values.get("sku") in known.skus else "new"
    kept = values | {"_cells": {k: v for k, v in cells.items() if v}} if problems else values
    return ImportRow(
        job=job, number=sheet_row.number, key=str(cells.get("sku", ""))[:60], values=kept, problems=problems,
        outcome=outcome,
    )  # fmt: skip


def apply(fact: Fact) -> None:
    """Slices of a confirmed job, one after the other for some seconds; what is left is due again already."""
    until, done = time.monotonic() + BUDGET, int(fact.payload["from"])
    while done >= 0 and time.monotonic() < until:
        done = _slice(fact.payload["job_id"], done)


def _slice(job_id: int, start: int) -> int:
    """One slice, in one transaction with the fact that the next is due. Returns where that starts, -1 at the end."""
    job = ImportJob.objects.filter(pk=job_id).first()
    if job is None:
        return -1
    # A refusal is kept as its English sentence, which the page that shows it translates.
    with (
        in_mall(current_mall_id(), actor=Actor.supplier(job.supplier_id)),
        override("en"),
        transaction.atomic(),
    ):
        job = ImportJob.objects.select_for_update().get(pk=job.pk)
        if job.state != S.RUNNING or job.done != start:
            return -1  # cancelled, or this slice was done before
        rows = list(job.rows.filter(is_applied=False).exclude(outcome="bad").order_by("number")[:SLICE])
        _settle(job, rows, _pictures(job, rows) if job.kind == "pictures" else _products(job, rows))
        job.done += len(rows)
        if rows:
            due(job, "slice", **{"from": job.done})
        else:
            job.state, job.finished_at = S.DONE, timezone.now()
        job.save()
    return job.done if rows else -1


def _products(job: ImportJob, rows: list[ImportRow]) -> list[Put]:
    """The slice together; where the database refuses it as a whole, each row by itself, so that one holds none back."""
    try:
        with transaction.atomic():
            return _put(job, rows)
    except (IntegrityError, DataError, InventoryError):
        return [_alone(job, row) for row in rows]


def _put(job: ImportJob, rows: list[ImportRow]) -> list[Put]:
    values = [row.values for row in rows]
    return put_rows(values, supplier_id=job.supplier_id, by=f"import:{job.pk}", now=timezone.now())


def _alone(job: ImportJob, row: ImportRow) -> Put:
    try:
        with transaction.atomic():
            return _put(job, [row])[0]
    except (IntegrityError, DataError, InventoryError):
        log.exception("A row of an import was refused by the database: job %s, row %s", job.pk, row.number)
        return Put(refused=CatalogError(noop("This row could not be kept. Check its values."), field="sku"))


def _pictures(job: ImportJob, rows: list[ImportRow]) -> list[Put]:
    """Pictures are made anew one by one; each is all there or not at all."""
    return [_picture(job, row) for row in rows]


def _picture(job: ImportJob, row: ImportRow) -> Put:
    try:
        with transaction.atomic():
            return Put(outcome=pictures.put(job, row))
    except CatalogError as refused:
        return Put(refused=refused)


def _settle(job: ImportJob, rows: list[ImportRow], answers: list[Put]) -> None:
    """What became of each row. What is refused now joins those with problems."""
    by_outcome: dict[str, list[int]] = defaultdict(list)
    for row, put in zip(rows, answers, strict=True):
        before, row.outcome = row.outcome, put.outcome or "bad"
        job.bad += row.outcome == "bad"
        job.made += (row.outcome == "new") - (before == "new")
        job.changed += (row.outcome == "changed") - (before == "changed")
        if put.refused is None:
            by_outcome[row.outcome].append(row.pk)
        else:
            row.problems = [[put.refused.field or "sku", str(put.refused.message), {}]]
            row.is_applied = True
            row.save(update_fields=["outcome", "problems", "is_applied"])
    for outcome, ids in by_outcome.items():
        ImportRow.objects.filter(pk__in=ids).update(outcome=outcome, is_applied=True)
