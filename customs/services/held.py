"""What was held back for a setting that somebody mends: tried again by itself. And the notice before that."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from customs.models import Declaration, PortSigner
from customs.services.alarms import ENDING
from customs.services.declare import declare
from customs.types import CustomsError, HeldBack, SignerAway, SignerBusy
from journal.services import record
from orders.types import NotAllowedNow

log = logging.getLogger(__name__)

_AT_ONCE = 200
_OF_SETTINGS = (
    Q(reason_code__in=("signer.out_of_date", "filing.missing"))
    | Q(reason_code__startswith="batch.")
    | Q(reason_code__startswith="book.")
)
"""Reasons that lie in the mall's settings and not in the package: a signer, a filing, a batch, a book item."""


def declare_what_was_held(*, now: datetime) -> int:
    """Returns how many are on their way now. What is still held back stays so, with its reason of today."""
    rows = Declaration.objects.filter(_OF_SETTINGS, state=Declaration.State.HELD).order_by("pk")
    gone = 0
    for package_id in list(rows.values_list("package_id", flat=True)[:_AT_ONCE]):
        try:
            declare(package_id=package_id, now=now)
            gone += 1
        except (SignerBusy, SignerAway):
            return gone
        except HeldBack:
            continue
        except (CustomsError, NotAllowedNow) as refused:
            log.info("package %s stays held back: %s", package_id, refused.code)
    return gone


def warn_of_ending(*, now: datetime) -> int:
    """Signing certificates that end within thirty days, or ended: each is a fact a day until another is kept."""
    rows = list(PortSigner.objects.filter(valid_until__lt=now + ENDING).order_by("port"))
    for row in rows:
        left = (row.valid_until - now).days
        log.warning("the signing certificate %s at port %s ends in %s days", row.serial, row.port, left)
        payload = {"port": row.port, "serial": row.serial, "until": row.valid_until.isoformat(), "days": left}
        with transaction.atomic():
            record(kind="signer.ending", subject=f"port:{row.pk}", payload=payload, at=now)
    return len(rows)
