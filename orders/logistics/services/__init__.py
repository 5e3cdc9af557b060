"""Verbs of logistics, one a file."""

from orders.logistics.services.assign_waybill import assign_waybill
from orders.logistics.services.cancel_waybills import cancel_waybills, let_go
from orders.logistics.services.dispatch import dispatch
from orders.logistics.services.measure_lanes import measure_lanes
from orders.logistics.services.merge_parcels import (
    cancel_numbers,
    merge_parcels,
    take_apart,
    take_apart_order,
)
from orders.logistics.services.readdress import readdress
from orders.logistics.services.receive_push import receive_push
from orders.logistics.services.receive_tracking import receive_tracking
from orders.logistics.services.record_event import record_event
from orders.logistics.services.send_from_abroad import send_from_abroad
from orders.logistics.services.track import ask_tracker, subscribe
from orders.logistics.services.watch_silence import watch_silence

__all__ = [
    "ask_tracker", "assign_waybill", "cancel_numbers", "cancel_waybills", "dispatch", "let_go", "measure_lanes",
    "merge_parcels", "readdress", "receive_push", "receive_tracking", "record_event", "send_from_abroad", "subscribe",
    "take_apart", "take_apart_order", "watch_silence",
]  # fmt: skip
