"""The supplier hears that the mall paid for a package of its, and until when it may say what happened."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from notifications.services import send
from orders.aftersale.models import Dispute
from partners.selectors import keepers_of


def tell_supplier(*, dispute_id: int, now: datetime) -> int:
    """Messages sent to those who work on its orders; hearing twice sends none again."""
    row = Dispute.objects.select_related("package").filter(pk=dispute_id).first()
    if row is None or row.answer_by is None:
        return 0
    supplier_id, sent = row.package.supplier_id, 0
    until = f"{timezone.localtime(row.answer_by):%Y-%m-%d %H:%M}"
    for user_id, language in keepers_of("orders", [supplier_id]).get(supplier_id, []):
        sent += send(
            kind="dispute.to_answer", user_id=user_id, language=language, occasion=f"dispute:{row.pk}",
            context={"number": row.package.number, "amount": f"{row.amount:f}", "until": until},
            link=f"/seller/disputes/{row.pk}", now=now,
        )  # fmt: skip
    return sent
