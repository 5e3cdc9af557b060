"""The product's Celery application, with what a run of chaos changes in it by environment.

`CHAOS_LEASE`: seconds after which what a dead worker held is taken up by another, so that a small run need not
wait out the usual lease; four times as long, and a silent port is asked again for what it published late (a machine
with too much to do publishes later than rounds overlap). `CHAOS_OUTBOX=off`: the control.
"""

import os
from datetime import timedelta
from importlib import import_module

import django

django.setup()

from config.celery import app  # noqa: E402
from journal import delivery  # noqa: E402
from tests.chaos import naive  # noqa: E402

__all__ = ["app"]

if lease := os.environ.get("CHAOS_LEASE"):
    delivery.LEASE = timedelta(seconds=float(lease))
    for verb in ("declare", "mend_and_resend", "resend_unsent"):  # each imported the number by its name
        import_module(f"customs.services.{verb}").SENDING = delivery.LEASE
    import_module("customs.selectors").SILENT_AFTER = 4 * delivery.LEASE
    import_module("customs.services.poll_receipts").LOOK_BACK_EVERY = 4 * delivery.LEASE
if os.environ.get("CHAOS_OUTBOX") == "off":
    naive.take_away_outbox()
