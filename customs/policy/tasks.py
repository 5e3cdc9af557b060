"""The background work of the policy desk, heard from the journal: a what-if run goes on, slice by slice."""

from __future__ import annotations

from django.utils import timezone

from customs.policy.what_if.run import fail, go_on
from customs.policy.what_if.types import BadChange
from journal.types import Fact


def count_slice(fact: Fact) -> None:
    """One slice; the next is due by the fact it leaves. A change that cannot be read any more ends the run."""
    run_id, number = int(fact.payload["run_id"]), int(fact.payload["number"])
    try:
        go_on(run_id=run_id, number=number, now=timezone.now())
    except BadChange as bad:
        fail(run_id=run_id, why=str(bad), now=timezone.now())
