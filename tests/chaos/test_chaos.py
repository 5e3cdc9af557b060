"""A small run of chaos and its control, a process of its own; `make chaos` is the large one."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from local.paths import CHECKOUT
from tests.chaos.plan import KINDS, STEPS

pytestmark = [pytest.mark.processes, pytest.mark.timeout(900)]
ORDERS, CONTROL = 21, 6


@pytest.fixture(scope="module")
def result() -> dict[str, Any]:
    numbers = ["--orders", str(ORDERS), "--control", str(CONTROL), "--lease", "5", "--patience", "120"]
    done = subprocess.run(
        [sys.executable, "-m", "tests.chaos", "--json", "--small", *numbers],
        cwd=CHECKOUT, capture_output=True, text=True, check=False, timeout=880,
    )  # fmt: skip
    assert done.stdout, done.stderr
    return json.loads(done.stdout.splitlines()[-1]) | {"status": done.returncode}


def test_every_kind_of_kill_struck_and_every_step_was_struck(result):
    struck = [line.split(" / ") for line in result["strikes"]]
    assert {kind for kind, _ in struck} == set(KINDS)
    assert {step for _, step in struck} == set(STEPS)
    assert result["missed"] == []
    assert result["messages_flushed"] > 0


def test_nothing_is_lost_and_nothing_happens_twice_while_processes_are_killed(result):
    assert (result["failed_to_buy"], result["lost"]) == ([], [])
    assert result["found"] == {key: [] for key in result["found"]}
    assert result["orders"] >= ORDERS, "one more where a wave had passed before it was struck"
    assert [result["placed"], result["counts"]["orders"]] == [result["orders"]] * 2
    assert (result["quiet"], result["status"]) == (True, 0)


def test_without_the_outbox_a_broker_that_forgets_loses_orders(result):
    """Paid, and nobody will ever give them a waybill."""
    assert result["control"]["placed"] == CONTROL
    lost = [row for row in result["control"]["lost"] if " paid [" in row and "'none', 'pending'" in row]
    assert lost != []
