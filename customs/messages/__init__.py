"""Customs messages (海关跨境统一版报文, 202205):

tables, building, checking, reading, signing. Pure: no Django."""

from customs.messages.building import build
from customs.messages.checking import Checked, check
from customs.messages.reading import read
from customs.messages.signature import Signer, Verdict, verify
from customs.messages.tables import TABLES, table
from customs.messages.types import (
    BuildRefused,
    Document,
    Finding,
    Message,
    MessageError,
    ReadRefused,
    Table,
)

__all__ = [
    "TABLES",
    "BuildRefused",
    "Checked",
    "Document",
    "Finding",
    "Message",
    "MessageError",
    "ReadRefused",
    "Signer",
    "Table",
    "Verdict",
    "build",
    "check",
    "read",
    "table",
    "verify",
]
