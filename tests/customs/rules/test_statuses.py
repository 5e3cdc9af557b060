from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customs.rules.phases import Phase
from customs.rules.statuses import (
    GOOD_END,
    TABLE,
    ClearanceState,
    apply_status,
    begin_again,
    find,
)

T0 = datetime(2026, 1, 31, 9, tzinfo=UTC)
PHASES = list(Phase)


def at(minutes: int) -> datetime:
    return T0 + timedelta(minutes=minutes)


def after(*receipts: tuple[str, int], state: ClearanceState | None = None) -> ClearanceState:
    state = state or ClearanceState()
    for status, minutes in receipts:
        state = apply_status(state, status, at(minutes))
    return state


receipts = st.lists(
    st.tuples(
        st.sampled_from([*TABLE, "-621005", "-621018", "-621017", "-301010", "-301014", "-999", "18", "x"]),
        st.integers(-5, 60),
    ),
    max_size=9,
)


@given(receipts, st.randoms(), st.sampled_from([ClearanceState(), ClearanceState(after=T0)]))
def test_order_and_repetition_of_receipts_do_not_matter(rows, random, start: ClearanceState) -> None:
    again = rows + random.choices(rows, k=4) if rows else rows
    random.shuffle(again)
    assert after(*rows, state=start) == after(*again, state=start)


@given(receipts)
def test_clearance_never_goes_backward(rows) -> None:
    state, furthest = ClearanceState(), 0
    for status, minutes in rows:
        state = apply_status(state, status, at(minutes))
        row = find(state.status)
        rank = row.rank if row else 0
        assert rank >= furthest
        furthest = rank


def test_the_control_the_last_receipt_does_depend_on_the_order() -> None:
    rows = [("120", 1), ("800", 2)]
    naive = {order[-1][0] for order in permutations(rows)}
    ours = {after(*order).status for order in permutations(rows)}
    assert naive == {"120", "800"}
    assert ours == {"800"}


def test_the_usual_way() -> None:
    state = ClearanceState()
    seen = []
    for i, status in enumerate(["1", "2", "3", "120", "300", "500", "800", "899"]):
        state = apply_status(state, status, at(i))
        seen.append(state.phase)
    assert seen == [
        Phase.DECLARING,
        Phase.DECLARED,
        Phase.DECLARED,
        Phase.ACCEPTED,
        Phase.ACCEPTED,
        Phase.INSPECTING,
        Phase.RELEASED,
        Phase.RELEASED,
    ]
    assert state.terminal and state.ended_well("621")


def test_a_repeated_status_keeps_its_first_time() -> None:
    assert after(("800", 9), ("800", 3), ("800", 12)).returned_at == at(3)


def test_a_release_called_back() -> None:
    state = after(("700", 9), ("800", 3))
    assert state.phase is Phase.RETURNED
    assert not state.ended_well("621")


def test_a_duplicate_or_late_change_is_no_refusal() -> None:
    assert after(("120", 1), ("-621004", 2), ("-301014", 3), ("-621012", 4)) == after(("120", 1))


def test_trouble_at_the_port_is_overtaken_by_the_next_try() -> None:
    state = after(("2", 1), ("-621017", 2))
    assert (state.phase, state.terminal) == (Phase.DECLARED, False)
    assert after(("2", 1), ("-621017", 2), ("3", 3), ("120", 4)).phase is Phase.ACCEPTED


def test_a_refusal_and_a_second_attempt() -> None:
    state = after(("120", 1), ("100", 5))
    assert state.refused and state.terminal
    fresh = begin_again(state)
    assert after(("120", 1), ("100", 5), state=fresh) == fresh  # the old attempt, told again
    assert after(("100", 5), ("2", 6), ("120", 7), ("800", 8), state=fresh).phase is Phase.RELEASED


@pytest.mark.parametrize("status", ["", "2", "120", "800", "700"])
def test_only_a_refusal_can_be_sent_again(status: str) -> None:
    state = after((status, 1)) if status else ClearanceState()
    with pytest.raises(ValueError, match="no refusal"):
        begin_again(state)


def test_codes_outside_the_table_change_nothing_and_are_kept() -> None:
    state = after(("120", 1), ("18", 2), ("23", 3))
    assert state.phase is Phase.ACCEPTED
    assert state.strange == {"18", "23"}


def test_the_table_is_the_official_one_and_its_ranks_follow_the_phases() -> None:
    assert set(TABLE) == {
        "1", "2", "3", "4", "100", "120", "300", "399", "500", "501", "502", "503", "599", "700", "800",
        "899",
    }  # fmt: skip
    rows = sorted(TABLE.values(), key=lambda row: row.rank)
    assert len({row.rank for row in rows}) == len(rows)
    order = [Phase.DECLARING, Phase.DECLARED, Phase.ACCEPTED, Phase.INSPECTING, Phase.REJECTED]
    order += [Phase.RELEASED, Phase.RETURNED]
    assert [order.index(row.phase) for row in rows] == sorted(order.index(row.phase) for row in rows)
    assert [row.code for row in rows if row.terminal] == ["100", "899", "700"]


@pytest.mark.parametrize("kind", GOOD_END)
def test_every_document_ends_well_with_its_own_code(kind: str) -> None:
    assert after((GOOD_END[kind], 1)).ended_well(kind)
    assert not after(("3", 1)).ended_well(kind)
    assert not after(("100", 1)).ended_well(kind)


def test_every_status_speaks_both_languages() -> None:
    for row in TABLE.values():
        assert row.name("en").isascii() and row.for_shopper("en").isascii()
        assert not row.name("zh-hans").isascii() and not row.for_shopper("zh-hans").isascii()


@pytest.mark.parametrize("kind", ["623", "625", "711"])
@pytest.mark.parametrize("order", [("-623016", "399"), ("399", "-623016"), ("-999", "399"), ("399", "-999")])
def test_customs_agreed_to_an_application_whatever_the_e_port_said_of_its_own_trouble(kind, order) -> None:
    state = ClearanceState()
    for minutes, status in enumerate(order):
        state = apply_status(state, status, at(minutes), kind)
    assert (state.status, state.ended_well(kind)) == ("399", True)


def test_the_control_of_a_list_a_refusal_stands_above_the_review() -> None:
    state = apply_status(apply_status(ClearanceState(), "399", at(0), "621"), "-999", at(1), "621")
    assert (state.status, state.refused) == ("-999", True)
