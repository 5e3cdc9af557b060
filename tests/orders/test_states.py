from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customs.rules import refusals, statuses
from customs.rules.phases import Phase
from orders.lifecycle import guards
from orders.lifecycle.axes import Clearance, Parcel
from orders.states import (
    START,
    STATES,
    TABLE,
    Axis,
    Facts,
    Refused,
    can_cancel,
    events,
    past_no_return,
    transition,
    why_not_cancel,
)

NOW = datetime(2026, 1, 31, 9, tzinfo=UTC)
#: Facts under which every guard but the contradictory ones holds.
FACTS = Facts(
    parcels=(Parcel(clearance="none"),),
    parcel=Parcel(clearance="released"),
    order="paid",
    payment="paid",
    due=Decimal("100.00"),
    captured=Decimal("100.00"),
    amount=Decimal("100.00"),
    mended=True,
    reason="broken",
)
UNPAID = replace(
    FACTS, order="placed", payment="pending", captured=Decimal("0.00"), now=NOW, pay_before=NOW, parcel=None
)
ENDED = replace(FACTS, parcels=(Parcel("released", "signed"),))
COMES_BACK = replace(FACTS, goods_come_back=True)
HELD = replace(FACTS, held=True)
PART = replace(FACTS, amount=Decimal("40.00"))

#: The whole table once more, by hand: (axis, event) → {from: to}, and facts under which it happens.
EXPECTED: dict[tuple[Axis, str], tuple[dict[str, str], Facts]] = {
    (Axis.ORDER, "pay"): ({"placed": "paid"}, FACTS),
    (Axis.ORDER, "cancel"): ({"placed": "cancelled", "paid": "cancelled"}, UNPAID),
    (Axis.ORDER, "expire"): ({"placed": "expired"}, UNPAID),
    (Axis.ORDER, "complete"): ({"paid": "completed"}, ENDED),
    (Axis.ORDER, "change_address"): ({"placed": "placed", "paid": "paid"}, FACTS),
    (Axis.ORDER, "hold"): ({"placed": "placed", "paid": "paid"}, FACTS),
    (Axis.ORDER, "release"): ({"placed": "placed", "paid": "paid"}, HELD),
    (Axis.PAYMENT, "capture"): ({"pending": "paid", "failed": "paid"}, FACTS),
    (Axis.PAYMENT, "fail"): ({"pending": "failed"}, FACTS),
    (Axis.PAYMENT, "retry"): ({"failed": "pending"}, FACTS),
    (Axis.PAYMENT, "refund"): ({"paid": "refunding"}, FACTS),
    (Axis.PAYMENT, "refund_settled"): ({"refunding": "refunded"}, FACTS),
    (Axis.PAYMENT, "refund_failed"): ({"refunding": "paid"}, FACTS),
    (Axis.CLEARANCE, "assign_waybill"): ({"none": "waybill_assigned"}, FACTS),
    (Axis.CLEARANCE, "declare"): ({"waybill_assigned": "declaring"}, FACTS),
    (Axis.CLEARANCE, "declare_again"): ({"rejected": "declaring"}, FACTS),
    (Axis.CLEARANCE, "port_received"): ({"declaring": "declared"}, FACTS),
    (Axis.CLEARANCE, "port_accepts"): (dict.fromkeys(("declaring", "declared"), "accepted"), FACTS),
    (Axis.CLEARANCE, "port_inspects"): (
        dict.fromkeys(("declaring", "declared", "accepted"), "inspecting"),
        FACTS,
    ),
    (Axis.CLEARANCE, "port_rejects"): (
        dict.fromkeys(("declaring", "declared", "accepted", "inspecting"), "rejected"),
        FACTS,
    ),
    (Axis.CLEARANCE, "port_releases"): (
        dict.fromkeys(("declaring", "declared", "accepted", "inspecting", "rejected"), "released"),
        FACTS,
    ),
    (Axis.CLEARANCE, "port_returns"): (
        dict.fromkeys(
            ("declaring", "declared", "accepted", "inspecting", "rejected", "released"), "returned"
        ),
        FACTS,
    ),
    (Axis.FULFILMENT, "dispatch"): ({"pending": "dispatched"}, FACTS),
    (Axis.FULFILMENT, "move"): ({"dispatched": "in_transit"}, FACTS),
    (Axis.FULFILMENT, "deliver"): (dict.fromkeys(("dispatched", "in_transit"), "delivering"), FACTS),
    (Axis.FULFILMENT, "sign"): (
        dict.fromkeys(("dispatched", "in_transit", "delivering", "lost"), "signed"),
        FACTS,
    ),
    (Axis.FULFILMENT, "lose"): (dict.fromkeys(("dispatched", "in_transit", "delivering"), "lost"), FACTS),
    (Axis.FULFILMENT, "find"): ({"lost": "in_transit"}, FACTS),
    (Axis.AFTERSALE, "request"): (dict.fromkeys(("none", "settled", "withdrawn"), "requested"), FACTS),
    (Axis.AFTERSALE, "withdraw"): (dict.fromkeys(("requested", "approved", "refused"), "withdrawn"), FACTS),
    (Axis.AFTERSALE, "approve"): (dict.fromkeys(("requested", "arbitrating"), "approved"), FACTS),
    (Axis.AFTERSALE, "refuse"): (dict.fromkeys(("requested", "arbitrating", "received"), "refused"), FACTS),
    (Axis.AFTERSALE, "appeal"): (dict.fromkeys(("requested", "refused"), "arbitrating"), FACTS),
    (Axis.AFTERSALE, "send_back"): ({"approved": "returning"}, COMES_BACK),
    (Axis.AFTERSALE, "receive"): ({"returning": "received"}, FACTS),
    (Axis.AFTERSALE, "settle"): (dict.fromkeys(("approved", "received"), "settled"), FACTS),
}
EVERY = [(axis, state, event) for axis, event in EXPECTED for state in STATES[axis]]


def refusal(axis: Axis, state: str, event: str, facts: Facts = FACTS) -> str:
    with pytest.raises(Refused) as refused:
        transition(axis, state, event, facts)
    assert refused.value.reason.endswith(".") and str(refused.value) == refused.value.reason
    return refused.value.code


@pytest.mark.parametrize(("axis", "state", "event"), EVERY)
def test_every_state_meets_every_event_as_expected(axis: Axis, state: str, event: str) -> None:
    moves, facts = EXPECTED[axis, event]
    if state in moves:
        assert transition(axis, state, event, facts) == moves[state]
    else:
        assert refusal(axis, state, event, facts) == "no_such_change"


def test_the_table_holds_nothing_else() -> None:
    assert {(row.axis, row.event) for row in TABLE} == set(EXPECTED)
    assert all({row.state, row.to} <= set(STATES[row.axis]) for row in TABLE)


@pytest.mark.parametrize("axis", list(Axis))
def test_no_dead_states(axis: Axis) -> None:
    reached, grown = {START[axis]}, True
    while grown:
        more = reached | {row.to for row in TABLE if row.axis is axis and row.state in reached}
        grown, reached = more != reached, more
    assert reached == set(STATES[axis])


def test_the_states_without_a_way_out() -> None:
    ends = {axis.value: [s.value for s in STATES[axis] if not events(axis, s)] for axis in Axis}
    assert ends == {
        "order": ["cancelled", "expired", "completed"],
        "payment": ["refunded"],
        "clearance": ["returned"],
        "fulfilment": ["signed"],
        "aftersale": [],
    }


def test_clearance_has_no_way_back_but_a_new_attempt() -> None:
    order = ["none", "waybill_assigned", *(phase.value for phase in Phase)]
    order.remove("rejected")
    order.insert(order.index("released"), "rejected")
    assert sorted(order) == sorted(Clearance)
    back = [
        (row.state, row.event)
        for row in TABLE
        if row.axis is Axis.CLEARANCE and order.index(row.to) <= order.index(row.state)
    ]
    assert back == [("rejected", "declare_again")]


EVENT_OF = {
    Phase.DECLARED: "port_received",
    Phase.ACCEPTED: "port_accepts",
    Phase.INSPECTING: "port_inspects",
    Phase.REJECTED: "port_rejects",
    Phase.RELEASED: "port_releases",
    Phase.RETURNED: "port_returns",
}


@given(st.lists(st.sampled_from([*statuses.TABLE, "-621005", "-621017", "-621004"]), max_size=12))
def test_whatever_receipts_come_the_table_can_follow_them(codes: list[str]) -> None:
    state, clearance = statuses.ClearanceState(), "declaring"
    for i, code in enumerate(codes):
        state = statuses.apply_status(state, code, NOW + timedelta(minutes=i))
        if state.phase.value != clearance:
            clearance = transition(Axis.CLEARANCE, clearance, EVENT_OF[state.phase], Facts())
        assert clearance == state.phase.value


def with_parcel(**axes: Any) -> Facts:
    parcel = Parcel(**axes)
    return replace(FACTS, parcel=parcel, parcels=(parcel,))


@pytest.mark.parametrize(
    ("axis", "state", "event", "facts", "code"),
    [
        (Axis.ORDER, "placed", "pay", replace(FACTS, captured=Decimal("99.99")), "not_paid"),
        (Axis.ORDER, "placed", "pay", replace(FACTS, refunded=Decimal("0.01")), "not_paid"),
        (Axis.ORDER, "placed", "cancel", replace(UNPAID, payment_under_way=True), "payment_under_way"),
        (Axis.ORDER, "placed", "cancel", replace(UNPAID, captured=Decimal("1.00")), "payment_under_way"),
        (Axis.ORDER, "placed", "expire", replace(UNPAID, now=NOW - timedelta(seconds=1)), "still_payable"),
        (Axis.ORDER, "placed", "expire", replace(UNPAID, payment_under_way=True), "still_payable"),
        (Axis.ORDER, "placed", "expire", replace(UNPAID, pay_before=None), "still_payable"),
        (Axis.ORDER, "paid", "cancel", with_parcel(clearance="declaring"), "past_no_return"),
        (Axis.ORDER, "paid", "cancel", with_parcel(clearance="released"), "past_no_return"),
        (Axis.ORDER, "paid", "cancel", with_parcel(fulfilment="dispatched"), "past_no_return"),
        (Axis.ORDER, "paid", "complete", FACTS, "not_ended"),
        (Axis.ORDER, "paid", "complete", replace(ENDED, parcels=()), "not_ended"),
        (Axis.ORDER, "paid", "complete", replace(ENDED, open_requests=1), "not_ended"),
        (Axis.PAYMENT, "pending", "capture", replace(FACTS, amount=Decimal("99.99")), "wrong_amount"),
        (Axis.PAYMENT, "pending", "capture", replace(FACTS, amount=Decimal("100.01")), "wrong_amount"),
        (Axis.PAYMENT, "paid", "refund", replace(FACTS, amount=Decimal("100.01")), "refund_too_large"),
        (Axis.PAYMENT, "paid", "refund", replace(PART, refunded=Decimal("60.01")), "refund_too_large"),
        (Axis.PAYMENT, "paid", "refund", replace(FACTS, amount=Decimal("0.00")), "refund_too_large"),
        (Axis.CLEARANCE, "none", "assign_waybill", UNPAID, "may_not_be_sent"),
        (Axis.CLEARANCE, "none", "assign_waybill", HELD, "may_not_be_sent"),
        (Axis.CLEARANCE, "waybill_assigned", "declare", HELD, "not_declarable"),
        (Axis.FULFILMENT, "pending", "dispatch", HELD, "not_released"),
        (Axis.ORDER, "paid", "hold", HELD, "held_already"),
        (Axis.ORDER, "paid", "release", FACTS, "not_held"),
        (Axis.CLEARANCE, "waybill_assigned", "declare", with_parcel(declares=False), "not_declarable"),
        (Axis.CLEARANCE, "waybill_assigned", "declare", replace(FACTS, order="cancelled"), "not_declarable"),
        (Axis.CLEARANCE, "rejected", "declare_again", replace(FACTS, mended=False), "not_mended"),
        (Axis.CLEARANCE, "rejected", "declare_again", replace(FACTS, order="cancelled"), "not_mended"),
        (Axis.FULFILMENT, "pending", "dispatch", with_parcel(clearance="accepted"), "not_released"),
        (Axis.FULFILMENT, "pending", "dispatch", with_parcel(clearance="returned"), "not_released"),
        (Axis.FULFILMENT, "pending", "dispatch", replace(FACTS, order="cancelled"), "not_released"),
        (Axis.FULFILMENT, "pending", "dispatch", replace(FACTS, parcel=None), "not_released"),
        (Axis.AFTERSALE, "none", "request", replace(FACTS, order="cancelled"), "return_closed"),
        (Axis.AFTERSALE, "none", "request", replace(FACTS, refunded=Decimal("100.00")), "return_closed"),
        (
            Axis.AFTERSALE,
            "none",
            "request",
            replace(FACTS, now=NOW, return_before=NOW - timedelta(seconds=1)),
            "return_closed",
        ),
        (Axis.AFTERSALE, "requested", "refuse", replace(FACTS, reason=" "), "no_reason"),
        (Axis.AFTERSALE, "approved", "settle", COMES_BACK, "goods_first"),
        (Axis.AFTERSALE, "approved", "send_back", FACTS, "refund_only"),
    ],
)
def test_every_guard_refuses_by_name(axis: Axis, state: str, event: str, facts: Facts, code: str) -> None:
    assert refusal(axis, state, event, facts) == code


def test_every_guard_is_used_and_named_once() -> None:
    all_guards = [value for value in vars(guards).values() if isinstance(value, guards.Guard)]
    assert {row.guard.code for row in TABLE} == {guard.code for guard in all_guards}
    assert len({guard.code for guard in all_guards}) == len(all_guards)


def test_a_part_refunded_payment_stays_paid() -> None:
    assert transition(Axis.PAYMENT, "refunding", "refund_settled", PART) == "paid"
    rest = replace(FACTS, refunded=Decimal("40.00"), amount=Decimal("60.00"))
    assert transition(Axis.PAYMENT, "refunding", "refund_settled", rest) == "refunded"


def test_goods_that_need_no_declaration_go_at_once() -> None:
    assert transition(Axis.FULFILMENT, "pending", "dispatch", with_parcel(declares=False)) == "dispatched"


@pytest.mark.parametrize(
    ("parcels", "may"),
    [
        ((Parcel("none"),), True),
        ((Parcel("waybill_assigned"),), True),
        ((Parcel("rejected"), Parcel("returned")), True),
        ((Parcel("released", "lost"),), True),
        ((Parcel("none"), Parcel("declaring")), False),
        ((Parcel("accepted"),), False),
        ((Parcel("released", "signed"),), False),
    ],
)
def test_the_point_of_no_return(parcels: tuple[Parcel, ...], may: bool) -> None:
    facts = replace(FACTS, parcels=parcels)
    assert can_cancel(facts) is may
    assert past_no_return(facts) is not may
    assert (why_not_cancel(facts) == "") is may


def test_an_order_that_is_over_cannot_be_cancelled() -> None:
    for order in ("cancelled", "expired", "completed"):
        assert why_not_cancel(replace(FACTS, order=order)) == "This cannot be done in the present state."


def test_an_unpaid_order_is_never_past_the_point() -> None:
    assert can_cancel(UNPAID) and not past_no_return(UNPAID)


def test_unknown_states_and_events_are_refused() -> None:
    assert refusal(Axis.ORDER, "shipped", "pay") == "no_such_change"
    assert refusal(Axis.ORDER, "placed", "PAY") == "no_such_change"


def test_causes_of_rejection_that_the_summary_knows_are_words_of_customs() -> None:
    assert {"identity", "limit"} <= {cause.value for cause in refusals.Cause}
