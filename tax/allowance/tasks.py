"""Scheduled work of the ledger."""

from celery import shared_task
from django.utils import timezone

from tax.allowance.services import sweep


@shared_task
def sweep_expired_allowances() -> int:
    """Give back what expired reservations hold."""
    return sweep(now=timezone.now())
