"""The Celery application: it carries ids, the truth is in PostgreSQL."""

import os

from celery import Celery
from celery.signals import beat_init, before_task_publish, worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("crossport")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["journal"])


@worker_init.connect
def _refuse_strong_role(**_: object) -> None:
    """A worker does not start under a database role that could see every mall."""
    from tenancy.errors import RoleTooStrong
    from tenancy.roles import refuse_strong_roles

    try:
        refuse_strong_roles()
    except RoleTooStrong as error:
        # Celery logs an exception of a signal's hearer and goes on; it does not go on from this.
        raise SystemExit(f"RoleTooStrong: {error}") from error


@beat_init.connect
def _note_the_schedulers_ticks(**_: object) -> None:
    """In the scheduler's process alone: what it sends is noted before the broker has it."""
    from journal.pulses import Noting

    before_task_publish.connect(Noting(), weak=False)
