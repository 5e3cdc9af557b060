"""What the clock starts here."""

from __future__ import annotations

from datetime import datetime

from customs.reconcile import services


def compare_bills(now: datetime) -> None:
    services.compare_bills(now=now)
