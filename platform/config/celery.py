"""The Celery application: it carries ids, the truth is in PostgreSQL."""

import os

from celery import Celery
from celery.signals import worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("crossport")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["journal"])


@worker_init.connect
def _refuse_strong_role(**_: object) -> None:
    """A worker does not start under a database role that could see every mall."""
    from tenancy.errors import RoleTooStrong
    from tenancy.roles import refuse_strong_role

    try:
        refuse_strong_role()
    except RoleTooStrong as error:
        # Celery logs an exception of a signal's hearer and goes on; it does not go on from this.
        raise SystemExit(f"RoleTooStrong: {error}") from error
