"""The one word people see for an order: a pure function of its axes (订单状态)."""

from dataclasses import dataclass

from orders.lifecycle.axes import Aftersale, Clearance, Fulfilment, Order, Parcel, Payment


@dataclass(frozen=True, slots=True)
class Axes:
    """Where an order stands. `aftersale` is the state of its most open request."""

    order: str = Order.PLACED
    payment: str = Payment.PENDING
    parcels: tuple[Parcel, ...] = ()
    aftersale: str = Aftersale.NONE


@dataclass(frozen=True, slots=True)
class Word:
    """`code` is stable; `attention`: somebody has to do something."""

    code: str
    en: str
    zh: str
    attention: bool = False

    def name(self, language: str) -> str:
        return self.zh if language.lower().startswith("zh") else self.en


AWAITING_PAYMENT = Word("awaiting_payment", "Awaiting payment", "待付款", attention=True)
PAYMENT_FAILED = Word("payment_failed", "Payment failed", "支付失败", attention=True)
PAID = Word("paid", "Paid", "已付款")
DECLARING = Word("declaring", "Being declared to customs", "申报中")
UNDER_REVIEW = Word("under_review", "Under customs review", "海关审核")
INSPECTING = Word("inspecting", "Customs inspection", "海关查验")
RELEASED = Word("released", "Released by customs", "已放行")
IN_TRANSIT = Word("in_transit", "On its way", "运输中")
DELIVERING = Word("delivering", "Out for delivery", "派送中")
SIGNED = Word("signed", "Delivered", "已签收")
COMPLETED = Word("completed", "Completed", "已完成")
CANCELLED = Word("cancelled", "Cancelled", "已取消")
EXPIRED = Word("expired", "Expired unpaid", "超时已关闭")
IDENTITY_WANTED = Word(
    "identity_wanted", "Identity does not match: correct it", "身份不符待补", attention=True
)
OVER_LIMIT = Word("over_limit", "Returned: over the limit", "超额退单", attention=True)
REJECTED = Word("rejected", "Returned by customs", "海关退单", attention=True)
RETURNED = Word("returned", "Returned abroad", "已退运", attention=True)
LOST = Word("lost", "Parcel lost", "包裹丢失", attention=True)
REFUNDING = Word("refunding", "Refund under way", "退款中")
REFUNDED = Word("refunded", "Refunded", "已退款")
AFTERSALE = Word("aftersale", "After-sale under way", "售后中")

WORDS: tuple[Word, ...] = (
    AWAITING_PAYMENT, PAYMENT_FAILED, PAID, DECLARING, UNDER_REVIEW, INSPECTING, RELEASED, IN_TRANSIT,
    DELIVERING, SIGNED, COMPLETED, CANCELLED, EXPIRED, IDENTITY_WANTED, OVER_LIMIT, REJECTED, RETURNED, LOST,
    REFUNDING, REFUNDED, AFTERSALE,
)  # fmt: skip

_MEND = {"identity": IDENTITY_WANTED, "limit": OVER_LIMIT}
#: States of a request in which somebody still has to do something.
OPEN_REQUESTS = (
    Aftersale.REQUESTED, Aftersale.APPROVED, Aftersale.RETURNING, Aftersale.RECEIVED, Aftersale.ARBITRATING,
)  # fmt: skip
_CLEARANCE = {
    Clearance.NONE: PAID,
    Clearance.WAYBILL_ASSIGNED: PAID,
    Clearance.DECLARING: DECLARING,
    Clearance.DECLARED: DECLARING,
    Clearance.ACCEPTED: UNDER_REVIEW,
    Clearance.INSPECTING: INSPECTING,
    Clearance.RELEASED: RELEASED,
}
_FULFILMENT = {
    Fulfilment.DISPATCHED: IN_TRANSIT,
    Fulfilment.IN_TRANSIT: IN_TRANSIT,
    Fulfilment.DELIVERING: DELIVERING,
    Fulfilment.SIGNED: SIGNED,
}
#: Trouble first, then the parcel that is furthest behind speaks for the order.
_SPEAKS_FIRST = (
    IDENTITY_WANTED, OVER_LIMIT, REJECTED, LOST, RETURNED, PAID, DECLARING, UNDER_REVIEW, INSPECTING,
    RELEASED, IN_TRANSIT, DELIVERING, SIGNED,
)  # fmt: skip

_UNPAID = (AWAITING_PAYMENT, PAYMENT_FAILED, CANCELLED, EXPIRED, REFUNDING, REFUNDED)


def summary(axes: Axes) -> Word:
    """The word for an order with these axes; every combination has one."""
    if axes.order in (Order.CANCELLED, Order.EXPIRED):
        return _closed(axes)
    if axes.payment == Payment.REFUNDING:
        return REFUNDING
    if axes.payment == Payment.REFUNDED:
        return REFUNDED
    if axes.order == Order.PLACED:
        return PAYMENT_FAILED if axes.payment == Payment.FAILED else AWAITING_PAYMENT
    if axes.aftersale in OPEN_REQUESTS:
        return AFTERSALE
    if axes.order == Order.COMPLETED:
        return COMPLETED
    return min(map(parcel_word, axes.parcels), key=_SPEAKS_FIRST.index, default=PAID)


def word_within(parcel: Parcel, order: Word) -> Word:
    """The word for one package of an order whose word is `order`: before the payment it has no course of its own."""
    own = parcel_word(parcel)
    return order if own is PAID and order in _UNPAID else own


def _closed(axes: Axes) -> Word:
    if axes.payment == Payment.REFUNDING:
        return REFUNDING
    return CANCELLED if axes.order == Order.CANCELLED else EXPIRED


def parcel_word(parcel: Parcel) -> Word:
    """The word for one package."""
    if parcel.fulfilment == Fulfilment.LOST:
        return LOST
    if parcel.fulfilment == Fulfilment.SIGNED:
        return SIGNED
    if parcel.clearance == Clearance.RETURNED:
        return RETURNED
    if parcel.clearance == Clearance.REJECTED:
        return _MEND.get(parcel.mend, REJECTED)
    if parcel.fulfilment != Fulfilment.PENDING:
        return _FULFILMENT[Fulfilment(parcel.fulfilment)]
    return _CLEARANCE[Clearance(parcel.clearance)]
