"""What the supplier of goods is told of a complaint about them: once at each step that concerns it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import override

from catalog.models import Complaint
from notifications.services import send
from partners.selectors import keepers_of

_KINDS = {
    Complaint.State.TAKEN_DOWN: "complaint.taken_down",
    Complaint.State.RESTORED: "complaint.settled",
    Complaint.State.UPHELD: "complaint.settled",
}


def tell_supplier(*, complaint_id: int, state: str, now: datetime) -> int:
    """Messages sent to those who answer for the goods; hearing twice sends none again."""
    kind = _KINDS.get(Complaint.State(state))
    row = Complaint.objects.select_related("product").filter(pk=complaint_id).first()
    if kind is None or row is None:
        return 0
    supplier_id, sent = row.product.supplier_id, 0
    outcome = {}
    for told in ("zh-hans", "en"):
        with override(told):
            outcome[told] = str(Complaint.State(state).label)
    for user_id, language in keepers_of("goods", [supplier_id]).get(supplier_id, []):
        sent += send(
            kind=kind, user_id=user_id, language=language, occasion=f"complaint:{row.pk}:{state}",
            context={"code": row.product.code, "complainant": row.complainant, "outcome": outcome},
            link=f"/seller/complaints/{row.pk}", now=now,
        )  # fmt: skip
    return sent
