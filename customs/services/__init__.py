"""Verbs of the customs floor, one a file; each is keyword-only."""

from customs.services.declare import declare
from customs.services.mend_and_resend import mend_and_resend
from customs.services.open_account import open_account
from customs.services.poll_receipts import poll_receipts
from customs.services.receive_push import receive_push
from customs.services.record_receipt import record_receipt
from customs.services.resend_unsent import resend_unsent

__all__ = [
    "declare",
    "mend_and_resend",
    "open_account",
    "poll_receipts",
    "receive_push",
    "record_receipt",
    "resend_unsent",
]
