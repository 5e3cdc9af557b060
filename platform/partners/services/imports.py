"""The life of an import: a file comes in, columns are chosen, it is checked, confirmed, or given up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from journal.services import record
from partners import locks
from partners.models import ImportJob
from partners.storage import private
from partners.types import NotNow, NotThere, PartnerError

S = ImportJob.State
MOST_OPEN = 5


def start_import(
    *,
    supplier_id: int,
    user_id: int,
    kind: str,
    name: str,
    data: bytes,
    columns: Mapping[str, int],
    now: datetime,
) -> int:
    """Keep the file. Pictures have no columns to choose and are checked at once. Raises PartnerError."""
    with transaction.atomic():
        row = locks.supplier(supplier_id)
        if row.imports.filter(state__in=(S.CHECKING, S.RUNNING)).count() >= MOST_OPEN:
            raise PartnerError(_("Too many imports are under way. Wait until one is done."), field="file")
        job = ImportJob.objects.create(
            supplier=row, made_by_id=user_id, kind=kind, file_name=name[:120], columns=dict(columns), created_at=now,
            state=S.CHECKING if kind == ImportJob.Kind.PICTURES else S.UPLOADED,
        )  # fmt: skip
        suffix = "zip" if kind == ImportJob.Kind.PICTURES else "sheet"
        job.file = private.save(f"imports/{row.pk}/{job.pk}.{suffix}", ContentFile(data))
        job.save(update_fields=["file"])
        if job.state == S.CHECKING:
            _due(job, "check", {})
    return job.pk


def choose_columns(*, job_id: int, columns: Mapping[str, int]) -> None:
    """How the file is read; it is checked in the background. Raises NotThere, NotNow."""
    with transaction.atomic():
        job = _lock(job_id, (S.UPLOADED, S.CHECKED))
        job.columns, job.state = dict(columns), S.CHECKING
        job.save()
        _due(job, "check", {})


def confirm_import(*, job_id: int) -> None:
    """Apply the rows that have no problem. Raises NotThere, NotNow."""
    with transaction.atomic():
        job = _lock(job_id, (S.CHECKED,))
        if job.total <= job.bad:
            raise NotNow(_("No row can be imported. Mend the file first."))
        job.state, job.done, job.made, job.changed = S.RUNNING, 0, job.made, job.changed
        job.save()
        _due(job, "slice", {"from": 0})


def cancel_import(*, job_id: int, now: datetime) -> None:
    """Stop; rows that are in stay in."""
    with transaction.atomic():
        job = _lock(job_id, (S.UPLOADED, S.CHECKING, S.CHECKED, S.RUNNING))
        job.state, job.finished_at = S.CANCELLED, now
        job.save()


def _lock(job_id: int, states: tuple[str, ...]) -> ImportJob:
    job = ImportJob.objects.select_for_update().filter(locks.reachable(), pk=job_id).first()
    if job is None:
        raise NotThere
    if job.state not in states:
        raise NotNow(_("This import is past that step."))
    return job


def _due(job: ImportJob, step: str, more: dict[str, Any]) -> None:
    record(kind=f"import.{step}_due", subject=f"import:{job.pk}", payload={"job_id": job.pk} | more)
