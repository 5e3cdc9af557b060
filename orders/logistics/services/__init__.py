"""Verbs of logistics, one a file."""

from orders.logistics.services.assign_waybill import assign_waybill
from orders.logistics.services.dispatch import dispatch
from orders.logistics.services.record_event import record_event

__all__ = ["assign_waybill", "dispatch", "record_event"]
