"""Verbs of personal data."""

from privacy.services.erasing import ask_erasure, erase_account, withdraw_erasure
from privacy.services.exporting import ask_export, end_exports, make_export, take_export
from privacy.services.retiring import finish_erasures, retire_contacts, retire_identities
from privacy.services.telling import tell_old_phone

__all__ = [
    "ask_erasure",
    "ask_export",
    "end_exports",
    "erase_account",
    "finish_erasures",
    "make_export",
    "retire_contacts",
    "retire_identities",
    "take_export",
    "tell_old_phone",
    "withdraw_erasure",
]
