"""The machine in CI is small; `make properties` runs thousands of fifty steps (PROPERTY_RUNS, PROPERTY_STEPS)."""

from __future__ import annotations

import os
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.orders.properties.machine import Orders

pytestmark = pytest.mark.django_db
RUNS, STEPS = int(os.environ.get("PROPERTY_RUNS", "5")), int(os.environ.get("PROPERTY_STEPS", "12"))


def run(runs: int, *, derandomize: bool) -> None:
    run_state_machine_as_test(
        Orders,
        settings=settings(
            max_examples=runs, stateful_step_count=STEPS, deadline=None, derandomize=derandomize, database=None,
            suppress_health_check=list(HealthCheck), phases=(Phase.generate,), print_blob=True,
        ),
    )  # fmt: skip


def test_whatever_happens_the_books_are_right(in_harbor):
    Orders.reached.clear()
    run(RUNS, derandomize="PROPERTY_RUNS" not in os.environ)
    assert {"paid", "cancelled", "settled"} <= set(Orders.reached), Orders.reached


def test_control_a_broken_ledger_is_found(in_harbor):
    """The same machine, with one entry forgotten: it has to notice."""
    with patch("orders.services.moving.write_entry"), pytest.raises(AssertionError):
        run(RUNS, derandomize=True)
