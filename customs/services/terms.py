"""What a mall agreed on with a port: its hours, its pace, and who declares what there."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import time

from django.db import transaction

from customs.messages.building import MOST_DOCUMENTS
from customs.models import PortAccount
from customs.services.announcing import announce
from customs.types import NoPort


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """`opens` and `closes` by Beijing's clock, None: always; `per_minute` messages, 0: as many as come; `per_file`
    documents. `needs_filing`: only goods that are filed at the port are sold and declared there."""

    opens: time | None = None
    closes: time | None = None
    per_minute: int = 0
    per_file: int = 1
    site_code: str = ""
    site_name: str = ""
    wants_payer_document: bool = False
    carrier_declares: bool = False
    needs_filing: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.per_file <= MOST_DOCUMENTS or self.per_minute < 0:
            raise ValueError("a file holds one document at least, and as many as the message may")


def keep_terms(*, port: str, terms: Terms) -> None:
    """Raises NoPort."""
    with transaction.atomic():
        if PortAccount.objects.filter(port=port).update(**asdict(terms)) != 1:
            raise NoPort()
        announce(port)
