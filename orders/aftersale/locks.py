"""The only home of this floor's row locks. The order's lock comes first: one order, one lock."""

from __future__ import annotations

from orders.aftersale.models import Dispute, Request
from orders.aftersale.types import DisputeDecided, NoSuchDispute, NoSuchRequest
from orders.locks import lock_order


def lock_request(request_id: int, shopper_id: int | None = None) -> Request:
    """A request with its order locked before it; with `shopper_id` only that shopper's. Raises NoSuchRequest."""
    rows = Request.objects.filter(pk=request_id)
    if shopper_id is not None:
        rows = rows.filter(shopper_id=shopper_id)
    order_id = rows.values_list("order_id", flat=True).first()
    if order_id is None:
        raise NoSuchRequest()
    lock_order(order_id)
    return Request.objects.select_for_update(no_key=True).get(pk=request_id)


def lock_dispute(dispute_id: int, state: str) -> Dispute:
    """A dispute that stands in `state`, its order locked before it. Raises NoSuchDispute, DisputeDecided."""
    order_id = Dispute.objects.filter(pk=dispute_id).values_list("order_id", flat=True).first()
    if order_id is None:
        raise NoSuchDispute()
    lock_order(order_id)
    row = (
        Dispute.objects.select_for_update(no_key=True, of=("self",))
        .select_related("order")
        .get(pk=dispute_id)
    )
    if row.state != state:
        raise DisputeDecided()
    return row
