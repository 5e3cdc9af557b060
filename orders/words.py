"""The words of each axis, for operators and suppliers (shoppers read the one word of orders.lifecycle.summary)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from orders.lifecycle.axes import Clearance, Fulfilment, Order, Payment

ORDER = {
    Order.PLACED: (_("Awaiting payment"), "warning"),
    Order.PAID: (_("Paid"), "info"),
    Order.CANCELLED: (pgettext_lazy("order", "Cancelled"), ""),
    Order.EXPIRED: (_("Expired unpaid"), ""),
    Order.COMPLETED: (_("Completed"), "success"),
}
PAYMENT = {
    Payment.PENDING: (_("Not paid"), "warning"),
    Payment.PAID: (_("Paid"), "success"),
    Payment.REFUNDING: (_("Refund under way"), "warning"),
    Payment.REFUNDED: (_("Refunded"), ""),
    Payment.FAILED: (_("Payment failed"), "danger"),
}
CLEARANCE = {
    Clearance.NONE: (pgettext_lazy("clearance", "Not begun"), ""),
    Clearance.WAYBILL_ASSIGNED: (_("Waybill assigned"), "info"),
    Clearance.DECLARING: (_("Being declared"), "info"),
    Clearance.DECLARED: (_("At the port"), "info"),
    Clearance.ACCEPTED: (_("Under customs review"), "info"),
    Clearance.INSPECTING: (_("Customs inspection"), "warning"),
    Clearance.RELEASED: (_("Released"), "success"),
    Clearance.REJECTED: (_("Returned by customs"), "danger"),
    Clearance.RETURNED: (_("Returned abroad"), "danger"),
}
FULFILMENT = {
    Fulfilment.PENDING: (_("In the warehouse"), ""),
    Fulfilment.DISPATCHED: (_("Dispatched"), "info"),
    Fulfilment.IN_TRANSIT: (_("On its way"), "info"),
    Fulfilment.DELIVERING: (_("Out for delivery"), "info"),
    Fulfilment.SIGNED: (_("Signed for"), "success"),
    Fulfilment.LOST: (_("Lost"), "danger"),
}
MODES = {
    "bonded_1210": _("Bonded"),
    "bonded_1239": _("Bonded A"),
    "direct_9610": _("Direct mail"),
    "personal_parcel": _("Personal parcel"),
    "general": _("General trade"),
}
AXES = {
    "order": _("Order"),
    "payment": _("Payment"),
    "clearance": _("Customs"),
    "fulfilment": _("Parcel"),
    "tracking": _("Tracking"),
    "aftersale": _("After-sale"),
}
