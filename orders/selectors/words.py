"""The words of the timeline: what each event of the ledger and each code of the port says."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from customs.rules import refusals, statuses
from orders.lifecycle.summary import Word
from orders.selectors.language import is_english
from orders.selectors.views import StatusWord

_EVENTS: dict[tuple[str, str], str | Promise] = {
    ("order", "place"): _("Order placed"),
    ("order", "pay"): _("Paid, stock is kept for you"),
    ("order", "cancel"): _("Order cancelled"),
    ("order", "expire"): _("Closed: not paid in time"),
    ("order", "complete"): _("Order completed"),
    ("order", "keep_open"): _("Time to pay made longer"),
    ("order", "change_address"): _("Address changed"),
    ("order", "hold"): _("Held for a check"),
    ("order", "release"): _("Checked, goes on"),
    ("payment", "capture"): _("Payment received"),
    ("payment", "fail"): _("Payment failed"),
    ("payment", "retry"): _("Payment tried again"),
    ("payment", "refund"): _("Refund requested"),
    ("payment", "refund_settled"): _("Refund done"),
    ("payment", "refund_failed"): _("Refund failed, it will be tried again"),
    ("clearance", "assign_waybill"): _("Waybill assigned"),
    ("clearance", "waybill_anew"): _("New waybill for the new address"),
    ("clearance", "declare"): _("Order, payment and waybill sent to customs"),
    ("clearance", "port_received"): _("Received by the port"),
    ("clearance", "port_accepts"): _("Under review by customs"),
    ("clearance", "port_inspects"): _("Being inspected by customs"),
    ("clearance", "port_rejects"): _("Returned by customs"),
    ("clearance", "port_releases"): _("Released by customs"),
    ("clearance", "port_returns"): _("Returned abroad"),
    ("clearance", "declare_again"): _("Put right and sent to customs again"),
    ("clearance", "identity_resubmitted"): _("Orderer's identity corrected"),
    ("fulfilment", "dispatch"): _("Left the warehouse"),
    ("fulfilment", "split"): _("Split: part of it goes in a parcel of its own"),
    ("fulfilment", "merge"): _("Put into one parcel with others"),
    ("fulfilment", "part"): _("In a parcel of its own again"),
    ("fulfilment", "move"): _("On its way"),
    ("fulfilment", "deliver"): _("Out for delivery"),
    ("fulfilment", "sign"): _("Signed for"),
    ("fulfilment", "lose"): _("Parcel lost"),
    ("fulfilment", "find"): _("Parcel found again"),
    ("aftersale", "request"): _("After-sale request made"),
    ("aftersale", "withdraw"): _("After-sale request withdrawn"),
    ("aftersale", "approve"): _("After-sale request approved"),
    ("aftersale", "refuse"): _("After-sale request refused"),
    ("aftersale", "appeal"): _("Arbitration asked for"),
    ("aftersale", "send_back"): _("Goods sent back"),
    ("aftersale", "receive"): _("Returned goods received"),
    ("aftersale", "settle"): _("After-sale request settled"),
}
_ADVICE: dict[str, tuple[int | None, str | Promise]] = {
    "awaiting_payment": (None, _("Please pay before the time is over, from the orderer's own account.")),
    "payment_failed": (None, _("Please try to pay again.")),
    "paid": (2, _("We are preparing the documents. You can still cancel.")),
    "held": (
        24,
        _(
            "We are checking this order before it is sent. You need not do anything; if we cannot send it, all the"
            " money goes back."
        ),
    ),
    "declaring": (6, _("Nothing to do. The order cannot be cancelled any more.")),
    "under_review": (24, _("Nothing to do. Customs may phone the orderer to confirm.")),
    "inspecting": (72, _("Customs is looking at the goods. This may take a few days.")),
    "released": (24, _("The warehouse is packing your parcel.")),
    "in_transit": (72, _("Your parcel is on its way.")),
    "delivering": (12, _("Your parcel arrives today. Please keep your phone at hand.")),
    "signed": (None, _("Thank you. You may ask for a return from this page.")),
    "identity_wanted": (
        None,
        _("Please correct the name and ID number of the orderer; we send it again at once."),
    ),
    "over_limit": (None, _("Customs says that your allowance is used up. Please contact us for a refund.")),
    "rejected": (24, _("We are putting right what customs asked for. You need not do anything.")),
    "returned": (None, _("The goods went back. Please contact us for a refund.")),
    "lost": (None, _("The carrier has lost the parcel. Please contact us for a refund.")),
    "aftersale": (48, _("Your request is being looked at. Its page says what comes next.")),
    "refunding": (72, _("The money goes back to the account you paid from.")),
}


def event_words(axis: str, event: str, code: str, language: str) -> str:
    """An event for people; where an official code stands behind it, the port's own meaning."""
    row = statuses.find(code) if axis == "clearance" and code else None
    if row is not None and event.startswith("port_"):
        return row.for_shopper(language)
    return str(_EVENTS.get((axis, event), event))


def status_words(code: str, language: str) -> str:
    row = statuses.find(code) if code else None
    return row.name(language) if row else ""


def reason_words(reason_code: str, reason: str, language: str) -> str:
    """Why customs refused, in the person's language where the code is known, with the port's own text."""
    found = refusals.find(reason_code) if reason_code else None
    if found is None:
        return reason
    return f"{found.en if is_english(language) else found.zh}" + (f" ({reason})" if reason else "")


def word(found: Word, language: str) -> StatusWord:
    return StatusWord(found.code, found.name(language), found.attention)


def advice(code: str) -> tuple[int | None, str]:
    """Usual hours of the step (None: no usual time), and what to do."""
    hours, text = _ADVICE.get(code, (None, ""))
    return hours, str(text)
