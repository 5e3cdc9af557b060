"""The life of an order: one table, a row for every way a state may change (订单状态机).

Five axes move apart: order, payment, clearance and fulfilment per package, after-sale per request. The
first row whose guard holds decides; where rows exist and none holds, the first row's guard says why not.
Services compare and set the state in the database with what `transition` answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from orders.lifecycle import guards as g
from orders.lifecycle.axes import START, STATES, Axis, Facts, Order, noop
from orders.lifecycle.guards import Guard

__all__ = [
    "START", "STATES", "TABLE", "Axis", "Facts", "Refused", "Row",
    "can_cancel", "events", "past_no_return", "transition", "why_not_cancel", "why_not_change_address",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """From `state`, on `event`, to `to`, if `guard` holds."""

    axis: Axis
    state: str
    event: str
    to: str
    guard: Guard


class Refused(Exception):
    """A change the table does not allow. `code` is stable, `reason` an English msgid for people."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


_Lines = tuple[tuple[str, str, str, Guard], ...]

_ORDER: _Lines = (
    # from               event                   to                  if
    ("placed",           "pay",                  "paid",             g.PAID_IN_FULL),
    ("placed",           "cancel",               "cancelled",        g.NOTHING_PAID),
    ("placed",           "expire",               "expired",          g.DEADLINE_PASSED),
    ("paid",             "cancel",               "cancelled",        g.BEFORE_CUSTOMS),
    ("paid",             "complete",             "completed",        g.ALL_ENDED),
    ("placed",           "change_address",       "placed",           g.ADDRESS_OPEN),
    ("paid",             "change_address",       "paid",             g.ADDRESS_OPEN),
    ("placed",           "hold",                 "placed",           g.NOT_HELD),
    ("paid",             "hold",                 "paid",             g.NOT_HELD),
    ("placed",           "release",              "placed",           g.HELD),
    ("paid",             "release",              "paid",             g.HELD),
)  # fmt: skip

# Money that arrives is always recorded, also for an order that expired meanwhile: it is refunded by itself.
_PAYMENT: _Lines = (
    ("pending",          "capture",              "paid",             g.AMOUNT_IS_DUE),
    ("pending",          "fail",                 "failed",           g.ALWAYS),
    ("failed",           "retry",                "pending",          g.ALWAYS),
    ("failed",           "capture",              "paid",             g.AMOUNT_IS_DUE),
    ("paid",             "refund",               "refunding",        g.REFUNDABLE),
    ("refunding",        "refund_settled",       "refunded",         g.ALL_GIVEN_BACK),
    ("refunding",        "refund_settled",       "paid",             g.SOME_IS_LEFT),
    ("refunding",        "refund_failed",        "paid",             g.ALWAYS),
)  # fmt: skip

# What the port says is recorded whatever the order does: it is the truth from outside. Receipts are lost and
# overtake each other, so each may be the first one heard. The only way back is a new attempt after a refusal.
_CLEARANCE: _Lines = (
    ("none",             "assign_waybill",       "waybill_assigned", g.MAY_BE_SENT),
    ("waybill_assigned", "declare",              "declaring",        g.DECLARES),
    ("declaring",                                             "port_received", "declared",   g.ALWAYS),
    ("declaring declared",                                    "port_accepts",  "accepted",   g.ALWAYS),
    ("declaring declared accepted",                           "port_inspects", "inspecting", g.ALWAYS),
    ("declaring declared accepted inspecting",                "port_rejects",  "rejected",   g.ALWAYS),
    ("declaring declared accepted inspecting rejected",       "port_releases", "released",   g.ALWAYS),
    ("declaring declared accepted inspecting rejected released", "port_returns", "returned", g.ALWAYS),
    ("rejected",         "declare_again",        "declaring",        g.MENDED),
)  # fmt: skip

# Carriers skip steps as well; a parcel given up as lost may turn up again.
_FULFILMENT: _Lines = (
    ("pending",                                  "dispatch",         "dispatched",       g.RELEASED),
    ("dispatched",                               "move",             "in_transit",       g.ALWAYS),
    ("dispatched in_transit",                    "deliver",          "delivering",       g.ALWAYS),
    ("dispatched in_transit delivering lost",    "sign",             "signed",           g.ALWAYS),
    ("dispatched in_transit delivering",         "lose",             "lost",             g.ALWAYS),
    ("lost",                                     "find",             "in_transit",       g.ALWAYS),
)  # fmt: skip

_AFTERSALE: _Lines = (
    ("none settled withdrawn",                   "request",          "requested",        g.RETURN_OPEN),
    ("requested approved refused",               "withdraw",         "withdrawn",        g.ALWAYS),
    ("requested arbitrating",                    "approve",          "approved",         g.ALWAYS),
    ("requested arbitrating received",           "refuse",           "refused",          g.HAS_REASON),
    ("requested refused",                        "appeal",           "arbitrating",      g.HAS_REASON),
    ("approved",                                 "send_back",        "returning",        g.GOODS_COME_BACK),
    ("returning",                                "receive",          "received",         g.ALWAYS),
    ("approved",                                 "settle",           "settled",          g.REFUND_ONLY),
    ("received",                                 "settle",           "settled",          g.ALWAYS),
)  # fmt: skip


def _rows(axis: Axis, lines: _Lines) -> Iterator[Row]:
    for states, event, to, guard in lines:
        for state in states.split():
            yield Row(axis, state, event, to, guard)


TABLE: tuple[Row, ...] = (
    *_rows(Axis.ORDER, _ORDER),
    *_rows(Axis.PAYMENT, _PAYMENT),
    *_rows(Axis.CLEARANCE, _CLEARANCE),
    *_rows(Axis.FULFILMENT, _FULFILMENT),
    *_rows(Axis.AFTERSALE, _AFTERSALE),
)


def transition(axis: Axis, state: str, event: str, facts: Facts) -> str:
    """The state after `event`. Raises Refused: `no_such_change`, or the code of the guard that fails."""
    rows = [row for row in TABLE if (row.axis, row.state, row.event) == (axis, state, event)]
    if not rows:
        raise Refused("no_such_change", noop("This cannot be done in the present state."))
    for row in rows:
        if row.guard.holds(facts):
            return row.to
    raise Refused(rows[0].guard.code, rows[0].guard.refusal)


def events(axis: Axis, state: str) -> tuple[str, ...]:
    """What may happen in `state`, guards aside, in the order of the table."""
    return tuple(dict.fromkeys(row.event for row in TABLE if (row.axis, row.state) == (axis, state)))


def can_cancel(facts: Facts) -> bool:
    """Whether the order of `facts` may be cancelled now: what the button asks."""
    return why_not_cancel(facts) == ""


def why_not_cancel(facts: Facts) -> str:
    """Empty when it may be cancelled, else the reason (msgid) that stands beside the greyed button."""
    return _why_not("cancel", facts)


def why_not_change_address(facts: Facts) -> str:
    """Empty while it may still be changed, else the reason (msgid) in the button's place (修改收货地址)."""
    return _why_not("change_address", facts)


def _why_not(event: str, facts: Facts) -> str:
    try:
        transition(Axis.ORDER, facts.order, event, facts)
    except Refused as refused:
        return refused.reason
    return ""


def past_no_return(facts: Facts) -> bool:
    """Whether a paid order has passed the point after which only a return is possible (申报后不可取消)."""
    return facts.order in (Order.PAID, Order.COMPLETED) and not g.before_no_return(facts)
