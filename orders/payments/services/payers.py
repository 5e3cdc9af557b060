"""Who paid, as the gateway named it: kept sealed under the orderer's key, so that both are forgotten together."""

from __future__ import annotations

import json
import uuid
from datetime import datetime

from accounts.selectors import reveal
from orders.payments.models import Payment
from orders.payments.types import Payer
from orders.risk.judging import judge_payer, open_case
from orders.selectors.payers import place_of
from tenancy.vault.people import seal_text
from tenancy.vault.sealing import Unreadable


def judge_named(payment: Payment, payer: Payer | None, now: datetime) -> None:
    """The payer against the orderer, by the mall's rules: who differs may be held before anything is sent."""
    identity = payment.order.identity if payer is not None else None
    if payer is None or identity is None:
        return
    try:
        real = reveal(identity.pk)
    except Unreadable:
        return
    found = judge_payer(payer=(payer.name, payer.number), orderer=(real.name, real.number))
    open_case(order_id=payment.order_id, found=found, now=now)
    if found.causes:
        payment.order.refresh_from_db(fields=["risk"])  # whoever holds the order in hand goes on with it


def keep_payer(payment: Payment, payer: Payer | None) -> list[str]:
    """Seal it into the (unsaved) row; the columns that changed. Goods that need no orderer need no payer either."""
    identity = payment.order.identity if payer is not None else None
    if payer is None or identity is None:
        return []
    payment.row_key, payment.payer_subject = uuid.uuid4(), identity.subject
    plain = json.dumps([payer.name, payer.number])
    payment.payer_sealed = seal_text(identity.subject, place_of(payment.row_key), plain)
    return ["row_key", "payer_subject", "payer_sealed"]
