"""A small crowd, in processes of its own; `make crowd` is the large one (docs/measurements.md)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from local.paths import CHECKOUT
from tests.databases import own_database

pytestmark = [pytest.mark.processes, pytest.mark.timeout(900)]
PACKAGES, KILLS = 12, 3


@pytest.fixture(scope="module")
def result() -> dict[str, Any]:
    with own_database("crowd") as addresses:
        environment = os.environ | addresses | {"DJANGO_SETTINGS_MODULE": "config.settings"}
        numbers = ["--packages", str(PACKAGES), "--kills", str(KILLS), "--every", "3", "--minutes", "8"]
        done = subprocess.run(
            [sys.executable, "-m", "tests.crowd", *numbers, "--refuse", "1"],
            cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=False, timeout=880,
        )  # fmt: skip
        assert done.stdout, done.stderr[-4000:]
        return json.loads(done.stdout.splitlines()[-1]) | {"status": done.returncode}


def test_through_every_door_while_everything_is_killed(result):
    assert (result["packages"], result["lost"], result["accepted_twice"]) == (PACKAGES, 0, 0)
    assert result["by_status"] == {"899": PACKAGES}
    assert len(result["by_port"]) == 6
    assert sum(result["killed"].values()) == KILLS and {"worker", "port"} <= set(result["killed"])


def test_both_sides_say_the_same_and_each_receipt_counts_once(result):
    assert (result["otherwise_at_the_port"], result["status"]) == (0, 0)
    assert (result["released_twice"], result["released_otherwise"]) == (0, 0)
    assert result["applied_twice"] == 0
    assert result["workers_that_died_by_themselves"] == []


def test_what_the_port_turned_down_was_sent_again_and_got_through(result):
    """Each has a fate, at every door; for two it is an inspection, which is no refusal."""
    assert (result["refused"], result["sent_again_from_the_desk"]) == (PACKAGES - 2, PACKAGES - 2)
