"""The guards of the transition table: each a question about the facts, each with its refusal in words.

A guard answers True or False; the words are English msgids, translated at the door.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from orders.lifecycle.axes import Clearance, Facts, Fulfilment, Order, Parcel, Payment, noop

#: Clearance states from which a package can still be taken back without customs.
BEFORE_NO_RETURN = frozenset(
    {Clearance.NONE, Clearance.WAYBILL_ASSIGNED, Clearance.REJECTED, Clearance.RETURNED}
)
#: Fulfilment states in which a package has found its end.
ENDED = frozenset({Fulfilment.SIGNED, Fulfilment.LOST})


@dataclass(frozen=True, slots=True)
class Guard:
    """`code` is stable; `words` say what must hold; `refusal` is told to people when it does not."""

    code: str
    words: str
    refusal: str
    holds: Callable[[Facts], bool]


def _paid_in_full(facts: Facts) -> bool:
    return facts.payment == Payment.PAID and facts.captured - facts.refunded >= facts.due


def _nothing_paid(facts: Facts) -> bool:
    return facts.captured == facts.refunded and not facts.payment_under_way


def _deadline_passed(facts: Facts) -> bool:
    if facts.now is None or facts.pay_before is None:
        return False
    return facts.now >= facts.pay_before and _nothing_paid(facts)


def before_no_return(facts: Facts) -> bool:
    """No package is with customs, released or on its way."""
    return all(_can_take_back(parcel) for parcel in facts.parcels)


def _can_take_back(parcel: Parcel) -> bool:
    if parcel.fulfilment == Fulfilment.LOST:
        return True
    return parcel.fulfilment == Fulfilment.PENDING and parcel.clearance in BEFORE_NO_RETURN


def _address_open(facts: Facts) -> bool:
    """Nobody outside has been told where anything goes for good, or customs sent it back."""
    open_still = BEFORE_NO_RETURN - {Clearance.RETURNED}
    return all(
        p.closed or (p.fulfilment == Fulfilment.PENDING and p.clearance in open_still) for p in facts.parcels
    )


def _all_ended(facts: Facts) -> bool:
    returned = Clearance.RETURNED
    ended = [p.closed or p.fulfilment in ENDED or p.clearance == returned for p in facts.parcels]
    return bool(ended) and all(ended) and not facts.open_requests


def _amount_is_due(facts: Facts) -> bool:
    return facts.amount == facts.due and facts.amount > Decimal("0.00")


def _refundable(facts: Facts) -> bool:
    return Decimal("0.00") < facts.amount <= facts.captured - facts.refunded


def _all_given_back(facts: Facts) -> bool:
    return facts.refunded + facts.amount == facts.captured


def _some_is_left(facts: Facts) -> bool:
    return facts.refunded + facts.amount < facts.captured


def _may_be_sent(facts: Facts) -> bool:
    return facts.order == Order.PAID and not facts.held


def _held(facts: Facts) -> bool:
    return facts.held


def _not_held(facts: Facts) -> bool:
    return not facts.held


def _is_closed(facts: Facts) -> bool:
    return facts.parcel is not None and facts.parcel.closed


def _mended(facts: Facts) -> bool:
    return facts.mended and facts.order == Order.PAID and not _is_closed(facts)


def _released(facts: Facts) -> bool:
    parcel = facts.parcel
    if parcel is None or parcel.closed or facts.order != Order.PAID:
        return False
    return not facts.held and (parcel.clearance == Clearance.RELEASED or not parcel.declares)


def _declares(facts: Facts) -> bool:
    if facts.parcel is None or facts.parcel.closed:
        return False
    return facts.parcel.declares and _may_be_sent(facts)


def _return_open(facts: Facts) -> bool:
    if not facts.captured - facts.refunded > 0 or facts.order not in (Order.PAID, Order.COMPLETED):
        return False
    return facts.return_before is None or facts.now is None or facts.now <= facts.return_before


def _goods_come_back(facts: Facts) -> bool:
    return facts.goods_come_back


def _refund_only(facts: Facts) -> bool:
    return not facts.goods_come_back


def _has_reason(facts: Facts) -> bool:
    return bool(facts.reason.strip())


def _always(facts: Facts) -> bool:
    return True


ALWAYS = Guard("always", "always", noop("This cannot be done now."), _always)
PAID_IN_FULL = Guard(
    "not_paid", "the payment covers what is due", noop("The order is not paid in full."), _paid_in_full
)
NOTHING_PAID = Guard(
    "payment_under_way",
    "nothing is paid or being paid",
    noop("A payment is under way; wait for its result."),
    _nothing_paid,
)
DEADLINE_PASSED = Guard(
    "still_payable",
    "the time to pay is over and nothing is being paid",
    noop("The order can still be paid."),
    _deadline_passed,
)
BEFORE_CUSTOMS = Guard(
    "past_no_return",
    "no package is declared, released or on its way",
    noop("The order is declared to customs and cannot be cancelled; you may return it after delivery."),
    before_no_return,
)
ADDRESS_OPEN = Guard(
    "address_fixed",
    "no package is declared, released or on its way",
    noop("The address was told to customs with the order and cannot be changed any more."),
    _address_open,
)
ALL_ENDED = Guard(
    "not_ended",
    "every package is signed, lost, returned or refunded, and no request is open",
    noop("Not every package has arrived, or a request is open."),
    _all_ended,
)
AMOUNT_IS_DUE = Guard(
    "wrong_amount",
    "the amount is what is due, to the fen",
    noop("The amount paid is not the amount due."),
    _amount_is_due,
)
REFUNDABLE = Guard(
    "refund_too_large",
    "above zero and not more than was paid and not yet refunded",
    noop("More cannot be refunded than was paid."),
    _refundable,
)
ALL_GIVEN_BACK = Guard("some_left", "nothing is left", noop("Something is left."), _all_given_back)
SOME_IS_LEFT = Guard("nothing_left", "something is left", noop("Nothing is left."), _some_is_left)
MAY_BE_SENT = Guard(
    "may_not_be_sent",
    "the order is paid and nobody holds it",
    noop("The order is not paid, or it is being checked."),
    _may_be_sent,
)
HELD = Guard("not_held", "the order is held", noop("The order is not held."), _held)
NOT_HELD = Guard("held_already", "nobody holds the order", noop("The order is held already."), _not_held)
DECLARES = Guard(
    "not_declarable",
    "the order is paid and not held, and the package clears by a declaration of ours",
    noop("This package is not declared by us, or its order is not paid or being checked."),
    _declares,
)
MENDED = Guard(
    "not_mended",
    "the order is paid and what customs refused was put right",
    noop("First put right what customs refused."),
    _mended,
)
RELEASED = Guard(
    "not_released",
    "customs released the package, or it needs no release, and nobody holds the order",
    noop("Customs has not released the package."),
    _released,
)
RETURN_OPEN = Guard(
    "return_closed",
    "the order is paid, something is left to refund and the time for it is open",
    noop("The time for this request is over, or nothing is left to refund."),
    _return_open,
)
GOODS_COME_BACK = Guard(
    "refund_only", "the goods come back", noop("No goods come back in this request."), _goods_come_back
)
REFUND_ONLY = Guard(
    "goods_first",
    "no goods come back",
    noop("The goods must come back before the refund."),
    _refund_only,
)
HAS_REASON = Guard("no_reason", "a reason is given", noop("A reason is needed."), _has_reason)
