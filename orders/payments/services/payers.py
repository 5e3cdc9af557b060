"""Who paid, as the gateway named it: kept sealed under the orderer's key, so that both are forgotten together."""

from __future__ import annotations

import json
import uuid

from orders.payments.models import Payment
from orders.payments.types import Payer
from orders.selectors.payers import place_of
from tenancy.vault.people import seal_text


def keep_payer(payment: Payment, payer: Payer | None) -> list[str]:
    """Seal it into the (unsaved) row; the columns that changed. Goods that need no orderer need no payer either."""
    identity = payment.order.identity if payer is not None else None
    if payer is None or identity is None:
        return []
    payment.row_key, payment.payer_subject = uuid.uuid4(), identity.subject
    plain = json.dumps([payer.name, payer.number])
    payment.payer_sealed = seal_text(identity.subject, place_of(payment.row_key), plain)
    return ["row_key", "payer_subject", "payer_sealed"]
